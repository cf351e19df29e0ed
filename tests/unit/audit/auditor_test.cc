// Goal: from one key, an auditor accepts a log as it is and no log that
// differs from it in any entry.
// Method: a real ledger's entries; each of them dropped, doubled, swapped with
// its neighbour, and changed in one bit; and forgeries that an operator with
// the ledger's own key could make.

#include "ledger/audit/auditor.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/unit/log/ledger_fixture.h"

namespace ledger::log {
namespace {

class AuditorTest : public LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    RegisterAll();
    for (std::uint64_t n = 0; n < 4; ++n) {
      ASSERT_TRUE(Submit(bank_, Withdrawals(n * 10, 3)).ok());
    }
    const TestSubmitter before = bank_;
    ASSERT_TRUE(Submit(bank_, Withdrawals(100, 2)).ok());
    ASSERT_FALSE(ledger_->SubmitAndWait(before.Sign(Withdrawals(200, 2))).ok());
    checkpoint_ = ledger_->head()->signed_checkpoint;
    ASSERT_TRUE(ledger_
                    ->ScanEntries(0, ledger_->head()->checkpoint.size,
                                  [&](const Entry& entry) {
                                    entries_.push_back(entry.bytes);
                                    return true;
                                  })
                    .ok());
  }
  // True when entries and checkpoint are accepted.
  bool Accepts(const std::vector<std::string>& entries) {
    audit::Auditor auditor(root_.keys[0]->vkey());
    for (const std::string& entry : entries) {
      if (!auditor.Take(entry).ok()) return false;
    }
    return auditor.Finish().ok() && auditor.CheckCheckpoint(checkpoint_).ok();
  }

  std::vector<std::string> entries_;
  std::string checkpoint_;
};

TEST_F(AuditorTest, AcceptsTheLogAsItIs) { EXPECT_TRUE(Accepts(entries_)); }

TEST_F(AuditorTest, RefusesAnEntryDroppedDoubledOrSwapped) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::vector<std::string> changed = entries_;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(Accepts(changed)) << "without " << i;
    changed = entries_;
    changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i),
                   entries_[i]);
    EXPECT_FALSE(Accepts(changed)) << "twice " << i;
    if (i + 1 < entries_.size()) {
      changed = entries_;
      std::swap(changed[i], changed[i + 1]);
      EXPECT_FALSE(Accepts(changed)) << "swapped " << i;
    }
  }
}

TEST_F(AuditorTest, RefusesAnyFlippedBit) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    for (int round = 0; round < 20; ++round) {
      std::vector<std::string> changed = entries_;
      const std::size_t at = random() % changed[i].size();
      changed[i][at] = static_cast<char>(changed[i][at] ^ (1 << random() % 8));
      EXPECT_FALSE(Accepts(changed)) << "entry " << i << ", byte " << at;
    }
  }
}

TEST_F(AuditorTest, AnOperatorCannotMakeUpEventsOrDropAWholeSubmission) {
  // The last bank submission, record and events, left out, and the checkpoint
  // signed again over what is left: the ledger's own key is in the operator's
  // hands. What is left still audits; but its checkpoint is another, and the
  // bank's receipt and the anchor contradict it.
  std::vector<std::string> shorter(entries_.begin(), entries_.end() - 4);
  audit::Auditor auditor(root_.keys[0]->vkey());
  for (const std::string& entry : shorter) {
    ASSERT_TRUE(auditor.Take(entry).ok());
  }
  EXPECT_FALSE(auditor.CheckCheckpoint(checkpoint_).ok());
  // In the middle, the gap shows in the bank's own sequence.
  std::vector<std::string> gap = entries_;
  gap.erase(gap.begin() + 9, gap.begin() + 13);
  EXPECT_FALSE(Accepts(gap));
  // And an event of the operator's making has no signature to stand under.
  std::vector<std::string> forged = entries_;
  forged[forged.size() - 2] = WithdrawalBytes(777);
  EXPECT_FALSE(Accepts(forged));
}

}  // namespace
}  // namespace ledger::log
