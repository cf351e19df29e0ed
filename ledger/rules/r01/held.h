// What came onto the cards while they were held: kept card by card, so that a
// credit is counted once, when it comes, however many cards the holder has.
//
// Threads: the folder thread.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/rules/common/rule.h"
#include "ledger/rules/r01/case.h"

namespace ledger::rules::r01 {

// [begin, end) microseconds; without an end while it lasts.
struct Span {
  std::int64_t begin_micros = 0;
  std::optional<std::int64_t> end_micros;
  bool operator==(const Span&) const = default;
  bool Holds(std::int64_t at_micros) const {
    return begin_micros <= at_micros &&
           (!end_micros || at_micros < *end_micros);
  }
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(begin_micros)(end_micros);
  }
};

// One card in the holder's hands.
struct Held {
  std::string account;  // Empty while no source has named it.
  std::vector<Span> spans;
  std::int64_t credited_rupiah = 0;
  std::vector<std::string> periods;  // Of the credits, ascending.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(account)(spans)(credited_rupiah)(periods);
  }
};

// What the alert says in numbers.
struct Summary {
  std::uint64_t cards_ever = 0;
  std::uint64_t cards_now = 0;
  bool is_seen = false;  // By an officer, or in a handover record.
  std::int64_t credited_rupiah = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(cards_ever)(cards_now)(is_seen)(credited_rupiah);
  }
};

struct Credited {
  std::int64_t rupiah = 0;
  std::set<std::string> periods;
};

// Brings what is kept of the holder's known cards in line with `found`; cards
// that are not among them are forgotten. Returns what came onto them.
Credited KeepHeld(const std::string& holder, const Case& found,
                  Context& context);

// A credit to an account.
struct Credit {
  std::string_view kks;
  std::string_view account;
  std::int64_t at_micros = 0;
  std::int64_t rupiah = 0;
  std::string_view period_id;
};
// A holder whose cards it came onto: so much, counting a card a time.
struct Increase {
  std::string holder;
  std::int64_t rupiah = 0;
  // The card's account was not known before: look at all again.
  bool is_to_be_judged = false;
};
// A credit was taken back: what came onto the cards that it came onto is to be
// counted again by the next KeepHeld. Their holders, ascending.
std::set<std::string> ForgetCredit(std::string_view account,
                                   std::string_view kks, Context& context);

// Adds the credit to the cards that are held. By holder, ascending.
std::vector<Increase> AddCredit(const Credit& credit, Context& context);

}  // namespace ledger::rules::r01
