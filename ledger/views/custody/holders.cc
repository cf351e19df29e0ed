#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/fold/codec.h"
#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/custody/tables.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"

namespace ledger::views::custody {
namespace {

// More holders than there are people.
constexpr std::uint64_t kMaxSkipped = 1'000'000'000;
constexpr std::int64_t kForEver = std::numeric_limits<std::int64_t>::max();

std::string KpmOf(const fold::Reader& reader, const Interval& interval) {
  if (!interval.kpm.empty()) return interval.kpm;
  const std::optional<card::Card> card = card::Find(reader, interval.kks);
  return card ? card->kpm : std::string();
}

std::int64_t CreditedMeanwhile(const fold::Reader& reader,
                               const Interval& interval) {
  const std::optional<card::Card> card = card::Find(reader, interval.kks);
  if (!card) return 0;
  return money::CreditedBetween(
      reader, card->account, interval.begin.unix_micros,
      interval.end ? interval.end->unix_micros : kForEver);
}

bool LastsAt(const Interval& interval, std::int64_t at) {
  return interval.begin.unix_micros <= at &&
         (!interval.end || at < interval.end->unix_micros);
}

// Where the next page goes on: behind a card and a moment of beginning.
std::string TokenAfter(const Interval& interval) {
  std::string raw = interval.kks;
  fold::AppendOrdered(raw, interval.begin.unix_micros);
  return HexEncode(AsBytes(raw));
}

Error BadToken() {
  return Error{Code::kInvalidArgument, kPageTokenInvalid,
               "page token is not from an earlier answer"};
}

void Count(const fold::Reader& reader, const Interval& interval,
           std::int64_t now, HolderRank& rank) {
  const std::int64_t end =
      std::max(interval.end ? interval.end->unix_micros : now,
               interval.begin.unix_micros);
  rank.card_days +=
      static_cast<std::uint64_t>(end - interval.begin.unix_micros) /
      static_cast<std::uint64_t>(kMicrosPerDay);
  rank.credited_rupiah += CreditedMeanwhile(reader, interval);
  rank.strongest_rank = std::max(rank.strongest_rank, interval.rank);
  rank.indices.insert(rank.indices.end(), interval.indices.begin(),
                      interval.indices.end());
}

// Intervals in which the holder has or had cards of families within the
// region that are not its own.
std::vector<Interval> ForeignOf(const fold::Reader& reader,
                                std::string_view holder,
                                std::string_view region_prefix) {
  std::vector<Interval> foreign;
  for (Interval& interval : IntervalsOf(reader, holder)) {
    if (!region_prefix.empty() &&
        !IsWithinRegion(family::RegionOf(reader, KpmOf(reader, interval)),
                        region_prefix)) {
      continue;
    }
    if (IsForeign(reader, interval)) foreign.push_back(std::move(interval));
  }
  return foreign;
}

// What ranks a holder, without what a page says of it besides.
HolderRank RankOf(std::string_view holder,
                  const std::vector<Interval>& foreign) {
  HolderRank rank;
  rank.holder = holder;
  std::set<std::string_view> cards;
  for (const Interval& interval : foreign) {
    cards.insert(interval.kks);
    if (!interval.end) ++rank.cards_now;
  }
  rank.cards_ever = cards.size();
  return rank;
}

void Describe(const fold::Reader& reader, const std::vector<Interval>& foreign,
              std::int64_t now, HolderRank& rank) {
  Moment latest;
  for (const Interval& interval : foreign) {
    Count(reader, interval, now, rank);
    if (interval.last_stated_at >= latest) {
      latest = interval.last_stated_at;
      rank.holder_role = interval.holder_role;
    }
  }
  std::sort(rank.indices.begin(), rank.indices.end());
  constexpr std::size_t kMaxIndices = 100;
  if (rank.indices.size() > kMaxIndices) rank.indices.resize(kMaxIndices);
}

// A party that may have cards of others, with at most so many.
struct Candidate {
  std::string holder;
  std::uint64_t most_cards = 0;
};

// Most first.
std::vector<Candidate> CandidatesOf(const fold::Reader& reader) {
  std::vector<Candidate> candidates;
  reader.Scan(kName, kCandidatePrefix, fold::AfterPrefix(kCandidatePrefix),
              [&](std::string_view key, std::string_view) {
                key.remove_prefix(kCandidatePrefix.size());
                candidates.push_back({std::string(key), 0});
                return true;
              });
  for (Candidate& candidate : candidates) {
    const std::string prefix = HeldPrefix(candidate.holder);
    reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
                [&](std::string_view, std::string_view) {
                  ++candidate.most_cards;
                  return true;
                });
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return a.most_cards > b.most_cards;
                   });
  return candidates;
}

bool RanksBefore(const HolderRank& a, const HolderRank& b) {
  return std::tie(b.cards_now, b.cards_ever, a.holder) <
         std::tie(a.cards_now, a.cards_ever, b.holder);
}

// The first `wanted` holders and whoever ties with them or was looked at on
// the way, in order. Who has fewer cards in all than the last of them has now
// cannot be among them, and is not looked at.
std::vector<HolderRank> FirstRanks(const fold::Reader& reader,
                                   std::string_view region_prefix,
                                   std::uint64_t wanted) {
  std::vector<HolderRank> ranks;
  // Cards now of the best `wanted` so far, the fewest on top.
  std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>>
      best;
  for (const Candidate& candidate : CandidatesOf(reader)) {
    if (best.size() == wanted && candidate.most_cards < best.top()) break;
    HolderRank rank = RankOf(
        candidate.holder, ForeignOf(reader, candidate.holder, region_prefix));
    if (rank.cards_ever == 0) continue;
    best.push(rank.cards_now);
    if (best.size() > wanted) best.pop();
    ranks.push_back(std::move(rank));
  }
  std::sort(ranks.begin(), ranks.end(), RanksBefore);
  return ranks;
}

}  // namespace

Result<HeldPage> ListHeld(const fold::Reader& reader, const HeldQuery& query) {
  std::string after;
  if (!query.page_token.empty()) {
    std::optional<std::string> raw = HexDecode(query.page_token);
    if (!raw || raw->size() != kTokenBytes + sizeof(std::int64_t)) {
      return BadToken();
    }
    after = *std::move(raw);
  }
  const std::int64_t at = query.as_of_micros.value_or(kForEver);
  HeldPage page;
  for (Interval& interval : IntervalsOf(reader, query.holder)) {
    page.holder_known = true;
    std::string place = interval.kks;
    fold::AppendOrdered(place, interval.begin.unix_micros);
    if (!after.empty() && place <= after) continue;
    const bool lasts =
        query.as_of_micros ? LastsAt(interval, at) : !interval.end.has_value();
    if (!query.include_ended && !lasts) continue;
    if (!IsForeign(reader, interval)) continue;
    if (page.cards.size() == query.page_size) {
      page.next_page_token = TokenAfter(page.cards.back().interval);
      break;
    }
    HeldCard held;
    interval.kpm = KpmOf(reader, interval);
    held.region_code = family::RegionOf(reader, interval.kpm);
    held.credited_rupiah = CreditedMeanwhile(reader, interval);
    held.interval = std::move(interval);
    page.cards.push_back(std::move(held));
  }
  return page;
}

Result<RankPage> RankHolders(const fold::Reader& reader,
                             const RankQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Error{Code::kInvalidArgument, kRegionMalformed,
                 "region prefix is not a region code"};
  }
  std::uint64_t skip = 0;
  if (!query.page_token.empty()) {
    const std::optional<std::uint64_t> parsed = ParseDecimal(query.page_token);
    if (!parsed) return BadToken();
    skip = *parsed;
  }
  // One more says that there is another page.
  const std::uint64_t wanted =
      std::min<std::uint64_t>(skip, kMaxSkipped) + query.page_size + 1;
  std::vector<HolderRank> ranks =
      FirstRanks(reader, query.region_prefix, wanted);
  const std::int64_t now = LatestMicros(reader);
  RankPage page;
  for (std::size_t i = skip; i < ranks.size(); ++i) {
    if (page.holders.size() == query.page_size) {
      page.next_page_token = std::to_string(i);
      break;
    }
    Describe(reader, ForeignOf(reader, ranks[i].holder, query.region_prefix),
             now, ranks[i]);
    page.holders.push_back(std::move(ranks[i]));
  }
  return page;
}

}  // namespace ledger::views::custody
