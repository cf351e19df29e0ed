// A card that lies at a branch, with money that lies.
//
// Threads: the folder thread.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/key.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r04/r04.h"
#include "ledger/views/card/card.h"
#include "ledger/views/money/money.h"

namespace ledger::rules::r04 {

// On disk:
//   0x10 ‖ account          -> vector of its cards that may lie at a branch
//   0x11 ‖ kks              -> u64 submitter whose clock counts
//   0x12 ‖ branch           -> Sums of its rows
//   0x13 ‖ kks              -> Untouched, while it may lie
//   0x14 ‖ kks              -> branch under which it has a row
//   0x90 ‖ branch ‖ 0 ‖ kks -> Lying
// A branch is the subject: submitter (u32) and code.
inline constexpr char kWaiting = 0x10;
inline constexpr char kSubmitters = 0x11;
inline constexpr char kSums = 0x12;
inline constexpr char kUntouched = 0x13;
inline constexpr char kRowOf = 0x14;
inline constexpr char kLying = static_cast<char>(0x90);

inline fold::Key KeyOf(char table, std::string_view rest) {
  return fold::Key(table, rest);
}

struct Lying {
  std::string kks;
  std::string kpm;
  views::Moment at_branch;
  views::Moment credited_at;
  std::int64_t rupiah = 0;
  std::uint64_t branch_index = 0;
  std::vector<std::uint64_t> credits;
  std::vector<std::string> periods;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kks)(kpm)(at_branch)(credited_at)(rupiah)(branch_index)(credits);
    archive(periods);
  }
};

// Nothing that ends the waiting has happened to the card.
bool IsWaiting(const views::card::Card& card);

// The card and its untouched money, when both have lain long enough by
// `clock`; asks to be woken when they have not. `line` is what the event at
// hand did to the card's account, if anything.
std::optional<Lying> FindLying(const std::string& kks,
                               const views::card::Card& card,
                               const views::card::LifeEvent& arrival,
                               const std::string& clock,
                               const views::money::Line* line,
                               const Parameters& parameters, Context& context);

// What is kept to find it is forgotten: its waiting has ended.
void ForgetUntouched(const std::string& kks, Context& context);

}  // namespace ledger::rules::r04
