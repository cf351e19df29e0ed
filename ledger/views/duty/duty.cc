#include "ledger/views/duty/duty.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"

namespace ledger::views::duty {
namespace {

using amanah::v1::Event;

// On disk:
//   0x80 ‖ kpm ‖ done ‖ index              -> Work
//   0x81 ‖ group id ‖ 0x00 ‖ held ‖ index  -> Session
//   0x82 ‖ kpm ‖ from ‖ index              -> Membership
// with times as AppendOrdered writes them, index as u64.
constexpr char kWork = static_cast<char>(0x80);
constexpr char kSessions = static_cast<char>(0x81);
constexpr char kMemberships = static_cast<char>(0x82);

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

fold::Key TimedKey(char table, std::string_view subject, const Moment& at,
                   std::uint64_t index) {
  fold::Key key(table, subject);
  key.AppendOrdered(at.unix_micros).AppendU64(index);
  return key;
}

template <typename T>
std::vector<T> ReadAll(const fold::Reader& reader, const fold::Key& prefix) {
  std::vector<T> rows;
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                rows.push_back(fold::Decode<T>(value));
                return true;
              });
  return rows;
}

void TakeFieldWork(const amanah::v1::FieldWork& field_work,
                   std::string_view result, Work& work) {
  work.by = field_work.done_by();
  work.by_role = field_work.done_by_role();
  work.result = result;
}

bool TakeBody(const Event& event, Work& work) {
  switch (event.body_case()) {
    case Event::kHomeVisitDone:
      TakeFieldWork(event.home_visit_done().work(),
                    event.home_visit_done().finding(), work);
      return true;
    case Event::kKpmDataUpdated:
      TakeFieldWork(event.kpm_data_updated().work(),
                    event.kpm_data_updated().result(), work);
      return true;
    case Event::kCustodyCheckDone:
      TakeFieldWork(event.custody_check_done().work(), "", work);
      work.is_yes = event.custody_check_done().card_seen();
      return true;
    case Event::kHouseLabelled:
      TakeFieldWork(event.house_labelled().work(), "", work);
      return true;
    case Event::kLabelRefusedOrRemoved:
      TakeFieldWork(event.label_refused_or_removed().work(),
                    event.label_refused_or_removed().reason(), work);
      return true;
    case Event::kJointVisitDone:
      TakeFieldWork(event.joint_visit_done().work(),
                    event.joint_visit_done().finding(), work);
      return true;
    case Event::kMonitoringVisitDone:
      TakeFieldWork(event.monitoring_visit_done().work(),
                    event.monitoring_visit_done().finding(), work);
      work.is_yes = event.monitoring_visit_done().family_found();
      return true;
    case Event::kCommitmentVerified:
      work.by = event.commitment_verified().verified_by();
      work.result = event.commitment_verified().component();
      work.is_yes = event.commitment_verified().fulfilled();
      return true;
    case Event::kEntitlementDisclosed:
      work.by = event.entitlement_disclosed().disclosed_by();
      work.is_yes = event.entitlement_disclosed().acknowledged();
      return true;
    case Event::kKpmEducationGiven:
      work.by = event.kpm_education_given().given_by();
      work.result = event.kpm_education_given().topic();
      return true;
    case Event::kCandidateValidated:
      work.by = event.candidate_validated().validated_by();
      work.result = event.candidate_validated().reason();
      work.is_yes = event.candidate_validated().result() ==
                    amanah::v1::CHECK_RESULT_PASSED;
      return true;
    case Event::kInitialMeetingHeld:
      work.by = event.initial_meeting_held().companion();
      work.result = event.initial_meeting_held().place();
      return true;
    default:
      return false;
  }
}

// Bit `place`, bit 0 being the lowest of the first byte.
bool BitOf(std::string_view bitmap, std::uint32_t place) {
  const std::size_t byte = place / 8;
  return byte < bitmap.size() &&
         (static_cast<unsigned char>(bitmap[byte]) >> (place % 8) & 1) != 0;
}

class DutyFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 1; }
  bool IsReadBack() const override { return false; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    if (event.has_p2k2_session_held()) {
      TakeSession(folded, state);
      return true;
    }
    const std::string& kpm = event.subjects().kpm();
    if (!IsToken(kpm)) return true;
    if (event.has_family_assigned()) {
      TakeMembership(folded, state);
      return true;
    }
    Work work;
    if (!TakeBody(event, work)) return true;
    work.kind = event.body_case();
    work.at = MomentOf(event.occurred_at());
    work.recorded_at =
        event.has_recorded_at() ? MomentOf(event.recorded_at()) : work.at;
    work.index = folded.index;
    state.Put(kName, TimedKey(kWork, kpm, work.at, work.index),
              fold::Encode(work));
    return true;
  }

 private:
  static void TakeSession(const fold::FoldedEvent& folded,
                          fold::Writer& state) {
    const auto& body = folded.event.p2k2_session_held();
    const Session session{MomentOf(folded.event.occurred_at()),
                          body.work().done_by(), body.module(),
                          body.attendance_bitmap(), folded.index};
    fold::Key key(kSessions, body.group_id());
    key.Push('\0').AppendOrdered(session.at.unix_micros);
    key.AppendU64(session.index);
    state.Put(kName, key, fold::Encode(session));
  }

  static void TakeMembership(const fold::FoldedEvent& folded,
                             fold::Writer& state) {
    const auto& body = folded.event.family_assigned();
    if (body.group_id().empty()) return;
    Membership membership;
    membership.group_id = body.group_id();
    membership.sequence = body.group_sequence();
    membership.from = MomentOf(folded.event.occurred_at());
    if (body.has_until()) membership.until = MomentOf(body.until());
    membership.index = folded.index;
    state.Put(kName,
              TimedKey(kMemberships, folded.event.subjects().kpm(),
                       membership.from, membership.index),
              fold::Encode(membership));
  }
};

}  // namespace

std::vector<Work> WorkFor(const fold::Reader& reader, std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  return ReadAll<Work>(reader, fold::Key(kWork, kpm));
}

std::vector<Membership> MembershipsOf(const fold::Reader& reader,
                                      std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  return ReadAll<Membership>(reader, fold::Key(kMemberships, kpm));
}

std::vector<Attendance> AttendanceOf(const fold::Reader& reader,
                                     std::string_view kpm) {
  std::vector<Attendance> all;
  std::set<std::uint64_t> seen;
  for (const Membership& member : MembershipsOf(reader, kpm)) {
    fold::Key prefix(kSessions, member.group_id);
    prefix.Push('\0');
    fold::Key begin = prefix;
    begin.AppendOrdered(member.from.unix_micros);
    reader.Scan(
        kName, begin, fold::AfterPrefix(prefix),
        [&](std::string_view, std::string_view value) {
          const auto session = fold::Decode<Session>(value);
          // Registers know days: the last day counts.
          if (member.until && session.at.unix_micros >=
                                  member.until->unix_micros + kMicrosPerDay) {
            return false;
          }
          if (!seen.insert(session.index).second) return true;
          all.push_back({member.group_id, session.module, session.at,
                         session.by, !session.bitmap.empty(),
                         BitOf(session.bitmap, member.sequence),
                         session.index});
          return true;
        });
  }
  std::sort(all.begin(), all.end(),
            [](const Attendance& a, const Attendance& b) {
              return std::tie(a.at, a.index) < std::tie(b.at, b.index);
            });
  return all;
}

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<DutyFold>(); }

}  // namespace ledger::views::duty
