// The options of what makes and feeds a ledger.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "services/cli/import_command.h"
#include "services/cli/init_command.h"
#include "services/cli/options.h"
#include "services/cli/registry_command.h"

namespace services::cli {
namespace {

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

void AddInit(CLI::App& app, Action& action) {
  auto options = std::make_shared<InitOptions>();
  auto* command = app.add_subcommand("init", "Make a ledger");
  command->add_option("--data", options->data, "The ledger's folder")
      ->required();
  command
      ->add_option("--origin", options->origin,
                   "Name of the ledger's log, such as ledger.example/amanah")
      ->required();
  command
      ->add_option("--root-key", options->root_key,
                   "Root's key file, made when it is not there")
      ->required();
  command->add_option("--new-token-key", options->token_key,
                      "Token key file, made when it is not there; default: "
                      "token.key beside the root key");
  command->add_option("--anchor", options->anchor,
                      "Anchor file; default: DATA.anchor");
  command->add_option("--listen", options->listen, "Server's address and port");
  command->add_option("--host", options->hosts, "More names of the server");
  Choose(
      command, std::move(options),
      [](const InitOptions& given, Session& session) {
        return RunInit(given, session.console());
      },
      action);
}

void AddCertificate(CLI::App& app, Action& action) {
  auto options = std::make_shared<CertificateOptions>();
  auto* command =
      app.add_subcommand("certificate", "Issue a client certificate");
  command->add_option("name", options->name, "Whose")->required();
  command
      ->add_option("--role", options->role, "operator, submitter or inspector")
      ->required();
  command->add_option("--data", options->data, "The ledger's folder")
      ->required();
  command->add_option("--out", options->out, "Makes OUT.pem and OUT.key")
      ->required();
  Choose(
      command, std::move(options),
      [](const CertificateOptions& given, Session& session) {
        return RunCertificate(given, session.console());
      },
      action);
}

void AddKeygen(CLI::App& app, Action& action) {
  auto options = std::make_shared<KeygenOptions>();
  auto* command = app.add_subcommand("keygen", "Make a signing key");
  command->add_option("name", options->name, "The key's name")->required();
  command
      ->add_option("--out", options->out,
                   "Key file to make; OUT.vkey beside it")
      ->required();
  Choose(
      command, std::move(options),
      [](const KeygenOptions& given, Session& session) {
        return RunKeygen(given, session.console());
      },
      action);
}

void AddRegister(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("register", "Register who may submit")
                      ->require_subcommand(1);
  for (const bool registrar : {true, false}) {
    auto options = std::make_shared<RegisterOptions>();
    options->registrar = registrar;
    auto* one = command->add_subcommand(
        registrar ? "registrar" : "submitter",
        registrar ? "One who registers others; two keys, signed by the root"
                  : "One who submits events, signed by a registrar's two keys");
    one->add_option("--origin", options->origin, "Origin of its log");
    one->add_option("--name", options->display_name, "What screens call it");
    one->add_option("--vkey", options->vkeys,
                    "Verifier key, or a file that holds it");
    one->add_option("--threshold", options->threshold, "Keys that must sign");
    AddAuthority(one, options->authority);
    AddSigningKeys(one, options->signing_keys);
    if (!registrar) {
      one->add_option("--profile", options->profile,
                      "Register the source of this profile, or of all in "
                      "this folder, with what they need");
      one->add_option("--keys", options->keys_folder,
                      "With --profile: folder of <profile>.key, made when "
                      "they are not there");
    }
    Choose(one, std::move(options), RunRegister, action);
  }
}

void AddAuthorise(CLI::App& app, Action& action) {
  auto options = std::make_shared<AuthoriseOptions>();
  auto* command = app.add_subcommand(
      "authorise", "Change what a submitter may sign (replaces what was)");
  command->add_option("--origin", options->origin, "The submitter")->required();
  AddAuthority(command, options->authority);
  AddSigningKeys(command, options->signing_keys);
  Choose(command, std::move(options), RunAuthorise, action);
}

void AddRotateKey(CLI::App& app, Action& action) {
  auto options = std::make_shared<RotateKeyOptions>();
  auto* command = app.add_subcommand("rotate-key", "Change a submitter's keys");
  command->add_option("--origin", options->origin, "The submitter")->required();
  command->add_option("--add", options->added, "Verifier key to add");
  command->add_option("--retire", options->retired,
                      "Verifier key that signs no more");
  command->add_option("--threshold", options->threshold,
                      "Keys that must sign from now on");
  AddSigningKeys(command, options->signing_keys);
  Choose(command, std::move(options), RunRotateKey, action);
}

void AddRetire(CLI::App& app, Action& action) {
  auto options = std::make_shared<RetireOptions>();
  auto* command = app.add_subcommand("retire", "End a submitter");
  command->add_option("--origin", options->origin, "The submitter")->required();
  AddSigningKeys(command, options->signing_keys);
  Choose(command, std::move(options), RunRetire, action);
}

void AddCompromise(CLI::App& app, Action& action) {
  auto options = std::make_shared<CompromiseOptions>();
  auto* command = app.add_subcommand(
      "compromise", "Say that a key was in wrong hands, from an index on");
  command->add_option("--origin", options->origin, "The submitter")->required();
  command->add_option("--vkey", options->vkey, "The key")->required();
  command
      ->add_option("--from", options->from_index,
                   "Log index of the first submission in doubt")
      ->required();
  AddSigningKeys(command, options->signing_keys);
  Choose(command, std::move(options), RunCompromise, action);
}

}  // namespace

void AddKeyCommands(CLI::App& app, Action& action) {
  AddInit(app, action);
  AddCertificate(app, action);
  AddKeygen(app, action);
}

void AddRegistryCommands(CLI::App& app, Action& action) {
  AddRegister(app, action);
  AddAuthorise(app, action);
  AddRotateKey(app, action);
  AddRetire(app, action);
  AddCompromise(app, action);
}

void AddImport(CLI::App& app, Action& action) {
  auto options = std::make_shared<ImportOptions>();
  auto* command = app.add_subcommand(
      "import",
      "Bring a source's files into the ledger; run it again to go on");
  command
      ->add_option("--source-dir", options->source_dir,
                   "The source's folder, or the one above several")
      ->required();
  command
      ->add_option("--profile", options->profile,
                   "Mapping profile, or a folder of them")
      ->required();
  command
      ->add_option("--key", options->keys,
                   "The source's key file, or a folder of <profile>.key")
      ->required();
  command
      ->add_option("--state", options->state,
                   "Folder for what must survive between runs")
      ->required();
  command
      ->add_option("--batch", options->events_per_submission,
                   "Events a submission")
      ->check(CLI::Range(1, 10'000));
  command->add_option("--patience", options->patience_seconds,
                      "Seconds to wait for a server that went away");
  command->add_flag("--recover", options->recover,
                    "The state was lost: go on from the ledger's head");
  command->add_flag("--abandon", options->abandon,
                    "Forget submissions that the ledger refused for good");
  Choose(command, std::move(options), RunImport, action);
}

}  // namespace services::cli
