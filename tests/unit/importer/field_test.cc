// Goal: the columns of field work and of people's own words become what
// PROFILES.md says: fingerprints, attendance, hashes that nobody can guess,
// codes by their beginning.

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "tests/support/vectors.h"
#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

constexpr std::string_view kProfile = R"([source]
origin = "dinsos.example/amanah"
display_name = "D"
[dialect]
yes = ["YA"]
no = ["TIDAK"]
[map.outcome]
"sent*" = "REFERRED_TO_OFFICE"
"sent to the bank*" = "REFERRED_TO_BANK"
"sent to the bank." = "EXPLAINED"
"*" = "OTHER"
[[file]]
name = "a.csv"
step = 1
[file.columns]
k = "reference"
person = "token:person"
photo = "fingerprint"
bitmap = "bitmap"
minutes = "sha256"
words = "text_hash"
outcome = { type = "code:outcome", strip_prefix = "ANSWER " }
seen = { column = "result", type = "flag", strip_prefix = "SEEN=" }
[file.set.work]
occurred_at = { const = "2025-01-01" }
body.work.done_by = "person"
body.work.photo_fingerprint = "photo"
[[file.event]]
kind = "p2k2_session_held"
key = ["k"]
use = "work"
[file.event.set]
body.group_id = { const = "G" }
body.attendance_bitmap = "bitmap"
[[file.event]]
kind = "coordination_meeting_held"
key = ["k"]
[file.event.set]
occurred_at = { const = "2025-01-01" }
body.minutes_hash = "minutes"
evidence_hashes = "words"
[[file.event]]
kind = "grievance_answered"
key = ["k"]
[file.event.set]
occurred_at = { const = "2025-01-01" }
body.ticket = "k"
body.outcome = "outcome"
[[file.event]]
kind = "pin_changed"
when = { result = { prefix = ["SEEN="] } }
key = ["k"]
[file.event.set]
occurred_at = { const = "2025-01-01" }
subjects.kks = "person"
body.reset = "seen"
)";

constexpr std::string_view kHeader =
    "k,person,photo,bitmap,minutes,words,outcome,result\n";
const std::string kPhoto = "e21b47a0fce468f91df56a7f983495d7";
const std::string kHash(64, 'a');

Imported Import(const std::string& row) {
  const TemporaryDirectory directory;
  directory.Write("a.csv", std::string(kHeader) + row + "\n");
  auto imported = RunImport(MustParse(kProfile), directory.path());
  EXPECT_TRUE(imported.ok());
  AMANAH_CHECK(imported.ok());
  return *std::move(imported);
}

// A row with that cell in that column, and good ones elsewhere.
std::string RowWith(std::size_t column, const std::string& cell) {
  std::vector<std::string> cells = {"1",   "1801994714655843", kPhoto, "3ff",
                                    kHash, "no name",          "x",    ""};
  cells.at(column) = cell;
  std::string row;
  for (const std::string& each : cells) row += (row.empty() ? "" : ",") + each;
  return row;
}

std::string BitmapOf(const std::string& cell) {
  const Imported imported = Import(RowWith(3, cell));
  if (!imported.rejects.empty()) return std::string(imported.rejects[0].reason);
  return ledger::HexEncode(ledger::AsBytes(
      imported.Event(0).p2k2_session_held().attendance_bitmap()));
}

TEST(Field, ABitmapIsItsNumberLowestByteFirst) {
  EXPECT_EQ(BitmapOf("3ff"), "ff03");
  EXPECT_EQ(BitmapOf("03FF"), "ff03");
  EXPECT_EQ(BitmapOf("000000000001"), "01");
  EXPECT_EQ(BitmapOf("0"), "00");
  EXPECT_EQ(BitmapOf("8000000000000000"), "0000000000000080");
  EXPECT_EQ(BitmapOf(std::string(128, 'f')), std::string(128, 'f'));
  EXPECT_EQ(BitmapOf("1" + std::string(128, 'f')), "EVENT_INVALID");
  EXPECT_EQ(BitmapOf(""), "");
  for (const char* bad : {"x", "3f ff", "0x3f", "-1"}) {
    EXPECT_EQ(BitmapOf(bad), "HASH_MALFORMED") << bad;
  }
}

TEST(Field, BitIOfAnyNumberIsBitIOfItsBytes) {
  for (int bit = 0; bit < 64; ++bit) {
    char cell[20];
    std::snprintf(cell, sizeof cell, "%llx", 1ull << bit);
    const auto at = static_cast<std::size_t>(bit);
    const std::string hex = BitmapOf(cell);
    const auto bytes = ledger::HexDecode(hex);
    ASSERT_TRUE(bytes.has_value()) << cell;
    ASSERT_EQ(bytes->size(), at / 8 + 1) << cell;
    EXPECT_EQ(static_cast<unsigned char>(bytes->back()), 1u << (at % 8));
    EXPECT_EQ(std::count(bytes->begin(), bytes->end(), '\0'),
              static_cast<std::ptrdiff_t>(at / 8));
  }
}

TEST(Field, FingerprintsAndHashesHaveTheirLength) {
  const Imported good = Import(RowWith(0, "1"));
  EXPECT_EQ(ledger::HexEncode(ledger::AsBytes(
                good.Event(0).p2k2_session_held().work().photo_fingerprint())),
            kPhoto);
  EXPECT_EQ(ledger::HexEncode(ledger::AsBytes(
                good.Event(1).coordination_meeting_held().minutes_hash())),
            kHash);
  for (const auto& [column, cell] :
       {std::pair<std::size_t, std::string>{2, kHash},
        {2, kPhoto.substr(1)},
        {2, "x"},
        {4, kPhoto}}) {
    const Imported bad = Import(RowWith(column, cell));
    ASSERT_EQ(bad.rejects.size(), 1u);
    EXPECT_EQ(bad.rejects[0].reason, kHashMalformed);
  }
}

TEST(Field, ACodeIsOfItsOwnLineOrOfTheLongestBeginning) {
  const auto outcome = [](const std::string& cell) {
    return Import(RowWith(6, cell)).Event(2).grievance_answered().outcome();
  };
  EXPECT_EQ(outcome("sent to the village"),
            amanah::v1::GRIEVANCE_OUTCOME_REFERRED_TO_OFFICE);
  EXPECT_EQ(outcome("sent to the bank of X"),
            amanah::v1::GRIEVANCE_OUTCOME_REFERRED_TO_BANK);
  EXPECT_EQ(outcome("ANSWER sent to the bank"),
            amanah::v1::GRIEVANCE_OUTCOME_REFERRED_TO_BANK);
  EXPECT_EQ(outcome("sent to the bank."),
            amanah::v1::GRIEVANCE_OUTCOME_EXPLAINED);
  EXPECT_EQ(outcome("sen"), amanah::v1::GRIEVANCE_OUTCOME_OTHER);
  EXPECT_EQ(outcome(""), amanah::v1::GRIEVANCE_OUTCOME_UNSPECIFIED);
}

TEST(Field, AFlagIsReadAfterItsPrefix) {
  EXPECT_TRUE(Import(RowWith(7, "SEEN=YA")).Event(3).pin_changed().reset());
  EXPECT_FALSE(Import(RowWith(7, "SEEN=TIDAK")).Event(3).pin_changed().reset());
  const Imported bad = Import(RowWith(7, "SEEN=9"));
  ASSERT_EQ(bad.rejects.size(), 1u);
  EXPECT_EQ(bad.rejects[0].reason, kCodeUnknown);
}

TEST(Field, PeoplesWordsAreASaltedHashAsTheDocumentSays) {
  const std::string words = "Kartu saya dipegang Siti Aminah";
  const auto event = Import(RowWith(5, " " + words)).Event(1);
  ASSERT_EQ(event.evidence_hashes_size(), 1);
  const auto salt = Key().Tokenise(ledger::crypto::TokenKind::kDocument, words);
  const std::string domain =
      tests::HexVector("services/importer/FORMAT.md", "text-hash-domain");
  EXPECT_EQ(event.evidence_hashes(0),
            ledger::crypto::Sha256(
                {ledger::AsBytes(domain), salt.bytes, ledger::AsBytes(words)})
                .view());
  EXPECT_EQ(event.SerializeAsString().find("Siti"), std::string::npos);
  // Without the key it cannot be tried out.
  EXPECT_NE(event.evidence_hashes(0),
            ledger::crypto::Sha256({ledger::AsBytes(words)}).view());
}

TEST(Field, PeoplesWordsAreMaskedWhenTheirRowIsRejected) {
  const Imported bad = Import(RowWith(4, "no name"));
  ASSERT_EQ(bad.rejects.size(), 1u);
  const Imported shown = Import(RowWith(0, "my own words"));
  EXPECT_TRUE(shown.rejects.empty());
  // The same words in a column that goes into the event.
  std::string row = RowWith(5, "my own words");
  row.replace(0, 1, "my own words");
  const Imported leak = Import(row);
  ASSERT_EQ(leak.rejects.size(), 1u);
  EXPECT_EQ(leak.rejects[0].reason, kIdentifierInText);
}

}  // namespace
}  // namespace services::importer
