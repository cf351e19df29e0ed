#include "ledger/stats/random.h"

#include <bit>
#include <cmath>

#include "ledger/base/check.h"
#include "ledger/stats/elementary.h"

namespace ledger::stats {

std::uint64_t SplitMix64(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

Generator::Generator(std::uint64_t seed) : state_{} {
  for (std::uint64_t& word : state_) word = SplitMix64(seed);
}

Generator::Generator(std::uint64_t seed, std::uint64_t entity,
                     std::uint64_t period)
    : state_{} {
  std::uint64_t key = seed;
  key = SplitMix64(key) ^ entity;
  key = SplitMix64(key) ^ period;
  for (std::uint64_t& word : state_) word = SplitMix64(key);
}

std::uint64_t Generator::Next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Generator::Below(std::uint64_t end) {
  AMANAH_CHECK(end >= 1);
  // The numbers from the first multiple of `end` on, counted backwards, are
  // one too many: drawn again.
  const std::uint64_t excess = (0 - end) % end;
  std::uint64_t number = Next();
  while (number < excess) number = Next();
  return number % end;
}

double Generator::Unit() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

double Generator::Normal() {
  for (;;) {
    const double u = 2 * Unit() - 1;
    const double v = 2 * Unit() - 1;
    const double s = u * u + v * v;
    if (s > 0 && s < 1) return u * std::sqrt(-2 * Log(s) / s);
  }
}

}  // namespace ledger::stats
