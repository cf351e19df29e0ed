// A promise between our own lines. Stays on in release: a ledger that is wrong
// about itself must stop, not go on.

#pragma once

namespace ledger {

// Prints file, line and the broken promise to stderr and aborts.
[[noreturn]] void CheckFailed(const char* file, int line, const char* promise);

}  // namespace ledger

// Aborts unless `promise` holds. For bad input return an Error instead.
#define AMANAH_CHECK(promise)                              \
  do {                                                     \
    if (!(promise)) [[unlikely]] {                         \
      ::ledger::CheckFailed(__FILE__, __LINE__, #promise); \
    }                                                      \
  } while (false)
