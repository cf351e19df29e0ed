// Goal: moments are the calendar's, and each has one text where one is asked.
// Method: the C library's gmtime as the second implementation, over every day
// of eight centuries and random moments.

#include "ledger/base/time.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>

namespace ledger {
namespace {

TEST(TimeTest, EveryDayOfEightCenturiesIsTheCLibrarys) {
  for (std::int64_t day = -150'000; day < 150'000; ++day) {
    const std::time_t seconds = static_cast<std::time_t>(day) * 86'400;
    std::tm expected{};
    ASSERT_NE(gmtime_r(&seconds, &expected), nullptr);
    const Civil civil = CivilFromDays(day);
    ASSERT_EQ(civil.year, expected.tm_year + 1900) << day;
    ASSERT_EQ(civil.month, expected.tm_mon + 1) << day;
    ASSERT_EQ(civil.day, expected.tm_mday) << day;
    ASSERT_TRUE(IsValidCivil(civil));
    ASSERT_EQ(DaysFromCivil(civil.year, civil.month, civil.day), day);
  }
}

TEST(TimeTest, RandomMomentsAreTheCLibrarys) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 100'000; ++i) {
    // 1653 to 2286.
    const std::int64_t micros =
        static_cast<std::int64_t>(random() % 20'000'000'000'000'000) -
        10'000'000'000'000'000;
    const int offset = static_cast<int>(random() % 1681) - 840;
    const std::int64_t local = micros + offset * kMicrosPerMinute;
    std::int64_t second = local / kMicrosPerSecond;
    if (local % kMicrosPerSecond < 0) --second;
    const std::time_t seconds = second;
    std::tm expected{};
    ASSERT_NE(gmtime_r(&seconds, &expected), nullptr);
    const Civil civil = CivilFromInstant(Instant{micros}, offset);
    ASSERT_EQ(civil.year, expected.tm_year + 1900);
    ASSERT_EQ(civil.hour, expected.tm_hour);
    ASSERT_EQ(civil.minute, expected.tm_min);
    ASSERT_EQ(civil.second, expected.tm_sec);
    ASSERT_EQ(civil.micros, local - second * kMicrosPerSecond);
    ASSERT_EQ(InstantFromCivil(civil, offset), Instant{micros});
    const auto parsed = ParseUtcMicros(FormatUtcMicros(Instant{micros}));
    ASSERT_TRUE(parsed.has_value());
    ASSERT_EQ(*parsed, Instant{micros});
  }
}

Civil DateOf(int year, int month, int day) {
  Civil civil;
  civil.year = year;
  civil.month = month;
  civil.day = day;
  return civil;
}

Civil TimeOf(int hour, int minute, int second, int micros) {
  Civil civil;
  civil.hour = hour;
  civil.minute = minute;
  civil.second = second;
  civil.micros = micros;
  return civil;
}

TEST(TimeTest, ACivilTimeMustBeReal) {
  EXPECT_TRUE(IsValidCivil(DateOf(2024, 2, 29)));
  EXPECT_FALSE(IsValidCivil(DateOf(2025, 2, 29)));
  EXPECT_TRUE(IsValidCivil(DateOf(2000, 2, 29)));
  EXPECT_FALSE(IsValidCivil(DateOf(1900, 2, 29)));
  EXPECT_FALSE(IsValidCivil(DateOf(2025, 4, 31)));
  EXPECT_FALSE(IsValidCivil(DateOf(2025, 0, 1)));
  EXPECT_FALSE(IsValidCivil(DateOf(2025, 13, 1)));
  EXPECT_FALSE(IsValidCivil(DateOf(2025, 1, 0)));
  EXPECT_TRUE(IsValidCivil(TimeOf(23, 59, 59, 999'999)));
  EXPECT_FALSE(IsValidCivil(TimeOf(24, 0, 0, 0)));
  EXPECT_FALSE(IsValidCivil(TimeOf(-1, 0, 0, 0)));
  EXPECT_FALSE(IsValidCivil(TimeOf(0, 60, 0, 0)));
  EXPECT_FALSE(IsValidCivil(TimeOf(0, 0, 60, 0)));
  EXPECT_FALSE(IsValidCivil(TimeOf(0, 0, 0, 1'000'000)));
}

TEST(TimeDeathTest, AnUnrealCivilTimeHasNoInstant) {
  EXPECT_DEATH((void)InstantFromCivil(DateOf(2025, 2, 30), 0),
               "broken promise");
}

TEST(TimeTest, TextsAreThoseOfTheHeader) {
  Civil civil = TimeOf(23, 59, 59, 1);
  civil.year = 2026;
  civil.day = 31;
  const Instant moment = InstantFromCivil(civil, 0);
  EXPECT_EQ(FormatUtcMicros(moment), "2026-01-31T23:59:59.000001Z");
  EXPECT_EQ(FormatZoned({moment, kWibMinutes}), "2026-02-01T06:59:59+07:00");
  EXPECT_EQ(FormatZoned({moment, -210}), "2026-01-31T20:29:59-03:30");
  EXPECT_EQ(FormatZoned({moment, 0}), "2026-01-31T23:59:59+00:00");
  EXPECT_EQ(FormatDate(moment, 0), "2026-01-31");
  EXPECT_EQ(FormatDate(moment, kWitMinutes), "2026-02-01");
  EXPECT_EQ(FormatUtcMicros(Instant{0}), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(FormatUtcMicros(Instant{-1}), "1969-12-31T23:59:59.999999Z");
}

TEST(TimeTest, Rfc3339IsReadWithItsZone) {
  const auto parsed = ParseRfc3339("2025-02-03T01:00:00+07:00");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->zone_offset_minutes, 420);
  EXPECT_EQ(FormatUtcMicros(parsed->instant), "2025-02-02T18:00:00.000000Z");
  EXPECT_EQ(FormatZoned(*parsed), "2025-02-03T01:00:00+07:00");
  for (const auto& [text, micros] :
       {std::pair<std::string_view, std::int64_t>{"1970-01-01T00:00:00Z", 0},
        {"1970-01-01T00:00:00.5Z", 500'000},
        {"1970-01-01T00:00:00.000001Z", 1},
        {"1970-01-01T00:00:00.12Z", 120'000},
        {"1970-01-01T00:00:00-00:30", 30 * kMicrosPerMinute},
        {"1970-01-01T00:00:00+14:00", -14 * kMicrosPerHour}}) {
    const auto moment = ParseRfc3339(text);
    ASSERT_TRUE(moment.has_value()) << text;
    EXPECT_EQ(moment->instant.unix_micros, micros) << text;
  }
}

TEST(TimeTest, NoOtherTextIsRfc3339) {
  for (const std::string_view text : {"",
                                      "2025",
                                      "2025-02-03",
                                      "2025-02-03T01:00:00",
                                      "2025-02-03 01:00:00Z",
                                      "2025-02-03t01:00:00Z",
                                      "2025-02-03T01:00:00z",
                                      "2025-02-03T01:00Z",
                                      "2025-2-03T01:00:00Z",
                                      "2025-02-30T01:00:00Z",
                                      "2025-13-01T01:00:00Z",
                                      "2025-02-03T24:00:00Z",
                                      "2025-02-03T01:60:00Z",
                                      "2025-02-03T01:00:60Z",
                                      "2025-02-03T01:00:00.Z",
                                      "2025-02-03T01:00:00.1234567Z",
                                      "2025-02-03T01:00:00,5Z",
                                      "2025-02-03T01:00:00+0700",
                                      "2025-02-03T01:00:00+07",
                                      "2025-02-03T01:00:00+15:00",
                                      "2025-02-03T01:00:00+07:60",
                                      "2025-02-03T01:00:00 07:00",
                                      "2025-02-03T01:00:00Z ",
                                      " 2025-02-03T01:00:00Z",
                                      "2025-02-03T01:00:00ZZ",
                                      "-025-02-03T01:00:00Z",
                                      "2025/02/03T01:00:00Z",
                                      "2025-02-03T01.00.00Z",
                                      "+2025-02-03T01:00:00Z",
                                      "2025-02-03T+1:00:00Z"}) {
    EXPECT_FALSE(ParseRfc3339(text).has_value()) << text;
  }
}

TEST(TimeTest, UtcMicrosHaveOneSpelling) {
  EXPECT_TRUE(ParseUtcMicros("2025-02-03T01:00:00.000000Z").has_value());
  for (const std::string_view text :
       {"2025-02-03T01:00:00Z", "2025-02-03T01:00:00.0Z",
        "2025-02-03T01:00:00.00000Z", "2025-02-03T01:00:00.000000+00:00",
        "2025-02-03T08:00:00.000000+07:00", "2025-02-03T01:00:00.0000000Z"}) {
    EXPECT_FALSE(ParseUtcMicros(text).has_value()) << text;
  }
}

TEST(TimeTest, ADateIsItsMidnightInTheZone) {
  const auto date = ParseDate("2025-02-03", kWitaMinutes);
  ASSERT_TRUE(date.has_value());
  EXPECT_EQ(FormatZoned(*date), "2025-02-03T00:00:00+08:00");
  EXPECT_EQ(FormatDate(date->instant, kWitaMinutes), "2025-02-03");
  for (const std::string_view text :
       {"", "2025-02-29", "2025-2-3", "2025-02-03T", "20250203", "2025-02-3 ",
        "2025-02-031", "02-03-2025", "2025-00-01", "2025-01-00"}) {
    EXPECT_FALSE(ParseDate(text, 0).has_value()) << text;
  }
}

}  // namespace
}  // namespace ledger
