// Keys of the holding view. On disk: never renumber.
//
//   0x01 ‖ kks  -> CardTally: what the card adds to the counts
//   0x02 ‖ kpm  -> FamilyCards
//   0x80 ‖ village ‖ 0 ‖ bank ‖ 0 ‖ companion ‖ 0 ‖ u32 month -> Change
//
// A count at the end of a month is the sum of all changes up to it. The
// companion is its token in hex, so that no byte of it is 0.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/key.h"

namespace ledger::views::holding {

inline constexpr char kCardTable = 0x01;
inline constexpr char kFamilyTable = 0x02;
inline constexpr char kChangeTable = '\x80';

// How many cards more or less a month ends with.
struct Change {
  std::int64_t with_family = 0;
  std::int64_t with_others = 0;
  bool IsZero() const { return with_family == 0 && with_others == 0; }
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(with_family)(with_others);
  }
};

// One card's changes, by key.
struct TallyLine {
  std::string key;
  Change change;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(key)(change);
  }
};
struct CardTally {
  std::vector<TallyLine> lines;
  // Families that sources say it is of, ascending; nearly always one.
  std::vector<std::string> families;
  bool IsEmpty() const { return lines.empty() && families.empty(); }
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(lines)(families);
  }
};

// A family's cards of which any custody is told, and what was known of it when
// they were counted last.
struct FamilyCards {
  std::vector<std::string> cards;  // Ascending.
  std::string region_code;
  std::uint64_t pengurus = 0;
  std::uint64_t assignments = 0;
  std::uint64_t proxies = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(cards)(region_code)(pengurus)(assignments)(proxies);
  }
};

inline std::string ChangeKey(std::string_view village, std::string_view bank,
                             std::string_view companion_hex,
                             std::uint32_t month) {
  fold::Key key(kChangeTable, village);
  key.Push('\0').Append(bank).Push('\0').Append(companion_hex).Push('\0');
  key.AppendU32(month);
  return std::string(key.view());
}

}  // namespace ledger::views::holding
