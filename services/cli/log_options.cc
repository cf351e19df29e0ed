// The options of the commands about the log itself, its alerts and its state.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "services/cli/alerts_command.h"
#include "services/cli/facts_command.h"
#include "services/cli/log_command.h"
#include "services/cli/options.h"
#include "services/cli/prove_command.h"
#include "services/cli/status_command.h"

namespace services::cli {
namespace {

void AddFacts(CLI::App& app, Action& action) {
  auto options = std::make_shared<FactsOptions>();
  auto* command = app.add_subcommand(
      "facts", "Visits, meetings, sanctions, complaints: what was recorded");
  command->add_option(
      "--kind", options->kinds,
      "Only this kind, such as home_visit_done; may be repeated");
  auto* family = command->add_option("--family", options->family,
                                     "That name this family: KPM id or token");
  command
      ->add_option("--party", options->party,
                   "That name this party: NIK or token")
      ->excludes(family);
  command->add_option("--region", options->region, "Region code");
  command->add_option("--from", options->from, "First day, YYYY-MM-DD");
  command->add_option("--until", options->until, "Last day, YYYY-MM-DD");
  command->add_option("--most", options->most, "At most so many")
      ->check(CLI::Range(1, 1'000'000));
  Choose(command, std::move(options), RunFacts, action);
}

void AddStatus(CLI::App& app, Action& action) {
  auto options = std::make_shared<StatusOptions>();
  auto* command = app.add_subcommand("status", "How the ledger is");
  command->add_option("--wait", options->wait_seconds,
                      "Seconds to wait for the views to catch up");
  Choose(command, std::move(options), RunStatus, action);
}

void AddHead(CLI::App& app, Action& action) {
  auto origin = std::make_shared<std::string>();
  auto* command = app.add_subcommand(
      "head", "A submitter's latest checkpoint, as it signed it");
  command->add_option("origin", *origin, "The submitter")->required();
  Choose(command, std::move(origin), RunHead, action);
}

void AddSubmitters(CLI::App& app, Action& action) {
  app.add_subcommand("submitters", "Who may sign what")->callback([&action] {
    action = [](Session& session) -> ledger::Result<ExitCode> {
      LEDGER_RETURN_IF_ERROR(RunSubmitters(session));
      return ExitCode::kOk;
    };
  });
}

void AddProve(CLI::App& app, Action& action) {
  auto options = std::make_shared<ProveOptions>();
  auto* command =
      app.add_subcommand("prove", "An event and its proofs as files");
  auto* by_id = command->add_option("--event", options->event, "Event id, hex");
  command->add_option("--index", options->index, "Log index")->excludes(by_id);
  command->add_option("--out", options->out, "Folder to write to")->required();
  Choose(command, std::move(options), RunProve, action);
}

void AddCheck(CLI::App& app, Action& action) {
  auto options = std::make_shared<CheckOptions>();
  auto* command = app.add_subcommand("check", "Check proof files offline");
  command->add_option("folder", options->folder, "As `prove` wrote it")
      ->required();
  command->add_option("--ledger-vkey", options->ledger_vkeys,
                      "Default: as client.toml says");
  command
      ->add_option("--submitter-vkey", options->submitter_vkeys,
                   "The submitter's verifier key, or a file that holds it")
      ->required();
  command->add_option("--threshold", options->threshold,
                      "Submitter's keys that must have signed");
  command->add_option("--submitter", options->submitter_origin,
                      "Origin that the submitter's log must have");
  Choose(command, std::move(options), RunCheck, action);
}

void AddExportTiles(CLI::App& app, Action& action) {
  auto options = std::make_shared<ExportTilesOptions>();
  auto* command = app.add_subcommand("export", "Write the log for other tools")
                      ->require_subcommand(1)
                      ->add_subcommand("tiles", "As tlog-tiles (C2SP)");
  command->add_option("out", options->out, "Folder to write to")->required();
  command->add_option(
      "--data", options->data,
      "Read this ledger's folder (no server must have it open)");
  Choose(command, std::move(options), RunExportTiles, action);
}

void AddVerify(CLI::App& app, Action& action) {
  auto options = std::make_shared<VerifyLedgerOptions>();
  auto* command = app.add_subcommand(
      "verify", "Read every byte of a ledger's folder and check it");
  command->add_option("--data", options->data, "The ledger's folder")
      ->required();
  command
      ->add_option("--root-vkey", options->root_vkey,
                   "The one key to believe, or a file that holds it")
      ->required();
  auto* anchor = command->add_option("--anchor", options->anchor,
                                     "Anchor file, instead of ledger.toml's");
  command
      ->add_flag("--no-anchor", options->no_anchor,
                 "Do not compare with the anchor")
      ->excludes(anchor);
  Choose(command, std::move(options), RunVerify, action);
}

void AddEntry(CLI::App& app, Action& action) {
  auto index = std::make_shared<std::uint64_t>(0);
  auto* command = app.add_subcommand("entry", "One entry of the log, decoded");
  command->add_option("index", *index, "Log index")->required();
  Choose(command, std::move(index), RunEntry, action);
}

}  // namespace

void AddAlerts(CLI::App& app, Action& action) {
  auto options = std::make_shared<AlertsOptions>();
  auto* command = app.add_subcommand("alerts", "Patterns to check");
  command->add_option("--rule", options->rule, "Only this rule, such as R03");
  command->add_option("--region", options->region, "Region code");
  command->add_flag("--withdrawn", options->withdrawn,
                    "Those explained since, too");
  command->add_option("--most", options->most, "At most so many");
  command->add_flag("--details", options->details,
                    "Statistic, look-alikes and law, too");
  command->add_flag("--indices", options->indices, "Show log indices");
  command->add_flag("--watch", options->watch, "Every change, as it comes");
  command->add_option("--resume", options->resume,
                      "Watch: go on after this token");
  command->add_option("--stop-after", options->stop_after,
                      "Watch: end after so many changes");
  Choose(command, std::move(options), RunAlerts, action);
}

void AddLogCommands(CLI::App& app, Action& action) {
  AddFacts(app, action);
  AddStatus(app, action);
  AddHead(app, action);
  AddSubmitters(app, action);
  AddProve(app, action);
  AddCheck(app, action);
  AddEntry(app, action);
  AddExportTiles(app, action);
  AddVerify(app, action);
}

}  // namespace services::cli
