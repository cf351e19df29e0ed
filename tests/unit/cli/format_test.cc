#include "services/cli/format.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace services::cli {
namespace {

TEST(Format, NumbersAreGroupedAsTheLanguageDoes) {
  EXPECT_EQ(Number(std::uint64_t{0}, Language::kEnglish), "0");
  EXPECT_EQ(Number(std::uint64_t{999}, Language::kEnglish), "999");
  EXPECT_EQ(Number(std::uint64_t{1'000}, Language::kEnglish), "1,000");
  EXPECT_EQ(Number(std::uint64_t{1'234'567}, Language::kIndonesian),
            "1.234.567");
  EXPECT_EQ(Number(std::int64_t{-1'000}, Language::kEnglish), "-1,000");
}

TEST(Format, RupiahHaveDotsAndASign) {
  EXPECT_EQ(Rupiah(0), "Rp0");
  EXPECT_EQ(Rupiah(400'000), "Rp400.000");
  EXPECT_EQ(Rupiah(-5'000), "-Rp5.000");
  EXPECT_EQ(Rupiah(std::numeric_limits<std::int64_t>::min()),
            "-Rp9.223.372.036.854.775.808");
}

TEST(Format, TimesAreShownWhereTheyHappened) {
  amanah::v1::ZonedTime time;
  time.set_unix_micros(1'738'548'764'000'000);
  time.set_zone_offset_minutes(420);
  EXPECT_EQ(DateTime(time), "2025-02-03 09:12 +07:00");
  EXPECT_EQ(Date(time), "2025-02-03");
  EXPECT_EQ(DateTime({}), "");
}

TEST(Format, TokensAreShortForPeopleAndWholeForPrograms) {
  const std::string token(16, '\xab');
  EXPECT_EQ(ShortToken(token), "abababab…");
  EXPECT_EQ(FullToken(token), "abababababababababababababababab");
  EXPECT_EQ(ShortToken(""), "-");
}

TEST(Format, EveryRoleHasAWordInBothLanguages) {
  for (int role = 1; role < amanah::v1::PartyRole_ARRAYSIZE; ++role) {
    for (Language language : {Language::kEnglish, Language::kIndonesian}) {
      EXPECT_NE(RoleText(static_cast<amanah::v1::PartyRole>(role), language),
                "-")
          << role;
    }
  }
}

TEST(Format, IndexListsSayHowManyMoreThereAre) {
  const std::vector<std::uint64_t> indices = {3, 5, 8, 13};
  EXPECT_EQ(IndexList(indices, 4), "3, 5, 8, 13");
  EXPECT_EQ(IndexList(indices, 9, 2), "3, 5 …+7");
}

TEST(Format, WrapsAtSpacesAndNeverLosesAWord) {
  EXPECT_EQ(Wrap("satu dua tiga", 8),
            (std::vector<std::string>{"satu dua", "tiga"}));
  EXPECT_EQ(Wrap("sangatpanjang x", 4),
            (std::vector<std::string>{"sangatpanjang", "x"}));
  EXPECT_TRUE(Wrap("", 10).empty());
}

}  // namespace
}  // namespace services::cli
