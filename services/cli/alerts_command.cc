#include "services/cli/alerts_command.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "services/cli/format.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"
#include "services/cli/source_import.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

using amanah::v1::Alert;
using amanah::v1::AlertService;
using ledger::Ok;
using ledger::Status;

constexpr std::size_t kTextColumns = 76;
constexpr std::chrono::milliseconds kBeforeReconnect{500};

void PrintWrapped(const Console& console, std::string_view first,
                  std::string_view text) {
  std::string lead(first);
  for (const std::string& line : Wrap(text, kTextColumns)) {
    console.Print(lead + line);
    lead.assign(DisplayWidth(first), ' ');
  }
}

void PrintDetails(const Alert& alert, const Console& console) {
  const Language language = console.language();
  std::string statistic =
      alert.statistic_name() + " = " + alert.statistic_value();
  if (!alert.p_value().empty()) statistic += ", p = " + alert.p_value();
  PrintWrapped(console, "     ", statistic + "; " + alert.null_model());
  for (const auto& look_alike : alert.look_alikes()) {
    PrintWrapped(console, "     ≈ ",
                 look_alike.code() + ": " +
                     LookAlikeText(look_alike.result(), language) + ". " +
                     look_alike.reason());
  }
  for (const auto& basis : alert.legal_bases()) {
    PrintWrapped(console, "     § ", basis.instrument());
  }
}

void PrintAlert(const Alert& alert, const AlertsOptions& options,
                const Console& console) {
  const bool indonesian = console.language() == Language::kIndonesian;
  std::string head = ClassText(alert.evidence_class()) + "  " +
                     alert.rule_id() + " " + alert.rule_name() + "  " +
                     Rupiah(alert.rupiah_at_risk()) + "  " +
                     std::to_string(alert.kks_count()) + " " +
                     std::string(console.Pick({"cards", "kartu"})) + "  " +
                     (alert.region_code().empty() ? "-" : alert.region_code()) +
                     "  " + FullToken(alert.alert_id());
  if (alert.state() == amanah::v1::ALERT_STATE_WITHDRAWN) {
    head += std::string(console.Pick({"  WITHDRAWN: ", "  DICABUT: "})) +
            alert.withdrawn_reason();
  }
  console.Print(head);
  PrintWrapped(console, "     ",
               indonesian ? alert.sentence_id() : alert.sentence_en());
  if (options.details) PrintDetails(alert, console);
  const std::string& next =
      indonesian ? alert.next_step_id() : alert.next_step_en();
  if (!next.empty()) PrintWrapped(console, "     → ", next);
  if (options.indices) {
    PrintWrapped(console, "     # ",
                 IndexList(alert.input_indices(), alert.input_count(), 12));
  }
  console.Print("");
}

Status List(const AlertsOptions& options, Session& session) {
  const Console& console = session.console();
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  amanah::v1::ListAlertsRequest request;
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  request.set_rule_id(options.rule);
  request.set_region_prefix(options.region);
  request.set_include_withdrawn(options.withdrawn);
  std::uint64_t shown = 0;
  LEDGER_RETURN_IF_ERROR(EachPage(
      client->alerts(), &AlertService::Stub::ListAlerts, std::move(request),
      options.most, [&](const amanah::v1::ListAlertsResponse& page) {
        for (const Alert& alert : page.alerts()) {
          ++shown;
          if (console.for_programs()) {
            PrintRow(console, alert);
          } else {
            PrintAlert(alert, options, console);
          }
        }
        return page.alerts_size();
      }));
  if (!console.for_programs()) {
    console.Note(Number(shown, console.language()) + " " +
                 std::string(console.Pick(
                     {"alerts: patterns to check, no verdicts",
                      "peringatan: pola untuk diperiksa, bukan putusan"})));
  }
  return Ok{};
}

// Comes back with the last token until the stream has given `stop_after`.
Status Watch(const AlertsOptions& options, Session& session) {
  const Console& console = session.console();
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  std::string token = options.resume;
  std::uint32_t seen = 0;
  while (true) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    amanah::v1::WatchAlertsRequest request;
    request.set_resume_token(token);
    auto stream = client->alerts().WatchAlerts(&context, request);
    amanah::v1::WatchAlertsResponse change;
    while (stream->Read(&change)) {
      token = change.resume_token();
      if (console.for_programs()) {
        PrintRow(console, change);
      } else {
        PrintAlert(change.alert(), options, console);
      }
      if (++seen == options.stop_after) {
        context.TryCancel();
        static_cast<void>(stream->Finish());
        return Ok{};
      }
    }
    Status ended = rpc::ToStatus(stream->Finish());
    if (!ended.ok() && !IsTransient(ended.error())) {
      ledger::Error error = ended.error();
      error.facts.push_back({"resume", token});
      return error;
    }
    std::this_thread::sleep_for(kBeforeReconnect);
  }
}

}  // namespace

Status RunAlerts(const AlertsOptions& options, Session& session) {
  return options.watch ? Watch(options, session) : List(options, session);
}

}  // namespace services::cli
