// A card's life, custody and money in one order: what an inspector reads.
// Composed from other views; keeps nothing.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "ledger/fold/reader.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/custody/custody.h"

namespace ledger::views::timeline {

inline constexpr std::string_view kKksUnknown = "KKS_UNKNOWN";
inline constexpr std::size_t kMaxLines = 10'000;

// Fields as in amanah.v1.CardTimelineEntry.
struct Line {
  Moment occurred_at;
  std::string_view kind;
  std::uint64_t index = 0;
  std::int64_t amount_rupiah = 0;
  std::optional<std::int64_t> balance_after_rupiah;
  std::string party;
  amanah::v1::PartyRole party_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::string place;
  std::string summary;
};

// Fields as in amanah.v1.GetCardTimelineResponse.
struct CardTimeline {
  std::string kks;
  std::string last4;
  std::string bank;
  std::string_view life_state;
  std::string account;
  std::string kpm;
  std::string region_code;
  std::optional<custody::Interval> custody;
  std::vector<Line> lines;  // By occurred_at, index; the latest kMaxLines.
  std::int64_t balance_rupiah = 0;
  bool balance_chain_broken = false;
};

// `as_of_micros`: custody at that moment; absent: in the end. KKS_UNKNOWN,
// kNotFound, when no event names the card.
Result<CardTimeline> Of(const fold::Reader& reader, std::string_view kks,
                        std::optional<std::int64_t> as_of_micros);

}  // namespace ledger::views::timeline
