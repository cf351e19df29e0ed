// A generator whose numbers are the same on every machine, and shuffles.
//
// xoshiro256** 1.0 by Blackman and Vigna, seeded by their splitmix64
// (prng.di.unimi.it, public domain). Not for secrets. The standard library's
// distributions differ between implementations and are not used.
//
// Thread safety: none; a generator belongs to one thread.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace ledger::stats {

// One step of splitmix64: moves `state` on and returns a scrambled copy.
std::uint64_t SplitMix64(std::uint64_t& state);

class Generator {
 public:
  explicit Generator(std::uint64_t seed);
  // One stream per (seed, entity, period): a village can be made again alone.
  Generator(std::uint64_t seed, std::uint64_t entity, std::uint64_t period);
  // For published vectors.
  explicit Generator(const std::array<std::uint64_t, 4>& state)
      : state_(state) {}

  std::uint64_t Next();
  // Uniform in [0, end), without bias. Requires end >= 1.
  std::uint64_t Below(std::uint64_t end);
  // Uniform in [0, 1), a multiple of 2^-53.
  double Unit();
  // Standard normal, by the polar method.
  double Normal();

  // Uniform over all orders (Fisher and Yates, from the end).
  template <typename T>
  void Shuffle(std::span<T> values) {
    for (std::size_t i = values.size(); i > 1; --i) {
      std::swap(values[i - 1], values[Below(i)]);
    }
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace ledger::stats
