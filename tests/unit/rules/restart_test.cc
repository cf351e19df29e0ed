// Views and rules that are stopped and gone on with, at any moment and in any
// way, come to the bytes of one undisturbed run; corrections included.
//
// The first test forks, and so must run in a process that has no threads: it is
// alone in its program, and the parent opens no database before its children
// are done.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "tests/unit/fold/random_history.h"
#include "tests/unit/rules/folded_log.h"

namespace ledger::rules {
namespace {

using fold::testing::MemorySource;
using fold::testing::RandomHistory;
using fold::testing::TemporaryDirectory;
using testing::DigestsOf;
using testing::Entries;
using testing::FoldedLog;
using testing::OpenAll;
using testing::Seeds;

// Something happens when entry `at` is read; and nothing before that.
class MinedSource final : public fold::EntrySource {
 public:
  enum class Mine { kFails, kKills };

  MinedSource(const Entries& entries, std::uint64_t at, Mine mine)
      : source_(entries), at_(at), mine_(mine) {}

  std::uint64_t Size() const override { return source_.Size(); }
  Status Scan(
      std::uint64_t begin, std::uint64_t end,
      const std::function<bool(const log::Entry&)>& visit) const override {
    if (begin <= at_ && at_ < end && mine_ == Mine::kFails) {
      return Error{Code::kUnavailable, "TEST_MINE", "the mine went off"};
    }
    return source_.Scan(begin, end, [&](const log::Entry& entry) {
      if (entry.index == at_) ::raise(SIGKILL);
      return visit(entry);
    });
  }
  std::uint64_t WaitForMore(
      std::uint64_t size,
      std::chrono::steady_clock::time_point deadline) const override {
    return source_.WaitForMore(size, deadline);
  }

 private:
  const MemorySource source_;
  const std::uint64_t at_;
  const Mine mine_;
};

Entries SomeEntries(std::mt19937& random) {
  return RandomHistory(random, true).Write(400).Entries();
}

// Folds in a process of its own, which is killed when it reads the entry at
// `killed_at`. True when it came to the end.
bool FoldInAChild(const std::string& directory, const Entries& entries,
                  std::uint64_t killed_at, std::size_t batch_entries) {
  const ::pid_t child = ::fork();
  if (child == 0) {
    auto engine = OpenAll(directory,
                          std::make_unique<MinedSource>(
                              entries, killed_at, MinedSource::Mine::kKills),
                          batch_entries);
    const bool is_done =
        engine.ok() && (*engine)->CatchUp(entries->size()).ok();
    ::_exit(is_done ? 0 : 1);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  if (WIFEXITED(status)) {
    EXPECT_EQ(WEXITSTATUS(status), 0);
    return true;
  }
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  return false;
}

TEST(RestartTest, ProcessesKilledWhileTheyFoldLoseNothingAndCountNothingTwice) {
  const std::vector<unsigned> seeds = Seeds(2);
  std::vector<std::unique_ptr<TemporaryDirectory>> directories;
  for (const unsigned seed : seeds) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const Entries entries = SomeEntries(random);
    directories.push_back(std::make_unique<TemporaryDirectory>());
    std::size_t kills = 0;
    for (bool is_done = false; !is_done;) {
      // After some, the next is let go on to the end.
      const std::uint64_t killed_at =
          kills < 4 ? random() % entries->size() : entries->size();
      is_done = FoldInAChild(directories.back()->path(), entries, killed_at,
                             1 + random() % 100);
      if (!is_done) ++kills;
      ASSERT_LE(kills, 4u);
    }
  }
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    SCOPED_TRACE(seeds[i]);
    std::mt19937 random(seeds[i]);
    const Entries entries = SomeEntries(random);
    auto engine = OpenAll(directories[i]->path(),
                          std::make_unique<MemorySource>(entries), 100);
    ASSERT_TRUE(engine.ok());
    EXPECT_EQ((*engine)->position(), entries->size());
    EXPECT_EQ(DigestsOf(**engine), DigestsOf(FoldedLog(entries).engine()));
  }
}

TEST(RestartTest, StopsAndFailuresAnywhereGiveTheBytesOfOneRun) {
  for (const unsigned seed : Seeds(3)) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const Entries entries = SomeEntries(random);
    const TemporaryDirectory directory;
    std::map<std::string, std::string> digests;
    for (std::uint64_t at = 0; at < entries->size();) {
      // Half of the runs stop in order, half in the middle of a batch.
      const bool fails = random() % 2 == 0;
      const std::uint64_t stop = at + 1 + random() % 300;
      auto engine = OpenAll(
          directory.path(),
          std::make_unique<MinedSource>(entries, fails ? stop : entries->size(),
                                        MinedSource::Mine::kFails),
          1 + random() % 150);
      ASSERT_TRUE(engine.ok());
      // What was committed is gone on with.
      EXPECT_EQ((*engine)->position(), at);
      const Status folded = (*engine)->CatchUp(fails ? entries->size() : stop);
      EXPECT_EQ(folded.ok(), !fails || stop >= entries->size());
      at = (*engine)->position();
      if (at == entries->size()) digests = DigestsOf(**engine);
    }
    EXPECT_EQ(digests, DigestsOf(FoldedLog(entries).engine()));
  }
}

}  // namespace
}  // namespace ledger::rules
