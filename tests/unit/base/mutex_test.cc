// Goal: a Mutex excludes, and a Condition wakes whom it should.
// Method: threads that count together; hand-overs that hang if a wake-up is
// lost. ThreadSanitizer sees what counting cannot.

#include "ledger/base/mutex.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

namespace ledger {
namespace {

class Counter {
 public:
  void Add() {
    const MutexLock lock(mutex_);
    ++count_;
    changed_.NotifyAll();
  }
  void WaitFor(int count) {
    const MutexLock lock(mutex_);
    while (count_ < count) changed_.Wait(mutex_);
  }
  bool WaitUntil(int count, std::chrono::steady_clock::time_point deadline) {
    const MutexLock lock(mutex_);
    while (count_ < count) {
      if (!changed_.WaitUntil(mutex_, deadline)) return false;
    }
    return true;
  }

 private:
  Mutex mutex_;
  Condition changed_;
  int count_ = 0;
};

TEST(MutexTest, NothingCountedTogetherIsLost) {
  Counter counter;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10'000; ++j) counter.Add();
    });
  }
  counter.WaitFor(40'000);
  for (std::thread& thread : threads) thread.join();
}

TEST(MutexTest, TwoThreadsHandOverToEachOther) {
  Counter ping;
  Counter pong;
  std::thread other([&] {
    for (int i = 1; i <= 1000; ++i) {
      ping.WaitFor(i);
      pong.Add();
    }
  });
  for (int i = 1; i <= 1000; ++i) {
    ping.Add();
    pong.WaitFor(i);
  }
  other.join();
}

TEST(MutexTest, AWaitEndsAtItsDeadline) {
  Counter counter;
  const auto now = std::chrono::steady_clock::now();
  EXPECT_FALSE(counter.WaitUntil(1, now));
  counter.Add();
  EXPECT_TRUE(counter.WaitUntil(1, now));
}

}  // namespace
}  // namespace ledger
