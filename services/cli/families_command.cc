#include "services/cli/families_command.h"

#include <cstdio>
#include <iterator>
#include <utility>
#include <vector>

#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/moment_argument.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

using amanah::v1::FamilyService;
using ledger::Code;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kMonthMalformed = "MONTH_MALFORMED";
constexpr std::string_view kKindUnknown = "KIND_UNKNOWN";

// 202503 of `2025-03`; 0 for an empty text.
Result<std::uint32_t> ParseMonth(const std::string& text) {
  if (text.empty()) return std::uint32_t{0};
  unsigned year = 0;
  unsigned month = 0;
  int used = 0;
  if (std::sscanf(text.c_str(), "%4u-%2u%n", &year, &month, &used) != 2 ||
      static_cast<std::size_t>(used) != text.size() || month < 1 ||
      month > 12) {
    return Error{Code::kInvalidArgument, kMonthMalformed,
                 "a month is YYYY-MM, not '" + text + "'"};
  }
  return year * 100 + month;
}

// `GRADUATED_NATURAL` of FAMILY_STATUS_GRADUATED_NATURAL.
std::string Without(std::string_view prefix, const std::string& name) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}
std::string StatusText(amanah::v1::FamilyStatus status) {
  return Without("FAMILY_STATUS_", amanah::v1::FamilyStatus_Name(status));
}
std::string KindText(amanah::v1::GrievanceKind kind) {
  return Without("GRIEVANCE_KIND_", amanah::v1::GrievanceKind_Name(kind));
}
std::string OutcomeText(amanah::v1::GrievanceOutcome outcome) {
  return outcome == amanah::v1::GRIEVANCE_OUTCOME_UNSPECIFIED
             ? "-"
             : Without("GRIEVANCE_OUTCOME_",
                       amanah::v1::GrievanceOutcome_Name(outcome));
}

std::string MonthText(std::uint32_t month) {
  return std::to_string(month / 100) + (month % 100 < 10 ? "-0" : "-") +
         std::to_string(month % 100);
}

bool FollowsOn(std::uint32_t month, std::uint32_t next) {
  return next == (month % 100 == 12 ? month + 89 : month + 1);
}

// `2025-01 – 2025-04, 2025-08`: runs of months as one.
template <typename Months>
std::string MonthsText(const Months& months) {
  std::string text;
  for (auto first = months.begin(); first != months.end();) {
    auto last = first;
    while (std::next(last) != months.end() &&
           FollowsOn(*last, *std::next(last))) {
      ++last;
    }
    if (!text.empty()) text += ", ";
    text += MonthText(*first);
    if (last != first) text += " – " + MonthText(*last);
    first = std::next(last);
  }
  return text;
}

Table FamiliesTable(amanah::v1::FamilyList list, bool indices,
                    const Console& console) {
  Columns columns(console);
  columns.Left({"family", "keluarga"})
      .Left({"village", "desa"})
      .Left({"companion", "pendamping"});
  switch (list) {
    case amanah::v1::FAMILY_LIST_EXITED_NOT_CLOSED:
      columns.Left({"out as", "keluar sebagai"})
          .Left({"since", "sejak"})
          .Left({"reported", "dilaporkan"})
          .Right({"open cards", "kartu aktif"})
          .Right({"credited since", "masuk sejak itu"})
          .Right({"drawn since", "ditarik sejak itu"});
      break;
    case amanah::v1::FAMILY_LIST_SILENT:
      columns.Right({"periods", "periode"})
          .Right({"credited", "masuk"})
          .Right({"drawn", "ditarik"});
      break;
    default:
      columns.Left({"months", "bulan"}).Right({"local aid", "bantuan daerah"});
  }
  return columns.If(indices, {"indices", "indeks"}).Build();
}

std::vector<std::string> FamilyCells(const amanah::v1::FamilyRow& row,
                                     amanah::v1::FamilyList list, bool indices,
                                     Language language) {
  std::vector<std::string> cells = {ShortToken(row.kpm()),
                                    RegionText(row.region_code()),
                                    ShortToken(row.companion())};
  switch (list) {
    case amanah::v1::FAMILY_LIST_EXITED_NOT_CLOSED:
      cells.insert(cells.end(),
                   {StatusText(row.status()), Date(row.since()),
                    Date(row.reported_at()), Number(row.open_cards(), language),
                    Rupiah(row.credited_rupiah()), Rupiah(row.drawn_rupiah())});
      break;
    case amanah::v1::FAMILY_LIST_SILENT:
      cells.insert(cells.end(),
                   {Number(row.credited_periods(), language),
                    Rupiah(row.credited_rupiah()), Rupiah(row.drawn_rupiah())});
      break;
    default:
      cells.push_back(MonthsText(row.months()));
      cells.push_back(
          row.local_aid_rupiah() == 0 ? "" : Rupiah(row.local_aid_rupiah()));
  }
  if (indices) {
    cells.push_back(IndexList(row.indices(),
                              static_cast<std::uint64_t>(row.indices_size())));
  }
  return cells;
}

Text TitleOf(amanah::v1::FamilyList list) {
  switch (list) {
    case amanah::v1::FAMILY_LIST_EXITED_NOT_CLOSED:
      return {"families out of the programme, not closed",
              "keluarga yang sudah keluar tetapi belum ditutup"};
    case amanah::v1::FAMILY_LIST_SILENT:
      return {"silent families: paid, never seen or heard",
              "keluarga senyap: dibayar, tidak pernah ditemui atau terdengar"};
    case amanah::v1::FAMILY_LIST_COVERAGE_GAP:
      return {"PKH families without Sembako and without local aid",
              "keluarga PKH tanpa Sembako dan tanpa bantuan daerah"};
    default:
      return {"families with Sembako and local aid for the same month",
              "keluarga dengan Sembako dan bantuan daerah untuk bulan sama"};
  }
}

amanah::v1::FamilyList ListOf(const std::string& name) {
  for (std::size_t i = 0; i < std::size(kListNames); ++i) {
    if (name == kListNames[i]) {
      return static_cast<amanah::v1::FamilyList>(i + 1);
    }
  }
  return amanah::v1::FAMILY_LIST_UNSPECIFIED;
}

Status ListThem(amanah::v1::ListGrievancesRequest request, bool indices,
                Client& client, const Console& console) {
  Columns columns(console);
  Table table = columns.Left({"ticket", "tiket"})
                    .Left({"filed", "masuk"})
                    .Left({"kind", "jenis"})
                    .Left({"village", "desa"})
                    .Left({"family", "keluarga"})
                    .Left({"outcome", "hasil"})
                    .Right({"days", "hari"})
                    .Left({"put out after", "dikeluarkan sesudahnya"})
                    .If(indices, {"indices", "indeks"})
                    .Build();
  const auto show = [&](const amanah::v1::Grievance& row) {
    if (console.for_programs()) {
      PrintRow(console, row);
      return;
    }
    std::vector<std::string> cells = {
        row.ticket(),
        Date(row.filed_at()),
        KindText(row.kind()),
        RegionText(row.region_code()),
        ShortToken(row.kpm()),
        row.has_replied_at()
            ? OutcomeText(row.outcome())
            : std::string(console.Pick({"open", "belum dijawab"})),
        Number(row.age_days(), console.language()),
        row.has_excluded_at()
            ? Date(row.excluded_at()) + " " + StatusText(row.excluded_as())
            : ""};
    if (indices) {
      cells.push_back(IndexList(
          row.indices(), static_cast<std::uint64_t>(row.indices_size())));
    }
    table.Add(std::move(cells));
  };
  LEDGER_RETURN_IF_ERROR(
      EachPage(client.families(), &FamilyService::Stub::ListGrievances,
               std::move(request), 0,
               [&](const amanah::v1::ListGrievancesResponse& page) {
                 for (const auto& row : page.grievances()) show(row);
                 return page.grievances_size();
               }));
  PrintList(table, console);
  return Ok{};
}

Status Summarise(const amanah::v1::SummariseGrievancesRequest& request,
                 Client& client, const Console& console) {
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::SummariseGrievancesResponse summary,
      Client::Ask(client.families(), &FamilyService::Stub::SummariseGrievances,
                  request));
  const Language language = console.language();
  Table table = Columns(console)
                    .Left({"kind", "jenis"})
                    .Right({"filed", "masuk"})
                    .Right({"open", "belum dijawab"})
                    .Right({"oldest open, days", "tertua, hari"})
                    .Right({"median reply, days", "median jawab, hari"})
                    .Right({"put out within 90 days", "keluar dalam 90 hari"})
                    .Left({"outcomes", "hasil"})
                    .Build();
  for (const auto& kind : summary.kinds()) {
    if (console.for_programs()) {
      PrintRow(console, kind);
      continue;
    }
    std::string outcomes;
    for (const auto& outcome : kind.outcomes()) {
      if (!outcomes.empty()) outcomes += ", ";
      outcomes += Number(outcome.count(), language) + " " +
                  OutcomeText(outcome.outcome());
    }
    table.Add({KindText(kind.kind()), Number(kind.filed_count(), language),
               Number(kind.open_count(), language),
               Number(kind.oldest_open_days(), language),
               Number(kind.median_reply_days(), language),
               Number(kind.excluded_after_count(), language), outcomes});
  }
  PrintList(table, console);
  return Ok{};
}

}  // namespace

Status RunFamilies(const FamiliesOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ListFamiliesRequest request;
  const amanah::v1::FamilyList list = ListOf(options.list);
  request.set_list(list);
  request.set_region_prefix(options.region);
  LEDGER_ASSIGN_OR_RETURN(const std::uint32_t from,
                          ParseMonth(options.from_month));
  LEDGER_ASSIGN_OR_RETURN(const std::uint32_t to, ParseMonth(options.to_month));
  request.set_from_month(from);
  request.set_to_month(to);
  request.set_credited_only(options.credited);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  Table table = FamiliesTable(list, options.indices, console);
  std::uint64_t shown = 0;
  LEDGER_RETURN_IF_ERROR(
      EachPage(client->families(), &FamilyService::Stub::ListFamilies,
               std::move(request), options.most,
               [&](const amanah::v1::ListFamiliesResponse& page) {
                 for (const auto& row : page.families()) {
                   ++shown;
                   if (console.for_programs()) {
                     PrintRow(console, row);
                   } else {
                     table.Add(FamilyCells(row, list, options.indices,
                                           console.language()));
                   }
                 }
                 return page.families_size();
               }));
  if (console.for_programs()) return Ok{};
  console.Print(Number(shown, console.language()) + " " +
                std::string(console.Pick(TitleOf(list))));
  table.Print();
  return Ok{};
}

Status RunGrievances(const GrievancesOptions& options, Session& session) {
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t as_of, ParseAsOf(options.as_of));
  amanah::v1::GrievanceKind kind = amanah::v1::GRIEVANCE_KIND_UNSPECIFIED;
  if (!options.kind.empty() && !amanah::v1::GrievanceKind_Parse(
                                   "GRIEVANCE_KIND_" + options.kind, &kind)) {
    return Error{Code::kInvalidArgument, kKindUnknown,
                 "no kind of complaint is called '" + options.kind +
                     "'; such as ZERO_BALANCE, CUT or KKS_HELD"};
  }
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  if (options.list || options.open || options.excluded ||
      !options.kind.empty()) {
    amanah::v1::ListGrievancesRequest request;
    request.set_region_prefix(options.region);
    request.set_kind(kind);
    request.set_open_only(options.open);
    request.set_excluded_only(options.excluded);
    request.set_as_of_unix_micros(as_of);
    request.set_min_position(position);
    return ListThem(std::move(request), options.indices, *client,
                    session.console());
  }
  amanah::v1::SummariseGrievancesRequest request;
  request.set_region_prefix(options.region);
  request.set_as_of_unix_micros(as_of);
  request.set_min_position(position);
  return Summarise(request, *client, session.console());
}

}  // namespace services::cli
