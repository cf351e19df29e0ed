// Goal: the rules that a kind of lists, people, duties, grievances, conduct or
// the record has for itself. Method: a change to a valid event, and the fields
// that it must break, or none at the edge of what is allowed.

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "ledger/event/event.h"
#include "tests/unit/event/field_walk.h"
#include "tests/unit/event/sample_events.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

// One change to a sample, and the fields that it breaks; empty for none.
struct Case {
  Event::BodyCase kind;
  std::string fields;
  std::function<void(Event&)> change;
};

void CheckCases(const std::vector<Case>& cases) {
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Event event = SampleEvent(cases[i].kind);
    cases[i].change(event);
    EXPECT_EQ(FieldsOf(event), cases[i].fields) << "case " << i;
  }
}

void OnlyHousehold(Event& event) {
  event.mutable_subjects()->clear_kpm();
  event.mutable_subjects()->clear_pengurus();
}

TEST(ValidateFactsTest, ACandidateIsSomebody) {
  for (const auto kind :
       {Event::kCandidateProposed, Event::kCandidateVerified,
        Event::kCandidateValidated, Event::kEligibilityChecked}) {
    CheckCases(
        {{kind, "", OnlyHousehold}, {kind, "subjects.kpm", [](Event& e) {
                                       OnlyHousehold(e);
                                       e.mutable_subjects()->clear_household();
                                     }}});
  }
}

TEST(ValidateFactsTest, ListsHaveTheirOwnRules) {
  CheckCases({
      {Event::kEligibilityChecked, "",
       [](Event& e) { e.mutable_eligibility_checked()->set_decile(10); }},
      {Event::kEligibilityChecked, "eligibility_checked.decile",
       [](Event& e) { e.mutable_eligibility_checked()->set_decile(11); }},
      {Event::kQuotaMoved, "quota_moved.from_region_code",
       [](Event& e) { e.mutable_quota_moved()->set_from_region_code("18.1"); }},
      {Event::kFamilyStatusChanged,
       "family_status_changed.moved_to_region_code",
       [](Event& e) {
         e.mutable_family_status_changed()->set_moved_to_region_code("1801");
       }},
      {Event::kLocalAidGranted, "local_aid_granted.amount_rupiah",
       [](Event& e) { e.mutable_local_aid_granted()->set_amount_rupiah(0); }},
      {Event::kAccountVerifyFailed, "",
       [](Event& e) { e.mutable_subjects()->clear_account(); }},
      {Event::kAccountVerifyFailed, "subjects.account",
       [](Event& e) {
         e.mutable_subjects()->clear_account();
         e.mutable_subjects()->clear_kpm();
       }},
      {Event::kScheduleFiled, "schedule_filed.further_region_codes[0]",
       [](Event& e) {
         e.mutable_schedule_filed()->set_further_region_codes(0, "18.1");
       }},
      {Event::kScheduleFiled, "schedule_filed.further_region_codes",
       [](Event& e) {
         while (e.schedule_filed().further_region_codes_size() < 65) {
           e.mutable_schedule_filed()->add_further_region_codes("18");
         }
       }},
  });
}

TEST(ValidateFactsTest, AnOrderIsNamedByItsEventOrItsNumber) {
  CheckCases({
      {Event::kOrderReceived, "",
       [](Event& e) { e.mutable_order_received()->clear_order_event_id(); }},
      {Event::kOrderReceived, "",
       [](Event& e) { e.mutable_order_received()->clear_order_ref(); }},
      {Event::kOrderReceived, "order_received.order_event_id",
       [](Event& e) {
         e.mutable_order_received()->clear_order_event_id();
         e.mutable_order_received()->clear_order_ref();
       }},
  });
}

TEST(ValidateFactsTest, DutiesHaveTheirOwnRules) {
  const auto bitmap = [](std::size_t bytes) {
    return [bytes](Event& e) {
      e.mutable_p2k2_session_held()->set_attendance_bitmap(
          std::string(bytes, '\xff'));
    };
  };
  const auto work = [](auto change) {
    return [change](Event& e) {
      change(*e.mutable_home_visit_done()->mutable_work());
    };
  };
  CheckCases({
      {Event::kP2K2SessionHeld, "", bitmap(0)},
      {Event::kP2K2SessionHeld, "", bitmap(64)},
      {Event::kP2K2SessionHeld, "p2k2_session_held.attendance_bitmap",
       bitmap(65)},
      {Event::kHomeVisitDone, "", work([](auto& w) {
         w.set_latitude_microdegrees(-90'000'000);
         w.set_longitude_microdegrees(180'000'000);
       })},
      {Event::kHomeVisitDone, "home_visit_done.work.latitude_microdegrees",
       work([](auto& w) { w.set_latitude_microdegrees(90'000'001); })},
      {Event::kHomeVisitDone, "home_visit_done.work.longitude_microdegrees",
       work([](auto& w) { w.set_longitude_microdegrees(-180'000'001); })},
      {Event::kCommitmentVerified, "",
       [](Event& e) {
         e.mutable_commitment_verified()->set_attendance_percent(100);
       }},
      {Event::kCommitmentVerified, "commitment_verified.attendance_percent",
       [](Event& e) {
         e.mutable_commitment_verified()->set_attendance_percent(101);
       }},
      {Event::kKpmDataUpdated, "kpm_data_updated.changed_fields",
       [](Event& e) {
         while (e.kpm_data_updated().changed_fields_size() < 33) {
           e.mutable_kpm_data_updated()->add_changed_fields("A");
         }
       }},
      {Event::kKpmEducationGiven, "",
       [](Event& e) { e.mutable_subjects()->clear_kpm(); }},
      {Event::kKpmEducationGiven, "",
       [](Event& e) { e.mutable_kpm_education_given()->clear_group_id(); }},
      {Event::kKpmEducationGiven, "subjects.kpm",
       [](Event& e) {
         e.mutable_subjects()->clear_kpm();
         e.mutable_kpm_education_given()->clear_group_id();
       }},
      {Event::kCoordinationMeetingHeld, "coordination_meeting_held.attendees",
       [](Event& e) {
         while (e.coordination_meeting_held().attendees_size() < 65) {
           e.mutable_coordination_meeting_held()->add_attendees(
               SampleToken('a'));
         }
       }},
      {Event::kCoordinationMeetingHeld,
       "coordination_meeting_held.attendees[1]",
       [](Event& e) {
         e.mutable_coordination_meeting_held()->add_attendees("");
       }},
  });
}

TEST(ValidateFactsTest, AWhistleBlowerIsSealed) {
  const auto filed = [](auto change) {
    return [change](Event& e) { change(*e.mutable_grievance_filed()); };
  };
  const auto sealed = [&](std::size_t bytes) {
    return filed([bytes](auto& g) {
      g.set_channel(amanah::v1::GRIEVANCE_CHANNEL_WBS);
      g.set_sealed_reporter(std::string(bytes, 's'));
    });
  };
  constexpr auto kKind = Event::kGrievanceFiled;
  const std::string field = "grievance_filed.sealed_reporter";
  CheckCases({
      {kKind, "", filed([](auto& g) { g.clear_reporter_identity(); })},
      {kKind, "", sealed(49)},
      {kKind, "", sealed(1024)},
      {kKind, field, sealed(0)},
      {kKind, field, sealed(48)},
      {kKind, field, sealed(1025)},
      {kKind, "grievance_filed.reporter", filed([](auto& g) {
         g.set_channel(amanah::v1::GRIEVANCE_CHANNEL_WBS);
       })},
      {kKind, "grievance_filed.reporter",
       filed([](auto& g) { g.set_reporter("short"); })},
      // Any other channel may be sealed, too.
      {kKind, "",
       filed([](auto& g) { g.set_sealed_reporter(std::string(80, 's')); })},
  });
}

// Two values of the oneof: what one reader takes for a token another takes for
// a sealed box.
TEST(ValidateFactsTest, AReporterInTheClearAndSealedIsMalformed) {
  const Event event = SampleEvent(Event::kGrievanceFiled);
  Event more;
  more.mutable_grievance_filed()->set_sealed_reporter(std::string(80, 's'));
  const std::string body = event.grievance_filed().SerializeAsString() +
                           more.grievance_filed().SerializeAsString();
  Event bare = event;
  bare.clear_body();
  std::string bytes = bare.SerializeAsString();
  // Field 220, length-delimited.
  bytes += std::string("\xe2\x0d", 2);
  ASSERT_LT(body.size(), 16'384u);
  ASSERT_GT(body.size(), 127u);
  bytes += static_cast<char>(0x80u | (body.size() & 0x7fu));
  bytes += static_cast<char>(body.size() >> 7);
  bytes += body;
  const auto decoded = DecodeEvent(bytes);
  ASSERT_FALSE(decoded.ok());
  EXPECT_EQ(decoded.error().reason, kEventMalformed);
}

// Of a body with party and agent_id.
template <typename Body>
void CheckOneParty(Event::BodyCase kind, const std::string& name,
                   Body* (Event::*mutable_body)()) {
  CheckCases({
      {kind, "",
       [=](Event& e) {
         (e.*mutable_body)()->clear_party();
         (e.*mutable_body)()->set_agent_id("LA02232200");
       }},
      {kind, name + ".party",
       [=](Event& e) { (e.*mutable_body)()->clear_party(); }},
      {kind, name + ".agent_id",
       [=](Event& e) { (e.*mutable_body)()->set_agent_id("LA02232200"); }},
      {kind, name + ".agent_id",
       [=](Event& e) {
         (e.*mutable_body)()->clear_party();
         (e.*mutable_body)()->set_agent_id("1801182654975011");
       }},
  });
}

TEST(ValidateFactsTest, SanctionsAndRestitutionsAreOfOneParty) {
  CheckOneParty(Event::kSanctionProposed, "sanction_proposed",
                &Event::mutable_sanction_proposed);
  CheckOneParty(Event::kSanctionImposed, "sanction_imposed",
                &Event::mutable_sanction_imposed);
  CheckOneParty(Event::kRestitutionMade, "restitution_made",
                &Event::mutable_restitution_made);
}

TEST(ValidateFactsTest, ConductHasItsOwnRules) {
  const auto target = [](auto change) {
    return [change](Event& e) { change(*e.mutable_graduation_target_set()); };
  };
  constexpr auto kTarget = Event::kGraduationTargetSet;
  const auto month = [](std::uint32_t value) {
    return [value](Event& e) {
      e.mutable_honorarium_withheld()->set_month(value);
    };
  };
  const auto drop_region = [](Event& e) {
    e.clear_region_code();
    e.clear_region_code_version();
  };
  CheckCases({
      {kTarget, "", target([](auto& t) { t.clear_party(); })},
      {kTarget, "", drop_region},
      {kTarget, "region_code",
       [=](Event& e) {
         drop_region(e);
         e.mutable_graduation_target_set()->clear_party();
       }},
      {Event::kTargetAdjusted, "region_code",
       [=](Event& e) {
         drop_region(e);
         e.mutable_target_adjusted()->clear_party();
       }},
      {kTarget, "", target([](auto& t) { t.set_percent(100); })},
      {kTarget, "graduation_target_set.percent",
       target([](auto& t) { t.set_percent(101); })},
      {kTarget, "graduation_target_set.year",
       target([](auto& t) { t.set_year(1989); })},
      {kTarget, "graduation_target_set.year",
       target([](auto& t) { t.set_year(2200); })},
      {Event::kTargetAdjusted, "",
       [](Event& e) { e.mutable_target_adjusted()->set_percent(0); }},
      {Event::kTargetAdjusted, "target_adjusted.percent",
       [](Event& e) { e.mutable_target_adjusted()->set_percent(101); }},
      {Event::kHonorariumWithheld, "", month(219912)},
      {Event::kHonorariumWithheld, "honorarium_withheld.month", month(202513)},
      {Event::kHonorariumWithheld, "honorarium_withheld.month", month(198912)},
      {Event::kOperationalSupportPaid, "operational_support_paid.month",
       [](Event& e) { e.mutable_operational_support_paid()->set_month(2025); }},
      {Event::kHonorariumReturnedToKasda, "",
       [](Event& e) {
         e.mutable_honorarium_returned_to_kasda()->clear_receipt_no();
       }},
      {Event::kHonorariumReturnedToKasda,
       "honorarium_returned_to_kasda.receipt_no",
       [](Event& e) {
         e.mutable_honorarium_returned_to_kasda()->clear_receipt_no();
         e.mutable_honorarium_returned_to_kasda()->clear_ntpn();
       }},
  });
}

TEST(ValidateFactsTest, ACorrectionNamesItsReplacementOrNone) {
  const auto corrected = [](auto change) {
    return [change](Event& e) { change(*e.mutable_event_corrected()); };
  };
  constexpr auto kKind = Event::kEventCorrected;
  const std::string field = "event_corrected.replacement_event_id";
  CheckCases({
      {kKind, "", corrected([](auto& c) {
         c.set_kind(amanah::v1::CORRECTION_KIND_WITHDRAWN);
         c.clear_replacement_event_id();
       })},
      {kKind, field, corrected([](auto& c) {
         c.set_kind(amanah::v1::CORRECTION_KIND_WITHDRAWN);
       })},
      {kKind, field,
       corrected([](auto& c) { c.set_replacement_event_id(c.of_event_id()); })},
  });
}

TEST(ValidateFactsTest, AHoldSaysWhatItHolds) {
  const auto only = [](auto keep) {
    return [keep](Event& e) {
      e.clear_subjects();
      e.clear_region_code();
      e.clear_region_code_version();
      e.mutable_legal_hold_placed()->clear_party();
      keep(e);
    };
  };
  constexpr auto kKind = Event::kLegalHoldPlaced;
  CheckCases({
      {kKind, "legal_hold_placed.party", only([](Event&) {})},
      {kKind, "", only([](Event& e) {
         e.mutable_legal_hold_placed()->set_party(SampleToken('t'));
       })},
      {kKind, "",
       only([](Event& e) { e.mutable_subjects()->set_kks(SampleToken('k')); })},
      {kKind, "", only([](Event& e) {
         e.set_region_code("18.01.18");
         e.set_region_code_version("300.2.2-2138/2025");
       })},
  });
}

}  // namespace
}  // namespace ledger::event
