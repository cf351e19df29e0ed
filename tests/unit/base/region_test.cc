// Goal: region codes are told by form, regions hold what lies below them, and
// provinces have their zones.
// Method: the four forms as drawings, over every prefix and every single edit
// of a full code.

#include "ledger/base/region.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "ledger/base/time.h"

namespace ledger {
namespace {

bool IsOneOfTheForms(std::string code) {
  for (char& c : code) {
    if (c >= '0' && c <= '9') c = '#';
  }
  return code == "##" || code == "##.##" || code == "##.##.##" ||
         code == "##.##.##.####";
}

TEST(RegionTest, CodesHaveOneOfFourForms) {
  const std::string whole = "18.01.09.2003";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const std::string prefix = whole.substr(0, length);
    EXPECT_EQ(IsRegionCode(prefix), IsOneOfTheForms(prefix)) << prefix;
    for (std::size_t at = 0; at < length; ++at) {
      for (const char c : {'0', '9', '.', ' ', 'a', '-', '/', ':', '\0'}) {
        std::string edited = prefix;
        edited[at] = c;
        EXPECT_EQ(IsRegionCode(edited), IsOneOfTheForms(edited)) << edited;
        edited.insert(at, 1, c);
        EXPECT_EQ(IsRegionCode(edited), IsOneOfTheForms(edited)) << edited;
      }
    }
  }
}

TEST(RegionTest, ARegionHoldsItselfAndWhatLiesBelow) {
  const std::string village = "18.01.09.2003";
  for (const std::string_view prefix :
       {"", "18", "18.01", "18.01.09", "18.01.09.2003"}) {
    EXPECT_TRUE(IsWithinRegion(village, prefix)) << prefix;
  }
  for (const std::string_view other :
       {"1", "17", "18.0", "18.02", "18.01.1", "18.01.09.200",
        "18.01.09.2003.1", "18.01.09.2004", "18.", "18.01."}) {
    EXPECT_FALSE(IsWithinRegion(village, other)) << other;
  }
  EXPECT_FALSE(IsWithinRegion("18.011", "18.01"));
  EXPECT_FALSE(IsWithinRegion("18", "18.01"));
  EXPECT_TRUE(IsWithinRegion("", ""));
}

TEST(RegionTest, ProvincesHaveTheirZones) {
  const std::set<int> wita = {51, 52, 53, 63, 64, 65, 71, 72, 73, 74, 75, 76};
  const std::set<int> wit = {81, 82, 91, 92, 93, 94, 95, 96};
  for (int province = 0; province < 100; ++province) {
    std::string code = std::to_string(province);
    if (province < 10) code.insert(0, "0");
    const int expected = wita.contains(province)  ? kWitaMinutes
                         : wit.contains(province) ? kWitMinutes
                                                  : kWibMinutes;
    EXPECT_EQ(ZoneOffsetMinutesOfRegion(code), expected) << code;
    EXPECT_EQ(ZoneOffsetMinutesOfRegion(code + ".01"), expected) << code;
  }
  EXPECT_EQ(ZoneOffsetMinutesOfRegion(""), kWibMinutes);
  EXPECT_EQ(ZoneOffsetMinutesOfRegion("5"), kWibMinutes);
}

}  // namespace
}  // namespace ledger
