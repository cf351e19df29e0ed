#include <algorithm>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/fold/eraser.h"
#include "ledger/fold/key.h"
#include "ledger/views/common/rows.h"
#include "ledger/views/duty/duty.h"
#include "ledger/views/duty/tables.h"

namespace ledger::views::duty {
namespace {

using amanah::v1::Event;

// Work that is owed again and again.
bool IsRecurrent(Event::BodyCase kind) {
  return kind == Event::kCustodyCheckDone || kind == Event::kKpmDataUpdated ||
         kind == Event::kHomeVisitDone || kind == Event::kHouseLabelled ||
         kind == Event::kP2K2SessionHeld;
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
      work.is_yes = event.label_refused_or_removed().removed();
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
    case Event::kGraduationProposed:
      work.by = event.graduation_proposed().proposed_by();
      work.result = event.graduation_proposed().reason();
      return true;
    case Event::kResignationLetterSigned:
      work.by = event.resignation_letter_signed().signed_by();
      work.ref = event.resignation_letter_signed().letter_no();
      return true;
    case Event::kKpmEnrolled:
      work.by = event.kpm_enrolled().proposed_by();
      work.result = event.kpm_enrolled().route();
      work.ref = event.kpm_enrolled().decree_no();
      return true;
    case Event::kAdvocacyCaseOpened:
      work.by = event.advocacy_case_opened().companion();
      work.result = event.advocacy_case_opened().problem();
      work.ref = event.advocacy_case_opened().case_no();
      return true;
    case Event::kAdvocacyCaseClosed:
      work.result = event.advocacy_case_closed().outcome();
      work.ref = event.advocacy_case_closed().case_no();
      return true;
    default:
      return false;
  }
}

void TakeSanction(const amanah::v1::SanctionImposed& body, Conduct& conduct) {
  conduct.word = body.basis();
  conduct.number = static_cast<std::uint32_t>(body.kind());
  conduct.ref = body.decree_no();
  conduct.other = body.proposal_event_id();
  if (body.has_effective_from()) conduct.from = MomentOf(body.effective_from());
  if (body.has_effective_until()) {
    conduct.until = MomentOf(body.effective_until());
  }
}

void TakeAward(const amanah::v1::AwardGiven& body, Conduct& conduct) {
  conduct.word = body.metric();
  conduct.number = body.metric_count();
  conduct.ref = body.given_by();
  if (body.has_from_at()) conduct.from = MomentOf(body.from_at());
  if (body.has_until_at()) conduct.until = MomentOf(body.until_at());
}

template <typename Body>
void TakeTarget(const Event& event, const Body& body, Conduct& conduct) {
  conduct.subject = IsToken(body.party()) ? body.party() : event.region_code();
  conduct.year = body.year();
  conduct.number = body.percent();
}

// What the event says of a person; nullopt when nothing.
std::optional<Matter> TakeConduct(const Event& event, Conduct& conduct) {
  switch (event.body_case()) {
    case Event::kTrainingAttended:
      conduct.subject = event.training_attended().party();
      conduct.word = event.training_attended().topic();
      return Matter::kTraining;
    case Event::kCommitmentSigned:
      conduct.subject = event.commitment_signed().party();
      conduct.word = event.commitment_signed().pledge();
      return Matter::kPledge;
    case Event::kSanctionProposed:
      conduct.subject = event.sanction_proposed().party();
      conduct.word = event.sanction_proposed().basis();
      conduct.number =
          static_cast<std::uint32_t>(event.sanction_proposed().kind());
      return Matter::kSanction;
    case Event::kSanctionImposed:
      conduct.subject = event.sanction_imposed().party();
      TakeSanction(event.sanction_imposed(), conduct);
      return Matter::kSanction;
    case Event::kHonorariumWithheld:
      conduct.subject = event.honorarium_withheld().party();
      conduct.month = event.honorarium_withheld().month();
      conduct.amount_rupiah = event.honorarium_withheld().amount_rupiah();
      conduct.word = event.honorarium_withheld().basis();
      return Matter::kHonorarium;
    case Event::kHonorariumReturnedToKasda: {
      const auto& body = event.honorarium_returned_to_kasda();
      conduct.subject = body.party();
      conduct.month = body.month();
      conduct.amount_rupiah = body.amount_rupiah();
      conduct.ref = body.receipt_no().empty() ? body.ntpn() : body.receipt_no();
      return Matter::kHonorarium;
    }
    case Event::kAwardGiven:
      conduct.subject = event.award_given().party();
      TakeAward(event.award_given(), conduct);
      return Matter::kAward;
    case Event::kConductFindingRecorded:
      conduct.subject = event.conduct_finding_recorded().party();
      conduct.word = event.conduct_finding_recorded().finding();
      return Matter::kFinding;
    case Event::kGraduationTargetSet:
      TakeTarget(event, event.graduation_target_set(), conduct);
      return Matter::kTarget;
    case Event::kTargetAdjusted:
      TakeTarget(event, event.target_adjusted(), conduct);
      conduct.word = event.target_adjusted().reason();
      return Matter::kTarget;
    case Event::kOperationalSupportPaid:
      conduct.subject = event.operational_support_paid().party();
      conduct.amount_rupiah = event.operational_support_paid().amount_rupiah();
      conduct.month = event.operational_support_paid().month();
      conduct.word = event.operational_support_paid().fund();
      return Matter::kSupport;
    case Event::kGrievanceFiled:
      conduct.subject = event.grievance_filed().about_party();
      conduct.word = event.grievance_filed().ticket();
      return Matter::kComplaint;
    default:
      return std::nullopt;
  }
}

// Bit `place`, bit 0 being the lowest of the first byte.
class DutyFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }
  bool IsReadBack() const override { return false; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    if (event.has_p2k2_session_held()) {
      TakeSession(folded, state);
      return true;
    }
    if (event.has_group_formed()) {
      TakeGroup(folded, state);
      return true;
    }
    if (TakeMatter(folded, state)) return true;
    const std::string& kpm = event.subjects().kpm();
    if (!IsToken(kpm)) return true;
    if (event.has_family_assigned()) {
      TakeMembership(folded, state);
      TakeCharge(folded, state);
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
    if (IsRecurrent(work.kind)) {
      state.Put(kName, DoneKey(work.kind, work.at, work.index), "");
    }
    return true;
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    fold::Eraser eraser(state);
    Apply(retraction.wrong, eraser);
  }

 private:
  static fold::Key DoneKey(Event::BodyCase kind, const Moment& at,
                           std::uint64_t index) {
    fold::Key key = FirstKey(kind);
    return key.AppendOrdered(at.unix_micros).AppendU64(index);
  }

  // True when the event is about a person and about no family.
  static bool TakeMatter(const fold::FoldedEvent& folded, fold::Writer& state) {
    Conduct conduct;
    const auto matter = TakeConduct(folded.event, conduct);
    if (!matter) return false;
    const bool is_target = *matter == Matter::kTarget;
    if (!IsToken(conduct.subject) && !(is_target && !conduct.subject.empty())) {
      return true;
    }
    conduct.kind = folded.event.body_case();
    conduct.at = MomentOf(folded.event.occurred_at());
    conduct.region_code = folded.event.region_code();
    conduct.event_id = folded.event.event_id();
    conduct.index = folded.index;
    fold::Key key = ConductKey(*matter, conduct.subject);
    key.AppendOrdered(conduct.at.unix_micros).AppendU64(conduct.index);
    state.Put(kName, key, fold::Encode(conduct));
    return true;
  }

  static void TakeGroup(const fold::FoldedEvent& folded, fold::Writer& state) {
    const std::string& group_id = folded.event.group_formed().group_id();
    const std::string& village = folded.event.region_code();
    if (group_id.empty() || village.empty()) return;
    fold::Key formed = NamedKey(kGroups, group_id);
    formed.AppendOrdered(folded.event.occurred_at().unix_micros());
    state.Put(kName, formed.AppendU64(folded.index), village);
    fold::Key in_village = NamedKey(kGroupsIn, village);
    in_village.Append(group_id).Push('\0');
    state.Put(kName, in_village.AppendU64(folded.index), "");
  }

  static void TakeCharge(const fold::FoldedEvent& folded, fold::Writer& state) {
    const std::string& companion = folded.event.family_assigned().companion();
    if (!IsToken(companion)) return;
    fold::Key key(kCharges, companion);
    key.Append(folded.event.subjects().kpm()).AppendU64(folded.index);
    state.Put(kName, key, "");
  }

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
    state.Put(kName,
              DoneKey(Event::kP2K2SessionHeld, session.at, session.index), "");
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
    fold::Key member = NamedKey(kMembers, body.group_id());
    member.Append(folded.event.subjects().kpm());
    state.Put(kName, member.AppendU64(folded.index), "");
    state.Put(kName,
              TimedKey(kMemberships, folded.event.subjects().kpm(),
                       membership.from, membership.index),
              fold::Encode(membership));
  }
};

}  // namespace

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<DutyFold>(); }

}  // namespace ledger::views::duty
