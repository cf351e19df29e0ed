// What was done for a family: visits, data updates, custody checks, labels,
// validation, first meeting, and the sessions of its group (P2K2) at which its
// bit says that it was there.
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
#include "amanah/v1/event.pb.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::duty {

inline constexpr std::string_view kName = "view.duty";

// One thing done for one family.
struct Work {
  amanah::v1::Event::BodyCase kind = amanah::v1::Event::BODY_NOT_SET;
  Moment at;
  Moment recorded_at;
  std::string by;  // Empty when not told.
  amanah::v1::PartyRole by_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::string result;   // The office's word.
  bool is_yes = false;  // Custody check: card seen; commitment: kept;
                        // monitoring: family found; validation: passed.
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kind)(at)(recorded_at)(by)(by_role)(result)(is_yes)(index);
  }
};
// By time, then index.
std::vector<Work> WorkFor(const fold::Reader& reader, std::string_view kpm);

// The family's place in a group, [from, until).
struct Membership {
  std::string group_id;
  std::uint32_t sequence = 0;
  Moment from;
  std::optional<Moment> until;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(group_id)(sequence)(from)(until)(index);
  }
};
std::vector<Membership> MembershipsOf(const fold::Reader& reader,
                                      std::string_view kpm);

// A session of the family's group.
struct Attendance {
  std::string group_id;
  std::string module;
  Moment at;
  std::string by;
  bool has_list = false;  // Attendance was told at all.
  bool was_there = false;
  std::uint64_t index = 0;
};
// Sessions held while the family was in the group, by time, then index; each
// once, however many memberships cover it.
std::vector<Attendance> AttendanceOf(const fold::Reader& reader,
                                     std::string_view kpm);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::duty
