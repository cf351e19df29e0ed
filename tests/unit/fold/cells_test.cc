#include "ledger/fold/cells.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <string>

#include "ledger/fold/ordered.h"

namespace ledger::fold {
namespace {

std::string RandomBytes(std::mt19937& random, std::size_t most) {
  std::string bytes(random() % (most + 1), '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

using Model = std::map<std::string, std::optional<std::string>>;

void ExpectSame(const Cells& cells, const Model& model) {
  std::size_t visited = 0;
  cells.ForEach([&](const Cell& cell) {
    ++visited;
    const auto expected = model.find(std::string(cell.key()));
    ASSERT_NE(expected, model.end());
    ASSERT_EQ(cell.value(), expected->second);
  });
  EXPECT_EQ(visited, model.size());
}

// Values shrink, grow, come and go; the table is cleared and used again.
TEST(CellsTest, CellsAgreeWithAMap) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Cells cells;
  Ordered ordered;
  for (int round = 0; round < 3; ++round) {
    Model model;
    for (int step = 0; step < 20'000; ++step) {
      const std::string key = std::to_string(random() % 3'000);
      const std::size_t hash = Cells::HashOf(key);
      std::optional<std::string> value;
      if (random() % 5 != 0) value = RandomBytes(random, 300);
      Cell* const cell = cells.Find(key, hash);
      ASSERT_EQ(cell != nullptr, model.contains(key));
      if (cell != nullptr) {
        ASSERT_EQ(cell->value(), model[key]);
        cells.Assign(*cell, value);
      } else {
        cells.Insert(key, hash, value);
      }
      ordered.Set(key, value);
      model[key] = value;
    }
    ExpectSame(cells, model);
    ASSERT_EQ(ordered.rows().size(), model.size());
    auto expected = model.begin();
    for (const auto& [key, value] : ordered.rows()) {
      EXPECT_EQ(key, expected->first);
      EXPECT_EQ(value, expected->second);
      ++expected;
    }
    cells.Clear();
    ordered.Clear();
    EXPECT_TRUE(cells.empty());
    EXPECT_TRUE(ordered.empty());
  }
}

TEST(CellsTest, AKeyThatIsNotThereIsNotFound) {
  Cells cells;
  EXPECT_EQ(cells.Find("a", Cells::HashOf("a")), nullptr);
  cells.Insert("a", Cells::HashOf("a"), "");
  EXPECT_EQ(cells.Find("b", Cells::HashOf("b")), nullptr);
  EXPECT_EQ(cells.Find("a", Cells::HashOf("a"))->value(), "");
}

}  // namespace
}  // namespace ledger::fold
