// How views/listing keeps its rows.

#pragma once

#include <cstddef>

namespace ledger::views::listing {

// On disk:
//   0x01 ‖ programme ‖ period ‖ 0x00 ‖ closed -> Period
//   0x80 ‖ kpm ‖ closed ‖ index              -> Listing
//   0x81 ‖ region ‖ 0x00 ‖ kpm               -> nothing
//   0x82 ‖ period ‖ 0x00 ‖ dated ‖ index     -> Order
//   0x84 ‖ kpm ‖ granted ‖ index             -> LocalAid
//   0x85 ‖ kpm or account ‖ checked ‖ index  -> AccountCheck
//   0x86 ‖ village ‖ 0x00 ‖ period ‖ 0x00 ‖ kpm ‖ closed ‖ index
//                                            -> VillageEntry
//   0x87 ‖ village ‖ 0x00 ‖ at ‖ index       -> Banner
//   0x88 ‖ region ‖ 0x00 ‖ at ‖ index        -> FinalList
// with times as AppendOrdered writes them, index as u64.
inline constexpr char kPeriods = 0x01;
inline constexpr char kListings = static_cast<char>(0x80);
inline constexpr char kFamilies = static_cast<char>(0x81);
inline constexpr char kOrders = static_cast<char>(0x82);
inline constexpr char kLocalAid = static_cast<char>(0x84);
inline constexpr char kChecks = static_cast<char>(0x85);
inline constexpr char kVillageLists = static_cast<char>(0x86);
inline constexpr char kBanners = static_cast<char>(0x87);
inline constexpr char kFinalLists = static_cast<char>(0x88);
// What follows the token in a key of kVillageLists: two times u64.
inline constexpr std::size_t kTailBytes = 16;
inline constexpr std::size_t kIndexBytes = 8;

}  // namespace ledger::views::listing
