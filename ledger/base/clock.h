// The clock, passed in wherever time is read, so that a test can turn it.
//
// Thread safety: any thread.

#pragma once

#include "ledger/base/time.h"

namespace ledger {

class Clock {
 public:
  virtual ~Clock() = default;
  // Wall time. May go backwards; whoever needs it not to must check.
  virtual Instant Now() = 0;
};

// The machine's real-time clock; one for the process.
Clock& SystemClock();

}  // namespace ledger
