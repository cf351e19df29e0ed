// Keys of the stock view. On disk: never renumber.
//
//   0x01 ‖ kks                                        -> Counted
//   0x80 ‖ bank ‖ 0 ‖ branch ‖ 0 ‖ since ‖ kks        -> nothing: it waits
//   0x81 ‖ bank ‖ 0 ‖ what                            -> u64 cards
//   0x82 ‖ bank ‖ 0 ‖ branch ‖ 0 ‖ u32 days           -> u64 handovers
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

inline constexpr char kPrintedLetter = 'p';
inline constexpr char kUnprintedLetter = 'u';

// Where one card stands in the other tables.
struct Counted {
  std::vector<std::string> counters;  // Keys of 0x81 and 0x82 that count it.
  std::string waiting_key;            // Empty when it does not wait.
  bool operator==(const Counted&) const = default;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(counters)(waiting_key);
  }
};

}  // namespace ledger::views::stock
