// What kill_worker submits, so that kill_test knows every byte of it.

#pragma once

#include <cstdint>
#include <string>

#include "tests/support/small_world.h"

namespace fault {

// The event at `index` of the log of bank 1 (BankA) or 2 (BankB).
inline std::string KillEvent(std::uint64_t bank, std::uint64_t index) {
  return small_world::SmallEvent(bank * 1'000'000'000 + index);
}

}  // namespace fault
