// Keys of R01. On disk: never renumber.
//
//   0x10 ‖ account, or card of no known account
//                         -> vector of Watch: whose cases count its credits
//   0x11                  -> AppendOrdered(latest registration of a proxy)
//   0x12 ‖ holder         -> Summary, while an alert on known cards stands
//   0x90 ‖ holder ‖ kks   -> Held, while an alert on known cards stands

#pragma once

#include <string>
#include <string_view>

#include "ledger/fold/key.h"

namespace ledger::rules::r01 {

inline constexpr std::string_view kProxiesKnown = "\x11";

inline fold::Key WatchKey(std::string_view account) {
  return fold::Key(0x10, account);
}
inline fold::Key SummaryKey(std::string_view holder) {
  return fold::Key(0x12, holder);
}
inline fold::Key HeldPrefix(std::string_view holder) {
  return fold::Key(static_cast<char>(0x90), holder);
}
inline fold::Key HeldKey(std::string_view holder, std::string_view kks) {
  return HeldPrefix(holder).Append(kks);
}

}  // namespace ledger::rules::r01
