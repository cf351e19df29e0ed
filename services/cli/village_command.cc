#include "services/cli/village_command.h"

#include <iterator>
#include <utility>

#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"

namespace services::cli {
namespace {

using amanah::v1::VillageService;
using ledger::Ok;
using ledger::Status;

std::string FindingText(int finding, const Console& console) {
  static constexpr Text kTexts[] = {
      {"", ""},
      {"missing", "tidak ada"},
      {"late", "terlambat"},
      {"taken down early", "diturunkan sebelum waktunya"},
      {"other number of families", "jumlah keluarga berbeda"},
      {"other families", "keluarga berbeda"},
      {"no list known", "daftar tidak diketahui"}};
  const auto at = static_cast<std::size_t>(finding);
  return at < std::size(kTexts) ? std::string(console.Pick(kTexts[at])) : "?";
}

std::vector<std::string> BannerCells(const amanah::v1::VillageBanner& row,
                                     bool indices, const Console& console) {
  std::string findings;
  for (const int finding : row.findings()) {
    if (!findings.empty()) findings += ", ";
    findings += FindingText(finding, console);
  }
  std::vector<std::string> cells = {
      RegionText(row.region_code()),
      row.period_id(),
      Number(row.listed_count(), console.language()),
      row.has_closed_at() ? Date(row.closed_at()) : "-",
      row.has_published_at() ? Number(row.banner_count(), console.language())
                             : "-",
      row.has_published_at() ? Date(row.published_at()) : "-",
      row.has_removed_at() ? Date(row.removed_at()) : "",
      findings.empty()
          ? std::string(row.has_published_at()
                            ? console.Pick({"agrees", "sesuai"})
                            : console.Pick({"not due yet", "belum waktunya"}))
          : findings};
  if (indices) {
    cells.push_back(IndexList(row.indices(),
                              static_cast<std::uint64_t>(row.indices_size())));
  }
  return cells;
}

std::string CellText(const amanah::v1::PublicCell& cell, Language language) {
  return cell.has_family_count() ? Number(cell.family_count(), language) : "·";
}

std::vector<std::string> PublicCells(const amanah::v1::PublicRow& row,
                                     std::string name, Language language) {
  std::vector<std::string> cells = {std::move(name)};
  for (const auto& cell : row.cells()) {
    cells.push_back(CellText(cell, language));
    const bool has_money =
        cell.measure() == amanah::v1::PUBLIC_MEASURE_LISTED ||
        cell.measure() == amanah::v1::PUBLIC_MEASURE_PAID;
    if (!has_money) continue;
    cells.push_back(cell.has_rupiah() ? Rupiah(cell.rupiah()) : "·");
  }
  return cells;
}

void PrintPublic(const amanah::v1::PublicTable& figures,
                 const Console& console) {
  Table table = Columns(console)
                    .Left({"village", "desa"})
                    .Right({"listed", "terdaftar"})
                    .Right({"due", "hak"})
                    .Right({"paid", "dibayar"})
                    .Right({"paid out", "disalurkan"})
                    .Right({"drew", "menarik"})
                    .Right({"returned", "dikembalikan"})
                    .Right({"complained", "mengadu"})
                    .Right({"card known", "kartu diketahui"})
                    .Right({"held themselves", "dipegang sendiri"})
                    .Build();
  const Language language = console.language();
  for (const auto& village : figures.villages()) {
    table.Add(
        PublicCells(village, RegionText(village.region_code()), language));
  }
  table.Add(PublicCells(figures.total(),
                        std::string(console.Pick({"all", "semua"})), language));
  console.Print(RegionText(figures.region_code()) + ", " + figures.period_id());
  table.Print();
}

std::string ClockTime(const amanah::v1::ZonedTime& time) {
  constexpr std::size_t kDateAndBlank = 11;
  constexpr std::size_t kClock = 5;
  const std::string text = DateTime(time);
  return text.size() < kDateAndBlank + kClock
             ? text
             : text.substr(kDateAndBlank, kClock);
}

std::string ScheduleText(amanah::v1::ScheduleKind kind,
                         const Console& console) {
  static constexpr Text kTexts[] = {{"", ""},
                                    {"distribution", "distribusi"},
                                    {"card ceremony", "serah terima kartu"},
                                    {"home delivery", "antar ke rumah"},
                                    {"offline terminal", "terminal luring"},
                                    {"network outage", "gangguan jaringan"},
                                    {"cash limit", "batas kas agen"},
                                    {"duty suspended", "tugas ditangguhkan"}};
  const auto at = static_cast<std::size_t>(kind);
  return at < std::size(kTexts) ? std::string(console.Pick(kTexts[at])) : "?";
}

std::string SchedulesText(const amanah::v1::ServedDay& row,
                          const Console& console) {
  std::string text;
  for (const auto& schedule : row.schedules()) {
    if (!text.empty()) text += ", ";
    text += ScheduleText(schedule.kind(), console);
    if (schedule.cash_limit_rupiah() > 0) {
      text += " " + Rupiah(schedule.cash_limit_rupiah());
    }
  }
  return text;
}

std::vector<std::string> ServedCells(const amanah::v1::ServedDay& row,
                                     bool indices, const Console& console) {
  const Language language = console.language();
  const auto& use = row.use();
  std::vector<std::string> cells = {
      RegionText(row.region_code()),
      row.agent_id().empty() ? row.tids(0) : row.agent_id(),
      row.day(),
      Number(use.family_count(), language),
      use.other_village_count() == 0
          ? ""
          : Number(use.other_village_count(), language),
      Rupiah(use.rupiah()),
      ClockTime(use.first_at()) + "–" + ClockTime(use.last_at()),
      use.posted_later_count() == 0
          ? ""
          : Number(use.posted_later_count(), language),
      SchedulesText(row, console)};
  if (indices) {
    cells.push_back(IndexList(row.indices(), use.transaction_count()));
  }
  return cells;
}

std::string OutcomeText(amanah::v1::ScheduleOutcome outcome,
                        const Console& console) {
  static constexpr Text kTexts[] = {{"", ""},
                                    {"not over", "belum selesai"},
                                    {"held", "terlaksana"},
                                    {"at other hours", "di jam lain"},
                                    {"nothing known", "tidak ada catatan"},
                                    {"not planned", "tanpa jadwal"},
                                    {"kept", "dipatuhi"},
                                    {"not kept", "tidak dipatuhi"}};
  const auto at = static_cast<std::size_t>(outcome);
  return at < std::size(kTexts) ? std::string(console.Pick(kTexts[at])) : "?";
}

// `2025-02-03 08:00–14:00`, or with the last day when that is another.
std::string WindowText(const amanah::v1::FiledSchedule& schedule) {
  const std::string first = Date(schedule.from_at());
  const std::string last = Date(schedule.until_at());
  return first + " " + ClockTime(schedule.from_at()) + "–" +
         (last == first ? "" : last + " ") + ClockTime(schedule.until_at());
}

// What beside withdrawals tells of a schedule.
std::string BesideText(const amanah::v1::ComparedSchedule& row,
                       const Console& console) {
  const Language language = console.language();
  std::string text;
  const auto add = [&](std::uint64_t count, const Text& what) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += Number(count, language) + " " + std::string(console.Pick(what));
  };
  add(row.handover_count(), {"cards handed over", "kartu diserahkan"});
  add(row.duty_count(), {"× done all the same", "× tetap dilakukan"});
  add(row.in_window().above_limit_count(),
      {"above the limit", "di atas batas"});
  add(row.in_window().posted_later_count(),
      {"posted a day later", "dibukukan hari lain"});
  for (const auto& report : row.reports()) {
    add(report.served_count(),
        {"served as reported", "dilayani menurut laporan"});
  }
  if (row.outcome() == amanah::v1::SCHEDULE_OUTCOME_OTHER_HOURS) {
    if (!text.empty()) text += ", ";
    text += ClockTime(row.beside().first_at()) + "–" +
            ClockTime(row.beside().last_at());
  }
  if (row.filed_after_begin()) {
    if (!text.empty()) text += ", ";
    text += console.Pick({"filed late", "diajukan terlambat"});
  }
  return text;
}

std::vector<std::string> ComparedCells(const amanah::v1::ComparedSchedule& row,
                                       bool indices, const Console& console) {
  const Language language = console.language();
  const bool is_planned = row.has_planned();
  std::vector<std::string> cells = {
      RegionText(row.region_code()),
      is_planned ? ScheduleText(row.planned().kind(), console) : "-",
      is_planned ? WindowText(row.planned()) : DateTime(row.reports(0).at()),
      Number(row.in_window().family_count(), language),
      Rupiah(row.in_window().rupiah()),
      Number(row.beside().family_count(), language),
      OutcomeText(row.outcome(), console),
      BesideText(row, console)};
  if (indices) {
    cells.push_back(IndexList(row.indices(),
                              static_cast<std::uint64_t>(row.indices_size())));
  }
  return cells;
}

// Asked without a day, and nothing came: which day it was.
void NoteLatestDay(const Table& table, const Console& console) {
  if (!table.empty() || console.for_programs()) return;
  console.Note(console.Pick(
      {"That was the latest known day only: --from DAY --until DAY.",
       "Itu hanya hari terakhir yang diketahui: --from HARI --until HARI."}));
}

}  // namespace

Status RunBanners(const BannersOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ListBannersRequest request;
  request.set_region_prefix(options.region);
  request.set_period_id(options.period);
  request.set_due_days(options.due_days);
  request.set_findings_only(options.findings);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  Table table = Columns(console)
                    .Left({"village", "desa"})
                    .Left({"period", "periode"})
                    .Right({"on the list", "di daftar"})
                    .Left({"closed", "ditutup"})
                    .Right({"on the banner", "di spanduk"})
                    .Left({"put up", "dipasang"})
                    .Left({"taken down", "diturunkan"})
                    .Left({"finding", "temuan"})
                    .If(options.indices, {"indices", "indeks"})
                    .Build();
  LEDGER_ASSIGN_OR_RETURN(
      const bool has_more,
      EachPage(client->villages(), &VillageService::Stub::ListBanners,
               std::move(request), options.most,
               [&](const amanah::v1::ListBannersResponse& page) {
                 for (const auto& row : page.banners()) {
                   if (console.for_programs()) {
                     PrintRow(console, row);
                   } else {
                     table.Add(BannerCells(row, options.indices, console));
                   }
                 }
                 return page.banners_size();
               }));
  NoteMore(has_more, console);
  PrintList(table, console);
  return Ok{};
}

Status RunPublic(const PublicOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::PublishFiguresRequest request;
  request.set_region_prefix(options.region);
  request.set_period_id(options.period);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_RETURN_IF_ERROR(
      EachPage(client->villages(), &VillageService::Stub::PublishFigures,
               std::move(request), 0,
               [&](const amanah::v1::PublishFiguresResponse& page) {
                 for (const auto& table : page.tables()) {
                   if (console.for_programs()) {
                     PrintRow(console, table);
                   } else {
                     PrintPublic(table, console);
                   }
                 }
                 return page.tables_size();
               }));
  if (!console.for_programs()) {
    console.Print(console.Pick(
        {"Families. · is withheld: about fewer than five, or such a figure "
         "would follow from it.",
         "Keluarga. · tidak ditampilkan: kurang dari lima, atau angka seperti "
         "itu dapat dihitung darinya."}));
  }
  return Ok{};
}

Status RunAgents(const AgentsOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ListServedDaysRequest request;
  request.set_region_prefix(options.region);
  request.set_agent_id(options.agent);
  request.set_from_day(options.from);
  request.set_until_day(options.until);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  Table table = Columns(console)
                    .Left({"place", "tempat"})
                    .Left({"agent or terminal", "agen atau terminal"})
                    .Left({"day", "hari"})
                    .Right({"families", "keluarga"})
                    .Right({"of other villages", "dari desa lain"})
                    .Right({"paid out", "dibayarkan"})
                    .Left({"from–to", "dari–sampai"})
                    .Right({"posted later", "dibukukan kemudian"})
                    .Left({"planned or declared", "jadwal atau pernyataan"})
                    .If(options.indices, {"indices", "indeks"})
                    .Build();
  LEDGER_RETURN_IF_ERROR(
      EachPage(client->villages(), &VillageService::Stub::ListServedDays,
               std::move(request), 0,
               [&](const amanah::v1::ListServedDaysResponse& page) {
                 for (const auto& row : page.days()) {
                   if (console.for_programs()) {
                     PrintRow(console, row);
                   } else {
                     table.Add(ServedCells(row, options.indices, console));
                   }
                 }
                 return page.days_size();
               }));
  PrintList(table, console);
  if (options.from.empty()) NoteLatestDay(table, console);
  return Ok{};
}

Status RunSchedule(const ScheduleOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::CompareSchedulesRequest request;
  request.set_region_prefix(options.region);
  request.set_from_day(options.from);
  request.set_until_day(options.until);
  for (const std::string& kind : options.kinds) {
    for (std::size_t i = 0; i < std::size(kScheduleWords); ++i) {
      if (kind == kScheduleWords[i]) {
        request.add_kinds(static_cast<amanah::v1::ScheduleKind>(i + 1));
      }
    }
  }
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  Table table = Columns(console)
                    .Left({"place", "tempat"})
                    .Left({"what", "apa"})
                    .Left({"planned", "jadwal"})
                    .Right({"families", "keluarga"})
                    .Right({"paid out", "dibayarkan"})
                    .Right({"at other hours", "di jam lain"})
                    .Left({"outcome", "hasil"})
                    .Left({"beside", "catatan"})
                    .If(options.indices, {"indices", "indeks"})
                    .Build();
  LEDGER_RETURN_IF_ERROR(
      EachPage(client->villages(), &VillageService::Stub::CompareSchedules,
               std::move(request), 0,
               [&](const amanah::v1::CompareSchedulesResponse& page) {
                 for (const auto& row : page.schedules()) {
                   if (console.for_programs()) {
                     PrintRow(console, row);
                   } else {
                     table.Add(ComparedCells(row, options.indices, console));
                   }
                 }
                 return page.schedules_size();
               }));
  PrintList(table, console);
  if (options.from.empty()) NoteLatestDay(table, console);
  return Ok{};
}

}  // namespace services::cli
