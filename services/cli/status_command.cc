#include "services/cli/status_command.h"

#include <chrono>
#include <string>
#include <thread>

#include "ledger/base/bytes.h"
#include "services/cli/format.h"
#include "services/cli/json.h"
#include "services/cli/row.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

using amanah::v1::AdminService;
using amanah::v1::GetStatusResponse;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::chrono::milliseconds kBetweenLooks{100};

std::string Mebibytes(std::uint64_t bytes, Language language) {
  return Number(bytes >> 20, language) + " MiB";
}

void PrintStatus(const GetStatusResponse& status, const Console& console) {
  const Language language = console.language();
  const auto line = [&](const Text& name, const std::string& value) {
    std::string text(console.Pick(name));
    text.resize(std::max<std::size_t>(text.size(), 18), ' ');
    console.Print(text + value);
  };
  line({"origin", "asal"}, status.origin());
  line({"entries", "entri"}, Number(status.log_size(), language));
  line({"folded", "terlipat"}, Number(status.view_position(), language));
  line({"accepting", "menerima"},
       status.accepting()
           ? std::string(console.Pick({"yes", "ya"}))
           : std::string(console.Pick({"no", "tidak"})) + ": " +
                 status.stopped_reason() + ": " + status.stopped_message());
  line({"queue", "antrean"}, Number(status.queue_depth(), language) + " / " +
                                 Number(status.queue_capacity(), language));
  line({"disk free", "sisa disk"},
       Mebibytes(status.disk_free_bytes(), language) + " (" +
           std::string(console.Pick({"stops below ", "berhenti di bawah "})) +
           Mebibytes(status.disk_low_water_bytes(), language) + ")");
  line({"ledger vkey", "vkey buku"}, status.ledger_vkey());
  line({"root vkey", "vkey root"}, status.root_vkey());
  line({"server", "server"}, status.server_version());
}

std::string Joined(const google::protobuf::RepeatedPtrField<std::string>& all,
                   std::string_view none) {
  std::string text;
  for (const std::string& one : all) {
    if (!text.empty()) text += ' ';
    text += one;
  }
  return text.empty() ? std::string(none) : text;
}

// `money.*` and the like by name; many single kinds by their number.
std::string KindsText(const amanah::v1::Submitter& submitter,
                      const Console& console) {
  constexpr int kMostNamed = 3;
  if (submitter.event_kinds_size() <= kMostNamed) {
    return Joined(submitter.event_kinds(), "-");
  }
  return std::to_string(submitter.event_kinds_size()) + " " +
         std::string(console.Pick({"kinds", "jenis"}));
}

}  // namespace

Result<ExitCode> RunStatus(const StatusOptions& options, Session& session) {
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  const auto deadline = std::chrono::steady_clock::now() +
                        std::chrono::seconds(options.wait_seconds);
  while (true) {
    LEDGER_ASSIGN_OR_RETURN(
        const GetStatusResponse status,
        Client::Ask(client->admin(), &AdminService::Stub::GetStatus,
                    amanah::v1::GetStatusRequest()));
    if (status.view_position() < status.log_size() &&
        std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(kBetweenLooks);
      continue;
    }
    if (session.console().for_programs()) {
      PrintRow(session.console(), status);
    } else {
      PrintStatus(status, session.console());
    }
    return status.accepting() ? ExitCode::kOk : ExitCode::kFailedCheck;
  }
}

Status RunSubmitters(Session& session) {
  const Console& console = session.console();
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  const auto title = [&](std::string_view en, std::string_view id) {
    return std::string(console.Pick({en, id}));
  };
  Table table({{title("origin", "asal")},
               {title("name", "nama")},
               {title("keys", "kunci"), Align::kRight},
               {title("needed", "wajib"), Align::kRight},
               {title("may sign", "boleh menandatangani")},
               {title("regions", "wilayah")},
               {title("events", "kejadian"), Align::kRight},
               {title("index", "indeks"), Align::kRight},
               {title("state", "keadaan")}});
  amanah::v1::ListSubmittersRequest request;
  do {
    LEDGER_ASSIGN_OR_RETURN(
        const amanah::v1::ListSubmittersResponse page,
        Client::Ask(client->admin(), &AdminService::Stub::ListSubmitters,
                    request));
    for (const auto& submitter : page.submitters()) {
      if (console.for_programs()) {
        PrintRow(console, submitter);
        continue;
      }
      std::string state = submitter.retired() ? title("retired", "pensiun")
                                              : title("active", "aktif");
      if (submitter.compromised_keys_size() > 0) {
        state += ", " + std::to_string(submitter.compromised_keys_size()) +
                 " " + title("keys compromised", "kunci bocor");
      }
      table.Add(
          {submitter.origin(), submitter.display_name(),
           std::to_string(submitter.vkeys_size()),
           std::to_string(submitter.threshold()), KindsText(submitter, console),
           Joined(submitter.region_prefixes(), title("all", "semua")),
           Number(submitter.size(), console.language()),
           Number(submitter.registered_index(), console.language()), state});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (!console.for_programs()) std::fputs(table.ToString().c_str(), stdout);
  return Ok{};
}

Status RunHead(const std::string& origin, Session& session) {
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  amanah::v1::GetSubmitterHeadRequest request;
  request.set_origin(origin);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetSubmitterHeadResponse head,
      Client::Ask(client->ingest(),
                  &amanah::v1::IngestService::Stub::GetSubmitterHead, request));
  if (session.console().json()) {
    session.console().Print(
        "{\"origin\":" + JsonString(origin) +
        ",\"size\":" + std::to_string(head.size()) + ",\"root_hash\":" +
        JsonString(ledger::HexEncode(ledger::AsBytes(head.root_hash()))) +
        ",\"checkpoint\":" + JsonString(head.checkpoint()) + "}");
  } else {
    std::fputs(head.checkpoint().c_str(), stdout);
  }
  return Ok{};
}

}  // namespace services::cli
