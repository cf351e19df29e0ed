#include "services/importer/file_pattern.h"

#include <gtest/gtest.h>

#include "services/importer/time_format.h"

namespace services::importer {
namespace {

std::optional<int> Match(std::string_view pattern, std::string_view name) {
  const auto parsed = FilePattern::Parse(pattern);
  EXPECT_TRUE(parsed.has_value());
  return parsed->Match(name);
}

TEST(FilePattern, MatchesTheWholeNameAndReadsTheMonth) {
  EXPECT_EQ(Match("cards.csv", "cards.csv"), 0);
  EXPECT_EQ(Match("cards.csv", "cards.csv.bak"), std::nullopt);
  EXPECT_EQ(Match("mutasi_{YYYYMM}.csv", "mutasi_202502.csv"), 202502);
  EXPECT_EQ(Match("mutasi_{YYYYMM}.csv", "mutasi_202513.csv"), std::nullopt);
  EXPECT_EQ(Match("mutasi_{YYYYMM}.csv", "mutasi_20252.csv"), std::nullopt);
  EXPECT_EQ(Match("*{YYYYMM}*.csv", "x-1-202501-b.csv"), 202501);
  EXPECT_EQ(Match("list_*.csv", "list_.csv"), 0);
  EXPECT_EQ(Match("list_*.csv", "list_PKH-2025-T1.csv"), 0);
  EXPECT_EQ(Match("list_*.csv", "list_PKH.txt"), std::nullopt);
}

TEST(FilePattern, RefusesWhatIsNoName) {
  for (const std::string_view bad :
       {"", "a/b", "{YYYYMM}{YYYYMM}", "*a*b*c*"}) {
    EXPECT_FALSE(FilePattern::Parse(bad).has_value()) << bad;
  }
}

std::string Read(std::string_view format, std::string_view text,
                 int zone = ledger::kWibMinutes) {
  const auto parsed = TimeFormat::Parse(format);
  EXPECT_TRUE(parsed.has_value()) << format;
  const auto moment = parsed->Read(text, zone);
  return moment ? ledger::FormatZoned(*moment) : "none";
}

TEST(TimeFormat, ReadsWhatItDescribes) {
  EXPECT_EQ(Read("DD/MM/YYYY hh:mm:ss", "03/02/2025 09:12:44"),
            "2025-02-03T09:12:44+07:00");
  EXPECT_EQ(Read("DD/MM/YYYY hh:mm:ss", "03/02/2025 09:12:44", 540),
            "2025-02-03T09:12:44+09:00");
  EXPECT_EQ(Read("YYYYMMDD", "20240229"), "2024-02-29T00:00:00+07:00");
  EXPECT_EQ(Read("YYYYMMDDhhmmss", "20250101235959"),
            "2025-01-01T23:59:59+07:00");
  EXPECT_EQ(Read("ISO8601", "2025-02-03T01:00:00+08:00"),
            "2025-02-03T01:00:00+08:00");
}

TEST(TimeFormat, RefusesWhatNoClockShows) {
  for (const std::string_view bad :
       {"29/02/2025", "00/01/2025", "01/13/2025", "1/1/2025", "01-01-2025",
        "01/01/25", "01/01/2025 ", "0a/01/2025", ""}) {
    EXPECT_EQ(Read("DD/MM/YYYY", bad), "none") << bad;
  }
  EXPECT_EQ(Read("DD/MM/YYYY hh:mm", "01/01/2025 24:00"), "none");
  EXPECT_EQ(Read("ISO8601", "2025-02-03 01:00:00"), "none");
}

TEST(TimeFormat, NeedsYearMonthAndDayOnce) {
  for (const std::string_view bad :
       {"", "hh:mm", "MM/YYYY", "DD/MM/YYYY/DD", "YYYY-MM-DD YYYY"}) {
    EXPECT_FALSE(TimeFormat::Parse(bad).has_value()) << bad;
  }
}

TEST(TimeFormat, ReadsZonesByNameAndOffset) {
  EXPECT_EQ(ReadZoneName("WIT"), 540);
  EXPECT_EQ(ReadZoneName("WITA"), 480);
  EXPECT_EQ(ReadZoneName("+07:00"), 420);
  EXPECT_EQ(ReadZoneName("-03:30"), -210);
  EXPECT_EQ(ReadZoneName("7"), std::nullopt);
  EXPECT_EQ(ReadZoneName("WIBB"), std::nullopt);
}

}  // namespace
}  // namespace services::importer
