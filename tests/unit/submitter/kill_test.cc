// Goal: a submitter killed at any point, any number of times, ends with the
// root of an undisturbed run, and never lets two roots of one size leave the
// house.
// Method: every step at which a kill makes a difference (a save that is lost,
// a save that is kept, a request lost, an answer lost) is numbered; all single
// kills and all pairs are tried, then random ones with batches of other sizes
// after each restart, then a source that changes its mind.

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "tests/unit/submitter/memory_store.h"

namespace ledger::submitter {
namespace {

constexpr const char* kOrigin = "bank-a.example/amanah";
constexpr std::uint64_t kEvents = 23;

// A process that submits, can be killed, and is started again.
class Killed : public testing::Test {
 protected:
  // Decides for each step whether the process dies there.
  std::function<bool(int)> dies_ = [](int) { return false; };
  std::function<std::uint64_t()> batch_ = [] { return 5; };
  std::function<std::vector<std::string>(std::uint64_t, std::uint64_t)>
      source_ = EventsFrom;
  int window_ = 1;  // Submissions sent before an answer is read.

  void Reset() {
    disk_.Empty();
    ledger_ = SmallLedger();
    left_.clear();
    step_ = 0;
  }

  // True when the run came to the end; false when it was killed.
  bool Run() {
    disk_.mode = SaveMode::kGood;
    Result<SubmitterLog> log = SubmitterLog::Open(
        std::make_unique<MemoryStore>(disk_), kOrigin, CopyOf(key_));
    AMANAH_CHECK(log.ok());
    if (!Saving([&] { return log->Resume(ledger_.head()).ok(); })) return false;
    while (log->size() < kEvents) {
      std::vector<Submission> sent;
      for (int i = 0; i < window_ && log->size() < kEvents; ++i) {
        if (!SendNext(*log, sent)) return false;
      }
      for (const Submission& submission : sent) {
        const bool saved = Saving([&] {
          return log->Acknowledge(submission.size, submission.root).ok();
        });
        if (!saved) return false;
      }
    }
    return true;
  }

  bool Step() { return !dies_(step_++); }

  // Runs `saves`, which may save once, with a kill before or after.
  template <typename Saves>
  bool Saving(const Saves& saves) {
    disk_.mode = SaveMode::kGood;
    const int before = disk_.saves;
    const bool lost = !Step();
    const bool kept = !Step();
    if (lost) disk_.mode = SaveMode::kLost;
    if (kept) disk_.mode = SaveMode::kKeptButFails;
    const bool good = saves();
    return good && !(disk_.saves > before && (lost || kept));
  }

  bool SendNext(SubmitterLog& log, std::vector<Submission>& sent) {
    std::uint64_t count = log.NextCount();
    if (count == 0) count = std::min(batch_(), kEvents - log.size());
    const std::vector<std::string> events = source_(log.size(), count);
    Result<Submission> submission = Error{};
    if (!Saving([&] {
          submission = log.Prepare(events);
          return submission.ok();
        })) {
      return false;
    }
    left_[submission->size].insert(submission->root);
    if (!Step()) return false;  // The request is lost.
    EXPECT_EQ(ledger_.Take(*submission, events), SmallLedger::Answer::kReceipt);
    if (!Step()) return false;  // The answer is lost.
    sent.push_back(*submission);
    return true;
  }

  void ExpectOneHistory() const {
    for (const auto& [size, roots] : left_) {
      EXPECT_EQ(roots.size(), 1u) << "two roots at size " << size;
    }
  }
  void ExpectUndisturbedEnd() const {
    ExpectOneHistory();
    EXPECT_EQ(ledger_.head().size, kEvents);
    EXPECT_EQ(ledger_.head().root, TreeOfEvents(kEvents).Root());
  }

  // Steps of an undisturbed run.
  int CountSteps() {
    Reset();
    EXPECT_TRUE(Run());
    ExpectUndisturbedEnd();
    return step_;
  }

  const note::SigningKey key_ = note::SigningKey::Generate("bank-a.example/k1");
  MemoryDisk disk_;
  SmallLedger ledger_;
  // Every root that left the house, by size.
  std::map<std::uint64_t, std::set<crypto::Hash>> left_;
  int step_ = 0;
};

TEST_F(Killed, AtAnySingleStepEndsAsUndisturbed) {
  for (const int window : {1, 2, 8}) {
    window_ = window;
    dies_ = [](int) { return false; };
    const int steps = CountSteps();
    for (int kill = 0; kill < steps; ++kill) {
      SCOPED_TRACE("killed at step " + std::to_string(kill));
      Reset();
      dies_ = [&](int step) { return step == kill; };
      for (int runs = 0; !Run(); ++runs) ASSERT_LT(runs, 3);
      ExpectUndisturbedEnd();
    }
  }
}

TEST_F(Killed, AtAnyTwoStepsEndsAsUndisturbed) {
  window_ = 3;
  const int steps = CountSteps();
  for (int first = 0; first < steps; ++first) {
    for (int second = first + 1; second < 2 * steps; ++second) {
      Reset();
      dies_ = [&](int step) { return step == first || step == second; };
      for (int runs = 0; !Run(); ++runs) ASSERT_LT(runs, 4);
      ExpectUndisturbedEnd();
      ASSERT_FALSE(HasFailure()) << first << " and " << second;
    }
  }
}

TEST_F(Killed, AtRandomWithOtherBatchesEachTimeEndsAsUndisturbed) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int history = 0; history < 500; ++history) {
    Reset();
    window_ = 1 + static_cast<int>(random() % 8);
    dies_ = [&](int) { return random() % 20 == 0; };
    batch_ = [&] { return std::uint64_t{1 + random() % 7}; };
    for (int runs = 0; !Run(); ++runs) ASSERT_LT(runs, 1000);
    ExpectUndisturbedEnd();
    ASSERT_FALSE(HasFailure());
  }
}

TEST_F(Killed, WithASourceThatChangesItsMindNeverSignsTwoHistories) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int history = 0; history < 500; ++history) {
    Reset();
    window_ = 1 + static_cast<int>(random() % 4);
    dies_ = [&](int) { return random() % 20 == 0; };
    batch_ = [&] { return std::uint64_t{1 + random() % 7}; };
    // Each start of the process sees other events.
    for (int run = 0; run < 20; ++run) {
      source_ = [&](std::uint64_t first, std::uint64_t count) {
        std::vector<std::string> events = EventsFrom(first, count);
        events.back() += " of run " + std::to_string(run);
        return events;
      };
      if (Run()) break;
    }
    ExpectOneHistory();
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace ledger::submitter
