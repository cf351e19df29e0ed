#include "ledger/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace ledger {

void CheckFailed(const char* file, int line, const char* promise) {
  (void)std::fprintf(stderr, "%s:%d: broken promise: %s\n", file, line,
                     promise);
  std::abort();
}

}  // namespace ledger
