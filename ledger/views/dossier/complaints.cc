#include "ledger/views/dossier/complaints.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/dossier/lists.h"
#include "ledger/views/listing/listing.h"

namespace ledger::views::dossier {
namespace {

constexpr std::size_t kTimeBytes = 8;

bool IsIn(std::string_view region, std::string_view prefix) {
  return region.starts_with(prefix) &&
         (prefix.empty() || region.size() == prefix.size() ||
          region[prefix.size()] == '.');
}

bool IsExclusion(const family::StatusChange& status) {
  return status.status == amanah::v1::FAMILY_STATUS_EXCLUDED_OCCUPATION ||
         status.status == amanah::v1::FAMILY_STATUS_EXCLUDED_OTHER;
}

// By when it was reported: an effective date can be set back before the
// complaint.
std::optional<Exclusion> ExclusionAfter(const fold::Reader& reader,
                                        const grievance::Complaint& complaint,
                                        std::int64_t now) {
  const std::int64_t filed = complaint.filed_at.unix_micros;
  const std::int64_t until =
      std::min(now, filed + kRetaliationDays * kMicrosPerDay);
  std::optional<Exclusion> first;
  const auto consider = [&](Exclusion exclusion) {
    const std::int64_t at = exclusion.at.unix_micros;
    if (at < filed || until < at || (first && first->at <= exclusion.at)) {
      return;
    }
    exclusion.days = (at - filed) / kMicrosPerDay;
    first = std::move(exclusion);
  };
  if (const auto family = family::Find(reader, complaint.kpm)) {
    for (const auto& status : family->statuses) {
      if (IsExclusion(status)) {
        consider({status, "", status.reported_at, status.index, 0});
      }
    }
  }
  for (const auto& listing : listing::ListingsOf(reader, complaint.kpm)) {
    if (listing.IsRemoved()) {
      consider({std::nullopt, listing.period_id, listing.closed_at,
                listing.index, 0});
    }
  }
  return first;
}

ComplaintRow RowOf(const fold::Reader& reader, grievance::Complaint complaint,
                   std::int64_t now) {
  auto& steps = complaint.steps;
  steps.erase(std::remove_if(
                  steps.begin(), steps.end(),
                  [&](const auto& step) { return step.at.unix_micros > now; }),
              steps.end());
  ComplaintRow row;
  const auto* reply = complaint.Reply();
  row.is_open = reply == nullptr;
  row.age_days = ((reply == nullptr ? now : reply->at.unix_micros) -
                  complaint.filed_at.unix_micros) /
                 kMicrosPerDay;
  row.exclusion = ExclusionAfter(reader, complaint, now);
  row.complaint = std::move(complaint);
  return row;
}

Status CheckRegion(const std::string& region) {
  if (region.find_first_not_of("0123456789.") != std::string::npos) {
    return Error{Code::kInvalidArgument, kRegionMalformed,
                 "a region code is digits and dots, such as 18.01.18"};
  }
  return Ok{};
}

// Until `visit` returns false.
void VisitRows(const fold::Reader& reader, const ComplaintQuery& query,
               std::int64_t after_micros, std::string_view after_ticket,
               const std::function<bool(ComplaintRow)>& visit) {
  const std::int64_t now =
      query.at_micros.value_or(custody::LatestMicros(reader));
  grievance::VisitComplaints(
      reader, after_micros, after_ticket,
      [&](const grievance::Complaint& complaint) {
        if (complaint.filed_at.unix_micros > now) return false;
        if (!IsIn(complaint.region_code, query.region_prefix)) return true;
        if (query.kind != amanah::v1::GRIEVANCE_KIND_UNSPECIFIED &&
            query.kind != complaint.kind) {
          return true;
        }
        ComplaintRow row = RowOf(reader, complaint, now);
        if (query.open_only && !row.is_open) return true;
        if (query.excluded_only && !row.exclusion) return true;
        return visit(std::move(row));
      });
}

}  // namespace

Result<ComplaintPage> ListComplaints(const fold::Reader& reader,
                                     const ComplaintQuery& query) {
  LEDGER_RETURN_IF_ERROR(CheckRegion(query.region_prefix));
  std::int64_t after_micros = std::numeric_limits<std::int64_t>::min();
  std::string after_ticket;
  if (!query.page_token.empty()) {
    if (query.page_token.size() <= kTimeBytes) {
      return Error{Code::kInvalidArgument, kPageTokenInvalid,
                   "not a page token of this list"};
    }
    after_micros = fold::GetOrdered(query.page_token);
    after_ticket = query.page_token.substr(kTimeBytes);
  }
  ComplaintPage page;
  VisitRows(reader, query, after_micros, after_ticket, [&](ComplaintRow row) {
    if (page.rows.size() == query.page_size) {
      const auto& last = page.rows.back().complaint;
      fold::AppendOrdered(page.next_page_token, last.filed_at.unix_micros);
      page.next_page_token += last.ticket;
      return false;
    }
    page.rows.push_back(std::move(row));
    return true;
  });
  LEDGER_RETURN_IF_ERROR(reader.status());
  return page;
}

Result<std::vector<KindSummary>> SummariseComplaints(
    const fold::Reader& reader, const ComplaintQuery& query) {
  LEDGER_RETURN_IF_ERROR(CheckRegion(query.region_prefix));
  std::map<amanah::v1::GrievanceKind, KindSummary> kinds;
  std::map<amanah::v1::GrievanceKind, std::vector<std::int64_t>> replies;
  ComplaintQuery all = query;
  all.kind = amanah::v1::GRIEVANCE_KIND_UNSPECIFIED;
  VisitRows(reader, all, std::numeric_limits<std::int64_t>::min(), "",
            [&](const ComplaintRow& row) {
              const auto kind = row.complaint.kind;
              KindSummary& summary = kinds[kind];
              summary.kind = kind;
              ++summary.filed;
              if (row.exclusion) ++summary.excluded_after;
              if (row.is_open) {
                ++summary.open;
                summary.oldest_open_days =
                    std::max(summary.oldest_open_days, row.age_days);
              } else {
                replies[kind].push_back(row.age_days);
                ++summary.outcomes[row.complaint.Outcome()];
              }
              return true;
            });
  LEDGER_RETURN_IF_ERROR(reader.status());
  std::vector<KindSummary> summaries;
  for (auto& [kind, summary] : kinds) {
    auto& days = replies[kind];
    if (!days.empty()) {
      const auto middle =
          days.begin() + static_cast<std::ptrdiff_t>((days.size() - 1) / 2);
      std::nth_element(days.begin(), middle, days.end());
      summary.median_reply_days = *middle;
    }
    summaries.push_back(std::move(summary));
  }
  return summaries;
}

}  // namespace ledger::views::dossier
