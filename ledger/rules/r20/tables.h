// Keys of R20. On disk: never renumber.
//
//   0x10 ‖ agent id                          -> nothing: there are orders
//                                               against it
//   0x11 ‖ agent id ‖ 0 ‖ u64 order          -> Finding
//   0x12 ‖ TID                               -> vector of agents ordered to
//                                               stop whose terminal it is
//   0x13 ‖ agent id                          -> set of those terminals
//   0x90 ‖ agent id ‖ 0 ‖ u64 order ‖ kks    -> nothing: in the finding
//
// An order is named by its index.

#pragma once

#include <cstdint>
#include <string_view>

#include "ledger/fold/key.h"

namespace ledger::rules::r20 {

inline fold::Key OrderedKey(std::string_view agent_id) {
  return fold::Key(0x10, agent_id);
}
inline fold::Key FindingKey(std::string_view agent_id, std::uint64_t order) {
  return fold::Key(0x11, agent_id).Push('\0').AppendU64(order);
}
inline fold::Key TerminalKey(std::string_view tid) {
  return fold::Key(0x12, tid);
}
inline fold::Key TerminalsKey(std::string_view agent_id) {
  return fold::Key(0x13, agent_id);
}
inline fold::Key CardPrefix(std::string_view agent_id, std::uint64_t order) {
  return fold::Key(static_cast<char>(0x90), agent_id)
      .Push('\0')
      .AppendU64(order);
}
inline fold::Key CardKey(std::string_view agent_id, std::uint64_t order,
                         std::string_view kks) {
  return CardPrefix(agent_id, order).Append(kks);
}

}  // namespace ledger::rules::r20
