// What a companion had to do in a year and its quarters, and what is known to
// have been done: load, graduations against the target and against what the
// ledger can confirm, duties, sessions, complaints, advocacy, sanctions,
// honoraria.
//
// A scorecard is read with what stands beside it: the load against the norm,
// the days taken out because a duty was suspended, and whether so few are
// counted that a hundredth means nothing. It says nothing of a person by
// itself.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/companion/dues.h"
#include "ledger/views/companion/graduation.h"

namespace ledger::views::companion {

// kNotFound: no family was ever assigned to that person.
inline constexpr std::string_view kCompanionUnknown = "COMPANION_UNKNOWN";
// kInvalidArgument: not a year of [1990, 2200), or not a quarter of [1, 4].
inline constexpr std::string_view kYearMalformed = "YEAR_MALFORMED";

// Families of a companion: 10 million of some 35,000 (domain report 2.3).
inline constexpr std::int64_t kLoadNorm = 285;
// More than that explains duties left undone (domain report, R21).
inline constexpr std::int64_t kOverload = 400;
// Fewer obligations, or families, than this: a hundredth means nothing.
inline constexpr std::uint64_t kSmallNumber = 20;
// Hundredths of the families, where no target is recorded (domain report 1.2).
inline constexpr std::uint32_t kUsualTargetPercent = 10;

// One duty of one companion, in a span.
struct DutyCount {
  Duty duty = Duty::kCustodyCheck;
  // Obligations of closed periods of which the companion bears days; a session
  // of a family's group counts for each family and month.
  std::uint64_t due = 0;
  std::uint64_t done = 0;
  // The same by the day: whom it falls on when families changed hands.
  std::int64_t due_days = 0;
  std::int64_t done_days = 0;
  std::int64_t excused_days = 0;  // Suspended, or the companion was away.
  std::uint64_t running = 0;      // Periods that are not over.
  std::uint64_t running_done = 0;
  // Acts of this companion itself for its families, and of those the cards
  // seen (custody checks).
  std::uint64_t acts = 0;
  std::uint64_t acts_yes = 0;
  // For families that were out of the programme then.
  std::uint64_t acts_after_exit = 0;

  // Of a hundred, by days; absent when nothing is due.
  std::optional<double> Percent() const;
  bool IsSmall() const { return due < kSmallNumber; }
};

struct SessionCount {
  std::set<std::uint64_t> held;    // Indices: by this companion, its families'.
  std::uint64_t attended = 0;      // Families that were there, each session.
  std::uint64_t listed = 0;        // That could have been.
  std::uint64_t without_list = 0;  // Families at sessions that told nobody.
};

// A span of the scorecard.
struct Score {
  Span span;
  bool is_running = false;
  std::int64_t family_days = 0;   // Of families in care.
  std::vector<DutyCount> duties;  // By duty.
  SessionCount sessions;
  std::uint64_t graduations = 0;
  std::uint64_t confirmed = 0;
  std::uint64_t undone = 0;
  std::uint64_t recent = 0;  // Too early to say.
  std::uint64_t complaints_of_families = 0;
  std::uint64_t complaints_about = 0;
  std::uint64_t advocacy_opened = 0;
  std::uint64_t advocacy_closed = 0;
  std::uint64_t advocacy_open_at_end = 0;
};

// Families in care in a month.
struct Load {
  Span month;
  std::int64_t family_days = 0;  // Until the moment asked for.
  std::int64_t days = 0;         // Of the month, until then.
  std::uint64_t at_end = 0;      // On its last day, or then.
  double Mean() const {
    return days == 0
               ? 0.0
               : static_cast<double>(family_days) / static_cast<double>(days);
  }
};

struct Target {
  std::uint32_t percent = kUsualTargetPercent;
  // Where it says so; absent: the usual one.
  std::optional<std::uint64_t> index;
  std::string region_code;  // Of a region's target.
  bool is_adjusted = false;
  std::string reason;
};

// A month's honorarium.
struct Honorarium {
  std::string party;
  std::string region_code;  // As told, or of the office held.
  std::uint32_t month = 0;  // YYYYMM.
  std::int64_t withheld_rupiah = 0;
  std::int64_t returned_rupiah = 0;
  std::optional<Moment> withheld_at;  // The first.
  std::optional<Moment> returned_at;  // The last.
  std::vector<std::uint64_t> indices;

  std::int64_t OpenRupiah() const { return withheld_rupiah - returned_rupiah; }
};

struct Scorecard {
  std::string companion;
  int year = 0;
  std::int64_t at_micros = 0;
  std::vector<Score> scores;  // The year, then its quarters that began.
  std::vector<Load> load;     // Months that began.
  Target target;
  // The target's families, by the days so far: percent of the mean load over
  // the whole year.
  double TargetFamilies() const;
  std::vector<Graduation> graduations;           // Of the year, by time.
  std::vector<Excuses::Suspension> suspensions;  // That touch the year.
  std::vector<duty::Conduct> sanctions;          // All until then, by time.
  std::vector<duty::Conduct> pledges;
  std::vector<duty::Conduct> trainings;
  std::vector<duty::Conduct> findings;
  std::vector<duty::Conduct> awards;
  std::vector<Honorarium> honoraria;              // By month.
  std::vector<std::uint64_t> assignment_indices;  // Handovers in the year.
  std::uint64_t received = 0;  // Families from another companion in the year.
  std::uint64_t passed_on = 0;
};

// COMPANION_UNKNOWN, YEAR_MALFORMED. `at_micros` absent: the latest moment
// known. `year` 0: UsualYear.
Result<Scorecard> ScorecardOf(const fold::Reader& reader,
                              std::string_view companion, int year,
                              std::optional<std::int64_t> at_micros);

// --- Parts that lists of companions are made of ---------------------------

Score EmptyScore(const Span& span, Day today);

// Adds one family's part to the scores of `companion` (empty: of all), whose
// spans are set.
void AddFamily(const CaredFor& family, const FamilyDues& dues,
               const std::vector<Graduation>& graduations,
               std::string_view companion, Excuses& excuses,
               std::vector<Score>& scores);

void AddComplaints(const fold::Reader& reader, const CaredFor& family,
                   std::string_view companion, std::int64_t at_micros,
                   std::vector<Score>& scores);

// Whom the target of `year` is told for: the person, else the nearest region
// around `region_code`.
Target TargetOf(const fold::Reader& reader, std::string_view companion,
                std::string_view region_code, int year, std::int64_t at_micros);

// By month, of one person.
std::vector<Honorarium> HonorariaOf(const fold::Reader& reader,
                                    std::string_view party,
                                    std::int64_t at_micros);

}  // namespace ledger::views::companion
