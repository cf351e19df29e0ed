// Complaints of a region: one by one, by kind, and those after which the
// family was soon put out of the programme.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/reader.h"
#include "ledger/views/family/family.h"
#include "ledger/views/grievance/grievance.h"

namespace ledger::views::dossier {

// After a complaint an exclusion is looked at (domain report 4.6).
inline constexpr std::int64_t kRetaliationDays = 90;

// The family was put out after it complained.
struct Exclusion {
  // Absent when it was taken off a list after closing.
  std::optional<family::StatusChange> status;
  std::string period_id;  // The list that it was taken off.
  Moment at;              // When it was reported, or the list closed.
  std::uint64_t index = 0;
  std::int64_t days = 0;  // After the complaint.
};

struct ComplaintRow {
  grievance::Complaint complaint;
  bool is_open = false;
  std::int64_t age_days = 0;  // Until the reply, or now.
  std::optional<Exclusion> exclusion;
};

struct ComplaintQuery {
  std::string region_prefix;  // Empty: all.
  // Unspecified: all.
  amanah::v1::GrievanceKind kind = amanah::v1::GRIEVANCE_KIND_UNSPECIFIED;
  bool open_only = false;
  bool excluded_only = false;             // Retaliation watch.
  std::optional<std::int64_t> at_micros;  // As of; absent: now.
  std::size_t page_size = 100;
  std::string page_token;
};
struct ComplaintPage {
  std::vector<ComplaintRow> rows;  // By filing, then ticket.
  std::string next_page_token;
};
// PAGE_TOKEN_INVALID, REGION_MALFORMED, kInvalidArgument.
Result<ComplaintPage> ListComplaints(const fold::Reader& reader,
                                     const ComplaintQuery& query);

// One kind of complaint in a region.
struct KindSummary {
  amanah::v1::GrievanceKind kind = amanah::v1::GRIEVANCE_KIND_UNSPECIFIED;
  std::uint64_t filed = 0;
  std::uint64_t open = 0;
  std::int64_t oldest_open_days = 0;
  std::int64_t median_reply_days = 0;  // Of those with a reply.
  std::uint64_t excluded_after = 0;    // Within kRetaliationDays.
  std::map<amanah::v1::GrievanceOutcome, std::uint64_t> outcomes;
};
// By kind. Of the query, page and kind are not used. REGION_MALFORMED.
Result<std::vector<KindSummary>> SummariseComplaints(
    const fold::Reader& reader, const ComplaintQuery& query);

}  // namespace ledger::views::dossier
