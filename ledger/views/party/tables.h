// How views/party keeps its rows.

#pragma once

#include <cstddef>

namespace ledger::views::party {

// On disk:
//   0x01 ‖ person   -> vector of Role
//   0x02 ‖ agent id -> Agent
//   0x03 ‖ TID      -> Terminal
//   0x04 ‖ agent id -> vector of Suspension
//   0x05 ‖ person   -> vector of Suspension
//   0x80 ‖ region ‖ 0x00 ‖ from ‖ u64 index -> Schedule
//   0x81 ‖ region ‖ 0x00 ‖ began ‖ u64 index -> Distribution
//   0x82 ‖ region ‖ 0x00 ‖ agent id ‖ 0x00 ‖ u64 index -> nothing
//   0x83 ‖ region ‖ 0x00 ‖ TID ‖ 0x00 ‖ u64 index      -> nothing
//   0x84 ‖ region ‖ 0x00 ‖ valid from ‖ u64 index -> Instruction
//   0x85 ‖ person ‖ recorded ‖ u64 index -> Conflict
//   0x86 ‖ owner ‖ agent id ‖ 0x00 ‖ u64 index         -> nothing
//   0x87 ‖ leader ‖ from ‖ u64 index -> Group
//   0x88 ‖ person ‖ ended ‖ u64 index -> RoleEnd
// with times as AppendOrdered writes them.
inline constexpr char kRoles = 0x01;
inline constexpr char kAgents = 0x02;
inline constexpr char kTerminals = 0x03;
inline constexpr char kAgentSuspensions = 0x04;
inline constexpr char kPersonSuspensions = 0x05;
inline constexpr char kSchedules = static_cast<char>(0x80);
inline constexpr char kDistributions = static_cast<char>(0x81);
inline constexpr char kAgentPlaces = static_cast<char>(0x82);
inline constexpr char kTerminalPlaces = static_cast<char>(0x83);
inline constexpr char kInstructions = static_cast<char>(0x84);
inline constexpr char kConflicts = static_cast<char>(0x85);
inline constexpr char kOwners = static_cast<char>(0x86);
inline constexpr char kGroups = static_cast<char>(0x87);
inline constexpr char kRoleEnds = static_cast<char>(0x88);
inline constexpr std::size_t kIndexBytes = 8;

}  // namespace ledger::views::party
