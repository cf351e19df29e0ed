// Offices, agents, terminals, schedules, suspensions: who is who, where, and
// who must stop.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/context_event.pb.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::party {

inline constexpr std::string_view kName = "view.party";

struct Role {
  amanah::v1::PartyRole role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::string region_code;
  Moment from;
  std::optional<Moment> until;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(role)(region_code)(from)(until)(index);
  }
};

struct Agent {
  std::string owner;
  std::vector<std::string> tids;
  std::string settlement_account;
  std::string bank;
  std::string region_code;
  std::int64_t published_tariff_rupiah = 0;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(owner)(tids)(settlement_account)(bank)(region_code);
    archive(published_tariff_rupiah)(index);
  }
};

struct Terminal {
  std::string agent_id;
  std::string kind;
  std::string region_code;
  std::string bank;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(agent_id)(kind)(region_code)(bank)(index);
  }
};

// An order that a party must stop.
struct Suspension {
  Moment ordered_at;
  Moment effective_from;
  std::optional<Moment> effective_until;
  std::optional<Moment> received_by_bank_at;
  std::string basis;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(ordered_at)(effective_from)(effective_until);
    archive(received_by_bank_at)(basis)(index);
  }
};

struct Schedule {
  amanah::v1::ScheduleKind kind = amanah::v1::SCHEDULE_KIND_UNSPECIFIED;
  std::string region_code;
  Moment from;
  Moment until;
  Moment filed_at;
  std::vector<std::string> tids;
  std::string list_rule;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kind)(region_code)(from)(until)(filed_at)(tids)(list_rule)(index);
  }
};

// Offices that a person holds or held, by time.
std::vector<Role> RolesOf(const fold::Reader& reader, std::string_view person);
std::optional<Agent> FindAgent(const fold::Reader& reader,
                               std::string_view agent_id);
std::optional<Terminal> FindTerminal(const fold::Reader& reader,
                                     std::string_view tid);
// Orders against an agent, by time.
std::vector<Suspension> SuspensionsOfAgent(const fold::Reader& reader,
                                           std::string_view agent_id);
std::vector<Suspension> SuspensionsOfPerson(const fold::Reader& reader,
                                            std::string_view person);
// What was planned in the village for a window that touches
// [begin, end) microseconds.
std::vector<Schedule> SchedulesIn(const fold::Reader& reader,
                                  std::string_view region_code,
                                  std::int64_t begin_micros,
                                  std::int64_t end_micros);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::party
