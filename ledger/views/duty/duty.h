// What was done for a family: visits, data updates, custody checks, labels,
// validation, first meeting, proposals, letters, advocacy, and the sessions of
// its group (P2K2) at which its bit says that it was there. And what became of
// those who do it: trainings, pledges, targets, awards, sanctions, honoraria.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <functional>
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
  std::string ref;      // Number of a letter, case or decree.
  bool is_yes = false;  // Custody check: card seen; commitment: kept;
                        // monitoring: family found; validation: passed;
                        // label refused or removed: removed.
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kind)(at)(recorded_at)(by)(by_role)(result)(ref)(is_yes)(index);
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

// Families that were ever assigned to the companion, ascending by token.
std::vector<std::string> FamiliesOf(const fold::Reader& reader,
                                    std::string_view companion);

// The village in which the group was formed, as told last; empty when unknown.
std::string RegionOfGroup(const fold::Reader& reader,
                          std::string_view group_id);

// Families that were ever in a group formed in a village whose code begins
// with `region_prefix`, by village, then token, until `visit` returns false.
void VisitGroupFamilies(const fold::Reader& reader,
                        std::string_view region_prefix,
                        const std::function<bool(std::string_view region,
                                                 std::string_view kpm)>& visit);

// The first moment that any work of the kind (P2k2SessionHeld among them) was
// done for anybody; nullopt when none is known. Of the kinds that a companion
// owes again and again.
std::optional<std::int64_t> FirstDone(const fold::Reader& reader,
                                      amanah::v1::Event::BodyCase kind);

// What is said of a person who works for the programme. On disk: never
// renumber.
enum class Matter : std::uint8_t {
  kTraining = 1,
  kPledge = 2,
  kSanction = 3,    // Proposed or imposed.
  kHonorarium = 4,  // Withheld or returned.
  kAward = 5,
  kFinding = 6,
  kTarget = 7,  // Set or adjusted; of a person or of a region.
  kSupport = 8,
  kComplaint = 9,  // About the person.
};
struct Conduct {
  amanah::v1::Event::BodyCase kind = amanah::v1::Event::BODY_NOT_SET;
  std::string subject;  // Token of the person, or a target's region code.
  Moment at;
  std::string region_code;  // As the event says; empty when it does not.
  std::string word;         // Topic, pledge, basis, metric, finding, ticket.
  std::string ref;          // Decree, deposit slip or treasury receipt.
  std::string other;        // event_id of the proposal; empty without one.
  std::uint32_t month = 0;  // YYYYMM.
  std::uint32_t year = 0;
  std::uint32_t number = 0;  // Hundredths, results, kind of sanction.
  std::int64_t amount_rupiah = 0;
  std::optional<Moment> from;  // Award, sanction.
  std::optional<Moment> until;
  std::string event_id;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kind)(subject)(at)(region_code)(word)(ref)(other)(month)(year);
    archive(number)(amount_rupiah)(from)(until)(event_id)(index);
  }
};
// About one person (token) or region (code), by time, then index.
std::vector<Conduct> ConductOf(const fold::Reader& reader, Matter matter,
                               std::string_view subject);
// About all persons after `after`, ascending by token, each by time, then
// index, until `visit` returns false.
void VisitConduct(const fold::Reader& reader, Matter matter,
                  std::string_view after,
                  const std::function<bool(const Conduct&)>& visit);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::duty
