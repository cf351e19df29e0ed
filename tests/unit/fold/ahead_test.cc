#include "ledger/fold/ahead.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/fold/engine.h"
#include "tests/unit/fold/history.h"

namespace ledger::fold {
namespace {

using testing::EntriesOf;
using testing::MemorySource;
using testing::Story;

std::vector<log::Entry> Entries(std::size_t count) {
  Story story;
  for (std::size_t i = 1; i < count; ++i) {
    story.Credited("k", "2025-02-03", static_cast<std::int64_t>(i));
  }
  return *EntriesOf(story.history());
}

MemorySource SourceOf(const std::vector<log::Entry>& entries) {
  return MemorySource(std::make_shared<const std::vector<log::Entry>>(entries));
}

// With a reader's thread and without one.
constexpr std::size_t kSizes[] = {100, 10'000};

TEST(AheadTest, EachEntryIsGivenOnceAndChunksEndWhereBatchesDo) {
  for (const std::size_t size : kSizes) {
    const std::vector<log::Entry> entries = Entries(size);
    const MemorySource source = SourceOf(entries);
    for (const std::size_t batch : {1u, 7u, 64u, 1'000u, 100'000u}) {
      const std::uint64_t begin = 3;
      Ahead ahead(source, begin, size, batch);
      std::uint64_t at = begin;
      while (at < size) {
        const auto chunk = ahead.Next();
        ASSERT_TRUE(chunk.ok());
        ASSERT_EQ((*chunk)->begin, at);
        for (std::size_t i = 0; i < (*chunk)->size; ++i) {
          const DecodedEvent& decoded = (*chunk)->events[i];
          ASSERT_EQ(decoded.index, at + i);
          ASSERT_EQ(decoded.event.SerializeAsString(),
                    entries[decoded.index].bytes);
        }
        ASSERT_EQ((*chunk)->size, (*chunk)->end - at);
        const std::uint64_t batch_end =
            begin + (at - begin) / batch * batch + batch;
        ASSERT_LE((*chunk)->end, batch_end);
        at = (*chunk)->end;
        ASSERT_EQ((*chunk)->last_entry, DigestOfEntry(entries[at - 1].bytes));
      }
      EXPECT_EQ(at, size);
    }
  }
}

TEST(AheadTest, AnEntryThatDoesNotParseFailsAfterThoseBeforeIt) {
  for (const std::size_t size : kSizes) {
    std::vector<log::Entry> entries = Entries(size);
    const std::size_t bad = size / 2;
    entries[bad].bytes = "\x0a\xff";
    const MemorySource source = SourceOf(entries);
    Ahead ahead(source, 0, size, 10);
    std::uint64_t at = 0;
    while (at + 10 <= bad) {
      const auto chunk = ahead.Next();
      ASSERT_TRUE(chunk.ok());
      at = (*chunk)->end;
    }
    const auto chunk = ahead.Next();
    ASSERT_FALSE(chunk.ok());
    EXPECT_EQ(chunk.error().reason, kFoldEntryUnreadable);
  }
}

TEST(AheadTest, NotAllOfItNeedBeTaken) {
  const std::vector<log::Entry> entries = Entries(10'000);
  const MemorySource source = SourceOf(entries);
  for (int taken = 0; taken < 5; ++taken) {
    Ahead ahead(source, 0, entries.size(), 100);
    for (int i = 0; i < taken; ++i) ASSERT_TRUE(ahead.Next().ok());
  }
}

}  // namespace
}  // namespace ledger::fold
