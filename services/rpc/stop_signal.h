// Tells calls that may go on for ever that the server wants to end.
//
// Thread safety: any thread.

#pragma once

#include <atomic>
#include <string_view>

#include "ledger/base/result.h"

namespace services::rpc {

inline constexpr std::string_view kServerStopping = "SERVER_STOPPING";

class StopSignal {
 public:
  void Request() { requested_.store(true, std::memory_order_release); }
  bool IsRequested() const {
    return requested_.load(std::memory_order_acquire);
  }

  // What an interrupted call ends with.
  static ledger::Error Error() {
    return {ledger::Code::kUnavailable, kServerStopping,
            "the server is stopping; connect again and go on from the last "
            "answer"};
  }

 private:
  std::atomic<bool> requested_ = false;
};

}  // namespace services::rpc
