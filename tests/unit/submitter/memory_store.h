// A disk for a submitter's state that can fail, and a ledger that keeps what
// it is sent. For tests.

#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/note/signed_checkpoint.h"
#include "ledger/submitter/submitter_log.h"

namespace ledger::submitter {

enum class SaveMode { kGood, kLost, kKeptButFails };

// Outlives the stores on it, as a disk outlives processes.
struct MemoryDisk {
  std::optional<std::string> bytes;
  SaveMode mode = SaveMode::kGood;
  int saves = 0;

  void Empty() {
    bytes.reset();
    mode = SaveMode::kGood;
    saves = 0;
  }
};

class MemoryStore final : public StateStore {
 public:
  explicit MemoryStore(MemoryDisk& disk) : disk_(disk) {}

  Result<std::optional<std::string>> Load() override { return disk_.bytes; }

  Status Save(std::string_view bytes) override {
    ++disk_.saves;
    if (disk_.mode != SaveMode::kLost) disk_.bytes = std::string(bytes);
    if (disk_.mode == SaveMode::kGood) return Ok{};
    return Error{Code::kUnavailable, kStateUnwritable, "as the test wants"};
  }

 private:
  MemoryDisk& disk_;
};

// The ledger's side for one submitter, with its promises: whole submissions
// in order, the same again is the same, another root is an equivocation.
class SmallLedger {
 public:
  enum class Answer { kReceipt, kWrongHead, kEquivocation };

  Answer Take(const Submission& submission,
              const std::vector<std::string>& events) {
    const auto known = roots_.find(submission.size);
    if (known != roots_.end()) {
      return known->second == submission.root ? Answer::kReceipt
                                              : Answer::kEquivocation;
    }
    if (submission.size - events.size() != tree_.size()) {
      return Answer::kWrongHead;
    }
    merkle::Tree tree = tree_;
    for (const std::string& event : events) {
      tree.Append(merkle::LeafHash(AsBytes(event)));
    }
    EXPECT_EQ(tree.Root(), submission.root);
    tree_ = tree;
    roots_[submission.size] = submission.root;
    note_ = submission.note;
    return Answer::kReceipt;
  }

  Head head() const {
    return Head{tree_.size(), tree_.Root(), tree_.edge(), note_};
  }

 private:
  merkle::Tree tree_;
  std::string note_;
  std::map<std::uint64_t, crypto::Hash> roots_;
};

// Deterministic keys are not needed: notes are compared within a test.
inline std::vector<note::SigningKey> CopyOf(const note::SigningKey& key) {
  std::string text = key.ToString();
  std::vector<note::SigningKey> keys;
  keys.push_back(*note::SigningKey::Parse(text));
  return keys;
}

inline std::vector<std::string> EventsFrom(std::uint64_t first,
                                           std::uint64_t count) {
  std::vector<std::string> events;
  for (std::uint64_t i = first; i < first + count; ++i) {
    events.push_back("event " + std::to_string(i));
  }
  return events;
}

inline merkle::Tree TreeOfEvents(std::uint64_t count) {
  merkle::Tree tree;
  for (const std::string& event : EventsFrom(0, count)) {
    tree.Append(merkle::LeafHash(AsBytes(event)));
  }
  return tree;
}

}  // namespace ledger::submitter
