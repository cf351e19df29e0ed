// What was paid out at terminals in a stretch of time, and to whom.
//
// Thread safety: one counter, one thread.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/reader.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/money/money.h"

namespace ledger::views::village {

// Approved transactions that took money out. Whole rupiah.
struct Use {
  std::uint64_t families = 0;  // Different ones; by card if no family is known.
  std::uint64_t transactions = 0;
  std::int64_t rupiah = 0;  // Positive; fees apart.
  // Posted by the bank's host on a later day than they were made: a terminal
  // without a line.
  std::uint64_t posted_later = 0;
  // Within two minutes: the terminal had a line.
  std::uint64_t posted_at_once = 0;
  std::uint64_t above_limit = 0;     // Of the limit that the counter was given.
  std::uint64_t other_villages = 0;  // Families listed elsewhere.
  std::optional<Moment> first;
  std::optional<Moment> last;
  std::vector<std::uint64_t> indices;  // Ascending, the first 100.
};

// The family of a card and its village, looked up once.
class FamilyFinder {
 public:
  explicit FamilyFinder(const fold::Reader& reader) : reader_(reader) {}
  struct Found {
    std::string kpm;  // The card's token when no family is known.
    std::string region_code;
  };
  const Found& Of(const std::string& kks);

 private:
  const fold::Reader& reader_;
  std::map<std::string, Found> found_;
};

class UseCounter {
 public:
  // Of a place with that code; a limit of 0 is none.
  UseCounter(FamilyFinder& families, std::string region_code,
             std::int64_t limit_rupiah = 0)
      : families_(families),
        region_code_(std::move(region_code)),
        limit_rupiah_(limit_rupiah) {}

  // Nothing when it took no money out.
  void Add(const money::TerminalUse& use);
  Use Take() const;

 private:
  FamilyFinder& families_;
  const std::string region_code_;
  const std::int64_t limit_rupiah_;
  Use use_;
  std::set<std::string> seen_;
  std::set<std::string> seen_elsewhere_;
};

}  // namespace ledger::views::village
