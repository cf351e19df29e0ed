// What fuzz targets share. A target is one function over foreign bytes; what
// must hold of them is an AMANAH_CHECK.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ledger/base/check.h"

// Defines the function that libFuzzer calls, with the input as `input`.
#define AMANAH_FUZZ_TARGET(input)                                 \
  static void RunFuzzTarget(std::string_view input);              \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, \
                                        std::size_t size) {       \
    RunFuzzTarget({reinterpret_cast<const char*>(data), size});   \
    return 0;                                                     \
  }                                                               \
  static void RunFuzzTarget(std::string_view input)

namespace fuzz {

// Takes values from the front of an input; zeros once it is used up.
class Reader {
 public:
  explicit Reader(std::string_view input) : rest_(input) {}

  std::uint8_t U8() { return static_cast<std::uint8_t>(Number(1)); }
  std::uint64_t U64() { return Number(8); }
  // At most `size` bytes.
  std::string_view Take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  bool empty() const { return rest_.empty(); }

 private:
  std::uint64_t Number(int bytes) {
    std::uint64_t number = 0;
    for (int i = 0; i < bytes; ++i) {
      number <<= 8;
      if (rest_.empty()) continue;
      number |= static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
    }
    return number;
  }

  std::string_view rest_;
};

}  // namespace fuzz
