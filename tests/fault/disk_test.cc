// A disk that is full, that fails to sync, that loses what was not synced, and
// that reads wrong bits: writing stops and says why, reading goes on, and
// nothing that was acknowledged is lost.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "ledger/log/ledger.h"
#include "ledger/log/verify.h"
#include "ledger/store/database.h"
#include "tests/fault/faulty_file_system.h"
#include "tests/support/rfc6962.h"
#include "tests/support/small_world.h"

namespace {

namespace log = ledger::log;
using fault::FaultyFileSystem;

class DiskTest : public ::testing::Test {
 protected:
  DiskTest() : folder_("disk"), options_(folder_.options()) {
    options_.storage_env = disk_.env();
    small_world::Create(options_);
    ledger_ = small_world::Open(options_);
  }

  // Submits `count` withdrawals and remembers them when they are acknowledged.
  ledger::Result<log::Receipt> Submit(std::uint64_t count) {
    const auto events = small_world::Withdrawals(bank_.size(), count);
    auto receipt = ledger_->SubmitAndWait(bank_.Sign(events));
    if (receipt.ok()) {
      bank_.Advance(events);
      acknowledged_.push_back(receipt->submission_index);
    }
    return receipt;
  }

  void ExpectStopped(const ledger::Error& error) {
    EXPECT_EQ(error.code, ledger::Code::kUnavailable) << error.message;
    const log::LogStatus status = ledger_->Status();
    EXPECT_FALSE(status.accepting);
    EXPECT_EQ(status.stopped_reason, error.reason);
    EXPECT_FALSE(status.stopped_message.empty());
    // For good: the same answer, whatever the disk does meanwhile.
    disk_->Heal();
    const auto again = Submit(1);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().reason, error.reason);
  }

  // Every acknowledged entry can be read and proven, without reopening.
  void ExpectReadable() {
    const auto head = ledger_->head()->checkpoint;
    std::vector<rfc6962::Digest> leaves;
    const auto scanned =
        ledger_->ScanEntries(0, head.size, [&](const log::Entry& entry) {
          leaves.push_back(rfc6962::Leaf(entry.bytes));
          return true;
        });
    ASSERT_TRUE(scanned.ok()) << scanned.error().message;
    ASSERT_EQ(rfc6962::Root(leaves), head.root.view());
    for (const std::uint64_t index : acknowledged_) {
      ASSERT_LT(index, head.size);
      ASSERT_TRUE(ledger_->ProveInclusion("", index, head.size).ok());
    }
  }

  // The machine is started again on the disk as it is.
  void Restart() {
    disk_->Heal();
    ledger_.reset();
    ledger_ = small_world::Open(options_);
    const auto head = ledger_->GetSubmitterHead(bank_.origin());
    ASSERT_TRUE(head.ok());
    // Durable and not acknowledged is allowed; the other way round is not.
    EXPECT_GE(head->size, bank_.size());
    ExpectReadable();
    bank_.Resume(*head);
    EXPECT_TRUE(Submit(3).ok());
    ledger_.reset();
    log::VerifyOptions verify;
    verify.directory = options_.directory;
    verify.anchor_path = options_.anchor_path;
    const auto report =
        log::VerifyDirectory(verify, small_world::RootKey().vkey());
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_TRUE(report->damages.empty()) << report->damages.front().what;
  }

  FaultyFileSystem::Disk disk_;
  small_world::Folder folder_;
  log::LedgerOptions options_;
  std::unique_ptr<log::Ledger> ledger_;
  small_world::Submitter bank_ = small_world::BankA();
  std::vector<std::uint64_t> acknowledged_;
};

TEST_F(DiskTest, AFailedSyncStopsWritingAndKeepsWhatWasAcknowledged) {
  for (int nth = 1; nth <= 5; ++nth) {
    SCOPED_TRACE(nth);
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(Submit(7).ok());
    disk_->FailSyncsFrom(nth);
    auto refused = Submit(7);
    for (int i = 0; refused.ok() && i < 10; ++i) refused = Submit(7);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, ledger::store::kStoreIo);
    ExpectStopped(refused.error());
    ExpectReadable();
    Restart();
    ledger_ = small_world::Open(options_);
  }
}

TEST_F(DiskTest, AFullDiskStopsWritingAndKeepsWhatWasAcknowledged) {
  for (const std::uint64_t bytes : {0u, 1u, 511u, 512u, 4'096u, 40'000u}) {
    SCOPED_TRACE(bytes);
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(Submit(7).ok());
    disk_->LimitSpace(bytes);
    auto refused = Submit(7);
    for (int i = 0; refused.ok() && i < 100; ++i) refused = Submit(7);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, ledger::store::kStoreFull);
    ExpectStopped(refused.error());
    ExpectReadable();
    Restart();
    ledger_ = small_world::Open(options_);
  }
}

TEST_F(DiskTest, ALowDiskIsRefusedBeforeItIsFullAndTakenAgainAfter) {
  ASSERT_TRUE(Submit(7).ok());
  disk_->PretendFree(options_.disk_low_water_bytes - 1);
  const auto refused = Submit(7);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, log::kDiskLowWater);
  EXPECT_EQ(refused.error().code, ledger::Code::kUnavailable);
  ExpectReadable();
  disk_->Heal();
  EXPECT_TRUE(Submit(7).ok());
  Restart();
}

TEST_F(DiskTest, APowerCutLosesNothingThatWasAcknowledged) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::uint64_t lost = 0;
  for (int round = 0; round < 30; ++round) {
    for (std::uint64_t i = 0; i < 1 + random() % 20; ++i) {
      ASSERT_TRUE(Submit(1 + random() % 40).ok());
    }
    // The power goes in the middle of another one, before its sync.
    if (random() % 2 == 0) {
      disk_->FailSyncsFrom(1);
      EXPECT_FALSE(Submit(200).ok());
    }
    disk_->CutPower();
    ledger_.reset();
    constexpr std::uint64_t kBlocks[] = {0, 512, 4096};
    lost += disk_->LoseUnsynced(kBlocks[random() % 3], random);
    Restart();
    ASSERT_FALSE(HasFailure());
    ledger_ = small_world::Open(options_);
  }
  EXPECT_GT(lost, 0u);
}

TEST_F(DiskTest, EachBatchIsSyncedBeforeItIsAcknowledged) {
  ASSERT_TRUE(Submit(1).ok());
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t before = disk_->syncs();
    ASSERT_TRUE(Submit(1).ok());
    EXPECT_GT(disk_->syncs(), before);
  }
}

TEST_F(DiskTest, BitsThatFlipOnTheWayFromTheDiskAreNotServed) {
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Submit(50).ok());
  ledger_.reset();
  ledger_ = small_world::Open(options_);
  const std::uint64_t size = ledger_->head()->checkpoint.size;
  disk_->FlipBitOnReadsOf(".sst");
  int refused = 0;
  for (std::uint64_t i = 3; i < size; ++i) {
    const auto entry = ledger_->ReadEntry(i);
    if (!entry.ok()) {
      EXPECT_EQ(entry.error().code, ledger::Code::kDataLoss);
      ++refused;
    } else if (entry->kind == log::EntryKind::kEvent &&
               entry->submitter == small_world::kBankA) {
      EXPECT_EQ(entry->bytes, small_world::Withdrawal(entry->submitter_index));
    }
  }
  EXPECT_GT(refused, 0);
  // The bits on disk are good: once it reads well again, all is well.
  disk_->Heal();
  ExpectReadable();
}

}  // namespace
