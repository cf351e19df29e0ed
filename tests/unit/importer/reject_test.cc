// Goal: each reason has a row that it rejects, with line, column and masked
// value, and the rows around it are imported.

#include "services/importer/csv_reader.h"
#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

constexpr std::string_view kProfile = R"([source]
origin = "b.example/amanah"
display_name = "B"
[map.channel]
ATM = "ATM"
[[file]]
name = "a.csv"
step = 1
[file.columns]
ref = "reference!"
at = "time!"
card = "token:card!"
account = "token:account!"
name = "private"
amount = "money!"
fee = { type = "money", zone = "WIB" }
stan = "integer"
channel = "code:channel"
region = "region"
months = "months"
hash = "sha256"
tid = "reference"
place = "text"
kind = "reference"
[file.set.t]
occurred_at = "at"
region_code = "region"
allocation_months = "months"
evidence_hashes = "hash"
subjects.kks = "card"
subjects.account = "account"
source_ref = "ref"
body.transaction.rrn = "ref"
body.transaction.stan = "stan"
body.transaction.tid = "tid"
body.transaction.channel = "channel"
body.transaction.response_code = { const = "00" }
body.transaction.amount_rupiah = "amount"
body.transaction.fee_rupiah = "fee"
[[file.event]]
kind = "withdrawal_posted"
when = { kind = ["", "BOTH"] }
key = ["ref"]
use = "t"
[[file.event]]
kind = "account_frozen"
when = { kind = ["BOTH"] }
key = ["ref"]
[file.event.set]
occurred_at = "at"
subjects.account = "account"
body.reason = "place"
[[file.event]]
kind = "terminal_registered"
when = { kind = ["TERMINAL"] }
key = ["tid"]
[file.event.set]
occurred_at = "at"
body.tid = "tid"
[[file.ignore]]
when = { kind = "SIGNON" }
because = "nothing happened"
)";

// Cells of a good row, by column.
using Row = std::vector<std::pair<std::string, std::string>>;
Row GoodRow() {
  return {{"ref", "503409000153"},
          {"at", "2025-02-03T09:12:44+07:00"},
          {"card", "9999144711785022"},
          {"account", "009912910528502"},
          {"name", "Siti Aminah"},
          {"amount", "400000"},
          {"fee", "0"},
          {"stan", "503279"},
          {"channel", "ATM"},
          {"region", "18.01.18.2001"},
          {"months", "2025-01|2025-02"},
          {"hash", std::string(64, 'a')},
          {"tid", "E2232010"},
          {"place", "KANTOR UNIT"},
          {"kind", ""}};
}

std::string LineOf(const Row& row) {
  std::string line;
  for (const auto& [column, cell] : row) line += cell + ",";
  line.back() = '\n';
  return line;
}

std::string HeaderLine() {
  Row names = GoodRow();
  for (auto& [column, cell] : names) cell = column;
  return LineOf(names);
}

// Imports good row, `bad`, good row; the one reject of it.
Reject RejectOf(const std::string& bad) {
  const TemporaryDirectory directory;
  Row last = GoodRow();
  last[0].second = "503409000154";
  directory.Write("a.csv",
                  HeaderLine() + LineOf(GoodRow()) + bad + LineOf(last));
  const auto imported = RunImport(MustParse(kProfile), directory.path());
  EXPECT_TRUE(imported.ok());
  if (!imported.ok() || imported->rejects.size() != 1) {
    ADD_FAILURE() << bad << " is not the one reject";
    return {};
  }
  EXPECT_EQ(imported->bytes.size(), 2u) << bad;
  EXPECT_EQ(imported->counts.rows, 3u);
  EXPECT_EQ(imported->counts.rows_rejected, 1u);
  EXPECT_EQ(imported->rejects[0].line, 3u);
  EXPECT_EQ(imported->rejects[0].file, "a.csv");
  return imported->rejects[0];
}

struct Case {
  std::string column;
  std::string cell;
  std::string_view reason;
  std::string masked;
};

TEST(Rejects, EveryReasonOfACellHasItsRow) {
  const Case kCases[] = {
      {"ref", "", kValueMissing, ""},
      {"at", "", kValueMissing, ""},
      {"amount", "", kValueMissing, ""},
      {"card", "", kValueMissing, ""},
      {"at", "2025-02-30T09:12:44+07:00", kTimeMalformed,
       "2025-02-30x09:12:44+07:00"},
      {"at", "2025-02-03 09:12", kTimeMalformed, "2025-02-03 09:12"},
      {"amount", "400.000", kMoneyMalformed, "400.000"},
      {"amount", "1801994714655843x", kMoneyMalformed, "################x"},
      {"stan", "12a", kNumberMalformed, "12x"},
      {"stan", "4294967296", kNumberMalformed, "##########"},
      {"channel", "MOON", kCodeUnknown, "xxxx"},
      {"region", "18.01.18.2016", kRegionUnknown, "18.01.18.2016"},
      {"months", "2025-13", kMonthsMalformed, "2025-13"},
      {"hash", "abc", kHashMalformed, "xxx"},
      {"card", "99991447", kIdentifierForm, "########"},
      {"card", "9999-1447-117", kIdentifierForm, "####-####-###"},
      {"account", "Siti Aminah", kIdentifierForm, "xxxx xxxxxx"},
      {"tid", "9999144711785022", kIdentifierInText, "################"},
      {"tid", "A009912910528502", kIdentifierInText, "x###############"},
      {"tid", "Siti Aminah", kIdentifierInText, "xxxx xxxxxx"},
      {"tid", "caf\xC3\xA9", kTextMalformed, "xxx??"},
      {"ref", std::string(65, 'R'), kTextMalformed, std::string(40, 'x')},
      {"ref", "50340900015350340900015", kIdentifierInText,
       std::string(23, '#')},
      {"stan", "1000000", kRowEventInvalid, "1000000"},
      {"tid", std::string(33, 'T'), kRowEventInvalid, std::string(33, 'x')},
      {"kind", "UNHEARD", kRowUnmapped, ""},
  };
  for (const Case& each : kCases) {
    Row row = GoodRow();
    for (auto& [column, cell] : row) {
      if (column == each.column) cell = each.cell;
    }
    const Reject reject = RejectOf(LineOf(row));
    EXPECT_EQ(reject.reason, each.reason) << each.column << " " << each.cell;
    const bool whole_row = each.reason == kRowUnmapped;
    EXPECT_EQ(reject.column, whole_row ? "" : each.column) << each.cell;
    EXPECT_EQ(reject.value, each.masked);
  }
}

TEST(Rejects, EveryReasonOfALineHasItsRow) {
  using std::string_literals::operator""s;
  for (const auto& [line, reason] :
       {std::pair<std::string, std::string_view>{"a,b\n", kColumnCount},
        {"a,\"b\n", kQuoteUnclosed},
        {"a,b\"c\n", kQuoteMisplaced},
        {"a\0b\n"s, kNulByte},
        {"a\xFF\n", kTextNotUtf8},
        {std::string(kMostCellBytes + 1, 'x') + "\n", kFieldTooLong},
        {std::string(kMostRowBytes + 1, 'x') + "\n", kLineTooLong}}) {
    EXPECT_EQ(RejectOf(line).reason, reason);
  }
}

TEST(Rejects, DegreesListsAndFlagsHaveTheirReasons) {
  const TemporaryDirectory directory;
  directory.Write("a.csv",
                  "k,card,degrees,list,flag\n"
                  "1,9999144711785022,x,a,Y\n"
                  "2,9999144711785022,181,a,Y\n"
                  "3,9999144711785022,-4.6289,a|9999144711785022,Y\n"
                  "4,9999144711785022,-4.6289,|,Y\n"
                  "5,9999144711785022,-4.6289,a|b,perhaps\n"
                  "6,9999144711785022,-4.6289,a|b,Y\n");
  const Profile profile = MustParse(R"([source]
origin = "b.example/amanah"
display_name = "B"
[[file]]
name = "a.csv"
step = 1
[file.columns]
k = "reference"
card = "token:card"
degrees = "degrees"
list = { type = "list", separator = "|" }
flag = "flag"
[[file.event]]
kind = "terminal_registered"
key = ["k"]
[file.event.set]
occurred_at = { const = "2025-01-01" }
body.tid = "k"
body.latitude_microdegrees = "degrees"
[[file.event]]
kind = "schedule_filed"
key = ["k"]
[file.event.set]
occurred_at = { const = "2025-01-01" }
body.kind = { const = "DISTRIBUTION" }
body.tids = "list"
[[file.event]]
kind = "pin_changed"
key = ["k"]
[file.event.set]
occurred_at = { const = "2025-01-01" }
subjects.kks = "card"
body.reset = "flag"
)");
  const auto imported = RunImport(profile, directory.path());
  ASSERT_TRUE(imported.ok());
  std::vector<std::string_view> reasons;
  for (const Reject& reject : imported->rejects) {
    reasons.push_back(reject.reason);
  }
  EXPECT_EQ(reasons, (std::vector<std::string_view>{
                         kDegreesMalformed, kDegreesMalformed,
                         kIdentifierInText, kValueMissing, kCodeUnknown}));
  ASSERT_EQ(imported->bytes.size(), 3u);
  EXPECT_EQ(imported->Event(0).terminal_registered().latitude_microdegrees(),
            -4628900);
  EXPECT_EQ(imported->Event(1).schedule_filed().tids(1), "b");
  EXPECT_TRUE(imported->Event(2).pin_changed().reset());
}

TEST(Rejects, ARowMakesAllItsEventsOrNone) {
  Row row = GoodRow();
  for (auto& [column, cell] : row) {
    if (column == "kind") cell = "BOTH";
    if (column == "place") cell = "telp 081234567890";
  }
  const Reject reject = RejectOf(LineOf(row));
  EXPECT_EQ(reject.reason, kIdentifierInText);
  EXPECT_EQ(reject.column, "place");
}

TEST(Rejects, IgnoredRowsAreCountedAndNotRejected) {
  const TemporaryDirectory directory;
  Row row = GoodRow();
  row.back().second = "SIGNON";
  directory.Write("a.csv", HeaderLine() + LineOf(row) + LineOf(GoodRow()));
  const auto imported = RunImport(MustParse(kProfile), directory.path());
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(imported->counts.rows, 2u);
  EXPECT_EQ(imported->counts.rows_ignored, 1u);
  EXPECT_EQ(imported->counts.events, 1u);
  EXPECT_TRUE(imported->rejects.empty());
}

}  // namespace
}  // namespace services::importer
