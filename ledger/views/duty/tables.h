// How views/duty keeps its rows.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "amanah/v1/event.pb.h"
#include "ledger/fold/key.h"
#include "ledger/views/duty/duty.h"

namespace ledger::views::duty {

// On disk:
//   0x80 ‖ kpm ‖ done ‖ index              -> Work
//   0x81 ‖ group id ‖ 0x00 ‖ held ‖ index  -> Session
//   0x82 ‖ kpm ‖ from ‖ index              -> Membership
//   0x83 ‖ companion ‖ kpm ‖ index         -> nothing
//   0x84 ‖ kind ‖ done ‖ index             -> nothing; kinds of IsRecurrent
//   0x85 ‖ matter ‖ subject ‖ 0x00 ‖ at ‖ index -> Conduct
//   0x86 ‖ group id ‖ 0x00 ‖ formed ‖ index     -> its village
//   0x87 ‖ village ‖ 0x00 ‖ group id ‖ 0x00 ‖ index -> nothing
//   0x88 ‖ group id ‖ 0x00 ‖ kpm ‖ index        -> nothing
// with times as AppendOrdered writes them, index as u64,
// the kind (its number in Event) as u32 and the matter as a byte.
inline constexpr char kWork = static_cast<char>(0x80);
inline constexpr char kSessions = static_cast<char>(0x81);
inline constexpr char kMemberships = static_cast<char>(0x82);
inline constexpr char kCharges = static_cast<char>(0x83);
inline constexpr char kFirsts = static_cast<char>(0x84);
inline constexpr char kConduct = static_cast<char>(0x85);
inline constexpr char kGroups = static_cast<char>(0x86);
inline constexpr char kGroupsIn = static_cast<char>(0x87);
inline constexpr char kMembers = static_cast<char>(0x88);
inline constexpr std::size_t kIndexBytes = 8;

struct Session {
  Moment at;
  std::string by;
  std::string module;
  std::string bitmap;  // As P2k2SessionHeld.attendance_bitmap.
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(at)(by)(module)(bitmap)(index);
  }
};

inline fold::Key FirstKey(amanah::v1::Event::BodyCase kind) {
  return fold::Key(kFirsts).AppendU32(static_cast<std::uint32_t>(kind));
}

inline fold::Key ConductKey(Matter matter, std::string_view subject) {
  fold::Key key(kConduct);
  key.Push(static_cast<char>(matter)).Append(subject).Push('\0');
  return key;
}

}  // namespace ledger::views::duty
