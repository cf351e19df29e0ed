// Goal: nothing is signed that a second computation does not give.
// Method: the check called as the sequencer calls it, with one thing wrong at
// a time.

#include "ledger/log/second_opinion.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ledger/log/log_store.h"
#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/tree.h"
#include "tests/unit/log/ledger_fixture.h"

namespace ledger::log {
namespace {

class SecondOpinionTest : public LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    RegisterAll();
    ASSERT_TRUE(Submit(bank_, Withdrawals(0, 600)).ok());
    last_ = ledger_->head()->checkpoint;
    ASSERT_TRUE(ledger_
                    ->ScanEntries(0, last_.size,
                                  [&](const Entry& entry) {
                                    tree_.Append(
                                        merkle::LeafHash(AsBytes(entry.bytes)));
                                    return true;
                                  })
                    .ok());
    ledger_.reset();
    store::DatabaseOptions options;
    options.path = options_.directory + "/log";
    options.families = LogFamilies();
    database_ = *store::Database::Open(options);
    store_.emplace(*database_);
    for (int i = 0; i < 300; ++i) {
      const std::string entry = "entry " + std::to_string(i);
      if (i % 64 == 0) {
        runs_.emplace_back(last_.size + static_cast<std::uint64_t>(i), "");
      }
      merkle::AppendToBundle(runs_.back().second, entry);
      tree_.Append(merkle::LeafHash(AsBytes(entry)));
    }
    next_ = {last_.origin, tree_.size(), tree_.Root()};
  }
  std::string_view Reason() const {
    const Status checked = CheckBeforeSigning(*store_, last_, next_, runs_);
    return checked.ok() ? "" : checked.error().reason;
  }

  merkle::Tree tree_;
  note::Checkpoint last_;
  note::Checkpoint next_;
  std::unique_ptr<store::Database> database_;
  std::optional<LogStore> store_;
  std::vector<std::pair<std::uint64_t, std::string>> runs_;
};

TEST_F(SecondOpinionTest, AgreesWithARightBatch) { EXPECT_EQ(Reason(), ""); }

TEST_F(SecondOpinionTest, DisagreesWhenABitOfAnEntryFlips) {
  runs_[2].second[40] = static_cast<char>(runs_[2].second[40] ^ 4);
  EXPECT_EQ(Reason(), kHashDisagreement);
}

TEST_F(SecondOpinionTest, DisagreesWithAnotherRoot) {
  next_.root.bytes[3] ^= std::byte{1};
  EXPECT_EQ(Reason(), kHashDisagreement);
}

TEST_F(SecondOpinionTest, DisagreesWithALastCheckpointOfAnotherTree) {
  last_.root.bytes[0] ^= std::byte{1};
  EXPECT_EQ(Reason(), kHashDisagreement);
}

TEST_F(SecondOpinionTest, DisagreesWithAGapOrAnotherCount) {
  auto runs = runs_;
  runs_.erase(runs_.begin());
  EXPECT_EQ(Reason(), kHashDisagreement);
  runs_ = runs;
  ++next_.size;
  EXPECT_EQ(Reason(), kHashDisagreement);
}

TEST_F(SecondOpinionTest, DisagreesWhenAStoredTileChanged) {
  const merkle::TileId id{0, last_.size / 256};
  std::string tile = **database_->Get(kTiles, TileKey(kLedgerTree, id));
  tile[5] = static_cast<char>(tile[5] ^ 1);
  store::Database::Batch batch(*database_);
  batch.Put(kTiles, TileKey(kLedgerTree, id), tile);
  ASSERT_TRUE(database_->Commit(batch, store::Durability::kSynced).ok());
  EXPECT_EQ(Reason(), kHashDisagreement);
}

}  // namespace
}  // namespace ledger::log
