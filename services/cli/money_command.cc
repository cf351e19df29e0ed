#include "services/cli/money_command.h"

#include <cstdio>
#include <string>
#include <utility>

#include "ledger/base/time.h"
#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/moment_argument.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

using amanah::v1::MoneyService;
using ledger::Code;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

std::string RupiahOrNone(std::int64_t rupiah) {
  return rupiah == 0 ? "" : Rupiah(rupiah);
}

std::string Both(const amanah::v1::Amount& amount, Language language) {
  if (amount.count() == 0 && amount.rupiah() == 0) return "";
  return Number(amount.count(), language) + "  " + Rupiah(amount.rupiah());
}

Table FlowTable(const Console& console, bool indices) {
  return Columns(console)
      .Left({"period", "periode"})
      .Right({"due", "hak"})
      .Right({"ordered", "SP2D"})
      .Right({"credited", "kredit"})
      .Right({"failed", "gagal"})
      .Right({"drawn", "ditarik"})
      .Right({"fees", "biaya"})
      .Right({"taken back", "RPL"})
      .Right({"to treasury", "disetor"})
      .Right({"left", "sisa"})
      .Right({"said to be received", "diakui diterima"})
      .If(indices, {"indices", "indeks"})
      .Build();
}

void AddGroup(const amanah::v1::SilentGroup& group, std::string name,
              Language language, Table& table) {
  std::vector<std::string> cells = {std::move(name),
                                    Number(group.all().count(), language)};
  for (const auto& age : group.by_age()) cells.push_back(Both(age, language));
  cells.push_back(Both(group.undistributed(), language));
  cells.push_back(Both(group.past_deadline(), language));
  cells.push_back(Rupiah(group.all().rupiah()));
  table.Add(std::move(cells));
}

void PrintGroups(const amanah::v1::ListSilentAccountsResponse& page,
                 const SilentOptions& options, const Console& console) {
  Table table = Columns(console)
                    .Left({"", ""})
                    .Right({"accounts", "rekening"})
                    .Right({"< 30 days", "< 30 hari"})
                    .Right({"30-59", "30-59"})
                    .Right({"60-104", "60-104"})
                    .Right({"105-179", "105-179"})
                    .Right({"180 and more", "180 ke atas"})
                    .Right({"never handed over", "tak terdistribusi"})
                    .Right({"past deadline", "lewat tenggat"})
                    .Right({"rupiah", "rupiah"})
                    .Build();
  for (const auto& group : page.groups()) {
    AddGroup(group,
             options.by == "village" ? RegionText(group.name())
             : group.name().empty()  ? "-"
                                     : group.name(),
             console.language(), table);
  }
  AddGroup(page.all(), std::string(console.Pick({"all", "semua"})),
           console.language(), table);
  table.Print();
}

Table SilentTable(const Console& console, bool indices) {
  return Columns(console)
      .Left({"card", "kartu"})
      .Left({"family", "keluarga"})
      .Left({"village", "desa"})
      .Left({"bank", "bank"})
      .Left({"branch", "cabang"})
      .Left({"since", "sejak"})
      .Right({"days", "hari"})
      .Right({"credits", "kredit"})
      .Right({"rupiah", "rupiah"})
      .Left({"", ""})
      .If(indices, {"indices", "indeks"})
      .Build();
}

std::string SilentRemarks(const amanah::v1::SilentAccount& silent,
                          const Console& console) {
  std::string text;
  const auto add = [&](bool is_so, const Text& words) {
    if (!is_so) return;
    if (!text.empty()) text += ", ";
    text += console.Pick(words);
  };
  add(!silent.was_handed_over(), {"never handed over", "tak terdistribusi"});
  add(silent.was_handed_over() && !silent.was_ever_used(),
      {"never used", "tak pernah dipakai"});
  add(silent.is_frozen(), {"frozen", "dibekukan"});
  add(silent.is_past_deadline(), {"past deadline", "lewat tenggat"});
  return text;
}

void AddSilent(const amanah::v1::SilentAccount& silent, bool indices,
               const Console& console, Table& table) {
  std::vector<std::string> cells = {
      ShortToken(silent.kks()),
      ShortToken(silent.kpm()),
      RegionText(silent.region_code()),
      silent.bank(),
      silent.branch_code(),
      Date(silent.since()),
      Number(static_cast<std::uint64_t>(silent.days()), console.language()),
      Number(silent.credit_count(), console.language()),
      Rupiah(silent.rupiah()),
      SilentRemarks(silent, console)};
  if (indices) {
    cells.push_back(IndexList(
        silent.indices(), static_cast<std::uint64_t>(silent.indices_size())));
  }
  table.Add(std::move(cells));
}

Table DayTable(const Console& console, bool indices) {
  return Columns(console)
      .Left({"day", "hari"})
      .Right({"rows", "baris"})
      .Right({"of numbers", "dari nomor"})
      .Left({"first", "pertama"})
      .Left({"last", "terakhir"})
      .Right({"widest gap", "celah terlebar"})
      .Right({"twice", "ganda"})
      .Right({"backwards", "mundur"})
      .Right({"over an hour", "lewat satu jam"})
      .Left({"totals", "rekap"})
      .If(indices, {"gap's indices", "indeks celah"})
      .Build();
}

std::string TotalsText(const amanah::v1::SubmissionDay& day,
                       const Console& console) {
  if (!day.has_totals()) {
    return std::string(console.Pick({"none", "tidak ada"}));
  }
  return std::string(day.totals_agree() ? console.Pick({"agree", "cocok"})
                                        : console.Pick({"DIFFER", "BERBEDA"}));
}

}  // namespace

Status RunMoney(const MoneyOptions& options, Session& session) {
  const Console& console = session.console();
  const Language language = console.language();
  amanah::v1::SumMoneyRequest request;
  if (!options.family.empty()) {
    LEDGER_ASSIGN_OR_RETURN(
        std::string token,
        TokenOf(options.family, ledger::crypto::TokenKind::kKpm,
                session.TokenKeyPath()));
    request.set_kpm(std::move(token));
  }
  request.set_sp2d_no(options.sp2d);
  request.set_bank(options.bank);
  request.set_region_prefix(options.region);
  request.set_period_id(options.period);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::SumMoneyResponse sums,
      Client::Ask(client->money(), &MoneyService::Stub::SumMoney, request));
  Table table = FlowTable(console, options.indices);
  for (const auto& flow : sums.flows()) {
    if (console.for_programs()) {
      PrintRow(console, flow);
      continue;
    }
    std::vector<std::string> cells = {
        flow.period_id().empty()
            ? std::string(console.Pick({"(of no period)", "(tanpa periode)"}))
            : flow.period_id(),
        Both(flow.listed(), language),
        Both(flow.ordered(), language),
        Both(flow.credited(), language),
        Both(flow.failed(), language),
        RupiahOrNone(flow.withdrawn().rupiah()),
        RupiahOrNone(flow.fee_rupiah()),
        Both(flow.debited_back(), language),
        Both(flow.remitted(), language),
        RupiahOrNone(flow.remaining_rupiah()),
        Both(flow.acknowledged(), language)};
    if (options.indices) {
      cells.push_back(IndexList(flow.indices(), flow.index_count()));
    }
    table.Add(std::move(cells));
  }
  PrintList(table, console);
  return Ok{};
}

Status RunSilent(const SilentOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ListSilentAccountsRequest request;
  request.set_bank(options.bank);
  request.set_branch_code(options.branch);
  request.set_region_prefix(options.region);
  request.set_period_id(options.period);
  request.set_min_days(options.min_days);
  request.set_return_deadline_days(options.deadline_days);
  request.set_grouping(
      options.by == "bank"      ? amanah::v1::SILENT_GROUPING_BANK
      : options.by == "village" ? amanah::v1::SILENT_GROUPING_REGION
      : options.by == "lot"     ? amanah::v1::SILENT_GROUPING_LOT
                                : amanah::v1::SILENT_GROUPING_BRANCH);
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t as_of, ParseAsOf(options.as_of));
  request.set_as_of_unix_micros(as_of);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  Table table = SilentTable(console, options.indices);
  amanah::v1::ListSilentAccountsResponse last;
  LEDGER_ASSIGN_OR_RETURN(
      const bool has_more,
      EachPage(client->money(), &MoneyService::Stub::ListSilentAccounts,
               std::move(request), options.most,
               [&](const amanah::v1::ListSilentAccountsResponse& page) {
                 for (const auto& silent : page.accounts()) {
                   if (console.for_programs()) {
                     PrintRow(console, silent);
                   } else {
                     AddSilent(silent, options.indices, console, table);
                   }
                 }
                 last = page;
                 return page.accounts_size();
               }));
  NoteMore(has_more, console);
  if (console.for_programs()) return Ok{};
  console.Print(std::string(console.Pick(
                    {"Credited, and nothing taken out since; as of ",
                     "Terisi, dan tidak ada penarikan sejak itu; per "})) +
                Date(last.as_of()));
  PrintGroups(last, options, console);
  if (!table.empty()) console.Print("");
  table.Print();
  return Ok{};
}

Status RunSubmissions(const SubmissionsOptions& options, Session& session) {
  const Console& console = session.console();
  const Language language = console.language();
  amanah::v1::GetSubmissionHealthRequest request;
  request.set_bank(options.bank);
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t from, ParseDay(options.from));
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t until, ParseDay(options.until));
  request.set_from_unix_micros(from);
  request.set_until_unix_micros(until);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetSubmissionHealthResponse health,
      Client::Ask(client->money(), &MoneyService::Stub::GetSubmissionHealth,
                  request));
  if (console.for_programs()) {
    PrintRow(console, health);
    return Ok{};
  }
  console.Print(
      health.bank() + ": " + Number(health.row_count(), language) +
      std::string(console.Pick({" rows on ", " baris pada "})) +
      Number(health.day_count(), language) +
      std::string(console.Pick(
          {" days; totals differ on ", " hari; rekap berbeda pada "})) +
      Number(health.days_that_differ(), language) +
      std::string(console.Pick({", are missing on ", ", tidak ada pada "})) +
      Number(health.days_without_totals(), language) +
      std::string(console.Pick({"; corrections: ", "; koreksi: "})) +
      Number(health.correction_count(), language));
  Table table = DayTable(console, options.indices);
  for (const auto& day : health.days()) {
    std::vector<std::string> cells = {
        day.day(),
        Number(day.row_count(), language),
        Number(day.span(), language),
        day.first_reference(),
        day.last_reference(),
        Number(day.widest_gap(), language),
        Number(day.repeated_count(), language),
        Number(day.backwards_count() + day.stan_backwards_count(), language),
        Number(day.posted_late_count(), language),
        TotalsText(day, console)};
    if (options.indices) {
      cells.push_back(day.widest_gap() == 0
                          ? ""
                          : std::to_string(day.gap_after_index()) + ", " +
                                std::to_string(day.gap_before_index()));
    }
    table.Add(std::move(cells));
  }
  table.Print();
  return Ok{};
}

}  // namespace services::cli
