// Goal: imports that come one after another make one log, whatever came when.

#include "services/importer/journal.h"

#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

constexpr std::string_view kOrigin = "bank.example/amanah";
constexpr std::string_view kProfile = R"(
[source]
origin = "bank.example/amanah"
display_name = "Bank"
unmapped = ["skip*.csv"]
[[file]]
name = "totals_{YYYYMM}.csv"
step = 2
merge = "day"
[file.columns]
day = "day!"
type = "reference!"
[[file.event]]
kind = "control_total_reported"
key = ["day", "type"]
[file.event.set]
occurred_at = "day"
body.transaction_type = "type"
body.bank = { const = "BANK" }
[[file]]
name = "more_{YYYYMM}.csv"
step = 2
merge = "day"
[file.columns]
day = "day!"
type = "reference!"
[[file.event]]
kind = "control_total_reported"
key = ["day", "type"]
[file.event.set]
occurred_at = "day"
body.transaction_type = "type"
body.bank = { const = "BANK" }
[[file]]
name = "first*.csv"
step = 1
[file.columns]
day = "day!"
type = "reference!"
[[file.event]]
kind = "control_total_reported"
key = ["day", "type"]
[file.event.set]
occurred_at = "day"
body.transaction_type = "type"
body.bank = { const = "BANK" }
)";

// Types of the events, in order: each row of these tests has its own.
std::string TypesOf(const Imported& imported) {
  std::string types;
  for (std::size_t i = 0; i < imported.bytes.size(); ++i) {
    types += imported.Event(i).control_total_reported().transaction_type();
  }
  return types;
}

class JournalTest : public testing::Test {
 protected:
  // A file with a row for each letter of `types`, from the 1st of 2025 on,
  // two days apart.
  void Write(const std::string& name, std::string_view types, int first_day) {
    std::string bytes = "day,type\n";
    for (const char type : types) {
      const std::string day = std::to_string(100 + first_day).substr(1);
      bytes += "2025-01-" + day + "," + type + "\n";
      first_day += 2;
    }
    data_.Write(name, bytes);
  }

  // As the command line does it: load, plan, save, stream.
  ledger::Result<Imported> Import() {
    LEDGER_ASSIGN_OR_RETURN(ImportJournal journal,
                            ImportJournal::Load(journal_path_, kOrigin));
    LEDGER_ASSIGN_OR_RETURN(
        const Plan plan, MakePlan(profile_, data_.path(), std::move(journal)));
    has_new_files_ = plan.has_new_files();
    LEDGER_RETURN_IF_ERROR(plan.journal.Save(journal_path_));
    return RunPlan(profile_, plan);
  }

  const Profile profile_ = MustParse(kProfile);
  const TemporaryDirectory data_;
  const TemporaryDirectory state_;
  const std::string journal_path_ = state_ / "journal";
  bool has_new_files_ = false;
};

TEST_F(JournalTest, FilesComeByStepThenMonthAndMergeByDay) {
  Write("totals_202502.csv", "xyz", 1);
  Write("totals_202501.csv", "ace", 1);
  Write("more_202501.csv", "bdf", 2);
  Write("first.csv", "1", 20);
  Write("skip_this.csv", "", 1);
  Write("unheard_of.csv", "", 1);
  const auto plan =
      MakePlan(profile_, data_.path(), ImportJournal(std::string(kOrigin)));
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->batches.size(), 3u);
  EXPECT_EQ(plan->known_unmapped, std::vector<std::string>{"skip_this.csv"});
  EXPECT_EQ(plan->unknown, std::vector<std::string>{"unheard_of.csv"});
  const auto imported = RunPlan(profile_, *plan);
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(TypesOf(*imported), "1abcdefxyz");
}

TEST_F(JournalTest, RowsOfOneDayKeepTheProfilesOrder) {
  Write("more_202501.csv", "bd", 1);
  Write("totals_202501.csv", "ac", 1);
  const auto imported = Import();
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(TypesOf(*imported), "abcd");
}

TEST_F(JournalTest, ImportingAgainIsANoOp) {
  Write("totals_202501.csv", "abc", 1);
  const auto first = Import();
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(has_new_files_);
  const auto second = Import();
  ASSERT_TRUE(second.ok());
  EXPECT_FALSE(has_new_files_);
  EXPECT_EQ(first->bytes, second->bytes);
}

TEST_F(JournalTest, LaterFilesComeAfterEarlierOnesWhateverTheirNames) {
  Write("totals_202502.csv", "xyz", 1);
  const auto first = Import();
  ASSERT_TRUE(first.ok());
  // Earlier by step and by month, and one that would have merged.
  Write("totals_202501.csv", "abc", 1);
  Write("first.csv", "1", 1);
  Write("more_202502.csv", "q", 2);
  const auto second = Import();
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(has_new_files_);
  EXPECT_EQ(TypesOf(*second), "xyz1abcq");
  const auto third = Import();
  ASSERT_TRUE(third.ok());
  EXPECT_FALSE(has_new_files_);
  EXPECT_EQ(third->bytes, second->bytes);
}

TEST_F(JournalTest, AChangedFileIsNamed) {
  Write("totals_202501.csv", "abc", 1);
  ASSERT_TRUE(Import().ok());
  Write("totals_202501.csv", "abd", 1);
  const auto again = Import();
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().reason, kImportedFileChanged);
  EXPECT_NE(again.error().message.find("totals_202501.csv"), std::string::npos);
}

TEST_F(JournalTest, AFileThatWentAwayIsNamed) {
  Write("totals_202501.csv", "abc", 1);
  ASSERT_TRUE(Import().ok());
  std::filesystem::remove(data_ / "totals_202501.csv");
  const auto again = Import();
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().reason, kImportedFileMissing);
  EXPECT_NE(again.error().message.find("totals_202501.csv"), std::string::npos);
}

TEST_F(JournalTest, AJournalOfAnotherOriginIsRefused) {
  Write("totals_202501.csv", "abc", 1);
  ASSERT_TRUE(Import().ok());
  const auto other = ImportJournal::Load(journal_path_, "other/amanah");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().reason, kJournalMalformed);
}

TEST_F(JournalTest, ADirectoryThatIsNotThereIsNamed) {
  const auto plan =
      MakePlan(profile_, "/nowhere", ImportJournal(std::string(kOrigin)));
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.error().reason, kDirectoryUnreadable);
}

TEST(Journal, RefusesEveryCutAndEveryBrokenLine) {
  ImportJournal journal{std::string(kOrigin)};
  journal.Append({{{"a b.csv", 7, {}}, {"c.csv", 8, {}}}});
  journal.Append({{{"d.csv", 9, {}}}});
  const std::string text = journal.Text();
  const auto whole = ImportJournal::Parse(text, kOrigin);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->batches(), journal.batches());
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto cut = ImportJournal::Parse(text.substr(0, size), kOrigin);
    // A cut after a whole file line cannot be told.
    if (!cut.ok()) {
      EXPECT_EQ(cut.error().reason, kJournalMalformed);
    }
    if (text[size == 0 ? 0 : size - 1] != '\n') {
      EXPECT_FALSE(cut.ok()) << size;
    }
  }
  const std::string head =
      "amanah/import-journal/v1\norigin bank.example/amanah\n";
  const std::string hash(64, '0');
  for (const std::string& bad : {
           std::string("amanah/import-journal/v2\n"),
           "amanah/import-journal/v1\norigin x\n" + std::string(),
           head + "batch\n",
           head + "file " + hash + " 1 a\n",
           head + "batch\nfile " + hash + " 1 \n",
           head + "batch\nfile " + hash + " x a\n",
           head + "batch\nfile " + hash.substr(1) + " 1 a\n",
           head + "batch\nfile " + hash + " 1 a\nfile " + hash + " 1 a\n",
           head + "batch\nsomething\n",
       }) {
    EXPECT_FALSE(ImportJournal::Parse(bad, kOrigin).ok()) << bad;
  }
}

TEST(Journal, AnUnwritablePathIsToldOf) {
  const auto saved =
      ImportJournal(std::string(kOrigin)).Save("/nowhere/journal");
  ASSERT_FALSE(saved.ok());
  EXPECT_EQ(saved.error().reason, kJournalUnwritable);
}

}  // namespace
}  // namespace services::importer
