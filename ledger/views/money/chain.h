// The chain of an account's balances, walked: what it comes to, where it
// breaks, how long nobody touched it.
//
// Thread safety: values and pure functions.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/views/money/line.h"
#include "ledger/views/money/money.h"
#include "ledger/views/money/use.h"

namespace ledger::views::money {

// A silence that is over, [since, until), by posting.
struct EndedSilence {
  std::int64_t since_micros = 0;
  std::int64_t until_micros = 0;
  auto operator<=>(const EndedSilence&) const = default;
};

// Follows the chain of balances, one movement after the other.
struct ChainWalk {
  std::optional<std::int64_t> balance;
  std::optional<std::int64_t> opening;
  std::string opening_key;
  std::int64_t moved = 0;
  std::uint64_t breaks = 0;
  std::uint64_t silent_credits = 0;
  std::int64_t silent_rupiah = 0;
  std::int64_t silent_since_micros = 0;
  std::vector<EndedSilence> ended;  // Those of kLongSilenceMicros and more.

  // Where an account stands that has had other movements before.
  static ChainWalk Behind(const Account& sums);
  void Step(const Line& line, std::string_view key);
  void Keep(Account& sums) const;

 private:
  void CountSilence(const Line& line);
};

// A movement and its place in the chain.
struct KeyedLine {
  std::string key;
  Line line;
};

// In the order of the chain.
std::vector<KeyedLine> LinesOf(const fold::Reader& reader,
                               std::string_view account);

// All that a chain comes to.
struct Whole {
  ChainWalk walk;
  std::uint64_t movements = 0;
  std::string last_key;
  std::string owner;  // Whom the first credit names; empty without any.
  std::vector<Part> parts;
  std::map<Share, Used> uses;
};
// `lines` in the order of the chain; that of log index `without`, when it is
// given, left out.
Whole WholeOf(const std::vector<KeyedLine>& lines, std::string_view account,
              std::optional<std::uint64_t> without);

}  // namespace ledger::views::money
