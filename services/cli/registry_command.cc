#include "services/cli/registry_command.h"

#include <filesystem>
#include <utility>

#include "amanah/v1/event.pb.h"
#include "ledger/note/note.h"
#include "ledger/runtime/key_file.h"
#include "services/cli/init_command.h"
#include "services/cli/signer.h"
#include "services/cli/sources.h"
#include "services/cli/vkey_argument.h"

namespace services::cli {
namespace {

namespace fs = std::filesystem;
using amanah::v1::Event;
using ledger::Code;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kArgumentMissing = "ARGUMENT_MISSING";

template <typename Add>
Status ReadVkeys(const std::vector<std::string>& arguments, const Add& add) {
  for (const std::string& argument : arguments) {
    LEDGER_ASSIGN_OR_RETURN(const ledger::note::VerifierKey vkey,
                            ReadVkeyArgument(argument));
    add(vkey.ToString());
  }
  return Ok{};
}

void FillAuthority(const AuthorityOptions& options,
                   amanah::v1::Authority* authority) {
  for (const auto& kind : options.kinds) authority->add_event_kinds(kind);
  for (const auto& region : options.regions) {
    authority->add_region_prefixes(region);
  }
  for (const auto& name : options.programmes) authority->add_programmes(name);
  authority->set_bank(options.bank);
}

// Signs `events` by the keys in the files, submits, and says where they are.
Status Submit(const std::vector<std::string>& key_paths,
              std::vector<Event> events, Session& session) {
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::vector<ledger::note::SigningKey> keys,
                          ReadKeys(key_paths));
  LEDGER_ASSIGN_OR_RETURN(const std::string origin,
                          OriginOfKeys(*client, keys));
  for (Event& event : events) FinishEvent(origin, &event);
  LEDGER_ASSIGN_OR_RETURN(const ledger::log::Receipt receipt,
                          SubmitEvents(*client, origin, keys, events));
  session.console().Note(
      std::string(
          session.console().Pick({"Signed by ", "Ditandatangani oleh "})) +
      origin + "; log indices " + std::to_string(receipt.submission_index + 1) +
      "–" + std::to_string(receipt.submission_index + receipt.event_count));
  return Ok{};
}

Result<Event> RegistrationOf(const RegisterOptions& options) {
  if (options.origin.empty() || options.vkeys.empty()) {
    return Error{Code::kInvalidArgument, kArgumentMissing,
                 "--origin and --vkey are needed"};
  }
  Event event;
  auto* body = event.mutable_submitter_registered();
  body->set_origin(options.origin);
  LEDGER_RETURN_IF_ERROR(ReadVkeys(options.vkeys, [&](std::string vkey) {
    body->add_vkeys(std::move(vkey));
  }));
  const std::uint32_t least = options.registrar ? 2 : 1;
  body->set_threshold(options.threshold == 0 ? least : options.threshold);
  body->set_display_name(options.display_name.empty() ? options.origin
                                                      : options.display_name);
  FillAuthority(options.authority, body->mutable_authority());
  if (options.registrar)
    body->mutable_authority()->add_event_kinds("registry.*");
  return event;
}

// The key of a source; made when there is none.
Result<std::string> SourceVkey(const std::string& path, const Source& source,
                               const Console& console) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    LEDGER_RETURN_IF_ERROR(
        RunKeygen({.name = source.profile.origin(), .out = path}, console));
  }
  LEDGER_ASSIGN_OR_RETURN(ledger::note::SigningKey key,
                          ledger::runtime::ReadSigningKey(path));
  return key.vkey().ToString();
}

Result<std::vector<Event>> RegistrationsOfProfiles(
    const RegisterOptions& options, const Console& console) {
  if (options.keys_folder.empty()) {
    return Error{Code::kInvalidArgument, kArgumentMissing,
                 "--profile needs --keys, the folder of the sources' keys"};
  }
  LEDGER_ASSIGN_OR_RETURN(std::vector<Source> sources,
                          LoadSources(options.profile));
  std::vector<Event> events;
  for (const Source& source : sources) {
    LEDGER_ASSIGN_OR_RETURN(
        std::string vkey,
        SourceVkey(KeyPathOf(options.keys_folder, source), source, console));
    Event event;
    auto* body = event.mutable_submitter_registered();
    body->set_origin(source.profile.origin());
    body->add_vkeys(std::move(vkey));
    body->set_threshold(1);
    body->set_display_name(source.profile.display_name());
    AuthorityOptions authority = options.authority;
    authority.kinds = source.profile.event_kinds();
    authority.bank = source.profile.bank();
    FillAuthority(authority, body->mutable_authority());
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace

Status RunRegister(const RegisterOptions& options, Session& session) {
  if (!options.profile.empty()) {
    LEDGER_ASSIGN_OR_RETURN(
        std::vector<Event> events,
        RegistrationsOfProfiles(options, session.console()));
    return Submit(options.signing_keys, std::move(events), session);
  }
  LEDGER_ASSIGN_OR_RETURN(Event event, RegistrationOf(options));
  return Submit(options.signing_keys, {std::move(event)}, session);
}

Status RunAuthorise(const AuthoriseOptions& options, Session& session) {
  Event event;
  auto* body = event.mutable_submitter_authority_changed();
  body->set_origin(options.origin);
  FillAuthority(options.authority, body->mutable_authority());
  return Submit(options.signing_keys, {std::move(event)}, session);
}

Status RunRotateKey(const RotateKeyOptions& options, Session& session) {
  Event event;
  auto* body = event.mutable_submitter_keys_changed();
  body->set_origin(options.origin);
  LEDGER_RETURN_IF_ERROR(ReadVkeys(options.added, [&](std::string vkey) {
    body->add_vkeys_added(std::move(vkey));
  }));
  LEDGER_RETURN_IF_ERROR(ReadVkeys(options.retired, [&](std::string vkey) {
    body->add_vkeys_retired(std::move(vkey));
  }));
  body->set_threshold(options.threshold);
  return Submit(options.signing_keys, {std::move(event)}, session);
}

Status RunRetire(const RetireOptions& options, Session& session) {
  Event event;
  event.mutable_submitter_retired()->set_origin(options.origin);
  return Submit(options.signing_keys, {std::move(event)}, session);
}

Status RunCompromise(const CompromiseOptions& options, Session& session) {
  LEDGER_ASSIGN_OR_RETURN(const ledger::note::VerifierKey vkey,
                          ReadVkeyArgument(options.vkey));
  Event event;
  auto* body = event.mutable_key_compromised();
  body->set_origin(options.origin);
  body->set_vkey(vkey.ToString());
  body->set_from_index(options.from_index);
  return Submit(options.signing_keys, {std::move(event)}, session);
}

}  // namespace services::cli
