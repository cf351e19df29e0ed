// Who lives in a village, and what it is paid by: families, kelompok,
// companion, agents, terminals. Identifiers are invented and leave this room
// as tokens only.
//
// Thread safety: values; MakePeople is a pure function.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/crypto/token.h"
#include "services/simulate/plan.h"
#include "services/simulate/queue.h"

namespace services::simulate {

inline constexpr std::uint32_t kKelompokFamilies = 25;
inline constexpr std::uint32_t kNoProxy = 0xffff'ffff;

// What a family does with its money.
enum class Habit : std::uint8_t { kDrains, kKeepsSome, kDrawsTwice };

struct Family {
  std::string kpm;  // Tokens of 16 bytes.
  std::string pengurus;
  std::string household;
  std::string account;
  std::string kks;  // The card in use.
  std::uint32_t neighbourhood = 0;
  std::uint32_t kelompok = 0;
  std::uint32_t convoy = 0;
  std::uint32_t terminal = 0;      // Its usual one.
  std::uint32_t proxy = kNoProxy;  // Number of the proxy that comes for it.
  Habit habit = Habit::kDrains;
  bool is_old = false;
  std::int64_t pkh_rupiah = 0;  // A stage; 0: not in PKH.
  const char* pkh_component = "";
  std::uint32_t cards = 1;  // Numbers of cards so far, for the next.
  // Of the cards' life.
  bool is_handed_over = true;
  std::string first_receiver;  // Empty: the pengurus.
  // Listed, and so credited.
  bool is_listed = true;
  // Money.
  std::int64_t balance_rupiah = 0;
  std::int64_t drawn_rupiah = 0;  // In this period.
  std::uint32_t skipped = 0;      // Periods in a row.
};

struct Terminal {
  std::string tid;
  std::string agent_id;  // Empty: the bank's own.
  const char* kind = "AGENT";
  double agent_median_seconds = 75;
  std::uint32_t stan = 1;
  std::string region_code;
  std::int32_t latitude_microdegrees = 0;
  std::int32_t longitude_microdegrees = 0;
};

struct Agent {
  std::string agent_id;
  std::string owner;
  std::string settlement_account;
};

struct People {
  std::string region_code;
  std::string bank;    // As events name it.
  std::string source;  // Of the bank.
  int zone_offset_minutes = 420;
  std::string companion;
  std::string village_officer;
  std::string monitor;  // Officer of the social office.
  std::vector<std::string> proxies;
  std::vector<std::uint32_t> leaders;  // Family of each kelompok's leader.
  std::vector<Family> families;        // By list number.
  std::vector<Hand> hands;             // By family.
  std::vector<Agent> agents;
  // The agents' first, then the four below.
  std::vector<Terminal> terminals;
  std::uint32_t town_atm = 0;     // In the market town of the kecamatan.
  std::uint32_t distant_atm = 0;  // In another regency.
  std::uint32_t mobile_edc = 0;   // The bank officer's.
  std::uint32_t merchant = 0;     // A shop.
};

People MakePeople(const Plan& plan, const ledger::crypto::TokenKey& key);

// The next card of the family in the village; its `cards` counts on.
std::string NextCard(const Plan& plan, std::uint32_t family, std::uint32_t card,
                     const ledger::crypto::TokenKey& key);
// A person of the village who is no family's.
std::string PersonToken(const Plan& plan, std::string_view who,
                        const ledger::crypto::TokenKey& key);

}  // namespace services::simulate
