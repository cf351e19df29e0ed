// Goal: journals, event ids, rejects and tokens in text are byte for byte
// what FORMAT.md shows.

#include "ledger/base/bytes.h"
#include "tests/support/vectors.h"
#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

constexpr char kFormat[] = "services/importer/FORMAT.md";

std::string ReadBack(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(Format, JournalIsThatOfTheDocument) {
  const std::string text = tests::TextVector(kFormat, "journal");
  const auto journal = ImportJournal::Parse(text, "bank-a.example/amanah");
  ASSERT_TRUE(journal.ok()) << journal.error().message;
  ASSERT_EQ(journal->batches().size(), 2u);
  EXPECT_EQ(journal->batches()[0].files[0].name, "agents.csv");
  EXPECT_EQ(journal->batches()[1].files[1].size_bytes, 356807u);
  EXPECT_EQ(journal->batches()[1].files[1].sha256.bytes[31], std::byte{2});
  EXPECT_EQ(journal->Text(), text);
}

TEST(Format, EventIdIsThatOfTheDocument) {
  const TemporaryDirectory directory;
  directory.Write("a.csv",
                  "rrn,at,account\n503510000771,2025-02-04,0099123456\n");
  const Profile profile = MustParse(R"(
[source]
origin = "bank-a.example/amanah"
display_name = "A"
[[file]]
name = "a.csv"
step = 1
[file.columns]
rrn = "reference"
at = "day"
account = "token:account"
[[file.event]]
kind = "withdrawal_posted"
key = ["rrn"]
[file.event.set]
occurred_at = "at"
subjects.account = "account"
body.transaction.rrn = "rrn"
body.transaction.response_code = { const = "00" }
)");
  const auto imported = RunImport(profile, directory.path());
  ASSERT_TRUE(imported.ok()) << imported.error().message;
  ASSERT_EQ(imported->bytes.size(), 1u);
  const std::string hashed = tests::HexVector(kFormat, "event-id-hashed");
  const auto digest = ledger::crypto::Sha256({ledger::AsBytes(hashed)});
  const std::string id = tests::HexVector(kFormat, "event-id");
  EXPECT_EQ(digest.view().substr(0, 16), id);
  EXPECT_EQ(imported->Event(0).event_id(), id);
}

TEST(Format, RejectsAreThoseOfTheDocument) {
  const TemporaryDirectory directory;
  auto file = RejectFile::Create(directory / "rejects.csv");
  ASSERT_TRUE(file.ok());
  file->Take({"mutasi_202502.csv", 17, "card_no", Mask("9999-1447-117", false),
              kIdentifierForm});
  file->Take(
      {"mutasi_202502.csv", 18, "amount", Mask("x,12", true), kMoneyMalformed});
  ASSERT_TRUE(file->Close().ok());
  EXPECT_EQ(ReadBack(directory / "rejects.csv"),
            tests::TextVector(kFormat, "rejects"));
}

TEST(Format, AnUnwritableRejectFileIsToldOf) {
  const auto file = RejectFile::Create("/nowhere/rejects.csv");
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().reason, RejectFile::kUnwritable);
  auto full = RejectFile::Create("/dev/full");
  ASSERT_TRUE(full.ok());
  full->Take({"a.csv", 2, "", "", kNulByte});
  const auto closed = full->Close();
  ASSERT_FALSE(closed.ok());
  EXPECT_EQ(closed.error().reason, RejectFile::kUnwritable);
}

TEST(Format, MaskShowsShapeAndNoIdentifier) {
  EXPECT_EQ(Mask("9999144711785022", true), "################");
  EXPECT_EQ(Mask("2025-02-30", true), "2025-02-30");
  EXPECT_EQ(Mask("2025-02-30", false), "####-##-##");
  EXPECT_EQ(Mask("Siti Aminah", true), "xxxx xxxxxx");
  EXPECT_EQ(Mask("a\n\xC3\xA9", true), "x???");
  EXPECT_EQ(Mask(std::string(100, '-'), true).size(), 40u);
}

// A token as the document writes it, from the token's own bytes.
TEST(Format, TokenInATextIsThatOfTheDocument) {
  const TemporaryDirectory directory;
  directory.Write("a.csv", "nik,doc\n1801994714655843,SK/1\n");
  const Profile profile = MustParse(R"(
[source]
origin = "dinsos.example/amanah"
display_name = "D"
[[file]]
name = "a.csv"
step = 1
[file.columns]
nik = "token:person"
doc = "token:document"
[[file.event]]
kind = "role_assigned"
key = ["doc"]
[file.event.set]
occurred_at = { const = "2025-01-01" }
body.party = "nik"
body.role = { const = "TKSK" }
body.decree_no = "doc"
)");
  const auto imported = RunImport(profile, directory.path());
  ASSERT_TRUE(imported.ok()) << imported.error().message;
  ASSERT_EQ(imported->bytes.size(), 1u);
  const auto event = imported->Event(0);
  EXPECT_EQ(
      event.role_assigned().party(),
      Key()
          .Tokenise(ledger::crypto::TokenKind::kPerson, "1801994714655843")
          .view());
  const std::string letters = tests::LineVector(kFormat, "token-letters");
  std::string hex = ledger::HexEncode(ledger::AsBytes(
      Key().Tokenise(ledger::crypto::TokenKind::kDocument, "SK/1").view()));
  for (char& c : hex) {
    c = letters[static_cast<std::size_t>(c <= '9' ? c - '0' : c - 'a' + 10)];
  }
  EXPECT_EQ(event.role_assigned().decree_no(), hex);
}

}  // namespace
}  // namespace services::importer
