#include "tests/bench/watch.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "ledger/base/bytes.h"

namespace bench {

using ledger::fold::testing::Watched;
using ledger::fold::testing::WatchedFold;

Folds Watch(Folds folds, std::deque<Watched>& watched) {
  constexpr std::uint64_t kTimeEvery = 16;
  for (auto& fold : folds) {
    fold = std::make_unique<WatchedFold>(std::move(fold),
                                         watched.emplace_back(), kTimeEvery);
  }
  return folds;
}

void Print(const std::deque<Watched>& watched, std::size_t entries,
           const ledger::fold::Engine& engine) {
  const auto each = [&](std::uint64_t sum) {
    return static_cast<double>(sum) / static_cast<double>(entries);
  };
  std::printf("%-18s %8s %7s %7s %7s %7s %7s %9s  %s\n", "fold", "ns", "gets",
              "scans", "rows", "writes", "bytes", "most rows", "digest");
  for (const Watched& one : watched) {
    std::printf("%-18s %8.0f %7.2f %7.2f %7.2f %7.2f %7.0f %9llu  %.12s\n",
                std::string(one.name).c_str(),
                static_cast<double>(one.nanos) /
                    static_cast<double>(std::max<std::uint64_t>(one.timed, 1)),
                each(one.sum.gets), each(one.sum.scans), each(one.sum.rows),
                each(one.sum.writes), each(one.sum.bytes),
                static_cast<unsigned long long>(one.most.rows),
                ledger::HexEncode(engine.DigestOf(one.name)->bytes).c_str());
  }
}

}  // namespace bench
