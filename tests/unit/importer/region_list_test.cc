#include "services/importer/region_list.h"

#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

TEST(RegionList, HasTheOfficialListDownToTheVillages) {
  EXPECT_EQ(Regions().size(), 38u + 514u + 7277u + 83763u);
  EXPECT_EQ(Regions().version(), "idn-area-data/3.1.2");
  EXPECT_EQ(Regions().NameOf("18"), "LAMPUNG");
  EXPECT_EQ(Regions().NameOf("18.01"), "KABUPATEN LAMPUNG SELATAN");
  EXPECT_EQ(Regions().NameOf("18.01.18"), "Merbau Mataram");
  EXPECT_EQ(Regions().NameOf("18.01.18.2015"), "Karang Jaya");
}

TEST(RegionList, RefusesCodesThatAreNotInIt) {
  for (const std::string_view code :
       {"18.01.18.2016", "99", "18.00", "18.01.18.0001", "", "18.1",
        "1801182001", "18.01.18.2001 "}) {
    EXPECT_FALSE(Regions().Contains(code)) << code;
    EXPECT_EQ(Regions().NameOf(code), std::nullopt) << code;
  }
}

TEST(RegionList, EveryLevelIsTold) {
  const auto list = RegionList::FromText(
      "v1\n18 A\n 01 B\n  18 C\n   2001 D\n"
      " 02 E\n19 F\n");
  ASSERT_TRUE(list.ok()) << list.error().message;
  EXPECT_EQ(list->NameOf("18.01.18.2001"), "D");
  EXPECT_EQ(list->NameOf("18.02"), "E");
  EXPECT_EQ(list->NameOf("19"), "F");
  EXPECT_FALSE(list->Contains("19.02"));
}

TEST(RegionList, RefusesABrokenListByLine) {
  for (const auto& [text, line] :
       {std::pair<std::string, std::string>{"", "line 1"},
        {"v1\n18 A", "line 1"},
        {"\n18 A\n", "line 1"},
        {"v1\n 01 B\n", "line 2"},
        {"v1\n18 A\n  18 C\n", "line 3"},
        {"v1\n18 A\n1x B\n", "line 3"},
        {"v1\n18 A\n19\n", "line 3"},
        {"v1\n18 A\n18 A\n", "line 3"},
        {"v1\n18 A\n17 A\n", "line 3"},
        {"v1\n18 A\n    1 A\n", "line 3"}}) {
    const auto list = RegionList::FromText(text);
    ASSERT_FALSE(list.ok()) << text;
    EXPECT_EQ(list.error().reason, kRegionListUnreadable);
    EXPECT_NE(list.error().message.find(line + ":"), std::string::npos)
        << list.error().message;
  }
}

}  // namespace
}  // namespace services::importer
