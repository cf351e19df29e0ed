// Self-holding: how many cards are with the family they belong to, and how
// many with somebody else, at the end of each month ("KPM pegang KKS
// sendiri", domain.md 0.1).
//
// A card counts where its family is listed, for the bank that printed it and
// for the companion who was responsible for the family at that time. It counts
// while somebody is known to have it (views/custody); before its handover and
// after its end it does not.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/fold.h"

namespace ledger::views::holding {

inline constexpr std::string_view kName = "view.holding";

// A month of the calendar where the family lives.
struct Month {
  int year = 1970;
  int month = 1;  // [1, 12]
  auto operator<=>(const Month&) const = default;

  // Months since year 0, and back.
  std::uint32_t Number() const;
  static Month FromNumber(std::uint32_t number);
  // `2025-02`, and back; nullopt for anything else.
  std::string ToString() const;
  static std::optional<Month> Parse(std::string_view text);
};

// What a row is about.
enum class Group {
  kVillage,
  kSubdistrict,
  kRegency,
  kProvince,
  kBank,
  kCompanion
};

struct RatesQuery {
  std::string region_prefix;  // Families' region; empty: all.
  std::string bank;           // Empty: all.
  std::string companion;      // Token; empty: all.
  Group group = Group::kVillage;
  // The months answered for, both included. Absent: the latest month alone;
  // `from` alone: up to the latest.
  std::optional<Month> from;
  std::optional<Month> until;
  std::size_t page_size = 100;
  std::string page_token;  // From an earlier answer.
};

// Cards at the end of a month.
struct Rate {
  Month month;
  std::uint64_t with_family = 0;
  std::uint64_t with_others = 0;
  // Of a hundred; absent when there is no card.
  std::optional<double> Percent() const;
};

struct GroupRates {
  // Region code, bank or companion's token; empty when not known.
  std::string key;
  std::vector<Rate> rates;  // One a month.
};

struct RatesPage {
  std::vector<GroupRates> groups;  // By key; those that have cards.
  GroupRates all;                  // All groups together; its key is empty.
  std::string next_page_token;     // Empty at the end.
};

inline constexpr std::string_view kMonthsMalformed = "MONTHS_MALFORMED";

// REGION_MALFORMED, MONTHS_MALFORMED (the end before the beginning, or more
// than 240 months), PAGE_TOKEN_INVALID; all kInvalidArgument.
Result<RatesPage> RatesOf(const fold::Reader& reader, const RatesQuery& query);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::holding
