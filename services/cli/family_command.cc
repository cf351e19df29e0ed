#include "services/cli/family_command.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "ledger/base/time.h"
#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/moment_argument.h"
#include "services/cli/row.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

using amanah::v1::FamilyService;
using ledger::Ok;
using ledger::Status;

constexpr std::size_t kTextColumns = 76;

void PrintField(const Text& name, const std::string& value,
                const Console& console) {
  std::string text(console.Pick(name));
  text.resize(std::max<std::size_t>(text.size(), 16), ' ');
  console.Print(text + value);
}

void PrintSentence(const Text& title, const std::string& sentence,
                   const Console& console) {
  console.Print("");
  console.Print(console.Pick(title));
  for (const std::string& line : Wrap(sentence, kTextColumns)) {
    console.Print("  " + line);
  }
}

amanah::v1::ZonedTime WibOf(std::int64_t unix_micros) {
  amanah::v1::ZonedTime time;
  time.set_unix_micros(unix_micros);
  time.set_zone_offset_minutes(ledger::kWibMinutes);
  return time;
}

// `NOT_IN_LIST`.
std::string CauseText(amanah::v1::ZeroCause cause) {
  constexpr std::string_view kPrefix = "ZERO_CAUSE_";
  return amanah::v1::ZeroCause_Name(cause).substr(kPrefix.size());
}

void PrintWhyZero(const amanah::v1::WhyZeroResponse& answer,
                  const Console& console) {
  const bool is_english = console.language() == Language::kEnglish;
  PrintField({"cause", "sebab"},
             CauseText(answer.cause()) +
                 (answer.to_check()
                      ? std::string(console.Pick({"  (a pattern to check)",
                                                  "  (pola untuk diperiksa)"}))
                      : ""),
             console);
  PrintField({"card", "kartu"}, FullToken(answer.kks()), console);
  PrintField({"family", "keluarga"}, FullToken(answer.kpm()), console);
  PrintField({"village", "desa"}, RegionText(answer.region_code()), console);
  PrintField({"asked for", "ditanya untuk"},
             DateTime(WibOf(answer.at_unix_micros())) +
                 (answer.ticket().empty() ? "" : "  " + answer.ticket()),
             console);
  if (!answer.period_id().empty()) {
    PrintField({"waits for", "menunggu"},
               answer.period_id() + "  " + Rupiah(answer.due_rupiah()),
               console);
  }
  PrintField({"credited", "masuk"}, Rupiah(answer.credited_rupiah()), console);
  PrintField({"drawn since", "lalu ditarik"}, Rupiah(answer.drawn_rupiah()),
             console);
  if (answer.returned_rupiah() != 0) {
    PrintField({"returned", "dikembalikan"}, Rupiah(answer.returned_rupiah()),
               console);
  }
  PrintField({"balance", "saldo"}, Rupiah(answer.balance_rupiah()), console);
  PrintSentence(
      {"For the family:", "Untuk keluarga:"},
      is_english ? answer.family_sentence_en() : answer.family_sentence_id(),
      console);
  PrintSentence(
      {"For the officer:", "Untuk petugas:"},
      is_english ? answer.officer_sentence_en() : answer.officer_sentence_id(),
      console);
  console.Print("");
  Table table = Columns(console)
                    .Left({"when", "waktu"})
                    .Left({"what", "apa"})
                    .Right({"amount", "jumlah"})
                    .Left({"place", "tempat"})
                    .Right({"index", "indeks"})
                    .Build();
  for (const auto& evidence : answer.evidence()) {
    table.Add(
        {DateTime(evidence.occurred_at()), evidence.kind(),
         evidence.amount_rupiah() == 0 ? "" : Rupiah(evidence.amount_rupiah()),
         evidence.place(), std::to_string(evidence.index())});
  }
  std::fputs(table.ToString().c_str(), stdout);
}

}  // namespace

Status RunWhyZero(const WhyZeroOptions& options, Session& session) {
  amanah::v1::WhyZeroRequest request;
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t at, ParseAsOf(options.at));
  LEDGER_ASSIGN_OR_RETURN(std::string token,
                          TokenOf(options.card, ledger::crypto::TokenKind::kKks,
                                  session.TokenKeyPath()));
  request.set_kks(std::move(token));
  request.set_at_unix_micros(at);
  request.set_family_denies(options.denied);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::WhyZeroResponse answer,
      Client::Ask(client->families(), &FamilyService::Stub::WhyZero, request));
  if (session.console().for_programs()) {
    PrintRow(session.console(), answer);
  } else {
    PrintWhyZero(answer, session.console());
  }
  return Ok{};
}

}  // namespace services::cli
