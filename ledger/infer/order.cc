#include "ledger/infer/order.h"

#include <algorithm>
#include <vector>

namespace ledger::infer {
namespace {

// A hand with a stack. Outside of a batch the group's cards are rarer than
// chance by the odds `outside`; within one, `share` of the arrivals are its.
struct Story {
  double share;
  double outside;
  double stops;    // Chance that a batch ends before the next arrival.
  double batches;  // Expected in a session.
};
// The last is no story: it keeps the mean above a sixth of 1.
constexpr std::array<Story, kStories - 1> kStory = {{
    {0.90, 0.15, 0.02, 1},
    {0.50, 0.05, 0.01, 1},
    {0.27, 0.05, 0.01, 1},
    {0.85, 0.45, 0.10, 1},
    {0.85, 0.10, 0.15, 3},
}};

// Follows one story by Bayes' rule.
class Follower {
 public:
  Follower(const Story& story, double begins)
      : story_(story), begins_(begins) {}

  // The arrival was one of the group, or was not, where chance gave it `p`.
  void See(bool is_member, double p) {
    const double before = in_ * (1 - story_.stops) + (1 - in_) * begins_;
    const double odds = story_.outside * p / (1 - p);
    const double outside = odds / (1 + odds);
    const double inside = std::max(story_.share, p);
    const double seen_in = before * (is_member ? inside : 1 - inside);
    const double seen_out = (1 - before) * (is_member ? outside : 1 - outside);
    in_ = seen_in / (seen_in + seen_out);
    stake_.Multiply(seen_in + seen_out);
  }
  double log() const { return stake_.log(); }

 private:
  const Story& story_;
  double begins_;
  double in_ = 0;
  LogProduct stake_;
};

// Share of strays between two of one kelompok, when called by kelompok.
constexpr double kStray = 0.05;
constexpr std::size_t kRecent = 4;

enum class Standing : std::uint8_t { kOther, kUnit, kWithConvoy };

// Which arrivals are of the group; of mates that walk together only the first
// is a unit, at whose place all of them stand.
std::vector<Standing> StandingsOf(const Session& session,
                                  std::span<const std::uint32_t> unit_of) {
  const auto& arrivals = session.arrivals;
  std::vector<Standing> standing(arrivals.size(), Standing::kOther);
  for (std::size_t rank = 0; rank < arrivals.size(); ++rank) {
    const std::uint32_t unit = unit_of[arrivals[rank].card];
    if (unit == kNotInGroup) continue;
    standing[rank] = Standing::kUnit;
    for (std::size_t back = 1; back <= kConvoyReach && back <= rank; ++back) {
      if (unit_of[arrivals[rank - back].card] == unit) {
        standing[rank] = Standing::kWithConvoy;
      }
    }
  }
  return standing;
}

// Who is still to come, under each honest way.
class ToCome {
 public:
  ToCome(const SessionNull& null, const std::vector<Standing>& standing)
      : null_(null),
        all_in_(null.group_count()),
        units_in_(null.group_count()) {
    for (std::size_t rank = 0; rank < standing.size(); ++rank) {
      if (standing[rank] == Standing::kWithConvoy) {
        with_convoy_.push_back(rank);
        continue;
      }
      Count(rank, standing[rank] == Standing::kUnit, 1);
      if (standing[rank] == Standing::kUnit) unit_at_.push_back(rank);
    }
  }

  std::int64_t units() const { return units_; }

  // A unit's chance to come next, by each way.
  double Free() const {
    return static_cast<double>(units_) / static_cast<double>(all_);
  }
  double ByList(const ListNull& list, std::size_t rank) const {
    double total = list.TotalHazard(rank);
    for (std::size_t at = with_convoy_.size(); at-- > 0;) {
      if (with_convoy_[at] < rank) break;
      total -= list.Hazard(rank, with_convoy_[at]);
    }
    double units = 0;
    for (std::size_t at = next_; at < unit_at_.size(); ++at) {
      units += list.Hazard(rank, unit_at_[at]);
    }
    return std::clamp(units / total, 1e-9, 1 - 1e-9);
  }
  double ByKelompok(std::size_t rank) const {
    // The groups of the last few: one stray does not end its hosts' turn.
    double within = 0;
    double known = 0;
    for (std::size_t back = 1; back <= kRecent && back <= rank; ++back) {
      const std::uint32_t group = null_.group(rank - back);
      if (all_in_[group] == 0) continue;
      within += static_cast<double>(units_in_[group]) /
                static_cast<double>(all_in_[group]);
      known += 1;
    }
    const double free = Free();
    if (known == 0) return free;
    return std::clamp(kStray * free + (1 - kStray) * within / known, 1e-9,
                      1 - 1e-9);
  }

  void Pass(std::size_t rank, bool is_unit) {
    Count(rank, is_unit, -1);
    if (is_unit) ++next_;
  }

 private:
  void Count(std::size_t rank, bool is_unit, std::int64_t by) {
    all_ += by;
    if (is_unit) units_ += by;
    if (!null_.has_kelompok()) return;
    all_in_[null_.group(rank)] += by;
    if (is_unit) units_in_[null_.group(rank)] += by;
  }

  const SessionNull& null_;
  std::int64_t all_ = 0;
  std::int64_t units_ = 0;
  std::vector<std::int64_t> all_in_;  // By kelompok.
  std::vector<std::int64_t> units_in_;
  std::vector<std::size_t> unit_at_;
  std::size_t next_ = 0;
  std::vector<std::size_t> with_convoy_;
};

}  // namespace

void OrderEvidence::Add(const OrderEvidence& other) {
  for (std::size_t i = 0; i < kStories; ++i) log_stake[i] += other.log_stake[i];
  members += other.members;
  with_convoy += other.with_convoy;
}

OrderEvidence OrderOf(const SessionNull& null,
                      std::span<const std::uint32_t> unit_of) {
  OrderEvidence evidence;
  const std::vector<Standing> standing = StandingsOf(null.session(), unit_of);
  for (const Standing one : standing) {
    evidence.members += one != Standing::kOther;
    evidence.with_convoy += one == Standing::kWithConvoy;
  }
  ToCome to_come(null, standing);
  if (to_come.units() < 2) return evidence;

  const std::size_t n = standing.size();
  std::vector<Follower> followers;
  for (const Story& story : kStory) {
    followers.emplace_back(story, story.batches / static_cast<double>(n));
  }
  LogProduct free_way;
  LogProduct kelompok_way;
  std::vector<LogProduct> list_way(null.lists().size());
  for (std::size_t rank = 0; rank < n && to_come.units() > 0; ++rank) {
    if (standing[rank] == Standing::kWithConvoy) continue;
    const bool is_unit = standing[rank] == Standing::kUnit;
    const auto chance = [&](double p) { return is_unit ? p : 1 - p; };
    const double p = to_come.Free();
    if (p < 1) {
      for (Follower& follower : followers) follower.See(is_unit, p);
      free_way.Multiply(chance(p));
      for (std::size_t i = 0; i < list_way.size(); ++i) {
        list_way[i].Multiply(chance(to_come.ByList(null.lists()[i], rank)));
      }
      if (null.has_kelompok()) {
        kelompok_way.Multiply(chance(to_come.ByKelompok(rank)));
      }
    }
    to_come.Pass(rank, is_unit);
  }
  double best = free_way.log();
  for (const LogProduct& way : list_way) best = std::max(best, way.log());
  if (null.has_kelompok()) best = std::max(best, kelompok_way.log());
  for (std::size_t i = 0; i + 1 < kStories; ++i) {
    evidence.log_stake[i] = followers[i].log() - best;
  }
  // The story that it is chance.
  evidence.log_stake[kStories - 1] = free_way.log() - best;
  return evidence;
}

}  // namespace ledger::infer
