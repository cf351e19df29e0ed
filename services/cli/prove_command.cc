#include "services/cli/prove_command.h"

#include <filesystem>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/event/event.h"
#include "ledger/note/checkpoint.h"
#include "ledger/note/proof_file.h"
#include "ledger/runtime/file.h"
#include "services/cli/format.h"
#include "services/cli/json.h"
#include "services/cli/vkey_argument.h"
#include "services/wire/receipt.h"

namespace services::cli {
namespace {

namespace fs = std::filesystem;
namespace note = ledger::note;
namespace runtime = ledger::runtime;
using amanah::v1::LogService;
using ledger::Code;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kNotAnEvent = "ENTRY_NOT_AN_EVENT";
constexpr std::string_view kProofNotSigned = "PROOF_NOT_SIGNED";
constexpr std::string_view kEventIdMalformed = "EVENT_ID_MALFORMED";

constexpr char kEventFile[] = "event.bin";
constexpr char kSubmitterProofFile[] = "submitter.tlog-proof";
constexpr char kLedgerProofFile[] = "ledger.tlog-proof";

std::string In(const std::string& folder, std::string_view name) {
  return (fs::path(folder) / name).string();
}

Result<std::uint64_t> IndexOf(const ProveOptions& options, Client& client) {
  if (options.index.has_value()) return *options.index;
  const auto id = ledger::HexDecode(options.event);
  if (!id.has_value() || id->size() != 16) {
    return Error{Code::kInvalidArgument, kEventIdMalformed,
                 "an event's id has 32 hex digits; give --event or --index"};
  }
  amanah::v1::FindEventRequest request;
  request.set_event_id(*id);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::FindEventResponse found,
      Client::Ask(client.log(), &LogService::Stub::FindEvent, request));
  return found.index();
}

Result<note::ProofFile> AskProof(Client& client, const std::string& submitter,
                                 std::uint64_t index) {
  amanah::v1::GetInclusionProofRequest request;
  request.set_submitter(submitter);
  request.set_index(index);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetInclusionProofResponse response,
      Client::Ask(client.log(), &LogService::Stub::GetInclusionProof, request));
  if (response.checkpoint().empty()) {
    return Error{Code::kDataLoss, kProofNotSigned,
                 "the ledger gave a proof without a signed checkpoint"};
  }
  note::ProofFile proof;
  proof.index = index;
  LEDGER_ASSIGN_OR_RETURN(proof.path,
                          wire::HashesOf(response.inclusion_path()));
  proof.checkpoint = response.checkpoint();
  return proof;
}

// The origin that the proof's checkpoint claims, before anything is checked.
Result<std::string> ClaimedOrigin(const note::ProofFile& proof) {
  LEDGER_ASSIGN_OR_RETURN(const note::Note parsed,
                          note::ParseNote(proof.checkpoint));
  LEDGER_ASSIGN_OR_RETURN(const note::Checkpoint checkpoint,
                          note::ParseCheckpoint(parsed.text));
  return checkpoint.origin;
}

struct ProvenPlace {
  std::uint64_t index = 0;
  note::Checkpoint checkpoint;
};

Result<ProvenPlace> CheckFile(const std::string& path, std::string_view event,
                              std::string origin,
                              const std::vector<note::VerifierKey>& keys,
                              std::size_t threshold) {
  LEDGER_ASSIGN_OR_RETURN(const std::string text, runtime::ReadSmallFile(path));
  LEDGER_ASSIGN_OR_RETURN(const note::ProofFile proof,
                          note::ParseProofFile(text));
  if (origin.empty()) {
    LEDGER_ASSIGN_OR_RETURN(origin, ClaimedOrigin(proof));
  }
  LEDGER_ASSIGN_OR_RETURN(
      note::Checkpoint checkpoint,
      note::CheckProofFile(proof, event, origin, keys, threshold));
  return ProvenPlace{proof.index, std::move(checkpoint)};
}

void PrintPlace(const Text& which, const ProvenPlace& place,
                const Console& console) {
  console.Print("✓ " + std::string(console.Pick(which)) + ": " +
                std::string(console.Pick({"entry ", "entri "})) +
                Number(place.index, console.language()) +
                std::string(console.Pick({" of ", " dari "})) +
                Number(place.checkpoint.size, console.language()) + ", " +
                place.checkpoint.origin + ", " +
                std::string(console.Pick({"root ", "akar "})) +
                ledger::Base64Encode(place.checkpoint.root.bytes));
}

// Only missing or unreadable arguments are the caller's fault; the rest means
// that the files do not prove what they should.
bool IsCallersFault(const Error& error) {
  return error.reason == runtime::kFileUnreadable ||
         error.reason == note::kVkeyMalformed;
}

Status Check(const CheckOptions& options, Session& session) {
  const Console& console = session.console();
  std::string ledger_origin;
  std::vector<std::string> ledger_arguments = options.ledger_vkeys;
  if (ledger_arguments.empty()) {
    LEDGER_ASSIGN_OR_RETURN(const ClientConfig* config, session.Config());
    ledger_arguments = {config->ledger_vkey};
    ledger_origin = config->origin;
  }
  LEDGER_ASSIGN_OR_RETURN(const std::vector<note::VerifierKey> ledger_keys,
                          ReadVkeyArguments(ledger_arguments));
  LEDGER_ASSIGN_OR_RETURN(const std::vector<note::VerifierKey> submitter_keys,
                          ReadVkeyArguments(options.submitter_vkeys));
  LEDGER_ASSIGN_OR_RETURN(
      const std::string event,
      runtime::ReadSmallFile(In(options.folder, kEventFile)));
  LEDGER_ASSIGN_OR_RETURN(
      const ProvenPlace in_ledger,
      CheckFile(In(options.folder, kLedgerProofFile), event, ledger_origin,
                ledger_keys, ledger_keys.size()));
  LEDGER_ASSIGN_OR_RETURN(
      const ProvenPlace in_submitter,
      CheckFile(In(options.folder, kSubmitterProofFile), event,
                options.submitter_origin, submitter_keys, options.threshold));
  PrintPlace({"in the submitter's log, signed by the submitter",
              "di buku pengirim, ditandatangani pengirim"},
             in_submitter, console);
  PrintPlace({"in the ledger, signed by the ledger",
              "di buku besar, ditandatangani buku besar"},
             in_ledger, console);
  LEDGER_ASSIGN_OR_RETURN(const amanah::v1::Event decoded,
                          ledger::event::DecodeEvent(event));
  console.Print(ToJson(decoded));
  return Ok{};
}

}  // namespace

Status RunProve(const ProveOptions& options, Session& session) {
  const Console& console = session.console();
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t index, IndexOf(options, *client));
  amanah::v1::GetEntryRequest request;
  request.set_index(index);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetEntryResponse response,
      Client::Ask(client->log(), &LogService::Stub::GetEntry, request));
  const amanah::v1::Entry& entry = response.entry();
  if (entry.kind() != amanah::v1::ENTRY_KIND_EVENT) {
    return Error{Code::kFailedPrecondition, kNotAnEvent,
                 "entry " + std::to_string(index) +
                     " is no event: the ledger wrote it itself"};
  }
  LEDGER_ASSIGN_OR_RETURN(const note::ProofFile in_ledger,
                          AskProof(*client, "", index));
  LEDGER_ASSIGN_OR_RETURN(
      const note::ProofFile in_submitter,
      AskProof(*client, entry.submitter(), entry.submitter_index()));
  // What goes to a court was checked here first.
  LEDGER_RETURN_IF_ERROR(note::CheckProofFile(in_ledger, entry.entry(),
                                              client->config().origin,
                                              {client->ledger_vkey()}, 1));
  LEDGER_RETURN_IF_ERROR(
      runtime::MakeFolder(options.out, runtime::Access::kEverybody));
  const auto write = [&](const char* name, std::string_view bytes) {
    return runtime::ReplaceFile(In(options.out, name), bytes,
                                runtime::Access::kEverybody);
  };
  LEDGER_RETURN_IF_ERROR(write(kEventFile, entry.entry()));
  LEDGER_RETURN_IF_ERROR(
      write(kSubmitterProofFile, note::FormatProofFile(in_submitter)));
  LEDGER_RETURN_IF_ERROR(
      write(kLedgerProofFile, note::FormatProofFile(in_ledger)));
  console.Print(In(options.out, kEventFile) + "  " +
                std::to_string(entry.entry().size()) + " bytes");
  console.Print(In(options.out, kSubmitterProofFile) + "  " +
                entry.submitter() + " " +
                std::to_string(entry.submitter_index()));
  console.Print(In(options.out, kLedgerProofFile) + "  " +
                client->config().origin + " " + std::to_string(index));
  return Ok{};
}

Result<ExitCode> RunCheck(const CheckOptions& options, Session& session) {
  const Status outcome = Check(options, session);
  if (outcome.ok()) return ExitCode::kOk;
  const Error& error = outcome.error();
  if (IsCallersFault(error) || error.reason == kClientConfigMissing ||
      error.reason == kClientConfigMalformed) {
    return error;
  }
  session.console().Print("✗ " +
                          std::string(session.console().Pick(
                              {"NOT proven: ", "TIDAK terbukti: "})) +
                          std::string(error.reason) + ": " + error.message);
  return ExitCode::kFailedCheck;
}

}  // namespace services::cli
