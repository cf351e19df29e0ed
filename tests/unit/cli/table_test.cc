#include "services/cli/table.h"

#include <gtest/gtest.h>

namespace services::cli {
namespace {

TEST(Table, AlignsByWhatATerminalShows) {
  Table table({{"name"}, {"Rp", Align::kRight}});
  table.Add({"é…", "1"});
  table.Add({"long name", "1.000"});
  EXPECT_EQ(table.ToString(),
            "name          Rp\n"
            "─────────  ─────\n"
            "é…             1\n"
            "long name  1.000\n");
}

TEST(Table, LeavesNoSpacesAtLineEnds) {
  Table table({{"a"}, {"b"}});
  table.Add({"x", ""});
  table.Add({"y", "long"});
  EXPECT_EQ(table.ToString(), "a  b\n─  ────\nx\ny  long\n");
}

TEST(Table, CombiningMarksTakeNoColumn) {
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1u);
  EXPECT_EQ(DisplayWidth("Batu Agung"), 10u);
  EXPECT_EQ(DisplayWidth(""), 0u);
}

}  // namespace
}  // namespace services::cli
