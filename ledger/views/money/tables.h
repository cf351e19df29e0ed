// Keys of the money view. On disk: never renumber.
//
//   0x01 ‖ account                                   -> Account
//   0x02 ‖ agent id                                  -> vector of TIDs
//   0x03                                             -> Uses, until taken
//   0x04 ‖ submitter                                 -> Openings
//   0x80 ‖ account ‖ posted ‖ digits of reference ‖ 0 ‖ index -> Line
//   0x81 ‖ TID ‖ 0x00 ‖ occurred ‖ index             -> TerminalUse
//   0x82 ‖ submitter ‖ since ‖ account               -> nothing: it is silent
//   0x83 ‖ submitter ‖ account                       -> nothing: it is broken
//   0x84 ‖ submitter ‖ until ‖ since ‖ account       -> nothing: it was silent
//
// with posted, occurred, since and until as AppendOrdered writes them, index
// as u64, submitter, who told of the account first, as u32.

#pragma once

#include <cstdint>
#include <string_view>

#include "ledger/fold/key.h"

namespace ledger::views::money {

inline constexpr char kAccounts = 0x01;
inline constexpr char kAgents = 0x02;
inline constexpr char kUses = 0x03;
inline constexpr char kOpenings = 0x04;
inline constexpr char kLines = static_cast<char>(0x80);
inline constexpr char kTerminals = static_cast<char>(0x81);
inline constexpr char kSilent = static_cast<char>(0x82);
inline constexpr char kBroken = static_cast<char>(0x83);
inline constexpr char kEnded = static_cast<char>(0x84);

inline fold::Key KeyOf(char table, std::string_view rest) {
  return fold::Key(table, rest);
}
inline fold::Key KeyOf(char table, std::uint32_t submitter) {
  fold::Key key(table);
  key.AppendU32(submitter);
  return key;
}

}  // namespace ledger::views::money
