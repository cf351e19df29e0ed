#include "services/simulate/people.h"

#include <algorithm>

#include "ledger/base/region.h"
#include "ledger/stats/elementary.h"
#include "ledger/stats/random.h"
#include "services/simulate/tape.h"

namespace services::simulate {
namespace {

using ledger::crypto::TokenKey;
using ledger::crypto::TokenKind;
using ledger::stats::Exp;
using ledger::stats::Generator;

constexpr std::uint64_t kPeopleStream = 2;
constexpr std::uint32_t kNeighbourhoodFamilies = 40;

std::string Named(const Plan& plan, TokenKind kind, std::string_view what,
                  std::uint64_t number, const TokenKey& key) {
  std::string name = "simulate/" + std::to_string(plan.seed) + "/" +
                     std::to_string(plan.village) + "/";
  name += what;
  name += "/" + std::to_string(number);
  return std::string(key.Tokenise(kind, name).view());
}

struct Component {
  const char* name;
  std::int64_t stage_rupiah;
};
constexpr Component kComponents[] = {
    {"HAMIL", 750'000},      {"BALITA", 750'000}, {"SD", 225'000},
    {"SMP", 375'000},        {"SMA", 500'000},    {"LANSIA", 600'000},
    {"DISABILITAS", 600'000}};

Family MakeFamily(const Plan& plan, std::uint32_t number, const TokenKey& key,
                  Generator& random) {
  Family family;
  family.kpm = Named(plan, TokenKind::kKpm, "kpm", number, key);
  family.pengurus = Named(plan, TokenKind::kPerson, "pengurus", number, key);
  family.household = Named(plan, TokenKind::kHousehold, "kk", number, key);
  family.account = Named(plan, TokenKind::kAccount, "account", number, key);
  family.kks = NextCard(plan, number, 0, key);
  family.neighbourhood = 1 + number / kNeighbourhoodFamilies;
  family.kelompok = number / kKelompokFamilies;
  family.terminal = static_cast<std::uint32_t>(random.Below(plan.terminals));
  const double habit = random.Unit();
  family.habit = habit < 0.7   ? Habit::kDrains
                 : habit < 0.9 ? Habit::kKeepsSome
                               : Habit::kDrawsTwice;
  family.is_old = random.Unit() < 0.08;
  const bool has_pkh = random.Unit() < 0.5;
  const Component& component = kComponents[random.Below(7)];
  if (has_pkh) {
    family.pkh_rupiah = component.stage_rupiah;
    family.pkh_component = component.name;
  }
  return family;
}

// Neighbours and kin: 1 + geometric, up to the largest.
void MakeConvoys(const Plan& plan, People& people, Generator& random) {
  std::uint32_t convoy = 0;
  for (std::uint32_t at = 0; at < plan.families;) {
    std::uint32_t size = 1;
    while (size < plan.largest_convoy && random.Unit() < 0.5) ++size;
    for (; size > 0 && at < plan.families; --size) {
      people.families[at++].convoy = convoy;
    }
    ++convoy;
  }
}

// Six in ten of the old and sick have a registered proxy, who comes for one to
// four of them; a volunteer for six to ten.
void MakeProxies(const Plan& plan, People& people, const TokenKey& key,
                 Generator& random) {
  std::uint32_t left = 0;
  const auto add = [&] {
    people.proxies.push_back(
        Named(plan, TokenKind::kPerson, "proxy", people.proxies.size(), key));
  };
  if (plan.honest == Honest::kVolunteer) {
    add();
    left = 6 + static_cast<std::uint32_t>(random.Below(5));
    for (Family& family : people.families) {
      if (left > 0 && random.Unit() < 0.15) family.is_old = true;
      if (!family.is_old || left == 0) continue;
      family.proxy = 0;
      --left;
    }
    left = 0;
  }
  for (Family& family : people.families) {
    if (!family.is_old || family.proxy != kNoProxy || random.Unit() >= 0.6) {
      continue;
    }
    if (left == 0) {
      add();
      left = 1 + static_cast<std::uint32_t>(random.Below(4));
    }
    --left;
    family.proxy = static_cast<std::uint32_t>(people.proxies.size() - 1);
  }
}

void MakeHands(People& people, Generator& random) {
  std::vector<Hand> proxies(people.proxies.size());
  const auto draw = [&](bool is_old) {
    Hand hand;
    hand.pace = Exp(0.15 * random.Normal());
    hand.pin_median_ms = (is_old ? 2900 : 1800) * Exp(0.4 * random.Normal());
    return hand;
  };
  for (Hand& hand : proxies) hand = draw(false);
  for (const Family& family : people.families) {
    const Hand own = draw(family.is_old);
    people.hands.push_back(family.proxy == kNoProxy ? own
                                                    : proxies[family.proxy]);
  }
}

void MakeTerminals(const Plan& plan, People& people, const TokenKey& key,
                   Generator& random) {
  const std::string village = std::to_string(10'000 + plan.village);
  const bool is_one_agent = plan.honest == Honest::kHelper;
  const auto latitude = static_cast<std::int32_t>(
      -5'000'000 - 20'000 * static_cast<int>(plan.village % 100));
  const auto longitude = static_cast<std::int32_t>(
      105'000'000 + 20'000 * static_cast<int>(plan.village / 100));
  const auto add = [&](std::string tid, std::string agent, const char* kind,
                       std::string region, std::int32_t away) {
    Terminal terminal;
    terminal.tid = std::move(tid);
    terminal.agent_id = std::move(agent);
    terminal.kind = kind;
    terminal.agent_median_seconds = 50 + 60 * random.Unit();
    terminal.stan = 1 + static_cast<std::uint32_t>(random.Below(900'000));
    terminal.region_code = std::move(region);
    terminal.latitude_microdegrees = latitude + away;
    terminal.longitude_microdegrees = longitude + away;
    people.terminals.push_back(std::move(terminal));
    return static_cast<std::uint32_t>(people.terminals.size() - 1);
  };
  for (std::uint32_t i = 0; i < plan.terminals; ++i) {
    if (i == 0 || !is_one_agent) {
      Agent agent;
      agent.agent_id = "AG" + village + "-" + std::to_string(i);
      agent.owner = Named(plan, TokenKind::kPerson, "agent", i, key);
      agent.settlement_account =
          Named(plan, TokenKind::kAccount, "agent", i, key);
      people.agents.push_back(std::move(agent));
    }
    add("T" + village + std::to_string(i), people.agents.back().agent_id,
        "AGENT", people.region_code, 0);
  }
  const std::string kecamatan = people.region_code.substr(0, 8);
  people.town_atm = add("M" + village, "", "ATM", kecamatan, 60'000);
  people.distant_atm =
      add("Z" + village, "", "ATM", people.region_code.substr(0, 2), 900'000);
  people.mobile_edc = add("E" + village, "", "EDC", people.region_code, 0);
  people.merchant = add("S" + village, "", "EDC", people.region_code, 0);
}

}  // namespace

std::string NextCard(const Plan& plan, std::uint32_t family, std::uint32_t card,
                     const TokenKey& key) {
  return Named(plan, TokenKind::kKks, "kks",
               static_cast<std::uint64_t>(family) << 8 | card, key);
}

std::string PersonToken(const Plan& plan, std::string_view who,
                        const TokenKey& key) {
  return Named(plan, TokenKind::kPerson, who, 0, key);
}

People MakePeople(const Plan& plan, const TokenKey& key) {
  Generator random(plan.seed, plan.village, kPeopleStream);
  People people;
  people.region_code = RegionOf(plan.village);
  people.source = BankSourceOf(plan.village);
  people.bank = BankNameOf(people.source);
  people.zone_offset_minutes =
      ledger::ZoneOffsetMinutesOfRegion(people.region_code);
  people.companion = PersonToken(plan, "companion", key);
  people.village_officer = PersonToken(plan, "officer", key);
  people.monitor = PersonToken(plan, "monitor", key);
  for (std::uint32_t i = 0; i < plan.families; ++i) {
    people.families.push_back(MakeFamily(plan, i, key, random));
    if (i % kKelompokFamilies == 0) people.leaders.push_back(i);
  }
  MakeConvoys(plan, people, random);
  MakeProxies(plan, people, key, random);
  MakeHands(people, random);
  MakeTerminals(plan, people, key, random);
  return people;
}

}  // namespace services::simulate
