#include "ledger/views/dossier/lists.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/views/card/card.h"
#include "ledger/views/duty/duty.h"
#include "ledger/views/family/family.h"
#include "ledger/views/grievance/grievance.h"
#include "ledger/views/listing/listing.h"
#include "ledger/views/money/money.h"

namespace ledger::views::dossier {
namespace {

using amanah::v1::Event;

constexpr std::size_t kMaxIndices = 100;
constexpr std::int64_t kBeginning = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

// One family under one question; false when it is not on the list.
using Judge = std::function<bool(const fold::Reader&, const ListQuery&,
                                 const family::Family&, FamilyRow&)>;

void VisitMoney(const fold::Reader& reader, std::string_view kpm,
                const std::function<void(const money::Line&)>& visit) {
  std::set<std::string> accounts;
  for (const std::string& kks : card::CardsOfFamily(reader, kpm)) {
    if (const auto card = card::Find(reader, kks)) {
      accounts.insert(card->account);
    }
  }
  for (const std::string& account : accounts) {
    money::VisitLines(reader, account, kBeginning, kEnd,
                      [&](const money::Line& line) {
                        visit(line);
                        return true;
                      });
  }
}

// The first exit that no heir or successor undoes.
const family::StatusChange* ExitOf(const family::Family& family) {
  for (const auto& status : family.statuses) {
    switch (status.status) {
      case amanah::v1::FAMILY_STATUS_MOVED:
      case amanah::v1::FAMILY_STATUS_UNSPECIFIED:
        continue;
      case amanah::v1::FAMILY_STATUS_DECEASED:
        if (std::any_of(
                family.pengurus.begin(), family.pengurus.end(),
                [&](const auto& one) { return status.from < one.from; })) {
          continue;
        }
        return &status;
      default:
        return &status;
    }
  }
  return nullptr;
}

bool IsOpen(const card::Card& card) {
  const auto state = card.StateName();
  return state != card::NameOf(card::Step::kBlocked) &&
         state != card::NameOf(card::Step::kReplaced) &&
         state != card::NameOf(card::Step::kClosed) &&
         state != card::NameOf(card::Step::kReturned);
}

bool IsExitedNotClosed(const fold::Reader& reader, const ListQuery& query,
                       const family::Family& family, FamilyRow& row) {
  const auto* exit = ExitOf(family);
  if (exit == nullptr) return false;
  row.status = exit->status;
  row.since = exit->from;
  row.reported_at = exit->reported_at;
  row.indices.push_back(exit->index);
  for (const std::string& kks : card::CardsOfFamily(reader, row.kpm)) {
    const auto card = card::Find(reader, kks);
    if (card && IsOpen(*card)) ++row.open_cards;
  }
  const std::int64_t days = exit->status == amanah::v1::FAMILY_STATUS_DECEASED
                                ? kMourningDays
                                : kExitDays;
  const std::int64_t due = exit->from.unix_micros + days * kMicrosPerDay;
  std::set<std::string> periods;
  VisitMoney(reader, row.kpm, [&](const money::Line& line) {
    if (line.at.unix_micros <= due) return;
    if (line.IsCredit()) {
      periods.insert(line.period_id);
      row.credited_rupiah += line.amount_rupiah;
      row.indices.push_back(line.index);
    } else if (line.IsDebitByPerson()) {
      row.drawn_rupiah -= line.amount_rupiah;
      row.indices.push_back(line.index);
    }
  });
  row.credited_periods = periods.size();
  return row.credited_periods > 0 ||
         (row.open_cards > 0 && !query.credited_only);
}

// Somebody other than a terminal has seen or heard the family.
bool IsKnown(const fold::Reader& reader, std::string_view kpm) {
  for (const auto& work : duty::WorkFor(reader, kpm)) {
    switch (work.kind) {
      case Event::kHomeVisitDone:
      case Event::kHouseLabelled:
      case Event::kLabelRefusedOrRemoved:
      case Event::kJointVisitDone:
      case Event::kInitialMeetingHeld:
      case Event::kCandidateValidated:
        return true;
      case Event::kMonitoringVisitDone:
      case Event::kCustodyCheckDone:
        if (work.is_yes) return true;  // It, or its card, was seen.
        continue;
      default:
        continue;  // A data update can be made at a desk.
    }
  }
  const auto sessions = duty::AttendanceOf(reader, kpm);
  return std::any_of(sessions.begin(), sessions.end(),
                     [](const auto& one) { return one.was_there; }) ||
         !grievance::ComplaintsOf(reader, kpm).empty() ||
         !grievance::AcknowledgementsOf(reader, kpm).empty();
}

bool IsSilent(const fold::Reader& reader, const ListQuery&,
              const family::Family&, FamilyRow& row) {
  std::set<std::string> periods;
  VisitMoney(reader, row.kpm, [&](const money::Line& line) {
    if (line.IsCredit()) {
      periods.insert(line.period_id);
      row.credited_rupiah += line.amount_rupiah;
      row.indices.push_back(line.index);
    } else if (line.IsDebitByPerson()) {
      row.drawn_rupiah -= line.amount_rupiah;
    }
  });
  row.credited_periods = periods.size();
  return periods.size() >= kSilentPeriods && !IsKnown(reader, row.kpm);
}

bool IsWithin(std::uint32_t month, const ListQuery& query) {
  return (query.from_month == 0 || query.from_month <= month) &&
         (query.to_month == 0 || month <= query.to_month);
}

using Months = std::set<std::uint32_t>;

// Months for which `programme` was to pay it, by lists that stood.
Months MonthsOf(const std::vector<listing::Listing>& listings,
                amanah::v1::Programme programme, const ListQuery& query) {
  Months months;
  for (const auto& listing : listings) {
    if (listing.programme != programme || listing.IsRemoved()) continue;
    for (const std::uint32_t month : listing.months) {
      if (IsWithin(month, query)) months.insert(month);
    }
  }
  return months;
}

void AddIndices(const std::vector<listing::Listing>& listings,
                amanah::v1::Programme programme, FamilyRow& row) {
  for (const auto& listing : listings) {
    if (listing.programme != programme) continue;
    const bool concerns = std::any_of(
        listing.months.begin(), listing.months.end(), [&](auto month) {
          return std::binary_search(row.months.begin(), row.months.end(),
                                    month);
        });
    if (concerns) row.indices.push_back(listing.index);
  }
}

bool HasGap(const fold::Reader& reader, const ListQuery& query,
            const family::Family&, FamilyRow& row) {
  const auto listings = listing::ListingsOf(reader, row.kpm);
  Months months = MonthsOf(listings, amanah::v1::PROGRAMME_PKH, query);
  if (months.empty()) return false;
  for (const auto month :
       MonthsOf(listings, amanah::v1::PROGRAMME_SEMBAKO, query)) {
    months.erase(month);
  }
  for (const auto& aid : listing::LocalAidOf(reader, row.kpm)) {
    for (const auto month : aid.months) months.erase(month);
  }
  row.months.assign(months.begin(), months.end());
  AddIndices(listings, amanah::v1::PROGRAMME_PKH, row);
  return !row.months.empty();
}

bool HasDoubleAid(const fold::Reader& reader, const ListQuery& query,
                  const family::Family&, FamilyRow& row) {
  const auto all_aid = listing::LocalAidOf(reader, row.kpm);
  if (all_aid.empty()) return false;
  const auto listings = listing::ListingsOf(reader, row.kpm);
  const Months paid = MonthsOf(listings, amanah::v1::PROGRAMME_SEMBAKO, query);
  Months twice;
  for (const auto& aid : all_aid) {
    bool is_double = false;
    for (const auto month : aid.months) {
      if (!paid.contains(month)) continue;
      twice.insert(month);
      is_double = true;
    }
    if (!is_double) continue;
    row.local_aid_rupiah += aid.amount_rupiah;
    row.indices.push_back(aid.index);
  }
  row.months.assign(twice.begin(), twice.end());
  AddIndices(listings, amanah::v1::PROGRAMME_SEMBAKO, row);
  return !row.months.empty();
}

Judge JudgeOf(List list) {
  switch (list) {
    case List::kExitedNotClosed:
      return IsExitedNotClosed;
    case List::kSilent:
      return IsSilent;
    case List::kCoverageGap:
      return HasGap;
    case List::kDoubleAid:
      return HasDoubleAid;
  }
  return IsExitedNotClosed;
}

bool IsRegion(std::string_view code) {
  return code.size() <= 13 &&
         code.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::optional<FamilyRow> RowOf(const fold::Reader& reader,
                               const ListQuery& query, const Judge& judge,
                               std::string_view region, std::string_view kpm) {
  const auto family = family::Find(reader, kpm);
  // Of one that moved, only where it is now.
  if (!family || family->region_code != region) return std::nullopt;
  FamilyRow row;
  row.kpm = kpm;
  row.region_code = region;
  if (!judge(reader, query, *family, row)) return std::nullopt;
  if (!family->assignments.empty()) {
    row.companion = family->assignments.back().companion;
  }
  std::sort(row.indices.begin(), row.indices.end());
  if (row.indices.size() > kMaxIndices) row.indices.resize(kMaxIndices);
  return row;
}

}  // namespace

Result<ListPage> ListFamilies(const fold::Reader& reader,
                              const ListQuery& query) {
  if (!IsRegion(query.region_prefix)) {
    return Error{Code::kInvalidArgument, kRegionMalformed,
                 "a region code is digits and dots, such as 18.01.18"};
  }
  const std::size_t mark = query.page_token.find('\0');
  if (!query.page_token.empty() &&
      (mark == std::string::npos ||
       !IsToken(std::string_view(query.page_token).substr(mark + 1)))) {
    return Error{Code::kInvalidArgument, kPageTokenInvalid,
                 "not a page token of this list"};
  }
  std::vector<std::pair<std::string, std::string>> families;
  const std::string_view token = query.page_token;
  listing::VisitFamilies(reader, query.region_prefix,
                         token.empty() ? token : token.substr(0, mark),
                         token.empty() ? token : token.substr(mark + 1),
                         [&](std::string_view region, std::string_view kpm) {
                           families.emplace_back(region, kpm);
                           return families.size() < kMostLookedAt;
                         });
  ListPage page;
  const Judge judge = JudgeOf(query.list);
  bool is_full = false;
  for (const auto& [region, kpm] : families) {
    if (auto row = RowOf(reader, query, judge, region, kpm)) {
      page.rows.push_back(*std::move(row));
    }
    is_full = page.rows.size() == query.page_size;
    if (is_full || &kpm == &families.back().second) {
      page.next_page_token = region + '\0' + kpm;
    }
    if (is_full) break;
  }
  if (!is_full && families.size() < kMostLookedAt) {
    page.next_page_token.clear();
  }
  LEDGER_RETURN_IF_ERROR(reader.status());
  return page;
}

}  // namespace ledger::views::dossier
