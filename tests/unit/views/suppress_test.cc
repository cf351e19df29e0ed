// Somebody tries to work out what is withheld: by linear algebra over all that
// is published, and, for small tables, by trying every table that there could
// be.

#include "ledger/views/village/suppress.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <iostream>
#include <random>
#include <set>
#include <string>

namespace ledger::views::village {
namespace {

// Rows of numbers, solved as an attacker would: is `wanted` a combination of
// what is known?
class KnownSums {
 public:
  explicit KnownSums(std::size_t unknowns) : unknowns_(unknowns) {}

  void Add(std::vector<double> row) {
    Reduce(row);
    for (std::size_t i = 0; i < unknowns_; ++i) {
      if (std::abs(row[i]) < kNothing) continue;
      const double lead = row[i];
      for (double& value : row) value /= lead;
      rows_.push_back({i, std::move(row)});
      return;
    }
  }
  bool Tell(std::vector<double> wanted) const {
    Reduce(wanted);
    for (const double value : wanted) {
      if (std::abs(value) > kNothing) return false;
    }
    return true;
  }

 private:
  static constexpr double kNothing = 1e-7;

  void Reduce(std::vector<double>& row) const {
    for (const auto& [lead, known] : rows_) {
      const double times = row[lead];
      if (std::abs(times) < kNothing) continue;
      for (std::size_t i = 0; i < unknowns_; ++i) row[i] -= times * known[i];
    }
  }

  const std::size_t unknowns_;
  std::vector<std::pair<std::size_t, std::vector<double>>> rows_;
};

struct Table {
  std::vector<Column> columns;
  std::size_t Villages() const { return columns.front().counts.size(); }
  std::uint64_t At(std::size_t column, std::size_t place) const {
    if (place < Villages()) return columns[column].counts[place];
    std::uint64_t sum = 0;
    for (const std::uint64_t count : columns[column].counts) sum += count;
    return sum;
  }
};

std::string Text(const Table& table, const Shown& shown) {
  std::string text;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    text += "\n  ";
    for (std::size_t v = 0; v <= table.Villages(); ++v) {
      text += std::to_string(table.At(c, v)) + (shown[c][v] ? " " : "* ");
    }
  }
  return text;
}

// All that is published about the unknown village cells of all columns.
KnownSums Published(const Table& table, const Shown& shown) {
  const std::size_t villages = table.Villages();
  const std::size_t unknowns = table.columns.size() * villages;
  KnownSums known(unknowns);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    for (std::size_t v = 0; v <= villages; ++v) {
      if (!shown[c][v]) continue;
      std::vector<double> row(unknowns);
      for (std::size_t i = 0; i < villages; ++i) {
        if (v == villages || i == v) row[c * villages + i] = 1;
      }
      known.Add(std::move(row));
    }
  }
  return known;
}

// Every set of villages, of a part and of the rest of its base: what can be
// worked out about it must not be about one to four families, and about a part
// not about none either.
void ExpectNothingSmallFollows(const Table& table, const Shown& shown) {
  const KnownSums known = Published(table, shown);
  const std::size_t villages = table.Villages();
  const std::size_t unknowns = table.columns.size() * villages;
  for (std::size_t set = 1; set < std::size_t{1} << villages; ++set) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      std::vector<double> part(unknowns);
      std::vector<double> rest(unknowns);
      std::uint64_t in_part = 0;
      std::uint64_t in_rest = 0;
      const auto base = table.columns[c].base;
      for (std::size_t v = 0; v < villages; ++v) {
        if ((set >> v & 1) == 0) continue;
        part[c * villages + v] = 1;
        in_part += table.At(c, v);
        if (!base) continue;
        rest[c * villages + v] = -1;
        rest[*base * villages + v] = 1;
        in_rest += table.At(*base, v) - table.At(c, v);
      }
      if (in_part < kLeastFamilies) {
        ASSERT_FALSE(known.Tell(part))
            << "column " << c << " set " << set << Text(table, shown);
      }
      if (base && in_rest > 0 && in_rest < kLeastFamilies) {
        ASSERT_FALSE(known.Tell(rest))
            << "rest of column " << c << " set " << set << Text(table, shown);
      }
    }
  }
}

// Of columns where all parts are of an earlier one, counts up to `most`.
Table RandomTable(std::mt19937_64& random, std::size_t villages,
                  std::uint64_t most) {
  const auto below = [&](std::uint64_t end) {
    return std::uniform_int_distribution<std::uint64_t>(0, end)(random);
  };
  Table table;
  const std::size_t columns = 1 + below(4);
  for (std::size_t c = 0; c < columns; ++c) {
    Column column;
    if (c > 0) column.base = below(c - 1);
    for (std::size_t v = 0; v < villages; ++v) {
      const std::uint64_t top =
          column.base ? table.columns[*column.base].counts[v] : most;
      // Often nearly all, or nearly none.
      switch (below(3)) {
        case 0:
          column.counts.push_back(below(std::min<std::uint64_t>(top, 6)));
          break;
        case 1:
          column.counts.push_back(top - below(std::min<std::uint64_t>(top, 6)));
          break;
        default:
          column.counts.push_back(below(top));
      }
    }
    table.columns.push_back(std::move(column));
  }
  return table;
}

TEST(SuppressTest, WhatIsBigStaysAndTheRestIsWithheldWithItsNeighbour) {
  const Shown shown = Suppress({{{}, {120, 98, 3, 60}}});
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0], (std::vector<bool>{true, true, false, false, true}));
}

TEST(SuppressTest, NobodyAtAllIsWithheldAsFewAre) {
  const Shown shown = Suppress({{{}, {120, 98, 0, 60}}});
  EXPECT_FALSE(shown[0][2]);
  EXPECT_FALSE(shown[0][3]);
}

TEST(SuppressTest, TwoSmallOnesThatAreFewTogetherTakeAThirdAlong) {
  const Shown shown = Suppress({{{}, {2, 2, 50, 60}}});
  EXPECT_EQ(shown[0], (std::vector<bool>{false, false, false, true, true}));
  // Five in all are enough to stand as a sum.
  EXPECT_EQ(Suppress({{{}, {2, 3, 50, 60}}})[0],
            (std::vector<bool>{false, false, true, true, true}));
}

TEST(SuppressTest, APartThatLeavesFewOutIsWithheldItsBaseIsNot) {
  const Shown shown = Suppress({{{}, {100, 80, 90}}, {0, {97, 80, 70}}});
  EXPECT_EQ(shown[0], (std::vector<bool>{true, true, true, true}));
  // The first leaves 3 out. The last is the smallest to go with it: 23 left
  // out together.
  EXPECT_EQ(shown[1], (std::vector<bool>{false, true, false, true}));
}

TEST(SuppressTest, AllOrNoneLeftOutTellsNothingOfAFew) {
  const Shown shown = Suppress({{{}, {100, 80}}, {0, {100, 80}}});
  EXPECT_EQ(shown[1], (std::vector<bool>{true, true, true}));
}

TEST(SuppressTest, ASubdistrictOfOneVillageShowsNoTotalOfAHiddenOne) {
  const Shown shown = Suppress({{{}, {100}}, {0, {98}}});
  EXPECT_EQ(shown[0], (std::vector<bool>{true, true}));
  EXPECT_EQ(shown[1], (std::vector<bool>{false, false}));
}

TEST(SuppressTest, NoDifferenceOfPublishedFiguresIsAboutAFewFamilies) {
  const std::uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  std::mt19937_64 random(seed);
  std::size_t withheld = 0;
  std::size_t cells = 0;
  for (int i = 0; i < 4'000; ++i) {
    const std::size_t villages = 1 + random() % 7;
    const Table table = RandomTable(random, villages, 5 + random() % 60);
    const Shown shown = Suppress(table.columns);
    for (const auto& column : shown) {
      for (const bool is_shown : column) {
        ++cells;
        withheld += is_shown ? 0 : 1;
      }
    }
    ExpectNothingSmallFollows(table, shown);
    if (HasFatalFailure()) return;
  }
  std::cout << "withheld " << withheld << " of " << cells << "\n";
  EXPECT_LT(withheld, cells);
}

// Every table of two villages with one part, against every one that an outsider
// could imagine: a small figure has more than one value in those that fit.
TEST(SuppressTest, EveryWithheldSmallFigureCouldBeAnother) {
  constexpr std::uint64_t kMost = 8;
  constexpr std::uint64_t kImagined = 11;
  for (std::uint64_t a = 0; a <= kMost; ++a) {
    for (std::uint64_t b = 0; b <= kMost; ++b) {
      for (std::uint64_t c = 0; c <= a; ++c) {
        for (std::uint64_t d = 0; d <= b; ++d) {
          const Table table{{{{}, {a, b}}, {0, {c, d}}}};
          const Shown shown = Suppress(table.columns);
          // Tables with the same published figures.
          std::vector<std::vector<std::set<std::uint64_t>>> values(
              2, std::vector<std::set<std::uint64_t>>(2));
          for (std::uint64_t x = 0; x <= kImagined; ++x) {
            for (std::uint64_t y = 0; y <= kImagined; ++y) {
              for (std::uint64_t p = 0; p <= x; ++p) {
                for (std::uint64_t q = 0; q <= y; ++q) {
                  const Table other{{{{}, {x, y}}, {0, {p, q}}}};
                  bool is_same = true;
                  for (std::size_t column = 0; is_same && column < 2;
                       ++column) {
                    for (std::size_t v = 0; is_same && v < 3; ++v) {
                      is_same = !shown[column][v] ||
                                table.At(column, v) == other.At(column, v);
                    }
                  }
                  if (!is_same) continue;
                  for (std::size_t column = 0; column < 2; ++column) {
                    for (std::size_t v = 0; v < 2; ++v) {
                      values[column][v].insert(other.At(column, v));
                    }
                  }
                }
              }
            }
          }
          for (std::size_t column = 0; column < 2; ++column) {
            for (std::size_t v = 0; v < 2; ++v) {
              if (table.At(column, v) >= kLeastFamilies) continue;
              ASSERT_GT(values[column][v].size(), 1u)
                  << "column " << column << " village " << v
                  << Text(table, shown);
            }
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace ledger::views::village
