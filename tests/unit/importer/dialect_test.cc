// Goal: cells become values as the dialect says, and nothing else does.

#include "services/importer/text.h"
#include "services/importer/value.h"
#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

// A one-column file of `type` in `dialect`, put into a field of an event that
// has one for it.
std::string ReadOne(std::string_view dialect, std::string_view type,
                    std::string_view field, std::string_view cell) {
  const TemporaryDirectory directory;
  directory.Write("a.csv", "k;v\n1;" + std::string(cell) + "\n");
  const Profile profile = MustParse(
      "[source]\norigin = \"b.example/amanah\"\ndisplay_name = \"B\"\n"
      "[dialect]\nseparator = \";\"\n" +
      std::string(dialect) +
      "\n[[file]]\nname = \"a.csv\"\nstep = 1\n[file.columns]\n"
      "k = \"reference\"\nv = " +
      std::string(type) +
      "\n[[file.event]]\nkind = \"sp2d_issued\"\nkey = [\"k\"]\n"
      "[file.event.set]\noccurred_at = { const = \"2025-01-01\" }\n"
      "body.sp2d_no = \"k\"\n" +
      std::string(field) + " = \"v\"\n");
  const auto imported = RunImport(profile, directory.path());
  EXPECT_TRUE(imported.ok());
  if (!imported.ok()) return imported.error().message;
  if (!imported->rejects.empty()) {
    return std::string(imported->rejects[0].reason);
  }
  const auto event = imported->Event(0);
  std::string text;
  for (const auto month : event.allocation_months()) {
    text += std::to_string(month) + " ";
  }
  if (!text.empty()) return text;
  if (event.has_recorded_at()) {
    return ledger::FormatZoned({{event.recorded_at().unix_micros()},
                                event.recorded_at().zone_offset_minutes()});
  }
  return std::to_string(event.sp2d_issued().total_rupiah());
}

TEST(Dialect, MoneyIsWholeRupiahInItsOwnPunctuation) {
  const auto plain = [](std::string_view cell) {
    return ReadOne("", "\"money\"", "body.total_rupiah", cell);
  };
  EXPECT_EQ(plain("600000"), "600000");
  EXPECT_EQ(plain("999999999999999999"), "999999999999999999");
  for (const std::string_view bad :
       {"600.000", "-1", "1,00", "Rp1", "1e3", "9999999999999999999", "+1"}) {
    EXPECT_EQ(plain(bad), "MONEY_MALFORMED") << bad;
  }
  const auto dotted = [](std::string_view cell) {
    return ReadOne("money = { thousands = \".\", decimal = \",\" }",
                   "\"money\"", "body.total_rupiah", cell);
  };
  EXPECT_EQ(dotted("600.000,00"), "600000");
  EXPECT_EQ(dotted("1.234.567"), "1234567");
  EXPECT_EQ(dotted("0,00"), "0");
  EXPECT_EQ(dotted("12,0"), "12");
  EXPECT_EQ(dotted("1234,00"), "1234");
  for (const std::string_view bad :
       {"6.00", "60.0000,00", "600,000.00", ".600", "600.", "6..000", "1,",
        "1,x", ",00", "1.2345.678", "1.23.456"}) {
    EXPECT_EQ(dotted(bad), "MONEY_MALFORMED") << bad;
  }
  EXPECT_EQ(dotted("1.250,50"), "MONEY_FRACTION");
}

// Another way to the same number: every money text made of its digits.
TEST(Dialect, EveryGroupedNumberReadsBack) {
  for (const std::uint64_t number :
       {0ull, 7ull, 42ull, 999ull, 1000ull, 12345ull, 123456ull, 1234567ull,
        100000000ull, 999999999999ull}) {
    std::string digits = std::to_string(number);
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); ++i) {
      if (i > 0 && (digits.size() - i) % 3 == 0) grouped += '.';
      grouped += digits[i];
    }
    EXPECT_EQ(ReadOne("money = { thousands = \".\", decimal = \",\" }",
                      "\"money\"", "body.total_rupiah", grouped + ",00"),
              digits);
  }
}

TEST(Dialect, MonthsAscendWhateverTheirOrder) {
  const auto months = [](std::string_view cell) {
    return ReadOne("months = { format = \"MMYYYY\", separator = \"+\" }",
                   "\"months\"", "allocation_months", cell);
  };
  EXPECT_EQ(months("012025+022025"), "202501 202502 ");
  EXPECT_EQ(months("022025+012025"), "202501 202502 ");
  for (const std::string_view bad :
       {"132025", "012025+", "012025+012025", "2025-01", "01202", "002025"}) {
    EXPECT_EQ(months(bad), "MONTHS_MALFORMED") << bad;
  }
  EXPECT_EQ(ReadOne("", "\"months\"", "allocation_months", "2024-12|2025-01"),
            "202412 202501 ");
}

TEST(Dialect, DaysEndAtTheNextMidnightThere) {
  EXPECT_EQ(ReadOne("zone = \"WIT\"", "\"day\"", "recorded_at", "2025-05-31"),
            "2025-05-31T00:00:00+09:00");
  EXPECT_EQ(
      ReadOne("zone = \"WIT\"", "\"day_end\"", "recorded_at", "2025-05-31"),
      "2025-06-01T00:00:00+09:00");
  EXPECT_EQ(ReadOne("zone = \"WIT\"", "{ type = \"day\", zone = \"WITA\" }",
                    "recorded_at", "2025-05-31"),
            "2025-05-31T00:00:00+08:00");
}

TEST(Dialect, AZoneIsThatOfARegionInTheRow) {
  const TemporaryDirectory directory;
  directory.Write("a.csv",
                  "k,at,where\n"
                  "1,2025-02-03,18.01.18\n2,2025-02-03,73.71\n"
                  "3,2025-02-03,91\n4,2025-02-03,99\n5,2025-02-03,\n");
  const Profile profile = MustParse(R"([source]
origin = "b.example/amanah"
display_name = "B"
[[file]]
name = "a.csv"
step = 1
[file.columns]
k = "reference"
at = { type = "day", zone = { region = "where", otherwise = "WITA" } }
where = "reference"
[[file.event]]
kind = "sp2d_issued"
key = ["k"]
[file.event.set]
occurred_at = "at"
body.sp2d_no = "k"
)");
  const auto imported = RunImport(profile, directory.path());
  ASSERT_TRUE(imported.ok());
  ASSERT_EQ(imported->bytes.size(), 5u);
  const int zones[] = {420, 480, 540, 480, 480};
  for (std::size_t i = 0; i < 5; ++i) {
    const auto event = imported->Event(i);
    EXPECT_EQ(event.occurred_at().zone_offset_minutes(), zones[i]);
    // Only where a region was given and is not known.
    EXPECT_EQ(event.quality_flags_size(), i == 3 ? 2 : 1) << i;
    EXPECT_EQ(event.quality_flags(0), amanah::v1::QUALITY_FLAG_DAY_ONLY);
  }
}

// The same identifier has the same token however a bank spaces it.
TEST(Dialect, IdentifiersHaveOneFormBeforeTheyAreTokens) {
  const TemporaryDirectory directory;
  directory.Write("a.csv",
                  "card,kpm\n9999144711785022,K1801\n"
                  "9999 1447 1178 5022,k1801\n 9999-1447-1178-5022 ,K1801\n");
  const Profile profile = MustParse(R"([source]
origin = "b.example/amanah"
display_name = "B"
[[file]]
name = "a.csv"
step = 1
[file.columns]
card = "token:card"
kpm = "token:family"
[[file.event]]
kind = "kks_activated"
key = ["card"]
[file.event.set]
occurred_at = { const = "2025-01-01" }
subjects.kks = "card"
subjects.kpm = "kpm"
)");
  const auto imported = RunImport(profile, directory.path());
  ASSERT_TRUE(imported.ok());
  ASSERT_EQ(imported->bytes.size(), 3u);
  EXPECT_EQ(imported->bytes[0], imported->bytes[1]);
  EXPECT_EQ(imported->bytes[0], imported->bytes[2]);
  EXPECT_EQ(imported->Event(0).subjects().kks(),
            Key()
                .Tokenise(ledger::crypto::TokenKind::kKks, "9999144711785022")
                .view());
}

TEST(Dialect, OptionalColumnsMayBeMissingAndOthersAreNamed) {
  const TemporaryDirectory directory;
  const auto profile = [](std::string_view type) {
    return MustParse(
        "[source]\norigin = \"b.example/amanah\"\ndisplay_name = \"B\"\n"
        "[[file]]\nname = \"a.csv\"\nstep = 1\n[file.columns]\n"
        "k = \"reference\"\nextra = \"" +
        std::string(type) +
        "\"\n[[file.event]]\nkind = \"sp2d_issued\"\nkey = [\"k\"]\n"
        "[file.event.set]\noccurred_at = { const = \"2025-01-01\" }\n"
        "body.sp2d_no = \"k\"\nbody.lot = \"extra\"\n");
  };
  directory.Write("a.csv", "k,unknown\n1,2\n");
  const auto without = RunImport(profile("reference?"), directory.path());
  ASSERT_TRUE(without.ok());
  EXPECT_EQ(without->Event(0).sp2d_issued().lot(), "");
  const auto missing = RunImport(profile("reference"), directory.path());
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().reason, kColumnMissing);
  EXPECT_NE(missing.error().message.find("a.csv has no column `extra`"),
            std::string::npos);
  directory.Write("a.csv", "k,extra,k\n1,2,3\n");
  const auto twice = RunImport(profile("reference"), directory.path());
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(twice.error().reason, kHeaderMalformed);
  directory.Write("a.csv", "");
  const auto empty = RunImport(profile("reference"), directory.path());
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(empty.error().reason, kHeaderMalformed);
}

TEST(Text, PlainAsciiIsToldAtEveryPositionAndLength) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string text(size, 'a');
    EXPECT_TRUE(IsPlainAscii(text));
    for (std::size_t at = 0; at < size; ++at) {
      for (const char bad : {'\0', '\x80', '\xFF'}) {
        std::string changed = text;
        changed[at] = bad;
        EXPECT_FALSE(IsPlainAscii(changed)) << size << " " << at;
      }
    }
  }
}

// Against the definition: decode each sequence by its bits.
TEST(Text, Utf8IsThatOfTheStandardForAllSequencesOfTwoBytesAndTheirEdges) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first),
                             static_cast<char>(second)};
      const bool expected =
          (first < 0x80 && second < 0x80) ||
          (first >= 0xC2 && first < 0xE0 && second >= 0x80 && second < 0xC0);
      EXPECT_EQ(IsUtf8(text), expected) << first << " " << second;
    }
  }
  for (std::uint32_t point = 0x800; point <= 0x10FFFF; point += 0x3F) {
    std::string text;
    if (point < 0x10000) {
      text += static_cast<char>(0xE0 | (point >> 12));
    } else {
      text += static_cast<char>(0xF0 | (point >> 18));
      text += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
    }
    text += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (point & 0x3F));
    EXPECT_EQ(IsUtf8(text), point < 0xD800 || point > 0xDFFF) << point;
  }
}

}  // namespace
}  // namespace services::importer
