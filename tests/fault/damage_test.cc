// What a disk does to files, and that each is found, named and never served
// as the truth: the damage matrix over RocksDB's files and the anchor.
//
// A ledger is copied while it runs, as a kill would leave it, and after it was
// closed; then one thing is done to the copy.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "ledger/log/ledger.h"
#include "ledger/merkle/tile.h"
#include "tests/support/small_world.h"

namespace {

namespace fs = std::filesystem;
namespace log = ledger::log;

// Copies of one ledger at several moments, and what its entries were.
class Template {
 public:
  // After 3, 190, 199 and 200 submissions of the bank.
  static const Template& Get() {
    static const Template made;
    return made;
  }

  // Closed after 200: everything in tables.
  std::string closed() const { return At("closed"); }
  // Killed after so many: everything since the start in the write-ahead log.
  std::string killed_after(int submissions) const {
    return At(std::to_string(submissions));
  }
  // The same history up to 150, another one after, by the same keys.
  std::string forked() const { return At("forked"); }

  // The file of all entries after 200, each behind its length.
  std::string truth() const { return At("truth"); }
  std::uint64_t size() const { return size_; }

 private:
  Template() : folder_("damage_template") {
    small_world::Create(folder_.options());
    auto ledger = small_world::Open(folder_.options());
    small_world::Submitter bank = small_world::BankA();
    for (int i = 1; i <= 200; ++i) {
      Submit(*ledger, bank, static_cast<std::uint64_t>(i) * 10);
      if (i == 150 || i == 190 || i == 199 || i == 200) {
        Save(std::to_string(i));
      }
    }
    size_ = ledger->head()->checkpoint.size;
    std::string truth;
    const auto scanned =
        ledger->ScanEntries(0, size_, [&truth](const log::Entry& entry) {
          ledger::merkle::AppendToBundle(truth, entry.bytes);
          return true;
        });
    AMANAH_CHECK(scanned.ok());
    std::ofstream(At("truth"), std::ios::binary) << truth;
    ledger.reset();
    Save("closed");
    Fork();
  }

  void Fork() {
    const small_world::Folder other("damage_fork");
    fs::remove_all(other.path());
    fs::copy(killed_after(150), other.path(), fs::copy_options::recursive);
    const auto ledger = small_world::Open(other.options());
    small_world::Submitter bank = small_world::BankA();
    const auto head = ledger->GetSubmitterHead(bank.origin());
    AMANAH_CHECK(head.ok());
    bank.Resume(*head);
    for (std::uint64_t i = 1; i <= 20; ++i) Submit(*ledger, bank, 77'000 + i);
    fs::copy(other.path(), At("forked"), fs::copy_options::recursive);
  }

  static void Submit(log::Ledger& ledger, small_world::Submitter& bank,
                     std::uint64_t first) {
    const auto events = small_world::Withdrawals(first, 5);
    AMANAH_CHECK(ledger.SubmitAndWait(bank.Sign(events)).ok());
    bank.Advance(events);
  }

  std::string At(const std::string& name) const {
    return folder_.path() + "/copies/" + name;
  }
  void Save(const std::string& name) const {
    fs::create_directories(At(name));
    fs::copy(folder_.path() + "/ledger", At(name) + "/ledger",
             fs::copy_options::recursive);
    fs::copy(folder_.path() + "/ledger.anchor", At(name) + "/ledger.anchor");
  }

  small_world::Folder folder_;
  std::uint64_t size_ = 0;
};

// The files of the database whose name says they are of a kind, largest last.
std::vector<fs::path> Files(const std::string& copy, const std::string& kind) {
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(copy + "/ledger/log")) {
    const std::string name = file.path().filename().string();
    const bool is_kind =
        kind.starts_with('.') ? name.ends_with(kind) : name.starts_with(kind);
    if (is_kind && file.file_size() > 0) files.push_back(file.path());
  }
  AMANAH_CHECK(!files.empty());
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) {
    return std::pair(fs::file_size(a), a) < std::pair(fs::file_size(b), b);
  });
  return files;
}
fs::path Largest(const std::string& copy, const std::string& kind) {
  return Files(copy, kind).back();
}

void Overwrite(const fs::path& path, std::uint64_t at,
               const std::function<char(char)>& change, std::size_t count = 1) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  for (std::uint64_t i = at; i < at + count; ++i) {
    file.seekg(static_cast<std::streamoff>(i));
    const char was = static_cast<char>(file.get());
    file.seekp(static_cast<std::streamoff>(i));
    file.put(change(was));
  }
  AMANAH_CHECK(file.good());
}
void Flip(const fs::path& path, std::uint64_t at) {
  Overwrite(path, at, [](char c) { return static_cast<char>(c ^ 0x10); });
}
void Zero(const fs::path& path, std::uint64_t at, std::size_t count) {
  Overwrite(
      path, at, [](char) { return '\0'; }, count);
}
void CutTo(const fs::path& path, double part) {
  fs::resize_file(path, static_cast<std::uint64_t>(
                            static_cast<double>(fs::file_size(path)) * part));
}

// What became of a copy, as damage_examiner tells.
struct Outcome {
  bool opened = false;
  std::string reason;         // Of the refusal to open; `-` for none.
  std::uint64_t size = 0;     // Of its head.
  std::uint64_t refused = 0;  // Entries or proofs that failed by name.
  std::uint64_t lies = 0;     // Entries that are not the truth.
  bool verify_complains = false;
};

// In a process of its own: RocksDB's cache would take the copy's blocks for
// those of the ledger that it was copied from.
Outcome Examine(const small_world::Folder& folder) {
  const std::string command =
      std::string(AMANAH_DAMAGE_EXAMINER) + " " + folder.options().directory +
      " " + folder.options().anchor_path + " " + Template::Get().truth();
  FILE* const examiner = ::popen(command.c_str(), "r");
  AMANAH_CHECK(examiner != nullptr);
  std::string said;
  char bytes[4096];
  while (const std::size_t got =
             std::fread(bytes, 1, sizeof(bytes), examiner)) {
    said.append(bytes, got);
  }
  EXPECT_EQ(::pclose(examiner), 0) << "it must not crash";
  Outcome outcome;
  std::istringstream(said) >> outcome.opened >> outcome.reason >>
      outcome.size >> outcome.refused >> outcome.lies >>
      outcome.verify_complains;
  return outcome;
}

enum class Expect {
  kRefusesToOpen,       // With one of the reasons.
  kServesAllOrRefuses,  // Opens or not; no lies; verify complains.
  kServesAll,           // Opens whole: what was damaged is not needed.
  kServesAcknowledged,  // Opens at the size that was acknowledged.
};

struct Case {
  std::string name;
  std::string from;
  std::function<void(const std::string& copy)> damage;
  Expect expect;
  std::vector<std::string> reasons = {};
};

std::ostream& operator<<(std::ostream& out, const Case& a_case) {
  return out << a_case.name;
}

class DamageTest : public ::testing::TestWithParam<Case> {};

TEST_P(DamageTest, IsFoundNamedAndNeverServed) {
  const Case& a_case = GetParam();
  const small_world::Folder folder("damage");
  fs::remove_all(folder.path());
  fs::copy(a_case.from, folder.path(), fs::copy_options::recursive);
  a_case.damage(folder.path());
  const Outcome outcome = Examine(folder);
  EXPECT_EQ(outcome.lies, 0u);
  switch (a_case.expect) {
    case Expect::kRefusesToOpen:
      EXPECT_FALSE(outcome.opened);
      EXPECT_THAT(a_case.reasons, ::testing::Contains(outcome.reason));
      EXPECT_TRUE(outcome.verify_complains);
      break;
    case Expect::kServesAllOrRefuses:
      EXPECT_TRUE(outcome.verify_complains);
      if (!outcome.opened) {
        EXPECT_THAT(a_case.reasons, ::testing::Contains(outcome.reason));
      }
      break;
    case Expect::kServesAll:
      EXPECT_TRUE(outcome.opened) << outcome.reason;
      EXPECT_EQ(outcome.size, Template::Get().size());
      EXPECT_EQ(outcome.refused, 0u);
      break;
    case Expect::kServesAcknowledged:
      EXPECT_TRUE(outcome.opened) << outcome.reason;
      EXPECT_EQ(outcome.size, Template::Get().size() - 6);
      EXPECT_EQ(outcome.refused, 0u);
      EXPECT_FALSE(outcome.verify_complains);
      break;
  }
}

std::vector<Case> WriteAheadLogCases() {
  const std::string live = Template::Get().killed_after(200);
  const std::vector<std::string> damaged = {"LOG_DAMAGED", "STORE_DAMAGED"};
  const std::vector<std::string> lost = {"LOG_BEHIND_ANCHOR", "STORE_DAMAGED"};
  const auto wal = [](const std::string& copy) {
    return Largest(copy, ".log");
  };
  return {
      {"WalBitFlippedInTheMiddle", live,
       [=](auto& copy) { Flip(wal(copy), fs::file_size(wal(copy)) / 2); },
       Expect::kRefusesToOpen, damaged},
      {"WalFourKibibytesZeroed", live,
       [=](auto& copy) { Zero(wal(copy), fs::file_size(wal(copy)) / 2, 4096); },
       Expect::kRefusesToOpen, damaged},
      {"WalBitFlippedInTheLastRecord",
       live,
       [=](auto& copy) { Flip(wal(copy), fs::file_size(wal(copy)) - 40); },
       Expect::kRefusesToOpen,
       {"LOG_DAMAGED", "STORE_DAMAGED", "LOG_BEHIND_ANCHOR"}},
      {"WalLastAcknowledgedRecordTorn", live,
       [=](auto& copy) {
         fs::resize_file(wal(copy), fs::file_size(wal(copy)) - 40);
       },
       Expect::kRefusesToOpen, lost},
      {"WalCutToSixtyPercent", live, [=](auto& copy) { CutTo(wal(copy), 0.6); },
       Expect::kRefusesToOpen, lost},
      {"WalMissing", live, [=](auto& copy) { fs::remove(wal(copy)); },
       Expect::kRefusesToOpen, lost},
      {"WalEmptied", live, [=](auto& copy) { fs::resize_file(wal(copy), 0); },
       Expect::kRefusesToOpen, lost},
      {"WalTornBeyondWhatWasAcknowledged", live,
       [=](auto& copy) {
         // The anchor of one submission less: the last was never acknowledged.
         fs::resize_file(wal(copy), fs::file_size(wal(copy)) - 40);
         fs::copy_file(Template::Get().killed_after(199) + "/ledger.anchor",
                       copy + "/ledger.anchor",
                       fs::copy_options::overwrite_existing);
       },
       Expect::kServesAcknowledged},
  };
}

std::vector<Case> TableCases() {
  const std::string closed = Template::Get().closed();
  const std::vector<std::string> reasons = {"LOG_DAMAGED", "STORE_DAMAGED",
                                            "STORE_IO"};
  std::vector<Case> cases;
  const std::size_t tables = Files(closed, ".sst").size();
  for (std::size_t i = 0; i < tables; ++i) {
    const auto table = [i](const std::string& copy) {
      return Files(copy, ".sst")[i];
    };
    const std::string name = "Table" + std::to_string(i);
    for (const int percent : {1, 20, 50, 80}) {
      cases.push_back({name + "BitFlippedAt" + std::to_string(percent), closed,
                       [=](auto& copy) {
                         const fs::path path = table(copy);
                         Flip(path, fs::file_size(path) *
                                        std::uint64_t(percent) / 100);
                       },
                       Expect::kServesAllOrRefuses, reasons});
    }
    cases.push_back({name + "CutToHalf", closed,
                     [=](auto& copy) { CutTo(table(copy), 0.5); },
                     Expect::kServesAllOrRefuses, reasons});
    cases.push_back({name + "Missing", closed,
                     [=](auto& copy) { fs::remove(table(copy)); },
                     Expect::kServesAllOrRefuses, reasons});
  }
  return cases;
}

std::vector<Case> ManifestCases() {
  const std::string closed = Template::Get().closed();
  const std::vector<std::string> reasons = {
      "LOG_DAMAGED", "STORE_DAMAGED", "LOG_BEHIND_ANCHOR", "STORE_MISSING"};
  const auto manifest = [](const std::string& copy) {
    return Largest(copy, "MANIFEST");
  };
  const auto current = [](const std::string& copy) {
    return Largest(copy, "CURRENT");
  };
  const auto options = [](const std::string& copy) {
    return Largest(copy, "OPTIONS");
  };
  return {
      {"ManifestBitFlipped", closed,
       [=](auto& copy) {
         Flip(manifest(copy), fs::file_size(manifest(copy)) / 2);
       },
       Expect::kRefusesToOpen, reasons},
      {"ManifestCutToSixtyPercent", closed,
       [=](auto& copy) { CutTo(manifest(copy), 0.6); }, Expect::kRefusesToOpen,
       reasons},
      {"ManifestMissing", closed,
       [=](auto& copy) { fs::remove(manifest(copy)); }, Expect::kRefusesToOpen,
       reasons},
      {"CurrentNamesAnotherFile", closed,
       [=](auto& copy) { Flip(current(copy), 11); }, Expect::kRefusesToOpen,
       reasons},
      {"CurrentEmpty", closed,
       [=](auto& copy) { fs::resize_file(current(copy), 0); },
       Expect::kRefusesToOpen, reasons},
      {"CurrentMissing", closed, [=](auto& copy) { fs::remove(current(copy)); },
       Expect::kRefusesToOpen, reasons},
      {"OptionsBitFlipped", closed,
       [=](auto& copy) {
         Flip(options(copy), fs::file_size(options(copy)) / 2);
       },
       Expect::kServesAll},
      {"OptionsMissing", closed, [=](auto& copy) { fs::remove(options(copy)); },
       Expect::kServesAll},
  };
}

std::vector<Case> AnchorCases() {
  const Template& made = Template::Get();
  constexpr std::uint64_t kInFirstSlot = 30;
  constexpr std::uint64_t kInSecondSlot = 4096 + 30;
  const auto replace = [](const std::string& copy, const std::string& part,
                          const std::string& from) {
    fs::remove_all(copy + part);
    fs::copy(from + part, copy + part, fs::copy_options::recursive);
  };
  return {
      // The later slot: the log is ahead of the other, as after a crash.
      {"AnchorFirstSlotFlipped", made.closed(),
       [=](auto& copy) { Flip(copy + "/ledger.anchor", kInFirstSlot); },
       Expect::kServesAll},
      // The earlier one: it might have been the later, of a log rolled back.
      {"AnchorSecondSlotFlipped",
       made.closed(),
       [=](auto& copy) { Flip(copy + "/ledger.anchor", kInSecondSlot); },
       Expect::kRefusesToOpen,
       {"ANCHOR_DAMAGED"}},
      {"AnchorBothSlotsFlipped",
       made.closed(),
       [=](auto& copy) {
         Flip(copy + "/ledger.anchor", kInFirstSlot);
         Flip(copy + "/ledger.anchor", kInSecondSlot);
       },
       Expect::kRefusesToOpen,
       {"ANCHOR_DAMAGED"}},
      {"AnchorCutInTwo",
       made.closed(),
       [=](auto& copy) { fs::resize_file(copy + "/ledger.anchor", 4000); },
       Expect::kRefusesToOpen,
       {"ANCHOR_DAMAGED"}},
      {"AnchorMissing",
       made.closed(),
       [=](auto& copy) { fs::remove(copy + "/ledger.anchor"); },
       Expect::kRefusesToOpen,
       {"ANCHOR_MISSING"}},
      {"AnchorOlderThanTheLog", made.closed(),
       [=](auto& copy) {
         replace(copy, "/ledger.anchor", Template::Get().killed_after(150));
       },
       Expect::kServesAll},
      {"AnchorOfAnotherHistory",
       made.closed(),
       [=](auto& copy) {
         replace(copy, "/ledger.anchor", Template::Get().forked());
       },
       Expect::kRefusesToOpen,
       {"LOG_FORKED_FROM_ANCHOR"}},
      {"DirectoryRolledBackByOneSubmission",
       made.closed(),
       [=](auto& copy) {
         replace(copy, "/ledger", Template::Get().killed_after(199));
       },
       Expect::kRefusesToOpen,
       {"LOG_BEHIND_ANCHOR"}},
      {"DirectoryRolledBackByFifty",
       made.closed(),
       [=](auto& copy) {
         replace(copy, "/ledger", Template::Get().killed_after(150));
       },
       Expect::kRefusesToOpen,
       {"LOG_BEHIND_ANCHOR"}},
      {"DirectoryOfAnotherHistory",
       made.closed(),
       [=](auto& copy) { replace(copy, "/ledger", Template::Get().forked()); },
       Expect::kRefusesToOpen,
       {"LOG_FORKED_FROM_ANCHOR", "LOG_BEHIND_ANCHOR"}},
  };
}

std::string NameOf(const ::testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(WriteAheadLog, DamageTest,
                         ::testing::ValuesIn(WriteAheadLogCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Tables, DamageTest, ::testing::ValuesIn(TableCases()),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Manifest, DamageTest,
                         ::testing::ValuesIn(ManifestCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Anchor, DamageTest, ::testing::ValuesIn(AnchorCases()),
                         NameOf);

}  // namespace
