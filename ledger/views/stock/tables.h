// Keys of the stock view. On disk: never renumber.
//
//   0x01 ‖ kks                                        -> Counted
//   0x80 ‖ bank ‖ 0 ‖ branch ‖ 0 ‖ since ‖ kks        -> nothing: it waits
//   0x81 ‖ bank ‖ 0 ‖ what                            -> u64 cards
//   0x82 ‖ bank ‖ 0 ‖ branch ‖ 0 ‖ u32 days           -> u64 handovers
//   0x83 ‖ u32 submitter ‖ kks                        -> nothing: I3 is broken
//   0x84 ‖ village ‖ 0 ‖ bank ‖ 0 ‖ what              -> u64 cards
//
// `what` is a Place, or one of the letters below.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ledger::views::stock {

inline constexpr char kCardTable = 0x01;
inline constexpr char kWaitingTable = '\x80';
inline constexpr char kCountTable = '\x81';
inline constexpr char kLeadTable = '\x82';

inline constexpr char kBrokenTable = '\x83';
inline constexpr char kVillageTable = '\x84';

inline constexpr char kPrintedLetter = 'p';
inline constexpr char kUnprintedLetter = 'u';

// Where one card stands in the other tables.
struct Counted {
  std::string village;                // Under which it counts.
  std::vector<std::string> counters;  // Keys of 0x81, 0x82, 0x84 that count it.
  std::string waiting_key;            // Empty when it does not wait.
  std::string broken_key;             // Empty when I3 holds.
  bool operator==(const Counted&) const = default;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(village)(counters)(waiting_key)(broken_key);
  }
};

}  // namespace ledger::views::stock
