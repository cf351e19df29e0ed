// Duties of a region added up: by place, or by companion with what must stand
// beside a companion's figures.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/companion/region.h"
#include "ledger/views/companion/scorecard.h"

namespace ledger::views::companion {

// Numbered as amanah.v1.CoverageGroup.
enum class Group : std::uint8_t {
  kVillage = 1,
  kSubdistrict = 2,
  kRegency = 3,
  kProvince = 4,
  kCompanion = 5,
};

struct CoverageQuery {
  std::string region_prefix;              // Families' village; empty: all.
  std::string companion;                  // Token; empty: all.
  int year = 0;                           // 0: UsualYear.
  int quarter = 0;                        // [1, 4]; 0: the year.
  std::optional<std::int64_t> at_micros;  // Absent: the latest moment known.
  Group group = Group::kVillage;
  std::size_t page_size = 100;
  std::string page_token;
};
struct CoverageRow {
  std::string key;             // Region code or companion's token.
  std::uint64_t families = 0;  // In care on any day of the span.
  // In the programme, and nobody was responsible on any day of the span; by
  // place alone.
  std::uint64_t without_companion = 0;
  Score score;
};
struct CoveragePage {
  std::vector<CoverageRow> rows;  // By key; those with families.
  CoverageRow all;                // All groups together; its key is empty.
  std::int64_t at_micros = 0;
  std::string next_page_token;
};
// REGION_MALFORMED, REGION_TOO_WIDE, YEAR_MALFORMED, PAGE_TOKEN_INVALID.
Result<CoveragePage> CoverageOf(const fold::Reader& reader,
                                const CoverageQuery& query);

// By what companions are put in order; numbered as amanah.v1.CompanionMeasure.
enum class Measure : std::uint8_t {
  kGraduations = 1,  // Of a hundred of the target.
  kConfirmed = 2,    // Of a hundred graduations.
  kCustodyChecks = 3,
  kDataUpdates = 4,
  kHomeVisits = 5,
  kSessions = 6,
  kLabels = 7,
  kAttendance = 8,   // Of a hundred families at its sessions.
  kLoad = 9,         // Families, mean.
  kComplaints = 10,  // Of a hundred families, of them and about it.
};

struct CompanionsQuery {
  std::string region_prefix;
  int year = 0;  // As in CoverageQuery.
  int quarter = 0;
  std::optional<std::int64_t> at_micros;
  Measure measure = Measure::kDataUpdates;
  bool highest_first = false;
  std::size_t page_size = 100;
  std::string page_token;
};
struct CompanionRow {
  std::string companion;
  std::optional<double> value;  // Of the measure; absent when nothing is due.
  bool is_small = false;        // So few that the value means little.
  std::uint64_t families = 0;
  double mean_load = 0;  // Families of this region, over the span so far.
  bool is_overloaded = false;
  Target target;
  double target_families = 0;  // For the span so far.
  Score score;
  std::uint64_t sanctions_proposed = 0;  // In the span.
  std::uint64_t sanctions_imposed = 0;
  std::int64_t withheld_rupiah = 0;  // Honoraria of months of the span.
  std::int64_t returned_rupiah = 0;
  std::optional<Moment> pledged_at;  // The last pledge.
};
struct CompanionsPage {
  // By the measure; those without a value last, equals by token.
  std::vector<CompanionRow> rows;
  std::int64_t at_micros = 0;
  std::string next_page_token;
};
// As CoverageOf.
Result<CompanionsPage> ListCompanions(const fold::Reader& reader,
                                      const CompanionsQuery& query);

}  // namespace ledger::views::companion
