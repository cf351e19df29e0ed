// amanah: the command line. Exit codes in console.h.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include "ledger/crypto/sign.h"
#include "services/cli/options.h"
#include "services/rpc/server_log.h"

namespace {

using namespace services::cli;  // NOLINT(google-build-using-namespace)
using ledger::Result;

// True for commands whose answer is no table.
bool HasNoRows(std::string_view command) {
  constexpr std::array<std::string_view, 17> kCommands = {
      "init",   "certificate", "keygen", "register", "authorise",
      "retire", "rotate-key",  "import", "prove",    "compromise",
      "check",  "entry",       "export", "verify",   "head",
      "family", "companion"};
  return std::find(kCommands.begin(), kCommands.end(), command) !=
         kCommands.end();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "amanah asks, feeds and checks an Amanah ledger.\nExit codes: 0 done, 1 "
      "a check failed, 2 bad input or refused, 3 nobody answered.",
      "amanah");
  app.require_subcommand(1);
  app.fallthrough();
  Session::Options session_options;
  std::string language = "en";
  bool json = false;
  bool csv = false;
  double timeout_seconds = 5;
  app.add_option("--ledger", session_options.client,
                 "client.toml of the ledger, or its folder; default: "
                 "$AMANAH_CLIENT");
  app.add_option("--token-key", session_options.token_key,
                 "Token key file, instead of client.toml's");
  app.add_option("--timeout", timeout_seconds,
                 "Seconds to wait for the first connection");
  app.add_option("--lang", language, "id or en")
      ->check(CLI::IsMember({"id", "en"}));
  app.add_flag("--stale", session_options.stale,
               "Answer from the views as they are, without waiting for them "
               "to know all that the log has");
  auto* as_json =
      app.add_flag("--json", json, "For programs: JSON, one object a line");
  app.add_flag("--csv", csv, "For spreadsheets: CSV under a line of names")
      ->excludes(as_json);

  Action action;
  AddKeyCommands(app, action);
  AddRegistryCommands(app, action);
  AddImport(app, action);
  AddCustodyCommands(app, action);
  AddCompanionCommands(app, action);
  AddFamilyCommands(app, action);
  AddMoneyCommands(app, action);
  AddVillageCommands(app, action);
  AddAlerts(app, action);
  AddLogCommands(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::kBadInput);
  }

  const std::string chosen = app.get_subcommands().front()->get_name();
  if (csv && HasNoRows(chosen)) {
    std::fprintf(stderr, "amanah %s: its answer is no table: --json\n",
                 chosen.c_str());
    return static_cast<int>(ExitCode::kBadInput);
  }

  ledger::crypto::Init();
  services::rpc::TakeOverTransportLog(false);
  session_options.patience = std::chrono::milliseconds(
      static_cast<std::int64_t>(timeout_seconds * 1'000));
  const Console console(
      language == "id" ? Language::kIndonesian : Language::kEnglish,
      json  ? Format::kJson
      : csv ? Format::kCsv
            : Format::kText);
  Session session(console, session_options);
  const Result<ExitCode> outcome = action(session);
  if (outcome.ok()) return static_cast<int>(*outcome);
  console.PrintError(chosen, outcome.error());
  return static_cast<int>(ExitCodeOf(outcome.error()));
}
