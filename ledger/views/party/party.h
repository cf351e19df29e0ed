// Offices, agents, terminals, schedules, distributions, instructions,
// suspensions: who is who, where, what was planned, and who must stop.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
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

// An office is over.
struct RoleEnd {
  amanah::v1::PartyRole role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::string region_code;  // Empty: wherever it was held.
  Moment at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(role)(region_code)(at)(index);
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
  std::vector<std::uint64_t> earlier;  // Registrations that it took over from.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(owner)(tids)(settlement_account)(bank)(region_code);
    archive(published_tariff_rupiah)(index)(earlier);
  }
};

struct Terminal {
  std::string agent_id;
  std::string kind;
  std::string region_code;
  std::string bank;
  std::uint64_t index = 0;
  std::vector<std::uint64_t> earlier;  // Registrations that it took over from.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(agent_id)(kind)(region_code)(bank)(index)(earlier);
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

// What was planned or declared. Kept under each place that it is for.
struct Schedule {
  amanah::v1::ScheduleKind kind = amanah::v1::SCHEDULE_KIND_UNSPECIFIED;
  std::string region_code;  // The one that it is kept under.
  Moment from;
  Moment until;
  Moment filed_at;
  std::vector<std::string> tids;
  std::string list_rule;
  std::string place;
  std::string source_ref;  // What a DistributionHeld calls it by.
  std::string filed_by;    // Token; empty when an organisation filed it.
  std::string filed_by_organisation;
  std::string legal_basis;
  std::int64_t cash_limit_rupiah = 0;  // 0: not told.
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kind)(region_code)(from)(until)(filed_at)(tids)(list_rule)(place);
    archive(source_ref)(filed_by)(filed_by_organisation)(legal_basis);
    archive(cash_limit_rupiah)(index);
  }
};

// A distribution as it was reported to have taken place.
struct Distribution {
  std::string region_code;
  std::string schedule_ref;  // Empty when it was not planned.
  Moment at;
  std::optional<Moment> until;
  std::uint64_t served_count = 0;
  std::uint64_t expected_count = 0;  // 0: not told.
  std::vector<std::string> tids;
  std::string place;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(region_code)(schedule_ref)(at)(until)(served_count);
    archive(expected_count)(tids)(place)(index);
  }
};

// An instruction to all in a region, such as that every family holds its own
// card.
struct Instruction {
  std::string region_code;
  std::string topic;
  std::string issuer;  // Token.
  amanah::v1::PartyRole issuer_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::string source_ref;
  Moment issued_at;
  Moment valid_from;
  std::optional<Moment> valid_until;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(region_code)(topic)(issuer)(issuer_role)(source_ref)(issued_at);
    archive(valid_from)(valid_until)(index);
  }
};

// An interest that a person has beside an office.
struct Conflict {
  std::string relation;  // In the source's code.
  std::string related_party;
  std::string related_kpm;
  std::string agent_id;
  bool self_declared = false;
  Moment at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(relation)(related_party)(related_kpm)(agent_id)(self_declared);
    archive(at)(index);
  }
};

// Offices that a person holds or held, by time. One that was ended (RoleEnded)
// is over then, whatever its assignment says of its end.
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

// As SchedulesIn, of all places whose code begins with `region_prefix`, by
// place, then beginning; once for each place that a schedule is for.
std::vector<Schedule> SchedulesWithin(const fold::Reader& reader,
                                      std::string_view region_prefix,
                                      std::int64_t begin_micros,
                                      std::int64_t end_micros);
// Distributions that began in [begin, end) microseconds, by place, then time.
std::vector<Distribution> DistributionsWithin(const fold::Reader& reader,
                                              std::string_view region_prefix,
                                              std::int64_t begin_micros,
                                              std::int64_t end_micros);
// Instructions to a place within `region_prefix` or to one that it lies in, by
// place, then from when they hold.
std::vector<Instruction> InstructionsFor(const fold::Reader& reader,
                                         std::string_view region_prefix);
// By time.
std::vector<Conflict> ConflictsOf(const fold::Reader& reader,
                                  std::string_view person);

// A group of families that somebody leads.
struct Group {
  std::string group_id;
  std::string region_code;
  std::uint64_t member_count = 0;
  Moment from;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(group_id)(region_code)(member_count)(from)(index);
  }
};
// Groups that the person leads or led, by time.
std::vector<Group> GroupsLedBy(const fold::Reader& reader,
                               std::string_view person);
// Agents that name the person as their owner, ascending.
std::vector<std::string> AgentsOwnedBy(const fold::Reader& reader,
                                       std::string_view person);

// Agents whose outlet is in a place whose code begins with `region_prefix`, by
// place, then id; and terminals, by place, then TID.
struct Outlet {
  std::string region_code;
  std::string id;
};
std::vector<Outlet> AgentsWithin(const fold::Reader& reader,
                                 std::string_view region_prefix);
std::vector<Outlet> TerminalsWithin(const fold::Reader& reader,
                                    std::string_view region_prefix);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::party
