#include "services/cli/holding_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <utility>
#include <vector>

#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"

namespace services::cli {
namespace {

using amanah::v1::CustodyService;
using amanah::v1::HoldingRates;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kGroupUnknown = "GROUP_UNKNOWN";

struct Grouping {
  std::string_view word;
  amanah::v1::HoldingGroup group;
  Text title;
};
constexpr Grouping kGroupings[] = {
    {"village", amanah::v1::HOLDING_GROUP_VILLAGE, {"village", "desa"}},
    {"subdistrict",
     amanah::v1::HOLDING_GROUP_SUBDISTRICT,
     {"subdistrict", "kecamatan"}},
    {"regency", amanah::v1::HOLDING_GROUP_REGENCY, {"regency", "kabupaten"}},
    {"province", amanah::v1::HOLDING_GROUP_PROVINCE, {"province", "provinsi"}},
    {"bank", amanah::v1::HOLDING_GROUP_BANK, {"bank", "bank"}},
    {"companion",
     amanah::v1::HOLDING_GROUP_COMPANION,
     {"companion", "pendamping"}},
};

Result<Grouping> GroupingOf(const std::string& word) {
  std::string words;
  for (const Grouping& grouping : kGroupings) {
    if (grouping.word == word) return grouping;
    words += words.empty() ? "" : ", ";
    words += grouping.word;
  }
  return Error{ledger::Code::kInvalidArgument, kGroupUnknown,
               fmt::format("--by is one of {}, not '{}'", words, word)};
}

std::string KeyText(const HoldingRates& row, const Grouping& grouping) {
  switch (grouping.group) {
    case amanah::v1::HOLDING_GROUP_BANK:
      return row.key().empty() ? "-" : row.key();
    case amanah::v1::HOLDING_GROUP_COMPANION:
      return row.companion().empty() ? "-" : FullToken(row.companion());
    default:
      return RegionText(row.key());
  }
}

// One line a month; the group's name beside the first.
void AddRows(const HoldingRates& row, const std::string& name,
             const Console& console, Table& table) {
  bool is_first = true;
  for (const auto& rate : row.rates()) {
    const std::uint64_t cards = rate.with_family() + rate.with_others();
    table.Add(
        {std::exchange(is_first, false) ? name : "", rate.month(),
         Number(rate.with_family(), console.language()),
         Number(rate.with_others(), console.language()),
         cards == 0
             ? "-"
             : fmt::format("{:.1f} %",
                           100.0 * static_cast<double>(rate.with_family()) /
                               static_cast<double>(cards))});
  }
}

Result<amanah::v1::GetHoldingRatesRequest> RequestOf(
    const HoldingOptions& options, const Grouping& grouping, Session& session) {
  amanah::v1::GetHoldingRatesRequest request;
  request.set_region_prefix(options.region);
  request.set_bank(options.bank);
  if (!options.companion.empty()) {
    LEDGER_ASSIGN_OR_RETURN(
        std::string token,
        TokenOf(options.companion, ledger::crypto::TokenKind::kPerson,
                session.TokenKeyPath()));
    request.set_companion(std::move(token));
  }
  request.set_group(grouping.group);
  request.set_from_month(options.from);
  request.set_until_month(options.until);
  return request;
}

}  // namespace

Status RunHolding(const HoldingOptions& options, Session& session) {
  const Console& console = session.console();
  LEDGER_ASSIGN_OR_RETURN(const Grouping grouping, GroupingOf(options.group));
  LEDGER_ASSIGN_OR_RETURN(amanah::v1::GetHoldingRatesRequest request,
                          RequestOf(options, grouping, session));
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  Table table = Columns(console)
                    .Left(grouping.title)
                    .Left({"end of", "akhir"})
                    .Right({"with family", "pada keluarga"})
                    .Right({"with others", "pada orang lain"})
                    .Right({"self-held", "pegang sendiri"})
                    .Build();
  amanah::v1::HoldingRates all;
  LEDGER_RETURN_IF_ERROR(
      EachPage(client->custody(), &CustodyService::Stub::GetHoldingRates,
               std::move(request), 0,
               [&](const amanah::v1::GetHoldingRatesResponse& page) {
                 for (const HoldingRates& row : page.groups()) {
                   if (console.for_programs()) {
                     PrintRow(console, row);
                   } else {
                     AddRows(row, KeyText(row, grouping), console, table);
                   }
                 }
                 all = page.all();
                 return page.groups_size();
               }));
  if (console.for_programs()) return Ok{};
  AddRows(all, std::string(console.Pick({"all", "semua"})), console, table);
  PrintList(table, console);
  return Ok{};
}

}  // namespace services::cli
