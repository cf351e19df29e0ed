#include <algorithm>
#include <limits>
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
  if (!interval.end) ++rank.cards_now;
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

// What the holder has or had of families within the region.
HolderRank Profile(const fold::Reader& reader, std::string_view holder,
                   std::string_view region_prefix, std::int64_t now) {
  HolderRank rank;
  rank.holder = holder;
  std::set<std::string> cards;
  Moment latest;
  for (const Interval& interval : IntervalsOf(reader, holder)) {
    if (!region_prefix.empty() &&
        !IsWithinRegion(family::RegionOf(reader, KpmOf(reader, interval)),
                        region_prefix)) {
      continue;
    }
    if (!IsForeign(reader, interval)) continue;
    cards.insert(interval.kks);
    Count(reader, interval, now, rank);
    if (interval.last_stated_at >= latest) {
      latest = interval.last_stated_at;
      rank.holder_role = interval.holder_role;
    }
  }
  rank.cards_ever = cards.size();
  std::sort(rank.indices.begin(), rank.indices.end());
  constexpr std::size_t kMaxIndices = 100;
  if (rank.indices.size() > kMaxIndices) rank.indices.resize(kMaxIndices);
  return rank;
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
  std::vector<std::string> candidates;
  reader.Scan(kName, kCandidatePrefix, fold::AfterPrefix(kCandidatePrefix),
              [&](std::string_view key, std::string_view) {
                candidates.emplace_back(key.substr(kCandidatePrefix.size()));
                return true;
              });
  const std::int64_t now = LatestMicros(reader);
  std::vector<HolderRank> ranks;
  for (const std::string& holder : candidates) {
    HolderRank rank = Profile(reader, holder, query.region_prefix, now);
    if (rank.cards_ever > 0) ranks.push_back(std::move(rank));
  }
  std::sort(ranks.begin(), ranks.end(),
            [](const HolderRank& a, const HolderRank& b) {
              return std::tie(b.cards_now, b.cards_ever, a.holder) <
                     std::tie(a.cards_now, a.cards_ever, b.holder);
            });
  RankPage page;
  for (std::size_t i = skip; i < ranks.size(); ++i) {
    if (page.holders.size() == query.page_size) {
      page.next_page_token = std::to_string(i);
      break;
    }
    page.holders.push_back(std::move(ranks[i]));
  }
  return page;
}

}  // namespace ledger::views::custody
