// Goal: the anchor keeps its last checkpoint through anything but the loss of
// both slots, and notices another writer.
// Method: a real file; each slot damaged in turn.

#include "ledger/log/anchor.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "ledger/log/ledger.h"

namespace ledger::log {
namespace {

class AnchorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "/anchor_" + std::to_string(::getpid());
    std::filesystem::remove(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }
  void Damage(std::streamoff at) {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file.put('\x7f');
  }
  std::string path_;
};

TEST_F(AnchorTest, TheLastCheckpointIsThereAfterReopening) {
  {
    const auto anchor = Anchor::Create(path_, "one\n");
    ASSERT_TRUE(anchor.ok());
    ASSERT_TRUE((*anchor)->Advance("two\n").ok());
    ASSERT_TRUE((*anchor)->Advance("three\n").ok());
  }
  EXPECT_EQ((*Anchor::Open(path_))->checkpoint(), "three\n");
  EXPECT_EQ(Anchor::Read(path_)->checkpoint, "three\n");
}

TEST_F(AnchorTest, ADamagedSlotGivesTheOneBeforeAndTwoGiveNone) {
  {
    const auto anchor = Anchor::Create(path_, "one\n");
    ASSERT_TRUE((*anchor)->Advance("two\n").ok());
  }
  Damage(4096 + 40);  // Sequence 1.
  EXPECT_EQ(Anchor::Read(path_)->checkpoint, "one\n");
  EXPECT_TRUE(Anchor::Read(path_)->other_slot_damaged);
  Damage(40);
  EXPECT_EQ(Anchor::Read(path_).error().reason, kAnchorDamaged);
}

TEST_F(AnchorTest, AnyByteOfASlotCounts) {
  {
    const auto anchor = Anchor::Create(path_, "one\n");
    ASSERT_TRUE((*anchor)->Advance("two\n").ok());
  }
  EXPECT_FALSE(Anchor::Read(path_)->other_slot_damaged);
  Damage(4096 + 4095);
  EXPECT_EQ(Anchor::Read(path_)->checkpoint, "one\n");
  EXPECT_TRUE(Anchor::Read(path_)->other_slot_damaged);
}

TEST_F(AnchorTest, ItIsMadeOnceAndMissedWhenGone) {
  EXPECT_EQ(Anchor::Open(path_).error().reason, kAnchorMissing);
  ASSERT_TRUE(Anchor::Create(path_, "one\n").ok());
  EXPECT_EQ(Anchor::Create(path_, "two\n").error().reason, kAnchorExists);
}

TEST_F(AnchorTest, AnotherWriterIsNoticed) {
  const auto mine = Anchor::Create(path_, "one\n");
  const auto other = Anchor::Open(path_);
  ASSERT_TRUE((*other)->Advance("two\n").ok());
  const Status advanced = (*mine)->Advance("three\n");
  ASSERT_FALSE(advanced.ok());
  EXPECT_EQ(advanced.error().reason, kAnchorMoved);
}

}  // namespace
}  // namespace ledger::log
