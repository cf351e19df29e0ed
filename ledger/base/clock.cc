#include "ledger/base/clock.h"

#include <chrono>

namespace ledger {
namespace {

class RealTimeClock final : public Clock {
 public:
  Instant Now() override {
    const auto since_epoch =
        std::chrono::system_clock::now().time_since_epoch();
    return Instant{
        std::chrono::duration_cast<std::chrono::microseconds>(since_epoch)
            .count()};
  }
};

}  // namespace

Clock& SystemClock() {
  static RealTimeClock clock;
  return clock;
}

}  // namespace ledger
