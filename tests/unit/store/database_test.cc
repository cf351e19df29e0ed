// Goal: a Database keeps batches whole, ordered and across openings, and says
// what is wrong when it cannot.
// Method: a real RocksDB in a temporary folder.

#include "ledger/store/database.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace ledger::store {
namespace {

constexpr Family kFruit = 0;
constexpr Family kStone = 1;

class DatabaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("store_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  DatabaseOptions Options() const {
    DatabaseOptions options;
    options.path = folder_.string();
    options.families = {"fruit", "stone"};
    options.create_if_missing = true;
    return options;
  }
  std::unique_ptr<Database> OpenOrDie(const DatabaseOptions& options) {
    Result<std::unique_ptr<Database>> opened = Database::Open(options);
    EXPECT_TRUE(opened.ok()) << opened.error().message;
    return *std::move(opened);
  }

  std::filesystem::path folder_;
};

TEST_F(DatabaseTest, ABatchIsThereAfterReopening) {
  {
    const auto database = OpenOrDie(Options());
    Database::Batch batch(*database);
    batch.Put(kFruit, "a", "apple");
    batch.Put(kStone, "a", "agate");
    ASSERT_TRUE(database->Commit(batch, Durability::kSynced).ok());
  }
  DatabaseOptions options = Options();
  options.create_if_missing = false;
  const auto database = OpenOrDie(options);
  EXPECT_EQ(**database->Get(kFruit, "a"), "apple");
  EXPECT_EQ(**database->Get(kStone, "a"), "agate");
  EXPECT_FALSE((*database->Get(kStone, "b")).has_value());
}

TEST_F(DatabaseTest, OpeningNothingSaysThatItIsMissing) {
  DatabaseOptions options = Options();
  options.create_if_missing = false;
  const auto opened = Database::Open(options);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().reason, kStoreMissing);
}

TEST_F(DatabaseTest, ASecondOpeningIsRefused) {
  const auto first = OpenOrDie(Options());
  const auto second = Database::Open(Options());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().reason, kStoreLocked);
}

TEST_F(DatabaseTest, ASnapshotDoesNotSeeWhatCameAfter) {
  const auto database = OpenOrDie(Options());
  Database::Batch batch(*database);
  batch.Put(kFruit, "a", "apple");
  ASSERT_TRUE(database->Commit(batch, Durability::kBuffered).ok());
  const auto snapshot = database->TakeSnapshot();
  batch.Clear();
  batch.Put(kFruit, "a", "apricot");
  ASSERT_TRUE(database->Commit(batch, Durability::kBuffered).ok());
  EXPECT_EQ(**database->Get(kFruit, "a", snapshot.get()), "apple");
  EXPECT_EQ(**database->Get(kFruit, "a"), "apricot");
}

TEST_F(DatabaseTest, AnIteratorWithAnEndStopsBeforeIt) {
  const auto database = OpenOrDie(Options());
  Database::Batch batch(*database);
  for (const char* key : {"a", "b", "c", "d"}) batch.Put(kFruit, key, key);
  ASSERT_TRUE(database->Commit(batch, Durability::kSynced).ok());
  const auto iterator = database->NewIterator(kFruit, nullptr, false, "c");
  std::string seen;
  for (iterator->Seek("b"); iterator->Valid(); iterator->Next()) {
    seen += iterator->key();
  }
  EXPECT_EQ(seen, "b");
  EXPECT_TRUE(iterator->status().ok());
  iterator->Seek("a");
  ASSERT_TRUE(iterator->Valid());
  EXPECT_EQ(iterator->key(), "a");
}

TEST_F(DatabaseTest, AnIteratorSeesWhatCameAfterOnlyWhenRefreshed) {
  const auto database = OpenOrDie(Options());
  const auto iterator = database->NewIterator(kFruit);
  Database::Batch batch(*database);
  batch.Put(kFruit, "a", "apple");
  ASSERT_TRUE(database->Commit(batch, Durability::kSynced).ok());
  iterator->Seek("a");
  EXPECT_FALSE(iterator->Valid());
  ASSERT_TRUE(iterator->Refresh().ok());
  iterator->Seek("a");
  ASSERT_TRUE(iterator->Valid());
  EXPECT_EQ(iterator->value(), "apple");
  // Tables that were written since are another matter inside.
  batch.Clear();
  batch.Put(kFruit, "b", "banana");
  ASSERT_TRUE(database->Commit(batch, Durability::kSynced).ok());
  ASSERT_TRUE(database->Flush().ok());
  ASSERT_TRUE(iterator->Refresh().ok());
  iterator->Seek("b");
  ASSERT_TRUE(iterator->Valid());
  EXPECT_EQ(iterator->value(), "banana");
}

TEST_F(DatabaseTest, ClearLeavesOtherFamiliesAlone) {
  const auto database = OpenOrDie(Options());
  Database::Batch batch(*database);
  batch.Put(kFruit, "a", "apple");
  batch.Put(kFruit, std::string(40, '\xff'), "last");
  batch.Put(kStone, "a", "agate");
  ASSERT_TRUE(database->Commit(batch, Durability::kBuffered).ok());
  ASSERT_TRUE(database->Clear(kFruit).ok());
  const auto iterator = database->NewIterator(kFruit);
  iterator->SeekToFirst();
  EXPECT_FALSE(iterator->Valid());
  EXPECT_TRUE((*database->Get(kStone, "a")).has_value());
}

TEST_F(DatabaseTest, AFlippedBitInATableIsNamedDamage) {
  {
    const auto database = OpenOrDie(Options());
    Database::Batch batch(*database);
    for (int i = 0; i < 2000; ++i) {
      batch.Put(kFruit, std::to_string(i), std::string(50, 'x'));
    }
    ASSERT_TRUE(database->Commit(batch, Durability::kSynced).ok());
    ASSERT_TRUE(database->Flush().ok());
  }
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    if (file.path().extension() != ".sst") continue;
    std::fstream bytes(file.path(),
                       std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(100);
    const int byte = bytes.get();
    bytes.seekp(100);
    bytes.put(static_cast<char>(byte ^ 1));
  }
  const auto database = OpenOrDie(Options());
  const Status verified = database->VerifyChecksums();
  ASSERT_FALSE(verified.ok());
  EXPECT_EQ(verified.error().reason, kStoreDamaged);
}

}  // namespace
}  // namespace ledger::store
