// Goal: verification finds any byte that is not what was signed, and says
// which entry.
// Method: a ledger with several submitters' submissions; then rows rewritten
// through the store (which leaves every checksum right), and bytes flipped in
// the files.

#include "ledger/log/verify.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "ledger/log/schema.h"
#include "ledger/merkle/tile.h"
#include "ledger/store/database.h"
#include "tests/unit/log/ledger_fixture.h"

namespace ledger::log {
namespace {

class VerifyTest : public LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    RegisterAll();
    for (std::uint64_t n = 0; n < 20; ++n) {
      ASSERT_TRUE(Submit(bank_, Withdrawals(n * 100, 50)).ok());
    }
    size_ = ledger_->head()->checkpoint.size;
    ledger_.reset();
  }
  VerifyReport Verify() {
    VerifyOptions options;
    options.directory = options_.directory;
    options.anchor_path = options_.anchor_path;
    Result<VerifyReport> report =
        VerifyDirectory(options, root_.keys[0]->vkey());
    EXPECT_TRUE(report.ok()) << report.error().message;
    return *std::move(report);
  }
  std::unique_ptr<store::Database> OpenStore() {
    store::DatabaseOptions options;
    options.path = options_.directory + "/log";
    options.families = LogFamilies();
    return *store::Database::Open(options);
  }
  void Rewrite(LogFamily family, const std::string& key,
               const std::string& value) {
    const auto database = OpenStore();
    store::Database::Batch batch(*database);
    batch.Put(family, key, value);
    ASSERT_TRUE(database->Commit(batch, store::Durability::kSynced).ok());
  }

  std::uint64_t size_ = 0;
};

TEST_F(VerifyTest, AWholeLedgerIsWhole) {
  const VerifyReport report = Verify();
  for (const Damage& damage : report.damages) ADD_FAILURE() << damage.what;
  EXPECT_EQ(report.entry_count, size_);
  EXPECT_EQ(report.event_count, 1002u);
  EXPECT_EQ(report.submission_count, 22u);
  EXPECT_TRUE(report.anchor_checked);
  EXPECT_EQ(report.origin, kOrigin);
}

TEST_F(VerifyTest, AnotherRootKeyIsRefusedAtTheGenesis) {
  VerifyOptions options;
  options.directory = options_.directory;
  const Result<VerifyReport> report = VerifyDirectory(
      options, note::SigningKey::Generate("root.example/test").vkey());
  ASSERT_TRUE(report.ok());
  ASSERT_FALSE(report->damages.empty());
  EXPECT_EQ(report->damages[0].entry, 0u);
}

TEST_F(VerifyTest, AnEventRewrittenUnderRightChecksumsIsNamed) {
  std::string run;
  std::uint64_t first = 0;
  {
    const auto database = OpenStore();
    const auto runs = database->NewIterator(kEntries);
    runs->SeekForPrev(IndexKey(300));
    first = GetU64(runs->key());
    run = runs->value();
  }
  // A withdrawal's amount, one rupiah more: still a valid event.
  const auto entries = *merkle::ParseBundle(run);
  std::string doctored;
  std::uint64_t changed = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    amanah::v1::Event event;
    if (changed == 0 && entries[i].front() != 'a') {
      ASSERT_TRUE(event.ParseFromString(std::string(entries[i])));
      event.mutable_withdrawal_posted()
          ->mutable_transaction()
          ->set_amount_rupiah(400'001);
      merkle::AppendToBundle(doctored, event.SerializeAsString());
      changed = first + i;
    } else {
      merkle::AppendToBundle(doctored, entries[i]);
    }
  }
  Rewrite(kEntries, IndexKey(first), doctored);
  const VerifyReport report = Verify();
  ASSERT_FALSE(report.damages.empty());
  EXPECT_EQ(report.damages[0].entry, changed) << report.damages[0].what;
}

TEST_F(VerifyTest, EveryFamilyIsChecked) {
  const std::vector<std::pair<LogFamily, std::string>> rows = {
      {kRecords, IndexKey(1)},
      {kTiles, TileKey(kLedgerTree, {0, 0})},
      {kSubmissions, NumberSizeKey(2, 50)},
      {kSubmitters, NumberKey(2)},
      {kCheckpoints, IndexKey(1)},
      {kMeta, std::string(kRegistryKey)},
      {kMeta, std::string(kHeadKey)},
  };
  for (const auto& [family, key] : rows) {
    std::string before;
    {
      const auto database = OpenStore();
      const auto value = *database->Get(family, key);
      ASSERT_TRUE(value.has_value()) << family;
      before = *value;
    }
    std::string changed = before;
    changed[changed.size() / 2] =
        static_cast<char>(changed[changed.size() / 2] ^ 1);
    Rewrite(family, key, changed);
    EXPECT_FALSE(Verify().damages.empty()) << "family " << family;
    Rewrite(family, key, before);
    ASSERT_TRUE(Verify().damages.empty()) << "family " << family;
  }
}

TEST_F(VerifyTest, ARunInsideAnotherIsFoundAndNotServed) {
  std::string forged;
  for (int i = 0; i < 40; ++i) merkle::AppendToBundle(forged, "\x0a forged");
  // Begins in the middle of a run and ends beyond it.
  std::uint64_t first = 0;
  {
    const auto database = OpenStore();
    const auto runs = database->NewIterator(kEntries);
    runs->SeekForPrev(IndexKey(300));
    first = GetU64(runs->key());
  }
  Rewrite(kEntries, IndexKey(first + 2), forged);
  EXPECT_FALSE(Verify().damages.empty());
}

TEST_F(VerifyTest, ARunBeyondTheHeadIsFoundAtTheStart) {
  std::string forged;
  merkle::AppendToBundle(forged, "\x0a forged");
  Rewrite(kEntries, IndexKey(size_ + 3), forged);
  EXPECT_FALSE(Verify().damages.empty());
  const auto opened = Ledger::Open(options_, LedgerKey());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().reason, kLogDamaged);
}

TEST_F(VerifyTest, ARegistryRowThatItsEntriesDoNotGiveStopsTheStart) {
  Rewrite(kMeta, std::string(kRegistryKey),
          registry::Registry::FromGenesis(
              note::SigningKey::Generate("root.example/test").vkey())
              .Serialize());
  const auto opened = Ledger::Open(options_, LedgerKey());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().reason, kLogDamaged);
}

TEST_F(VerifyTest, ASubmitterSetBackIsNotServedAgain) {
  Rewrite(kSubmitters, NumberKey(2), EncodeSubmitterRow({0, {}}));
  EXPECT_FALSE(Verify().damages.empty());
  Reopen();
  bank_.tree = merkle::Tree();
  const Result<Receipt> refused = Submit(bank_, Withdrawals(0, 7));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, kLogDamaged);
}

TEST_F(VerifyTest, AHeadsTimeSetBackIsFound) {
  std::string head;
  {
    const auto database = OpenStore();
    head = **database->Get(kMeta, kHeadKey);
  }
  head[5] = static_cast<char>(head[5] ^ 0x10);
  Rewrite(kMeta, std::string(kHeadKey), head);
  EXPECT_FALSE(Verify().damages.empty());
  const auto opened = Ledger::Open(options_, LedgerKey());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().reason, kLogDamaged);
}

TEST_F(VerifyTest, ADamagedAnchorSlotCannotHideARollback) {
  std::filesystem::copy(options_.directory, folder_ / "copy",
                        std::filesystem::copy_options::recursive);
  Reopen();
  ASSERT_TRUE(Submit(bank_, Withdrawals(9000, 3)).ok());
  ledger_.reset();
  std::filesystem::remove_all(options_.directory);
  std::filesystem::rename(folder_ / "copy", options_.directory);
  // 22 batches and this one: the latest is in the slot of sequence 23.
  std::fstream anchor(options_.anchor_path,
                      std::ios::in | std::ios::out | std::ios::binary);
  anchor.seekp(4096 + 60);
  anchor.put('\x7f');
  anchor.close();
  EXPECT_FALSE(Verify().damages.empty());
  const auto opened = Ledger::Open(options_, LedgerKey());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().reason, kAnchorDamaged);
}

TEST_F(VerifyTest, RowsThatNoEntryCallsForAreFound) {
  Rewrite(kEquivocations, NumberSizeKey(2, 50), IndexKey(3));
  EXPECT_FALSE(Verify().damages.empty());
}

TEST_F(VerifyTest, ARolledBackCopyIsBehindItsAnchor) {
  std::filesystem::copy(options_.directory, folder_ / "copy",
                        std::filesystem::copy_options::recursive);
  Reopen();
  ASSERT_TRUE(Submit(bank_, Withdrawals(9000, 3)).ok());
  ledger_.reset();
  std::filesystem::remove_all(options_.directory);
  std::filesystem::rename(folder_ / "copy", options_.directory);
  const VerifyReport report = Verify();
  ASSERT_EQ(report.damages.size(), 1u);
  const auto opened = Ledger::Open(options_, LedgerKey());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().reason, kLogBehindAnchor);
}

TEST_F(VerifyTest, AFlippedByteInAnyTableIsFoundAndInEntriesNamed) {
  bool named = false;
  for (const auto& file :
       std::filesystem::directory_iterator(options_.directory + "/log")) {
    if (file.path().extension() != ".sst") continue;
    const auto flip = [&] {
      std::fstream bytes(file.path(),
                         std::ios::in | std::ios::out | std::ios::binary);
      bytes.seekg(static_cast<std::streamoff>(file.file_size() / 3));
      const int byte = bytes.get();
      bytes.seekp(static_cast<std::streamoff>(file.file_size() / 3));
      bytes.put(static_cast<char>(byte ^ 0x10));
    };
    flip();
    const VerifyReport report = Verify();
    EXPECT_FALSE(report.damages.empty()) << file.path();
    for (const Damage& damage : report.damages) {
      named = named || damage.entry.has_value();
    }
    flip();
  }
  EXPECT_TRUE(named);
  EXPECT_TRUE(Verify().damages.empty());
}

}  // namespace
}  // namespace ledger::log
