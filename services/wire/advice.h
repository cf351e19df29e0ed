// What a person can do about an error, by its reason.
//
// Thread safety: pure function.

#pragma once

#include <string_view>

namespace services::wire {

// One sentence; empty when the message says it all.
std::string_view NextStep(std::string_view reason);

}  // namespace services::wire
