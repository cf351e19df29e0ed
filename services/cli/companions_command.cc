// Lists about companions: themselves, coverage, overdue duties, awards,
// honoraria.

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/columns.h"
#include "services/cli/companion_command.h"
#include "services/cli/companion_text.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/moment_argument.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

using amanah::v1::CompanionService;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

// The place of `name` in `names`, from 1; 0 when it is none of them.
template <std::size_t N>
int PlaceOf(const std::string& name, const char* const (&names)[N]) {
  for (std::size_t i = 0; i < N; ++i) {
    if (name == names[i]) return static_cast<int>(i + 1);
  }
  return 0;
}

Result<std::string> PersonOf(const std::string& text, Session& session) {
  if (text.empty()) return std::string();
  return TokenOf(text, ledger::crypto::TokenKind::kPerson,
                 session.TokenKeyPath());
}

// What every one of these requests has.
template <typename Request>
Status Address(const std::string& region, const std::string& as_of,
               Request& request, Session& session) {
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t at, ParseAsOf(as_of));
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_region_prefix(region);
  request.set_as_of_unix_micros(at);
  request.set_min_position(position);
  return Ok{};
}

std::string ShareOf(const amanah::v1::DutySpan& span,
                    amanah::v1::CompanionDuty duty) {
  const auto* score = ScoreOf(span, duty);
  return score == nullptr ? "-" : ShareText(*score);
}

std::string PartOf(std::uint64_t part, std::uint64_t whole, Language language) {
  return Number(part, language) + "/" + Number(whole, language);
}

// Percent of the measure, or families.
std::string ValueText(const amanah::v1::CompanionRow& row,
                      amanah::v1::CompanionMeasure measure) {
  if (!row.has_value()) return "-";
  return Decimal(row.value()) +
         (measure == amanah::v1::COMPANION_MEASURE_LOAD ? "" : " %") +
         (row.is_small() ? " *" : "");
}

Columns& DutyColumns(Columns& columns) {
  return columns.Right({"check", "cek KKS"})
      .Right({"update", "pemutakhiran"})
      .Right({"visit", "kunjungan"})
      .Right({"session", "P2K2"})
      .Right({"label", "label"});
}

void AddDutyCells(const amanah::v1::DutySpan& span,
                  std::vector<std::string>& cells) {
  for (const auto duty :
       {amanah::v1::COMPANION_DUTY_CUSTODY_CHECK,
        amanah::v1::COMPANION_DUTY_DATA_UPDATE,
        amanah::v1::COMPANION_DUTY_HOME_VISIT,
        amanah::v1::COMPANION_DUTY_SESSION, amanah::v1::COMPANION_DUTY_LABEL}) {
    cells.push_back(ShareOf(span, duty));
  }
}

// Days of all duties that were taken out.
std::int64_t ExcusedDays(const amanah::v1::DutySpan& span) {
  std::int64_t days = 0;
  for (const auto& score : span.duties()) days += score.excused_days();
  return days;
}

Table CompanionsTable(const std::string& by, const Console& console) {
  Columns columns(console);
  columns.Left({"companion", "pendamping"})
      .Right({by, by})
      .Right({"mean load", "beban rata-rata"})
      .Right({"suspended days", "hari ditangguhkan"});
  return DutyColumns(columns)
      .Right({"attended", "hadir"})
      .Right({"graduations", "graduasi"})
      .Right({"target", "target"})
      .Right({"confirmed", "terkonfirmasi"})
      .Right({"complaints", "pengaduan"})
      .Right({"sanctions", "sanksi"})
      .Right({"withheld", "honor ditahan"})
      .Right({"returned", "disetor"})
      .Left({"pledged", "pakta"})
      .Build();
}

std::vector<std::string> CompanionCells(const amanah::v1::CompanionRow& row,
                                        amanah::v1::CompanionMeasure measure,
                                        Language language) {
  const auto& span = row.span();
  std::vector<std::string> cells = {
      ShortToken(row.companion()), ValueText(row, measure),
      Decimal(row.mean_families()) + (row.is_overloaded() ? " !" : ""),
      Number(ExcusedDays(span), language)};
  AddDutyCells(span, cells);
  cells.insert(
      cells.end(),
      {PartOf(span.attended_count(), span.listed_count(), language),
       Number(span.graduation_count(), language),
       Decimal(row.target().families()),
       Number(span.confirmed_count(), language),
       Number(span.grievance_count() + span.grievance_about_count(), language),
       PartOf(row.sanctions_imposed_count(), row.sanctions_proposed_count(),
              language),
       Rupiah(row.withheld_rupiah()), Rupiah(row.returned_rupiah()),
       row.has_pledged_at() ? Date(row.pledged_at()) : "-"});
  return cells;
}

void PrintAward(const amanah::v1::AwardCheck& award, bool indices,
                const Console& console) {
  const Language language = console.language();
  console.Print(Date(award.given_at()) + "  " + FullToken(award.party()) +
                "  " + RegionText(award.region_code()) + "  " + award.metric() +
                " " + Number(std::uint64_t{award.claimed_count()}, language) +
                ", " + award.first_day() + " – " + award.last_day() +
                (indices ? "  [" + std::to_string(award.index()) + "]" : ""));
  if (!award.is_checked()) {
    console.Print(console.Pick(
        {"  no graduations are claimed", "  bukan tentang graduasi"}));
    return;
  }
  console.Print(
      "  " + std::string(console.Pick({"found ", "ditemukan "})) +
      Number(static_cast<std::uint64_t>(award.graduations_size()), language) +
      std::string(console.Pick({", missing ", ", kurang "})) +
      Number(award.missing_count(), language) +
      std::string(console.Pick({", confirmed ", ", terkonfirmasi "})) +
      Number(award.confirmed_count(), language) +
      std::string(console.Pick({", undone ", ", batal "})) +
      Number(award.undone_count(), language) +
      std::string(console.Pick({", too early to say ", ", terlalu dini "})) +
      Number(award.recent_count(), language));
  Table table = GraduationsTable(indices, console);
  for (const auto& one : award.graduations()) {
    table.Add(GraduationCells(one, indices, console));
  }
  PrintList(table, console);
}

std::string HonorariumRemark(const amanah::v1::HonorariumEntry& row,
                             const Console& console) {
  if (row.is_overdue()) {
    return std::string(console.Pick({"NOT RETURNED", "BELUM DISETOR"}));
  }
  if (row.was_late()) return std::string(console.Pick({"late", "terlambat"}));
  if (row.is_over()) {
    return std::string(console.Pick({"more than withheld", "melebihi"}));
  }
  return "";
}

void PrintSums(const amanah::v1::ListHonorariaResponse& page,
               const Console& console) {
  const Language language = console.language();
  Table table = Columns(console)
                    .Left({"region", "wilayah"})
                    .Right({"months", "bulan"})
                    .Right({"withheld", "ditahan"})
                    .Right({"returned", "disetor"})
                    .Right({"past the deadline", "lewat batas"})
                    .Right({"breaks", "penyimpangan"})
                    .Build();
  const auto add = [&](const std::string& name,
                       const amanah::v1::HonorariumSum& sum) {
    table.Add({name, Number(sum.month_count(), language),
               Rupiah(sum.withheld_rupiah()), Rupiah(sum.returned_rupiah()),
               Rupiah(sum.overdue_rupiah()),
               Number(sum.break_count(), language)});
  };
  for (const auto& sum : page.regions())
    add(RegionText(sum.region_code()), sum);
  if (page.all().month_count() > 0) {
    add(std::string(console.Pick({"all", "semua"})), page.all());
  }
  PrintList(table, console);
}

}  // namespace

Status RunCompanions(const CompanionsOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ListCompanionsRequest request;
  const auto measure = static_cast<amanah::v1::CompanionMeasure>(
      PlaceOf(options.by, kMeasureNames));
  request.set_measure(measure);
  request.set_year(options.year);
  request.set_quarter(options.quarter);
  request.set_highest_first(options.highest);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_RETURN_IF_ERROR(
      Address(options.region, options.as_of, request, session));
  Table table = CompanionsTable(options.by, console);
  std::string span;
  LEDGER_RETURN_IF_ERROR(EachPage(
      client->companions(), &CompanionService::Stub::ListCompanions,
      std::move(request), options.most,
      [&](const amanah::v1::ListCompanionsResponse& page) {
        for (const auto& row : page.companions()) {
          span = SpanText(row.span());
          if (console.for_programs()) {
            PrintRow(console, row);
          } else {
            table.Add(CompanionCells(row, measure, console.language()));
          }
        }
        return page.companions_size();
      }));
  if (console.for_programs()) return Ok{};
  console.Print(span);
  PrintList(table, console);
  console.Print(console.Pick(
      {"Load: usual 285, ! over 400. * : fewer than 20 counted. Sanctions: "
       "imposed/proposed. No figure stands alone: read each with its load, "
       "what was suspended and who had its families before.",
       "Beban: lazim 285, ! di atas 400. * : kurang dari 20. Sanksi: "
       "dijatuhkan/diusulkan. Angka tidak berdiri sendiri: baca bersama beban, "
       "penangguhan, dan pendamping sebelumnya."}));
  return Ok{};
}

Status RunDuties(const DutiesOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::GetDutyCoverageRequest request;
  request.set_group(static_cast<amanah::v1::CoverageGroup>(
      PlaceOf(options.by, kCoverageNames)));
  LEDGER_ASSIGN_OR_RETURN(*request.mutable_companion(),
                          PersonOf(options.companion, session));
  request.set_year(options.year);
  request.set_quarter(options.quarter);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_RETURN_IF_ERROR(
      Address(options.region, options.as_of, request, session));
  Columns columns(console);
  columns.Left({options.by, options.by})
      .Right({"families", "keluarga"})
      .Right({"without companion", "tanpa pendamping"});
  Table table = DutyColumns(columns)
                    .Right({"suspended days", "hari ditangguhkan"})
                    .Right({"attended", "hadir"})
                    .Build();
  amanah::v1::CoverageRow all;
  const auto add = [&](std::string name, const amanah::v1::CoverageRow& row) {
    std::vector<std::string> cells = {
        std::move(name), Number(row.family_count(), console.language()),
        Number(row.without_companion_count(), console.language())};
    AddDutyCells(row.span(), cells);
    cells.push_back(Number(ExcusedDays(row.span()), console.language()));
    cells.push_back(PartOf(row.span().attended_count(),
                           row.span().listed_count(), console.language()));
    table.Add(std::move(cells));
  };
  LEDGER_RETURN_IF_ERROR(
      EachPage(client->companions(), &CompanionService::Stub::GetDutyCoverage,
               std::move(request), options.most,
               [&](const amanah::v1::GetDutyCoverageResponse& page) {
                 for (const auto& row : page.rows()) {
                   if (console.for_programs()) {
                     PrintRow(console, row);
                   } else {
                     add(row.companion().empty() ? RegionText(row.region_code())
                                                 : ShortToken(row.companion()),
                         row);
                   }
                 }
                 all = page.all();
                 return page.rows_size();
               }));
  if (console.for_programs()) return Ok{};
  add(std::string(console.Pick({"all", "semua"})), all);
  console.Print(SpanText(all.span()));
  PrintList(table, console);
  console.Print(console.Pick(
      {"Shares of what was due and is over. - : nothing was due, or nobody "
       "reports this duty. * : fewer than 20.",
       "Bagian dari yang wajib dan sudah lewat. - : tidak ada yang wajib, atau "
       "tugas ini tidak dilaporkan. * : kurang dari 20."}));
  return Ok{};
}

Status RunOverdue(const OverdueOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ListOverdueRequest request;
  request.set_duty(static_cast<amanah::v1::CompanionDuty>(
      PlaceOf(options.duty, kDutyNames)));
  LEDGER_ASSIGN_OR_RETURN(*request.mutable_companion(),
                          PersonOf(options.companion, session));
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_RETURN_IF_ERROR(
      Address(options.region, options.as_of, request, session));
  Table table = Columns(console)
                    .Left({"family", "keluarga"})
                    .Left({"village", "desa"})
                    .Left({"overdue since", "lewat sejak"})
                    .Right({"periods", "periode"})
                    .Left({"responsible then", "penanggung jawab saat itu"})
                    .Left({"responsible now", "sekarang"})
                    .Left({"last done", "terakhir dilakukan"})
                    .Left({"by", "oleh"})
                    .Right({"suspended days", "hari ditangguhkan"})
                    .If(options.indices, {"indices", "indeks"})
                    .Build();
  std::uint64_t shown = 0;
  LEDGER_ASSIGN_OR_RETURN(
      const bool has_more,
      EachPage(client->companions(), &CompanionService::Stub::ListOverdue,
               std::move(request), options.most,
               [&](const amanah::v1::ListOverdueResponse& page) {
                 for (const auto& row : page.rows()) {
                   ++shown;
                   if (console.for_programs()) {
                     PrintRow(console, row);
                     continue;
                   }
                   std::vector<std::string> cells = {
                       ShortToken(row.kpm()),
                       RegionText(row.region_code()),
                       row.since_day(),
                       Number(std::uint64_t{row.period_count()},
                              console.language()),
                       ShortToken(row.responsible_then()),
                       ShortToken(row.responsible_now()),
                       row.has_last_done_at() ? Date(row.last_done_at()) : "-",
                       ShortToken(row.last_done_by()),
                       Number(row.excused_days(), console.language())};
                   if (options.indices) {
                     cells.push_back(
                         std::to_string(row.assignment_index()) +
                         (row.has_last_done_at()
                              ? ", " + std::to_string(row.last_done_index())
                              : ""));
                   }
                   table.Add(std::move(cells));
                 }
                 return page.rows_size();
               }));
  if (console.for_programs()) return Ok{};
  console.Print(Number(shown, console.language()) +
                std::string(has_more
                                ? console.Pick({" and more", " dan lainnya"})
                                : std::string_view()) +
                std::string(console.Pick({" families: ", " keluarga: "})) +
                DutyText(static_cast<amanah::v1::CompanionDuty>(
                             PlaceOf(options.duty, kDutyNames)),
                         console.language()));
  PrintList(table, console);
  return Ok{};
}

Status RunAwards(const AwardsOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ListAwardsRequest request;
  LEDGER_ASSIGN_OR_RETURN(*request.mutable_companion(),
                          PersonOf(options.companion, session));
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_RETURN_IF_ERROR(
      Address(options.region, options.as_of, request, session));
  std::uint64_t shown = 0;
  LEDGER_RETURN_IF_ERROR(EachPage(
      client->companions(), &CompanionService::Stub::ListAwards,
      std::move(request), 0, [&](const amanah::v1::ListAwardsResponse& page) {
        for (const auto& award : page.awards()) {
          ++shown;
          if (console.for_programs()) {
            PrintRow(console, award);
          } else {
            PrintAward(award, options.indices, console);
          }
        }
        return page.awards_size();
      }));
  if (shown == 0 && !console.for_programs()) {
    console.Print(console.Pick({"no awards", "tidak ada penghargaan"}));
  }
  return Ok{};
}

Status RunHonoraria(const HonorariaOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ListHonorariaRequest request;
  LEDGER_ASSIGN_OR_RETURN(*request.mutable_companion(),
                          PersonOf(options.companion, session));
  if (options.year != 0) {
    request.set_from_month(options.year * 100 + 1);
    request.set_to_month(options.year * 100 + 12);
  }
  request.set_breaks_only(options.breaks);
  request.set_deadline_days(options.deadline_days);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_RETURN_IF_ERROR(
      Address(options.region, options.as_of, request, session));
  Table table = Columns(console)
                    .Left({"companion", "pendamping"})
                    .Left({"region", "wilayah"})
                    .Left({"month", "bulan"})
                    .Right({"withheld", "ditahan"})
                    .Left({"on", "pada"})
                    .Right({"returned", "disetor"})
                    .Left({"on", "pada"})
                    .Right({"days", "hari"})
                    .Left({"remark", "catatan"})
                    .If(options.indices, {"indices", "indeks"})
                    .Build();
  amanah::v1::ListHonorariaResponse last;
  LEDGER_RETURN_IF_ERROR(EachPage(
      client->companions(), &CompanionService::Stub::ListHonoraria,
      std::move(request), 0,
      [&](const amanah::v1::ListHonorariaResponse& page) {
        last = page;
        for (const auto& row : page.honoraria()) {
          if (console.for_programs()) {
            PrintRow(console, row);
            continue;
          }
          std::vector<std::string> cells = {
              ShortToken(row.party()),
              RegionText(row.region_code()),
              MonthText(row.month()),
              Rupiah(row.withheld_rupiah()),
              Date(row.withheld_at()),
              Rupiah(row.returned_rupiah()),
              row.has_returned_at() ? Date(row.returned_at()) : "-",
              Number(row.days(), console.language()),
              HonorariumRemark(row, console)};
          if (options.indices) {
            cells.push_back(IndexList(
                row.indices(), static_cast<std::uint64_t>(row.indices_size())));
          }
          table.Add(std::move(cells));
        }
        return page.honoraria_size();
      }));
  if (console.for_programs()) return Ok{};
  if (table.empty()) {
    console.Print(
        console.Pick({"no honoraria withheld or returned",
                      "tidak ada honorarium yang ditahan atau disetor"}));
    return Ok{};
  }
  PrintList(table, console);
  console.Print("");
  PrintSums(last, console);
  return Ok{};
}

}  // namespace services::cli
