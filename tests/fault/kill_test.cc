// kill -9 at random moments under load. This process is the oracle outside:
// it writes down and syncs every receipt that the killed one gave, and then
// asks the ledger for all of them.
//
// AMANAH_KILL_CYCLES says how often (scripts/soak: 1,000).

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/log/ledger.h"
#include "ledger/note/signed_checkpoint.h"
#include "tests/fault/kill_events.h"
#include "tests/support/rfc6962.h"
#include "tests/support/small_world.h"

extern char** environ;

namespace {

using Clock = std::chrono::steady_clock;
namespace log = ledger::log;

int Cycles() {
  const char* const cycles = std::getenv("AMANAH_KILL_CYCLES");
  return cycles == nullptr ? AMANAH_KILL_CYCLES : std::atoi(cycles);
}

// A receipt that was given.
struct Ack {
  std::string origin;
  std::uint64_t size = 0;
  std::uint64_t record_index = 0;
  std::uint64_t ledger_size = 0;
  std::string ledger_root;  // Hex.
};

// Runs kill_worker once and kills it.
class Worker {
 public:
  Worker(const log::LedgerOptions& options, const std::string& step,
         int count) {
    int ends[2];
    AMANAH_CHECK(::pipe2(ends, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const std::vector<std::string> words = {
        AMANAH_KILL_WORKER, options.directory, options.anchor_path, step,
        std::to_string(count)};
    std::vector<char*> argv;
    for (const auto& word : words) {
      argv.push_back(const_cast<char*>(word.c_str()));
    }
    argv.push_back(nullptr);
    AMANAH_CHECK(::posix_spawn(&process_, argv[0], &actions, nullptr,
                               argv.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    pipe_ = ends[0];
  }

  // Reads what it says until `deadline`, or until it has ended.
  std::string ListenUntil(Clock::time_point deadline) {
    std::string said;
    while (true) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline - Clock::now());
      if (left.count() <= 0) return said;
      pollfd ready{pipe_, POLLIN, 0};
      if (::poll(&ready, 1, static_cast<int>(left.count())) <= 0) continue;
      if (!Read(said)) return said;
    }
  }

  // Kills it and reads what was still on the way.
  std::string Kill() {
    ::kill(process_, SIGKILL);
    int status = 0;
    ::waitpid(process_, &status, 0);
    killed_ = WIFSIGNALED(status);
    std::string said;
    while (Read(said)) {
    }
    ::close(pipe_);
    return said;
  }

  bool killed() const { return killed_; }

 private:
  bool Read(std::string& said) {
    char bytes[65536];
    const ssize_t got = ::read(pipe_, bytes, sizeof(bytes));
    if (got <= 0) return false;
    said.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  pid_t process_ = 0;
  int pipe_ = -1;
  bool killed_ = false;
};

// What was acknowledged, on disk before it is believed.
class Oracle {
 public:
  explicit Oracle(const std::string& path)
      : file_(::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600)) {}
  ~Oracle() { ::close(file_); }

  void Hear(const std::string& said) {
    ASSERT_EQ(::write(file_, said.data(), said.size()),
              static_cast<ssize_t>(said.size()));
    ASSERT_EQ(::fdatasync(file_), 0);
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string what;
      words >> what;
      ASSERT_NE(what, "refused") << line;
      if (what != "ack") continue;
      Ack ack;
      words >> ack.origin >> ack.size >> ack.record_index >> ack.ledger_size >>
          ack.ledger_root;
      ASSERT_FALSE(words.fail()) << line;
      acks_.push_back(ack);
    }
  }

  std::vector<Ack> Take() { return std::exchange(acks_, {}); }

 private:
  int file_;
  std::vector<Ack> acks_;
};

// Follows the log entry by entry with a tree of its own.
class Follower {
 public:
  // Reads what came since and compares it with what was acknowledged.
  void Check(const log::Ledger& ledger, const std::vector<Ack>& acks) {
    for (const Ack& ack : acks) {
      const auto [root, fresh] =
          signed_roots_.emplace(ack.ledger_size, ack.ledger_root);
      ASSERT_EQ(root->second, ack.ledger_root) << "two roots of one size";
    }
    const auto head = ledger.head()->checkpoint;
    ASSERT_TRUE(ledger::note::OpenCheckpoint(ledger.head()->signed_checkpoint,
                                             small_world::kLedgerOrigin,
                                             {small_world::LedgerKey().vkey()},
                                             1)
                    .ok());
    const auto scanned = ledger.ScanEntries(
        tree_.size(), head.size, [this](const log::Entry& entry) {
          Follow(entry);
          return !::testing::Test::HasFatalFailure();
        });
    ASSERT_TRUE(scanned.ok()) << scanned.error().message;
    ASSERT_EQ(tree_.size(), head.size);
    ASSERT_EQ(tree_.Root(), head.root.view());
    for (const Ack& ack : acks) CheckAck(ledger, ack);
    for (const char* origin : {small_world::kBankA, small_world::kBankB}) {
      const auto submitter = ledger.GetSubmitterHead(origin);
      ASSERT_TRUE(submitter.ok());
      ASSERT_EQ(submitter->size, next_[origin]);
      ASSERT_EQ(submitter->root.view(), trees_[origin].Root());
    }
  }

  std::uint64_t size() const { return tree_.size(); }

 private:
  void Follow(const log::Entry& entry) {
    ASSERT_EQ(entry.index, tree_.size());
    tree_.Append(entry.bytes);
    if (const auto root = signed_roots_.find(tree_.size());
        root != signed_roots_.end()) {
      ASSERT_EQ(ledger::HexEncode(ledger::AsBytes(tree_.Root())), root->second)
          << "the root that was signed for size " << tree_.size();
    }
    const bool is_a = entry.submitter == small_world::kBankA;
    if (!is_a && entry.submitter != small_world::kBankB) return;
    if (entry.kind == log::EntryKind::kSubmission) {
      records_[entry.index] = entry.submitter;
      return;
    }
    // In order, none twice, none left out, every byte as it was signed.
    std::uint64_t& next = next_[entry.submitter];
    ASSERT_EQ(entry.submitter_index, next);
    ASSERT_EQ(entry.bytes, fault::KillEvent(is_a ? 1 : 2, next));
    trees_[entry.submitter].Append(entry.bytes);
    ++next;
  }

  void CheckAck(const log::Ledger& ledger, const Ack& ack) {
    const auto record = records_.find(ack.record_index);
    ASSERT_NE(record, records_.end()) << "acknowledged and gone";
    ASSERT_EQ(record->second, ack.origin);
    const auto receipt = ledger.GetReceipt(ack.origin, ack.size);
    ASSERT_TRUE(receipt.ok()) << receipt.error().message;
    ASSERT_EQ(receipt->submission_index, ack.record_index);
    ASSERT_LE(ack.size, next_[ack.origin]);
  }

  rfc6962::Appender tree_;
  std::map<std::string, rfc6962::Appender> trees_;
  std::map<std::string, std::uint64_t> next_;
  std::map<std::uint64_t, std::string> records_;
  std::map<std::uint64_t, std::string> signed_roots_;
};

TEST(KillTest, NothingAcknowledgedIsMissingDoubledOrReordered) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const auto below = [&](int end) {
    return std::uniform_int_distribution<int>(0, end - 1)(random);
  };
  const small_world::Folder folder("kill");
  const log::LedgerOptions options = folder.options();
  small_world::Create(options);
  Oracle oracle(folder.path() + "/acknowledged");
  Follower follower;
  const char* const steps[] = {"before_commit", "before_anchor",
                               "before_receipts"};
  std::vector<Ack> acks;
  std::size_t acknowledged = 0;
  const int cycles = Cycles();
  for (int cycle = 0; cycle < cycles; ++cycle) {
    // One in three dies between two steps of a commit, the others anywhere.
    const bool at_step = below(3) == 0;
    Worker worker(options, at_step ? steps[below(3)] : "none", 1 + below(30));
    const int limit_ms = at_step ? 5'000 : 1 + below(AMANAH_KILL_LIMIT_MS);
    oracle.Hear(
        worker.ListenUntil(Clock::now() + std::chrono::milliseconds(limit_ms)));
    oracle.Hear(worker.Kill());
    ASSERT_FALSE(HasFatalFailure());
    ASSERT_TRUE(worker.killed());
    for (Ack& ack : oracle.Take()) acks.push_back(std::move(ack));
    // Now and then it is killed again before anybody has looked.
    if (cycle + 1 < cycles && below(2) == 0) continue;
    acknowledged += acks.size();
    const auto ledger = small_world::Open(options);
    follower.Check(*ledger, acks);
    ASSERT_FALSE(HasFatalFailure()) << "cycle " << cycle;
    acks.clear();
  }
  Follower from_the_start;
  const auto ledger = small_world::Open(options);
  from_the_start.Check(*ledger, {});
  ASSERT_EQ(from_the_start.size(), follower.size());
  RecordProperty("acknowledged", std::to_string(acknowledged));
  fmt::print("{} cycles, {} submissions acknowledged, {} entries\n", cycles,
             acknowledged, follower.size());
  EXPECT_GT(acknowledged, 0u);
}

}  // namespace
