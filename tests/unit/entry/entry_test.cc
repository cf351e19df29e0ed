// Goal: the texts that the ledger writes have one form, and FORMAT.md says it.
// Method: round trips, every truncation, and the vector of the document.

#include "ledger/entry/entry.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/note/note.h"

namespace ledger::entry {
namespace {

const Instant kReceived{1'738'548'000'000'001};

TEST(EntryTest, KindsAreToldByTheirFirstBytes) {
  EXPECT_EQ(*KindOfEntry("\x0a\x10"), EntryKind::kEvent);
  EXPECT_EQ(*KindOfEntry("amanah/submission/v1\n"), EntryKind::kSubmission);
  EXPECT_EQ(*KindOfEntry("amanah/genesis/v1\n"), EntryKind::kGenesis);
  EXPECT_EQ(*KindOfEntry("amanah/equivocation/v1\n"), EntryKind::kEquivocation);
  EXPECT_EQ(KindOfEntry("").error().reason, kEntryMalformed);
  EXPECT_EQ(KindOfEntry("amanah/submission/v2\n").error().reason,
            kEntryMalformed);
}

TEST(EntryTest, ASubmissionRecordIsTheDocumentedBytes) {
  std::ifstream file(std::string(AMANAH_SOURCE_DIR) +
                     "/ledger/entry/FORMAT.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string record = FormatSubmissionRecord({kReceived, 3, "note\n"});
  EXPECT_NE(text.str().find(HexEncode(AsBytes(record))), std::string::npos)
      << HexEncode(AsBytes(record));
}

TEST(EntryTest, ASubmissionRecordComesBackAndItsPrefixesDoNot) {
  const std::string record = FormatSubmissionRecord({kReceived, 3, "note\n"});
  const auto parsed = ParseSubmissionRecord(record);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->received, kReceived);
  EXPECT_EQ(parsed->count, 3u);
  EXPECT_EQ(parsed->checkpoint, "note\n");
  const std::size_t header = record.size() - 5;
  for (std::size_t size = 0; size <= header; ++size) {
    EXPECT_FALSE(ParseSubmissionRecord(record.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(
      ParseSubmissionRecord(FormatSubmissionRecord({kReceived, 0, "note\n"}))
          .ok());
}

TEST(EntryTest, AnEquivocationRecordComesBackAndIsFilledByItsNotes) {
  const std::string record =
      FormatEquivocationRecord({kReceived, "one\n", "another\n"});
  const auto parsed = ParseEquivocationRecord(record);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->logged_checkpoint, "one\n");
  EXPECT_EQ(parsed->refused_checkpoint, "another\n");
  EXPECT_FALSE(ParseEquivocationRecord(record + "x").ok());
  for (std::size_t size = 0; size < record.size(); ++size) {
    EXPECT_FALSE(ParseEquivocationRecord(record.substr(0, size)).ok()) << size;
  }
}

TEST(EntryTest, AGenesisMustBeSignedByTheRootItNames) {
  const auto ledger = note::SigningKey::Generate("ledger.example/t");
  const auto root = note::SigningKey::Generate("root.example/t");
  const auto other = note::SigningKey::Generate("root.example/t");
  const std::string text =
      FormatGenesisText({kReceived, "ledger.example/t",
                         ledger.vkey().ToString(), root.vkey().ToString()});
  const auto parsed = ParseGenesis(note::SignNote(text, {&root}));
  ASSERT_TRUE(parsed.ok()) << parsed.error().message;
  EXPECT_EQ(parsed->origin, "ledger.example/t");
  EXPECT_FALSE(ParseGenesis(note::SignNote(text, {&other})).ok());
  EXPECT_FALSE(ParseGenesis(note::SignNote(text + "more x\n", {&root})).ok());
}

}  // namespace
}  // namespace ledger::entry
