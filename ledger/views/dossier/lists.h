// Families that an office should look at, list by list. A row says why it is
// there; none says that anybody did wrong.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/family_event.pb.h"
#include "ledger/fold/reader.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::dossier {

inline constexpr std::string_view kPageTokenInvalid = "PAGE_TOKEN_INVALID";
inline constexpr std::string_view kRegionMalformed = "REGION_MALFORMED";

// Numbered as amanah.v1.FamilyList.
enum class List : std::uint8_t {
  // Dead (without heir), graduated, excluded or resigned for longer than
  // kExitDays, and credited since, or a card still usable.
  kExitedNotClosed = 1,
  // Credited in kSilentPeriods periods or more, and never validated, visited,
  // labelled, met or heard.
  kSilent = 2,
  // Paid by PKH for a month for which neither Sembako nor local aid came.
  kCoverageGap = 3,
  // Sembako and local aid for the same month.
  kDoubleAid = 4,
};

// After an exit until anything counts: one period of two months; after a
// death, 40 days of mourning.
inline constexpr std::int64_t kExitDays = 62;
inline constexpr std::int64_t kMourningDays = 40;
inline constexpr std::size_t kSilentPeriods = 3;
// Families looked at for one page, found or not.
inline constexpr std::size_t kMostLookedAt = 500;

struct FamilyRow {
  std::string kpm;
  std::string region_code;
  std::string companion;  // Now; empty when nobody is known.
  // kExitedNotClosed: why and since when it is out.
  amanah::v1::FamilyStatus status = amanah::v1::FAMILY_STATUS_UNSPECIFIED;
  Moment since;
  Moment reported_at;
  std::uint64_t open_cards = 0;
  // Periods and rupiah credited: after the exit, or ever (kSilent).
  std::uint64_t credited_periods = 0;
  std::int64_t credited_rupiah = 0;
  std::int64_t drawn_rupiah = 0;
  // kCoverageGap, kDoubleAid: months concerned, YYYYMM, ascending.
  std::vector<std::uint32_t> months;
  std::int64_t local_aid_rupiah = 0;   // kDoubleAid: of those months.
  std::vector<std::uint64_t> indices;  // Ascending, the first 100.
};

struct ListQuery {
  List list = List::kExitedNotClosed;
  std::string region_prefix;     // Empty: all.
  std::uint32_t from_month = 0;  // YYYYMM; 0: no bound. Gap, double aid.
  std::uint32_t to_month = 0;
  bool credited_only = false;  // kExitedNotClosed: only those paid since.
  std::size_t page_size = 100;
  std::string page_token;  // Region, NUL, kpm of the last looked at.
};
struct ListPage {
  std::vector<FamilyRow> rows;  // By village, then token.
  // Not empty while there is more to look at, even when `rows` is.
  std::string next_page_token;
};
// PAGE_TOKEN_INVALID, REGION_MALFORMED, kInvalidArgument.
Result<ListPage> ListFamilies(const fold::Reader& reader,
                              const ListQuery& query);

}  // namespace ledger::views::dossier
