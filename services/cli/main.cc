// amanah: the command line. Exit codes in console.h.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "ledger/crypto/sign.h"
#include "services/cli/alerts_command.h"
#include "services/cli/ask_command.h"
#include "services/cli/facts_command.h"
#include "services/cli/family_command.h"
#include "services/cli/holding_command.h"
#include "services/cli/import_command.h"
#include "services/cli/init_command.h"
#include "services/cli/log_command.h"
#include "services/cli/money_command.h"
#include "services/cli/prove_command.h"
#include "services/cli/registry_command.h"
#include "services/cli/session.h"
#include "services/cli/status_command.h"
#include "services/cli/stock_command.h"
#include "services/rpc/server_log.h"

namespace {

using namespace services::cli;  // NOLINT(google-build-using-namespace)
using ledger::Result;
using ledger::Status;

// What the chosen command does.
using Action = std::function<Result<ExitCode>(Session&)>;

Result<ExitCode> Done(const Status& outcome) {
  if (!outcome.ok()) return outcome.error();
  return ExitCode::kOk;
}

// The commands and what they were given. Lives as long as the parse.
struct Commands {
  InitOptions init;
  CertificateOptions certificate;
  KeygenOptions keygen;
  RegisterOptions registration;
  AuthoriseOptions authorise;
  RotateKeyOptions rotate_key;
  RetireOptions retire;
  CompromiseOptions compromise;
  ImportOptions import;
  CardOptions card;
  HolderOptions holder;
  HoldersOptions holders;
  HoldingOptions holding;
  StockOptions stock;
  FactsOptions facts;
  AlertsOptions alerts;
  StatusOptions status;
  std::string head_origin;
  ProveOptions prove;
  std::uint64_t prove_index = 0;
  CheckOptions check;
  std::uint64_t entry = 0;
  ExportTilesOptions export_tiles;
  VerifyLedgerOptions verify;
};

void AddSigningKeys(CLI::App* command, std::vector<std::string>& keys) {
  command
      ->add_option("--key", keys,
                   "Key file that signs; give as many as the threshold asks")
      ->required();
}

void AddAuthority(CLI::App* command, AuthorityOptions& authority) {
  command->add_option("--kind", authority.kinds,
                      "Kind of event it may sign, such as money.* or "
                      "credit_posted");
  command->add_option("--region", authority.regions,
                      "Region code it may sign for; none: everywhere");
  command->add_option("--programme", authority.programmes,
                      "Programme it may sign for, such as PKH; none: all");
  command->add_option("--bank", authority.bank, "The bank, when it is one");
}

void AddKeyCommands(CLI::App& app, Commands& all, Action& action) {
  auto* init = app.add_subcommand("init", "Make a ledger");
  init->add_option("--data", all.init.data, "The ledger's folder")->required();
  init->add_option("--origin", all.init.origin,
                   "Name of the ledger's log, such as ledger.example/amanah")
      ->required();
  init->add_option("--root-key", all.init.root_key,
                   "Root's key file, made when it is not there")
      ->required();
  init->add_option("--new-token-key", all.init.token_key,
                   "Token key file, made when it is not there; default: "
                   "token.key beside the root key");
  init->add_option("--anchor", all.init.anchor,
                   "Anchor file; default: DATA.anchor");
  init->add_option("--listen", all.init.listen, "Server's address and port");
  init->add_option("--host", all.init.hosts, "More names of the server");
  init->callback([&] {
    action = [&](Session& session) {
      return Done(RunInit(all.init, session.console()));
    };
  });

  auto* certificate =
      app.add_subcommand("certificate", "Issue a client certificate");
  certificate->add_option("name", all.certificate.name, "Whose")->required();
  certificate
      ->add_option("--role", all.certificate.role,
                   "operator, submitter or inspector")
      ->required();
  certificate->add_option("--data", all.certificate.data, "The ledger's folder")
      ->required();
  certificate
      ->add_option("--out", all.certificate.out, "Makes OUT.pem and OUT.key")
      ->required();
  certificate->callback([&] {
    action = [&](Session& session) {
      return Done(RunCertificate(all.certificate, session.console()));
    };
  });

  auto* keygen = app.add_subcommand("keygen", "Make a signing key");
  keygen->add_option("name", all.keygen.name, "The key's name")->required();
  keygen
      ->add_option("--out", all.keygen.out,
                   "Key file to make; OUT.vkey beside it")
      ->required();
  keygen->callback([&] {
    action = [&](Session& session) {
      return Done(RunKeygen(all.keygen, session.console()));
    };
  });
}

void AddRegister(CLI::App& app, Commands& all, Action& action) {
  auto* command = app.add_subcommand("register", "Register who may submit")
                      ->require_subcommand(1);
  for (const bool registrar : {true, false}) {
    auto* one = command->add_subcommand(
        registrar ? "registrar" : "submitter",
        registrar ? "One who registers others; two keys, signed by the root"
                  : "One who submits events, signed by a registrar's two keys");
    one->add_option("--origin", all.registration.origin, "Origin of its log");
    one->add_option("--name", all.registration.display_name,
                    "What screens call it");
    one->add_option("--vkey", all.registration.vkeys,
                    "Verifier key, or a file that holds it");
    one->add_option("--threshold", all.registration.threshold,
                    "Keys that must sign");
    AddAuthority(one, all.registration.authority);
    AddSigningKeys(one, all.registration.signing_keys);
    if (!registrar) {
      one->add_option("--profile", all.registration.profile,
                      "Register the source of this profile, or of all in "
                      "this folder, with what they need");
      one->add_option("--keys", all.registration.keys_folder,
                      "With --profile: folder of <profile>.key, made when "
                      "they are not there");
    }
    one->callback([&all, &action, registrar] {
      all.registration.registrar = registrar;
      action = [&all](Session& session) {
        return Done(RunRegister(all.registration, session));
      };
    });
  }
}

void AddRegistryCommands(CLI::App& app, Commands& all, Action& action) {
  AddRegister(app, all, action);

  auto* authorise = app.add_subcommand(
      "authorise", "Change what a submitter may sign (replaces what was)");
  authorise->add_option("--origin", all.authorise.origin, "The submitter")
      ->required();
  AddAuthority(authorise, all.authorise.authority);
  AddSigningKeys(authorise, all.authorise.signing_keys);
  authorise->callback([&] {
    action = [&](Session& session) {
      return Done(RunAuthorise(all.authorise, session));
    };
  });

  auto* rotate = app.add_subcommand("rotate-key", "Change a submitter's keys");
  rotate->add_option("--origin", all.rotate_key.origin, "The submitter")
      ->required();
  rotate->add_option("--add", all.rotate_key.added, "Verifier key to add");
  rotate->add_option("--retire", all.rotate_key.retired,
                     "Verifier key that signs no more");
  rotate->add_option("--threshold", all.rotate_key.threshold,
                     "Keys that must sign from now on");
  AddSigningKeys(rotate, all.rotate_key.signing_keys);
  rotate->callback([&] {
    action = [&](Session& session) {
      return Done(RunRotateKey(all.rotate_key, session));
    };
  });

  auto* retire = app.add_subcommand("retire", "End a submitter");
  retire->add_option("--origin", all.retire.origin, "The submitter")
      ->required();
  AddSigningKeys(retire, all.retire.signing_keys);
  retire->callback([&] {
    action = [&](Session& session) {
      return Done(RunRetire(all.retire, session));
    };
  });

  auto* compromise = app.add_subcommand(
      "compromise", "Say that a key was in wrong hands, from an index on");
  compromise->add_option("--origin", all.compromise.origin, "The submitter")
      ->required();
  compromise->add_option("--vkey", all.compromise.vkey, "The key")->required();
  compromise
      ->add_option("--from", all.compromise.from_index,
                   "Log index of the first submission in doubt")
      ->required();
  AddSigningKeys(compromise, all.compromise.signing_keys);
  compromise->callback([&] {
    action = [&](Session& session) {
      return Done(RunCompromise(all.compromise, session));
    };
  });
}

void AddImport(CLI::App& app, Commands& all, Action& action) {
  auto* command = app.add_subcommand(
      "import",
      "Bring a source's files into the ledger; run it again to go on");
  command
      ->add_option("--source-dir", all.import.source_dir,
                   "The source's folder, or the one above several")
      ->required();
  command
      ->add_option("--profile", all.import.profile,
                   "Mapping profile, or a folder of them")
      ->required();
  command
      ->add_option("--key", all.import.keys,
                   "The source's key file, or a folder of <profile>.key")
      ->required();
  command
      ->add_option("--state", all.import.state,
                   "Folder for what must survive between runs")
      ->required();
  command
      ->add_option("--batch", all.import.events_per_submission,
                   "Events a submission")
      ->check(CLI::Range(1, 10'000));
  command->add_option("--patience", all.import.patience_seconds,
                      "Seconds to wait for a server that went away");
  command->add_flag("--recover", all.import.recover,
                    "The state was lost: go on from the ledger's head");
  command->add_flag("--abandon", all.import.abandon,
                    "Forget submissions that the ledger refused for good");
  command->callback([&] {
    action = [&](Session& session) {
      return Done(RunImport(all.import, session));
    };
  });
}

void AddQuestions(CLI::App& app, Commands& all, Action& action) {
  auto* card = app.add_subcommand("card", "A card's life, custody and money");
  card->add_option("card", all.card.card, "Card number or token")->required();
  card->add_option("--as-of", all.card.as_of, "Custody on this day");
  card->add_flag("--indices", all.card.indices, "Show log indices");
  card->callback([&] {
    action = [&](Session& session) { return Done(RunCard(all.card, session)); };
  });

  auto* holder =
      app.add_subcommand("holder", "The cards of others that one party holds");
  holder->add_option("holder", all.holder.holder, "NIK or token")->required();
  holder->add_option("--as-of", all.holder.as_of, "On this day");
  holder->add_flag("--ever", all.holder.ever, "Ended custody, too");
  holder->add_flag("--indices", all.holder.indices, "Show log indices");
  holder->callback([&] {
    action = [&](Session& session) {
      return Done(RunHolder(all.holder, session));
    };
  });

  auto* holders =
      app.add_subcommand("holders", "Who holds most cards of others");
  holders->add_option("--region", all.holders.region, "Region code");
  holders->add_option("--most", all.holders.most, "At most so many")
      ->check(CLI::Range(1, 1'000));
  holders->add_flag("--indices", all.holders.indices, "Show log indices");
  holders->callback([&] {
    action = [&](Session& session) {
      return Done(RunHolders(all.holders, session));
    };
  });

  auto* holding = app.add_subcommand(
      "holding", "How many cards are with their families, by month");
  holding->add_option("--region", all.holding.region, "Region code");
  holding->add_option("--bank", all.holding.bank, "This bank's cards");
  holding->add_option("--companion", all.holding.companion,
                      "Families of this companion: NIK or token");
  holding->add_option("--by", all.holding.group,
                      "village, subdistrict, regency, province, bank or "
                      "companion");
  holding->add_option("--from", all.holding.from, "First month, YYYY-MM");
  holding->add_option("--until", all.holding.until, "Last month, YYYY-MM");
  holding->callback([&] {
    action = [&](Session& session) {
      return Done(RunHolding(all.holding, session));
    };
  });

  auto* stock =
      app.add_subcommand("stock", "Cards that have not reached their families");
  stock->add_option("--bank", all.stock.bank, "This bank's cards");
  auto* cards = stock->add_flag("--cards", all.stock.cards, "A line a card");
  stock->add_option("--branch", all.stock.branch, "This branch's cards")
      ->needs(cards);
  stock->add_option("--region", all.stock.region, "Families' region code")
      ->needs(cards);
  stock->add_option("--days", all.stock.min_days, "Waiting so long at least")
      ->needs(cards);
  stock->add_flag("--credited", all.stock.credited, "With aid credited only")
      ->needs(cards);
  stock->add_option("--most", all.stock.most, "At most so many")
      ->check(CLI::Range(1, 1'000'000))
      ->needs(cards);
  stock->add_flag("--indices", all.stock.indices, "Show log indices")
      ->needs(cards);
  stock->callback([&] {
    action = [&](Session& session) {
      return Done(RunStock(all.stock, session));
    };
  });

  auto* facts = app.add_subcommand(
      "facts", "Visits, meetings, sanctions, complaints: what was recorded");
  facts->add_option("--kind", all.facts.kinds,
                    "Only this kind, such as home_visit_done; may be repeated");
  auto* family = facts->add_option("--family", all.facts.family,
                                   "That name this family: KPM id or token");
  facts
      ->add_option("--party", all.facts.party,
                   "That name this party: NIK or token")
      ->excludes(family);
  facts->add_option("--region", all.facts.region, "Region code");
  facts->add_option("--from", all.facts.from, "First day, YYYY-MM-DD");
  facts->add_option("--until", all.facts.until, "Last day, YYYY-MM-DD");
  facts->add_option("--most", all.facts.most, "At most so many")
      ->check(CLI::Range(1, 1'000'000));
  facts->callback([&] {
    action = [&](Session& session) {
      return Done(RunFacts(all.facts, session));
    };
  });

  auto* alerts = app.add_subcommand("alerts", "Patterns to check");
  alerts->add_option("--rule", all.alerts.rule, "Only this rule, such as R03");
  alerts->add_option("--region", all.alerts.region, "Region code");
  alerts->add_flag("--withdrawn", all.alerts.withdrawn,
                   "Those explained since, too");
  alerts->add_option("--most", all.alerts.most, "At most so many");
  alerts->add_flag("--details", all.alerts.details,
                   "Statistic, look-alikes and law, too");
  alerts->add_flag("--indices", all.alerts.indices, "Show log indices");
  alerts->add_flag("--watch", all.alerts.watch, "Every change, as it comes");
  alerts->add_option("--resume", all.alerts.resume,
                     "Watch: go on after this token");
  alerts->add_option("--stop-after", all.alerts.stop_after,
                     "Watch: end after so many changes");
  alerts->callback([&] {
    action = [&](Session& session) {
      return Done(RunAlerts(all.alerts, session));
    };
  });

  auto* status = app.add_subcommand("status", "How the ledger is");
  status->add_option("--wait", all.status.wait_seconds,
                     "Seconds to wait for the views to catch up");
  status->callback([&] {
    action = [&](Session& session) { return RunStatus(all.status, session); };
  });

  auto* head = app.add_subcommand(
      "head", "A submitter's latest checkpoint, as it signed it");
  head->add_option("origin", all.head_origin, "The submitter")->required();
  head->callback([&] {
    action = [&](Session& session) {
      return Done(RunHead(all.head_origin, session));
    };
  });

  app.add_subcommand("submitters", "Who may sign what")->callback([&] {
    action = [](Session& session) { return Done(RunSubmitters(session)); };
  });
}

void AddProofs(CLI::App& app, Commands& all, Action& action) {
  auto* prove = app.add_subcommand("prove", "An event and its proofs as files");
  auto* by_id = prove->add_option("--event", all.prove.event, "Event id, hex");
  auto* by_index = prove->add_option("--index", all.prove_index, "Log index")
                       ->excludes(by_id);
  prove->add_option("--out", all.prove.out, "Folder to write to")->required();
  prove->callback([&all, &action, by_index] {
    if (by_index->count() > 0) all.prove.index = all.prove_index;
    action = [&all](Session& session) {
      return Done(RunProve(all.prove, session));
    };
  });

  auto* check = app.add_subcommand("check", "Check proof files offline");
  check->add_option("folder", all.check.folder, "As `prove` wrote it")
      ->required();
  check->add_option("--ledger-vkey", all.check.ledger_vkeys,
                    "Default: as client.toml says");
  check
      ->add_option("--submitter-vkey", all.check.submitter_vkeys,
                   "The submitter's verifier key, or a file that holds it")
      ->required();
  check->add_option("--threshold", all.check.threshold,
                    "Submitter's keys that must have signed");
  check->add_option("--submitter", all.check.submitter_origin,
                    "Origin that the submitter's log must have");
  check->callback([&] {
    action = [&](Session& session) { return RunCheck(all.check, session); };
  });

  auto* entry = app.add_subcommand("entry", "One entry of the log, decoded");
  entry->add_option("index", all.entry, "Log index")->required();
  entry->callback([&] {
    action = [&](Session& session) {
      return Done(RunEntry(all.entry, session));
    };
  });

  auto* tiles = app.add_subcommand("export", "Write the log for other tools")
                    ->require_subcommand(1)
                    ->add_subcommand("tiles", "As tlog-tiles (C2SP)");
  tiles->add_option("out", all.export_tiles.out, "Folder to write to")
      ->required();
  tiles->add_option("--data", all.export_tiles.data,
                    "Read this ledger's folder (no server must have it open)");
  tiles->callback([&] {
    action = [&](Session& session) {
      return Done(RunExportTiles(all.export_tiles, session));
    };
  });

  auto* verify = app.add_subcommand(
      "verify", "Read every byte of a ledger's folder and check it");
  verify->add_option("--data", all.verify.data, "The ledger's folder")
      ->required();
  verify
      ->add_option("--root-vkey", all.verify.root_vkey,
                   "The one key to believe, or a file that holds it")
      ->required();
  auto* anchor = verify->add_option("--anchor", all.verify.anchor,
                                    "Anchor file, instead of ledger.toml's");
  verify
      ->add_flag("--no-anchor", all.verify.no_anchor,
                 "Do not compare with the anchor")
      ->excludes(anchor);
  verify->callback([&] {
    action = [&](Session& session) { return RunVerify(all.verify, session); };
  });
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
  app.add_flag("--json", json, "For programs: JSON, one object a line");

  Commands all;
  Action action;
  AddKeyCommands(app, all, action);
  AddRegistryCommands(app, all, action);
  AddImport(app, all, action);
  AddQuestions(app, all, action);
  AddFamilyCommands(app, action);
  AddMoneyCommands(app, action);
  AddProofs(app, all, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::kBadInput);
  }

  ledger::crypto::Init();
  services::rpc::TakeOverTransportLog(false);
  session_options.patience = std::chrono::milliseconds(
      static_cast<std::int64_t>(timeout_seconds * 1'000));
  const Console console(
      language == "id" ? Language::kIndonesian : Language::kEnglish, json);
  Session session(console, session_options);
  const Result<ExitCode> outcome = action(session);
  if (outcome.ok()) return static_cast<int>(*outcome);
  console.PrintError(app.get_subcommands().front()->get_name(),
                     outcome.error());
  return static_cast<int>(ExitCodeOf(outcome.error()));
}
