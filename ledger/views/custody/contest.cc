#include <set>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/custody/tables.h"

namespace ledger::views::custody {
namespace {

constexpr std::int64_t kSameTimeMicros = kMicrosPerDay;

// Who says it: a person, or whoever submits for an unnamed one.
std::pair<std::string, std::uint32_t> SourceOf(const Statement& statement) {
  if (!statement.stated_by.empty()) return {statement.stated_by, 0};
  return {{}, statement.submitter};
}

const Statement* StatementAt(const CardCustody& custody, std::uint64_t index) {
  for (const Statement& statement : custody.statements) {
    if (statement.index == index) return &statement;
  }
  return nullptr;
}

// The last statement that the current interval rests on.
const Statement* LastOf(const CardCustody& custody, const Interval& interval) {
  const Statement* last = nullptr;
  for (const std::uint64_t index : interval.indices) {
    const Statement* one = StatementAt(custody, index);
    if (last == nullptr || std::pair(last->stated_at, last->index) <
                               std::pair(one->stated_at, one->index)) {
      last = one;
    }
  }
  return last;
}

bool Contests(const Statement& other, const Statement& last) {
  if (other.is_end || other.holder == last.holder ||
      SourceOf(other) == SourceOf(last)) {
    return false;
  }
  if (other.stated_at > last.stated_at) return true;
  // Before it: at the same time, unless the card is known to have moved.
  return !other.is_handover && !last.is_handover && !last.is_change &&
         last.stated_at.unix_micros - other.stated_at.unix_micros <
             kSameTimeMicros;
}

}  // namespace

std::optional<Contest> ContestOf(std::string_view kks,
                                 const CardCustody& custody) {
  if (custody.statements.size() < 2) return std::nullopt;
  const History history = HistoryOf(kks, custody);
  if (history.intervals.empty() || history.intervals.back().end) {
    return std::nullopt;
  }
  const Statement* last = LastOf(custody, history.intervals.back());
  std::set<std::string> holders = {last->holder};
  std::set<std::uint64_t> indices = {last->index};
  for (const Statement& other : custody.statements) {
    if (!Contests(other, *last)) continue;
    holders.insert(other.holder);
    indices.insert(other.index);
  }
  if (holders.size() < 2) return std::nullopt;
  return Contest{std::string(kks),
                 {holders.begin(), holders.end()},
                 {indices.begin(), indices.end()}};
}

std::vector<Contest> ContestsOf(const fold::Reader& reader) {
  std::vector<Contest> contests;
  reader.Scan(kName, kContestPrefix, fold::AfterPrefix(kContestPrefix),
              [&](std::string_view, std::string_view value) {
                contests.push_back(fold::Decode<Contest>(value));
                return true;
              });
  return contests;
}

}  // namespace ledger::views::custody
