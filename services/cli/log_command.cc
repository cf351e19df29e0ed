#include "services/cli/log_command.h"

#include <utility>
#include <vector>

#include "ledger/event/event.h"
#include "ledger/log/ledger.h"
#include "ledger/log/verify.h"
#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/signed_checkpoint.h"
#include "ledger/runtime/config.h"
#include "ledger/runtime/key_file.h"
#include "ledger/runtime/runtime.h"
#include "ledger/tiles/export.h"
#include "services/cli/format.h"
#include "services/cli/json.h"
#include "services/cli/progress.h"
#include "services/cli/vkey_argument.h"

namespace services::cli {
namespace {

using amanah::v1::LogService;
using ledger::Code;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kEntriesShort = "ENTRIES_SHORT";

std::string_view KindText(amanah::v1::EntryKind kind) {
  switch (kind) {
    case amanah::v1::ENTRY_KIND_SUBMISSION:
      return "submission";
    case amanah::v1::ENTRY_KIND_EVENT:
      return "event";
    case amanah::v1::ENTRY_KIND_GENESIS:
      return "genesis";
    case amanah::v1::ENTRY_KIND_EQUIVOCATION:
      return "equivocation";
    case amanah::v1::ENTRY_KIND_RESTORE:
      return "restore";
    default:
      return "unknown";
  }
}

// The entry's place, and its content readable.
Result<std::string> EntryJson(const amanah::v1::Entry& entry) {
  std::string json = "{\"index\":" + std::to_string(entry.index()) +
                     ",\"kind\":" + JsonString(KindText(entry.kind()));
  if (!entry.submitter().empty()) {
    json +=
        ",\"submitter\":" + JsonString(entry.submitter()) +
        ",\"submission_index\":" + std::to_string(entry.submission_index()) +
        ",\"received\":" +
        JsonString(ledger::FormatUtcMicros({entry.received_unix_micros()})) +
        ",\"signing_key_compromised\":" +
        (entry.signing_key_compromised() ? "true" : "false");
  }
  if (entry.kind() == amanah::v1::ENTRY_KIND_EVENT) {
    LEDGER_ASSIGN_OR_RETURN(const amanah::v1::Event event,
                            ledger::event::DecodeEvent(entry.entry()));
    json += ",\"submitter_index\":" + std::to_string(entry.submitter_index()) +
            ",\"event\":" + ToJson(event);
  } else {
    json += ",\"text\":" + JsonString(entry.entry());
  }
  return json + "}";
}

// Exports what the server tells, checked against its own signed checkpoint:
// entries are fetched in pages and hashed here.
class RemoteLog {
 public:
  explicit RemoteLog(Client& client) : client_(client) {}

  // The entries [begin, end), in order.
  Result<std::vector<std::string>> Entries(std::uint64_t begin,
                                           std::uint64_t end) {
    std::vector<std::string> entries;
    amanah::v1::ListEntriesRequest request;
    request.set_start_index(begin);
    request.set_page_size(static_cast<std::uint32_t>(end - begin));
    while (entries.size() < end - begin) {
      LEDGER_ASSIGN_OR_RETURN(
          amanah::v1::ListEntriesResponse page,
          Client::Ask(client_.log(), &LogService::Stub::ListEntries, request));
      for (auto& entry : *page.mutable_entries()) {
        if (entries.size() == end - begin) break;
        entries.push_back(std::move(*entry.mutable_entry()));
      }
      if (page.next_page_token().empty()) break;
      request.set_page_token(page.next_page_token());
    }
    if (entries.size() < end - begin) {
      return Error{Code::kDataLoss, kEntriesShort,
                   "the ledger gave " + std::to_string(entries.size()) +
                       " entries from " + std::to_string(begin) + ", not " +
                       std::to_string(end - begin)};
    }
    return entries;
  }

 private:
  Client& client_;
};

Status ExportRemote(const std::string& out, Session& session) {
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetCheckpointResponse answer,
      Client::Ask(client->log(), &LogService::Stub::GetCheckpoint,
                  amanah::v1::GetCheckpointRequest()));
  LEDGER_ASSIGN_OR_RETURN(
      const ledger::note::Checkpoint checkpoint,
      ledger::note::OpenCheckpoint(answer.checkpoint(), client->config().origin,
                                   {client->ledger_vkey()}, 1));
  RemoteLog remote(*client);
  ProgressBar bar("export");
  ledger::merkle::MemoryTiles tiles;
  constexpr std::uint64_t kPage = 1'000;
  for (std::uint64_t at = 0; at < checkpoint.size; at += kPage) {
    LEDGER_ASSIGN_OR_RETURN(
        const std::vector<std::string> entries,
        remote.Entries(at, std::min(at + kPage, checkpoint.size)));
    for (const std::string& entry : entries) {
      tiles.Append(ledger::merkle::LeafHash(ledger::AsBytes(entry)));
    }
    bar.Update(at, 2 * checkpoint.size, "");
  }
  const ledger::tiles::EntrySource source = [&](std::uint64_t begin,
                                                std::uint64_t end) {
    return remote.Entries(begin, end);
  };
  return ledger::tiles::ExportTiles(
      {tiles, source, checkpoint, answer.checkpoint()}, out,
      [&](std::uint64_t done) {
        bar.Update(checkpoint.size + done, 2 * checkpoint.size, "");
      });
}

Status ExportFolder(const std::string& data, const std::string& out) {
  namespace runtime = ledger::runtime;
  LEDGER_ASSIGN_OR_RETURN(const runtime::Config config,
                          runtime::LoadConfig(data));
  LEDGER_ASSIGN_OR_RETURN(ledger::note::SigningKey key,
                          runtime::ReadSigningKey(config.ledger_key_path));
  LEDGER_ASSIGN_OR_RETURN(
      const std::unique_ptr<ledger::log::Ledger> log,
      ledger::log::Ledger::Open(runtime::LogOptions(config), std::move(key)));
  const auto head = log->head();
  const ledger::tiles::EntrySource source =
      [&](std::uint64_t begin,
          std::uint64_t end) -> Result<std::vector<std::string>> {
    std::vector<std::string> entries;
    LEDGER_RETURN_IF_ERROR(
        log->ScanEntries(begin, end, [&](const ledger::log::Entry& entry) {
          entries.push_back(entry.bytes);
          return true;
        }));
    return entries;
  };
  ProgressBar bar("export");
  return ledger::tiles::ExportTiles(
      {log->tiles(), source, head->checkpoint, head->signed_checkpoint}, out,
      [&](std::uint64_t done) { bar.Update(done, head->checkpoint.size, ""); });
}

void PrintReport(const ledger::log::VerifyReport& report,
                 const Console& console) {
  const Language language = console.language();
  const auto line = [&](const Text& name, std::uint64_t value) {
    std::string text(console.Pick(name));
    text.resize(std::max<std::size_t>(text.size(), 26), ' ');
    console.Print("  " + text + Number(value, language));
  };
  line({"entries", "entri"}, report.entry_count);
  line({"events", "kejadian"}, report.event_count);
  line({"submissions", "kiriman"}, report.submission_count);
  line({"submitters", "pengirim"}, report.submitter_count);
  line({"signatures", "tanda tangan"}, report.signature_count);
  line({"tiles", "ubin"}, report.tile_count);
  line({"checkpoints", "checkpoint"}, report.checkpoint_count);
  line({"equivocations on record", "ekuivokasi tercatat"},
       report.equivocation_count);
  line({"bytes read", "bita dibaca"}, report.bytes);
}

std::string ReportJson(const ledger::log::VerifyReport& report) {
  std::string json =
      "{\"origin\":" + JsonString(report.origin) +
      ",\"entries\":" + std::to_string(report.entry_count) +
      ",\"events\":" + std::to_string(report.event_count) +
      ",\"submissions\":" + std::to_string(report.submission_count) +
      ",\"signatures\":" + std::to_string(report.signature_count) +
      ",\"anchor_checked\":" + (report.anchor_checked ? "true" : "false") +
      ",\"damages\":[";
  for (std::size_t i = 0; i < report.damages.size(); ++i) {
    const auto& damage = report.damages[i];
    json +=
        std::string(i == 0 ? "" : ",") + "{\"entry\":" +
        (damage.entry.has_value() ? std::to_string(*damage.entry) : "null") +
        ",\"what\":" + JsonString(damage.what) + "}";
  }
  return json + "]}";
}

// The anchor's path, from ledger.toml unless the caller says.
Result<std::string> AnchorOf(const VerifyLedgerOptions& options) {
  if (options.no_anchor) return std::string();
  if (!options.anchor.empty()) return options.anchor;
  LEDGER_ASSIGN_OR_RETURN(const ledger::runtime::Config config,
                          ledger::runtime::LoadConfig(options.data));
  return config.anchor_path;
}

}  // namespace

Status RunEntry(std::uint64_t index, Session& session) {
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  amanah::v1::GetEntryRequest request;
  request.set_index(index);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetEntryResponse response,
      Client::Ask(client->log(), &LogService::Stub::GetEntry, request));
  LEDGER_ASSIGN_OR_RETURN(const std::string json, EntryJson(response.entry()));
  session.console().Print(json);
  return Ok{};
}

Status RunExportTiles(const ExportTilesOptions& options, Session& session) {
  LEDGER_RETURN_IF_ERROR(options.data.empty()
                             ? ExportRemote(options.out, session)
                             : ExportFolder(options.data, options.out));
  session.console().Print(options.out + "/checkpoint");
  return Ok{};
}

Result<ExitCode> RunVerify(const VerifyLedgerOptions& options,
                           Session& session) {
  const Console& console = session.console();
  LEDGER_ASSIGN_OR_RETURN(const ledger::note::VerifierKey root,
                          ReadVkeyArgument(options.root_vkey));
  ledger::log::VerifyOptions verify;
  verify.directory = options.data;
  LEDGER_ASSIGN_OR_RETURN(verify.anchor_path, AnchorOf(options));
  Result<ledger::log::VerifyReport> report = [&] {
    ProgressBar bar("verify");
    verify.progress = [&](std::uint64_t done, std::uint64_t total) {
      bar.Update(done, total,
                 std::to_string(done) + " / " + std::to_string(total));
    };
    return ledger::log::VerifyDirectory(verify, root);
  }();
  if (!report.ok()) return report.error();
  const bool whole = report->damages.empty();
  if (console.json()) {
    console.Print(ReportJson(*report));
    return whole ? ExitCode::kOk : ExitCode::kFailedCheck;
  }
  console.Print(
      (whole ? "✓ " : "✗ ") + report->origin + ": " +
      std::string(
          whole ? console.Pick({"every byte is as it was signed",
                                "setiap bita sama seperti ditandatangani"})
                : console.Pick({"DAMAGED", "RUSAK"})));
  for (const auto& damage : report->damages) {
    console.Print("  " +
                  (damage.entry.has_value()
                       ? std::string(console.Pick({"entry ", "entri "})) +
                             std::to_string(*damage.entry) + ": "
                       : std::string()) +
                  damage.what);
  }
  PrintReport(*report, console);
  if (!report->anchor_checked) {
    console.Print(console.Pick(
        {"  the anchor was not checked", "  jangkar tidak diperiksa"}));
  }
  return whole ? ExitCode::kOk : ExitCode::kFailedCheck;
}

}  // namespace services::cli
