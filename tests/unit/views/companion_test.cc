// Stories with known answers: a handover in mid-quarter, a suspension, a
// replaced pengurus, a death registered late, graduations and awards,
// honoraria.

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/base/time.h"
#include "ledger/views/all.h"
#include "ledger/views/companion/awards.h"
#include "ledger/views/companion/coverage.h"
#include "ledger/views/companion/honorarium.h"
#include "ledger/views/companion/overdue.h"
#include "ledger/views/companion/scorecard.h"
#include "ledger/views/dossier/dossier.h"
#include "ledger/views/dossier/lists.h"
#include "tests/unit/fold/history.h"

namespace ledger::views::companion {
namespace {

using amanah::v1::Event;
using fold::testing::Folded;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;

constexpr char kVillage[] = "18.01.18.2001";

std::int64_t At(std::string_view text) { return Time(text).unix_micros(); }
std::int64_t EndOf(std::string_view date) {
  return At(date) + kMicrosPerDay - 1;
}

Event& Assigned(Story& story, std::string_view name, std::string_view companion,
                std::string_view from, std::string_view until = "",
                std::string_view group = "", std::uint32_t place = 0) {
  Event& event = story.Add(from, "", "", name);
  auto* body = event.mutable_family_assigned();
  body->set_companion(Token(companion));
  body->set_group_id(std::string(group));
  body->set_group_sequence(place);
  if (!until.empty()) *body->mutable_until() = Time(until);
  return event;
}

Event& Updated(Story& story, std::string_view name, std::string_view at,
               std::string_view by) {
  Event& event = story.Add(at, "", "", name);
  event.mutable_kpm_data_updated()->mutable_work()->set_done_by(Token(by));
  return event;
}

Event& Status(Story& story, std::string_view name, std::string_view at,
              amanah::v1::FamilyStatus status, std::string_view reported = "") {
  Event& event = story.Add(at, "", "", name);
  if (!reported.empty()) *event.mutable_recorded_at() = Time(reported);
  event.mutable_family_status_changed()->set_status(status);
  return event;
}

Event& Suspended(Story& story, std::string_view from, std::string_view until,
                 std::string_view duty, std::string_view filed,
                 std::string_view region = kVillage) {
  Event& event = story.Add(filed);
  event.set_region_code(std::string(region));
  auto* body = event.mutable_schedule_filed();
  body->set_kind(amanah::v1::SCHEDULE_KIND_DUTY_SUSPENDED);
  *body->mutable_from_at() = Time(from);
  *body->mutable_until_at() = Time(until);
  body->set_list_rule(std::string(duty));
  return event;
}

Scorecard CardOf(const Folded& folded, std::string_view companion,
                 std::string_view as_of = "2025-12-31") {
  auto card = ScorecardOf(folded.view(), Token(companion), 2025, EndOf(as_of));
  EXPECT_TRUE(card.ok()) << card.error().message;
  return *std::move(card);
}

const DutyCount& CountOf(const Score& score, Duty duty) {
  return *std::find_if(score.duties.begin(), score.duties.end(),
                       [&](const auto& one) { return one.duty == duty; });
}

// The quarter's updates of a companion.
DutyCount Updates(const Scorecard& card, std::size_t quarter) {
  return CountOf(card.scores.at(quarter), Duty::kDataUpdate);
}

std::vector<OverdueRow> Overdue(const Folded& folded, Duty duty,
                                std::string_view as_of) {
  OverdueQuery query;
  query.duty = duty;
  query.at_micros = EndOf(as_of);
  query.page_size = 2;
  std::vector<OverdueRow> rows;
  do {
    auto page = ListOverdue(folded.view(), query);
    EXPECT_TRUE(page.ok());
    rows.insert(rows.end(), page->rows.begin(), page->rows.end());
    query.page_token = page->next_page_token;
  } while (!query.page_token.empty());
  return rows;
}

// --- A companion hands over in mid-quarter --------------------------------

// `budi` has families a and b until 15 May, `citra` from 16 May on. Family a
// is updated by budi in April, b by nobody.
Story Handover() {
  Story story;
  for (const char* name : {"a", "b"}) {
    story.Listed(name, "2025-01-10", kVillage);
    Assigned(story, name, "budi", "2024-01-01", "2025-05-15");
    Assigned(story, name, "citra", "2025-05-16");
    Updated(story, name, "2025-02-01T09:00:00", "budi");
  }
  Updated(story, "a", "2025-04-20T09:00:00", "budi");
  return story;
}

TEST(CompanionTest, AQuarterIsBorneByTheDaysOfEachCompanion) {
  const Folded folded(Handover().history(), MakeAll());
  // April to June: 91 days, 45 of budi's, 46 of citra's.
  for (const auto& [who, days] :
       {std::pair("budi", 45), std::pair("citra", 46)}) {
    const DutyCount count = Updates(CardOf(folded, who), 2);
    EXPECT_EQ(count.due, 2u) << who;
    EXPECT_EQ(count.done, 1u) << who;
    EXPECT_EQ(count.due_days, 2 * days) << who;
    EXPECT_EQ(count.done_days, days) << who;
    EXPECT_TRUE(count.IsSmall());
  }
  EXPECT_EQ(Updates(CardOf(folded, "budi"), 2).acts, 1u);
  EXPECT_EQ(Updates(CardOf(folded, "citra"), 2).acts, 0u);
  // The first quarter is budi's alone, the third citra's.
  EXPECT_EQ(Updates(CardOf(folded, "budi"), 1).done_days, 2 * 90);
  EXPECT_EQ(Updates(CardOf(folded, "citra"), 1).due, 0u);
  EXPECT_EQ(Updates(CardOf(folded, "budi"), 3).due, 0u);
  EXPECT_EQ(Updates(CardOf(folded, "citra"), 3).due_days, 2 * 92);
}

TEST(CompanionTest, LoadIsCountedByTheDay) {
  const Folded folded(Handover().history(), MakeAll());
  const auto budi = CardOf(folded, "budi");
  ASSERT_EQ(budi.load.size(), 12u);
  EXPECT_EQ(budi.load[3].family_days, 2 * 30);
  EXPECT_EQ(budi.load[4].family_days, 2 * 15);
  EXPECT_EQ(budi.load[4].at_end, 0u);
  EXPECT_EQ(budi.passed_on, 2u);
  EXPECT_EQ(budi.received, 0u);
  const auto citra = CardOf(folded, "citra");
  EXPECT_EQ(citra.load[4].family_days, 2 * 16);
  EXPECT_EQ(citra.load[4].at_end, 2u);
  EXPECT_EQ(citra.received, 2u);
  EXPECT_EQ(citra.assignment_indices, budi.assignment_indices);
  // A tenth of the mean of the year.
  EXPECT_DOUBLE_EQ(budi.TargetFamilies(), 0.1 * 2 * 135 / 365);
}

TEST(CompanionTest, WhatIsOverdueFallsOnWhoWasResponsibleAtTheEnd) {
  const Folded folded(Handover().history(), MakeAll());
  const auto rows = Overdue(folded, Duty::kDataUpdate, "2025-08-01");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].kpm, Token("b"));
  EXPECT_EQ(DateOf(rows[0].since), "2025-07-01");
  EXPECT_EQ(rows[0].periods, 1u);
  EXPECT_EQ(rows[0].responsible_then, Token("citra"));
  EXPECT_EQ(rows[0].responsible_now, Token("citra"));
  ASSERT_TRUE(rows[0].last_done.has_value());
  EXPECT_EQ(rows[0].last_done->at.Date(), "2025-02-01");
  EXPECT_EQ(rows[0].last_done->by, Token("budi"));
  // At the end of the year a is missing two quarters, b three.
  const auto later = Overdue(folded, Duty::kDataUpdate, "2025-12-31");
  ASSERT_EQ(later.size(), 2u);
  EXPECT_EQ(later[0].periods, 2u);
  EXPECT_EQ(DateOf(later[0].since), "2025-10-01");
  EXPECT_EQ(later[1].periods, 3u);
  EXPECT_TRUE(Overdue(folded, Duty::kDataUpdate, "2025-06-15").empty());
}

TEST(CompanionTest, APastDayKnowsNothingOfWhatCameLater) {
  const Folded folded(Handover().history(), MakeAll());
  const auto card = CardOf(folded, "budi", "2025-04-30");
  ASSERT_EQ(card.scores.size(), 3u);
  EXPECT_TRUE(card.scores[2].is_running);
  const DutyCount count = Updates(card, 2);
  EXPECT_EQ(count.due, 0u);
  EXPECT_EQ(count.running, 0u);  // 30 of 91 days: not yet a third.
  const DutyCount in_may = Updates(CardOf(folded, "budi", "2025-05-10"), 2);
  EXPECT_EQ(in_may.running, 2u);
  EXPECT_EQ(in_may.running_done, 1u);
  EXPECT_EQ(in_may.due, 0u);
  EXPECT_EQ(card.passed_on, 0u);
  EXPECT_EQ(
      ScorecardOf(folded.view(), Token("citra"), 2025, EndOf("2025-04-30"))
          ->scores[0]
          .family_days,
      0);
}

TEST(CompanionTest, WhoNeverHadAFamilyIsUnknown) {
  const Folded folded(Handover().history(), MakeAll());
  const auto nobody = ScorecardOf(folded.view(), Token("nobody"), 2025, {});
  ASSERT_FALSE(nobody.ok());
  EXPECT_EQ(nobody.error().reason, kCompanionUnknown);
  const auto year = ScorecardOf(folded.view(), Token("budi"), 1800, {});
  ASSERT_FALSE(year.ok());
  EXPECT_EQ(year.error().reason, kYearMalformed);
}

// --- Suspensions ----------------------------------------------------------

TEST(CompanionTest, SuspendedDaysAreNotOwed) {
  Story story;
  for (const char* name : {"a", "b"}) {
    const bool is_a = *name == 'a';
    story.Listed(name, "2025-01-10", is_a ? kVillage : "18.01.18.2002");
    Assigned(story, name, "budi", "2024-01-01");
  }
  Updated(story, "a", "2025-01-05", "budi");
  // In 2001 from April on, for 70 days of 91: nothing is due. Elsewhere it is.
  const auto index =
      Suspended(story, "2025-04-01", "2025-06-09", "DATA_UPDATE", "2025-03-20")
          .event_id();
  const Folded folded(story.history(), MakeAll());
  const auto card = CardOf(folded, "budi");
  const DutyCount second = Updates(card, 2);
  EXPECT_EQ(second.due, 1u);
  EXPECT_EQ(second.due_days, 91);
  EXPECT_EQ(second.excused_days, 70);
  EXPECT_EQ(CountOf(card.scores[2], Duty::kSession).excused_days, 0);
  ASSERT_EQ(card.suspensions.size(), 1u);
  EXPECT_EQ(card.suspensions[0].duty, Duty::kDataUpdate);
  EXPECT_FALSE(card.suspensions[0].filed_late);
  const auto rows = Overdue(folded, Duty::kDataUpdate, "2025-07-01");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].kpm, Token("b"));
}

TEST(CompanionTest, ASuspensionOfTheSubdistrictHoldsForItsVillages) {
  Story story;
  story.Listed("a", "2025-01-10", kVillage);
  Assigned(story, "a", "budi", "2024-01-01");
  Updated(story, "a", "2025-01-05", "budi");
  Suspended(story, "2025-04-01", "2025-06-30", "", "2025-05-01", "18.01.18");
  const Folded folded(story.history(), MakeAll());
  const auto card = CardOf(folded, "budi");
  EXPECT_EQ(Updates(card, 2).due, 0u);
  EXPECT_EQ(Updates(card, 2).excused_days, 91);
  ASSERT_EQ(card.suspensions.size(), kDuties.size());  // It names no duty.
  EXPECT_TRUE(card.suspensions[0].filed_late);
}

TEST(CompanionTest, OutOfOfficeNothingIsOwed) {
  Story story;
  story.Listed("a", "2025-01-10", kVillage);
  Assigned(story, "a", "budi", "2024-01-01");
  Updated(story, "a", "2025-01-05", "budi");
  auto& role = story.Add("2024-01-01");
  role.set_region_code("18.01.18");
  role.mutable_role_assigned()->set_party(Token("budi"));
  role.mutable_role_assigned()->set_role(amanah::v1::PARTY_ROLE_COMPANION);
  *role.mutable_role_assigned()->mutable_until() = Time("2025-06-30");
  const Folded folded(story.history(), MakeAll());
  const auto card = CardOf(folded, "budi");
  EXPECT_EQ(Updates(card, 2).due, 1u);
  EXPECT_EQ(Updates(card, 3).due, 0u);
  EXPECT_EQ(Updates(card, 3).excused_days, 92);
}

// --- Sessions and labels --------------------------------------------------

TEST(CompanionTest, SessionsCountForEachFamilyAndMonth) {
  Story story;
  for (const char* name : {"a", "b"}) {
    story.Listed(name, "2025-01-10", kVillage);
    Assigned(story, name, "budi", "2024-01-01", "", "G1", *name == 'b');
  }
  for (const char* at : {"2025-01-15", "2025-01-20", "2025-03-01"}) {
    Event& event = story.Add(at);
    auto* body = event.mutable_p2k2_session_held();
    body->set_group_id("G1");
    body->mutable_work()->set_done_by(Token("budi"));
    body->set_attendance_bitmap("\x02");  // b alone.
  }
  const Folded folded(story.history(), MakeAll());
  const auto card = CardOf(folded, "budi", "2025-03-31");
  const DutyCount count = CountOf(card.scores[1], Duty::kSession);
  EXPECT_EQ(count.due, 6u);
  EXPECT_EQ(count.done, 4u);  // Nobody held one in February.
  EXPECT_EQ(card.scores[1].sessions.held.size(), 3u);
  EXPECT_EQ(card.scores[1].sessions.attended, 3u);
  EXPECT_EQ(card.scores[1].sessions.listed, 6u);
  EXPECT_TRUE(Overdue(folded, Duty::kSession, "2025-03-31").empty());
  EXPECT_EQ(Overdue(folded, Duty::kSession, "2025-04-30").size(), 2u);
}

TEST(CompanionTest, ALabelThatIsGoneIsOwedAgain) {
  Story story;
  story.Listed("a", "2025-01-10", kVillage);
  Assigned(story, "a", "budi", "2024-01-01");
  story.Add("2025-02-01", "", "", "a")
      .mutable_house_labelled()
      ->mutable_work()
      ->set_done_by(Token("budi"));
  auto* gone =
      story.Add("2025-05-01", "", "", "a").mutable_label_refused_or_removed();
  gone->mutable_work()->set_done_by(Token("budi"));
  gone->set_removed(true);
  const Folded folded(story.history(), MakeAll());
  const auto card = CardOf(folded, "budi", "2025-06-30");
  EXPECT_EQ(CountOf(card.scores[1], Duty::kLabel).done, 1u);
  EXPECT_EQ(CountOf(card.scores[2], Duty::kLabel).due, 1u);
  EXPECT_EQ(CountOf(card.scores[2], Duty::kLabel).done, 0u);
  EXPECT_EQ(Overdue(folded, Duty::kLabel, "2025-06-30").size(), 1u);
}

// --- Graduations and awards -----------------------------------------------

// Four families of budi graduate on 10 March. a: letter, card closed, no more
// money. b: no letter. c: paid in July. d: enrolled again in September.
Story Graduations() {
  Story story;
  for (const char* name : {"a", "b", "c", "d"}) {
    story.Listed(name, "2025-01-10", kVillage);
    story.Printed(name, "2024-01-05");
    Assigned(story, name, "budi", "2024-01-01");
    story.Credited(name, "2025-03-05", 400'000);
    Status(story, name, "2025-03-10",
           amanah::v1::FAMILY_STATUS_GRADUATED_INDEPENDENT);
    story.Add("2025-04-01", Story::Card(name), Story::Account(name), name)
        .mutable_kks_closed();
    if (*name == 'b') continue;
    story.Add("2025-03-08", "", "", name)
        .mutable_resignation_letter_signed()
        ->set_letter_no("L1");
  }
  story.Credited("c", "2025-07-05", 400'000, "SEMBAKO-2025-0708");
  story.Add("2025-09-01", "", "", "d").mutable_kpm_enrolled()->set_route("X");
  return story;
}

TEST(CompanionTest, AGraduationIsConfirmedByMoneyCardAndLetter) {
  const Folded folded(Graduations().history(), MakeAll());
  const auto card = CardOf(folded, "budi");
  ASSERT_EQ(card.graduations.size(), 4u);
  const auto& [a, b, c, d] = std::tie(card.graduations[0], card.graduations[1],
                                      card.graduations[2], card.graduations[3]);
  EXPECT_TRUE(a.IsConfirmed());
  EXPECT_FALSE(b.IsConfirmed());
  EXPECT_FALSE(b.letter_index.has_value());
  EXPECT_FALSE(b.IsUndone());
  EXPECT_EQ(c.credits_after, 1u);
  EXPECT_EQ(c.credited_rupiah, 400'000);
  EXPECT_TRUE(c.IsUndone());
  EXPECT_TRUE(d.IsUndone());
  EXPECT_EQ(d.returned_at->Date(), "2025-09-01");
  EXPECT_EQ(card.scores[0].graduations, 4u);
  EXPECT_EQ(card.scores[0].confirmed, 1u);
  EXPECT_EQ(card.scores[0].undone, 2u);
  // A month after it, whether payments end can't be said.
  const auto early = CardOf(folded, "budi", "2025-04-10");
  EXPECT_EQ(early.scores[0].recent, 4u);
  EXPECT_EQ(early.scores[0].confirmed, 0u);
  EXPECT_EQ(early.scores[0].undone, 0u);
  // Out of the programme nothing is owed; enrolled again it is.
  EXPECT_EQ(Updates(card, 3).due, 0u);
}

TEST(CompanionTest, AnAwardIsHeldAgainstItsGraduations) {
  Story story = Graduations();
  auto* award = story.Add("2025-12-20").mutable_award_given();
  award->set_party(Token("budi"));
  award->set_metric("GRADUASI");
  award->set_metric_count(6);
  auto* other = story.Add("2025-12-21").mutable_award_given();
  other->set_party(Token("budi"));
  other->set_metric("BUKU");
  other->set_metric_count(1);
  const Folded folded(story.history(), MakeAll());
  AwardsQuery query;
  query.at_micros = EndOf("2025-12-31");
  const auto page = ListAwards(folded.view(), query);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->rows.size(), 2u);
  const AwardRow& row = page->rows[0];
  EXPECT_TRUE(row.is_checked);
  EXPECT_EQ(row.graduations.size(), 4u);
  EXPECT_EQ(row.confirmed, 1u);
  EXPECT_EQ(row.undone, 2u);
  EXPECT_EQ(row.missing, 2);
  EXPECT_FALSE(page->rows[1].is_checked);
  query.at_micros = EndOf("2025-12-20");
  EXPECT_EQ(ListAwards(folded.view(), query)->rows.size(), 1u);
}

TEST(CompanionTest, TheNearestTargetCounts) {
  Story story = Handover();
  const auto set = [&](std::string_view at, std::string_view region,
                       std::string_view party, std::uint32_t percent) {
    Event& event = story.Add(at);
    event.set_region_code(std::string(region));
    auto* body = event.mutable_graduation_target_set();
    if (!party.empty()) body->set_party(Token(party));
    body->set_year(2025);
    body->set_percent(percent);
  };
  set("2025-01-02", "18", "", 12);
  set("2025-01-03", "18.01.18", "", 8);
  set("2025-02-01", "", "citra", 5);
  auto* adjusted = story.Add("2025-07-01").mutable_target_adjusted();
  adjusted->set_party(Token("citra"));
  adjusted->set_year(2025);
  adjusted->set_percent(3);
  adjusted->set_reason("banjir");
  const Folded folded(story.history(), MakeAll());
  EXPECT_EQ(CardOf(folded, "budi").target.percent, 8u);
  EXPECT_EQ(CardOf(folded, "budi").target.region_code, "18.01.18");
  EXPECT_EQ(CardOf(folded, "budi", "2025-01-02").target.percent, 12u);
  EXPECT_EQ(CardOf(folded, "budi", "2025-01-01").target.percent,
            kUsualTargetPercent);
  EXPECT_EQ(CardOf(folded, "citra", "2025-06-30").target.percent, 5u);
  EXPECT_EQ(CardOf(folded, "citra").target.percent, 3u);
  EXPECT_TRUE(CardOf(folded, "citra").target.is_adjusted);
}

// --- Conduct and honoraria ------------------------------------------------

TEST(CompanionTest, WhatIsWithheldIsHeldAgainstWhatWasReturned) {
  Story story = Handover();
  const auto withheld = [&](std::string_view at, std::string_view who,
                            std::uint32_t month, std::int64_t rupiah) {
    auto* body = story.Add(at).mutable_honorarium_withheld();
    body->set_party(Token(who));
    body->set_month(month);
    body->set_amount_rupiah(rupiah);
  };
  const auto returned = [&](std::string_view at, std::string_view who,
                            std::uint32_t month, std::int64_t rupiah) {
    auto* body = story.Add(at).mutable_honorarium_returned_to_kasda();
    body->set_party(Token(who));
    body->set_month(month);
    body->set_amount_rupiah(rupiah);
    body->set_receipt_no("STS1");
  };
  withheld("2025-02-01", "budi", 202501, 1'000'000);  // Never returned.
  withheld("2025-03-01", "budi", 202502, 1'000'000);  // In time.
  returned("2025-04-01", "budi", 202502, 1'000'000);
  withheld("2025-01-05", "citra", 202412, 1'000'000);  // Late.
  returned("2025-06-01", "citra", 202412, 400'000);
  returned("2025-06-02", "citra", 202412, 600'000);
  returned("2025-06-02", "dewi", 202501, 50'000);  // Never withheld.
  withheld("2025-12-20", "dewi", 202511, 70'000);  // Still in time.
  const Folded folded(story.history(), MakeAll());
  HonorariaQuery query;
  query.at_micros = EndOf("2025-12-31");
  query.page_size = 1;
  std::vector<HonorariumRow> rows;
  HonorariaPage last;
  do {
    auto page = ListHonoraria(folded.view(), query);
    ASSERT_TRUE(page.ok());
    rows.insert(rows.end(), page->rows.begin(), page->rows.end());
    query.page_token = page->next_page_token;
    last = *std::move(page);
  } while (!query.page_token.empty());
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_TRUE(rows[0].is_overdue);
  EXPECT_EQ(rows[0].days, 333);
  EXPECT_FALSE(rows[1].is_overdue || rows[1].was_late);
  EXPECT_TRUE(rows[2].was_late);
  EXPECT_TRUE(rows[3].is_over);
  EXPECT_FALSE(rows[4].is_overdue);
  EXPECT_EQ(last.all.withheld_rupiah, 3'070'000);
  EXPECT_EQ(last.all.returned_rupiah, 2'050'000);
  EXPECT_EQ(last.all.overdue_rupiah, 1'000'000);
  EXPECT_EQ(last.all.breaks, 3u);
  query.breaks_only = true;
  query.page_size = 10;
  EXPECT_EQ(ListHonoraria(folded.view(), query)->rows.size(), 3u);
  EXPECT_EQ(CardOf(folded, "budi").honoraria.size(), 2u);
}

TEST(CompanionTest, SanctionsPledgesTrainingsAndComplaintsAreBesideIt) {
  Story story = Handover();
  story.Add("2025-02-01").mutable_sanction_proposed()->set_party(Token("budi"));
  story.Add("2025-03-01").mutable_sanction_imposed()->set_party(Token("budi"));
  story.Add("2025-01-05").mutable_commitment_signed()->set_party(Token("budi"));
  story.Add("2025-01-06").mutable_training_attended()->set_party(Token("budi"));
  auto& about = story.Add("2025-04-02");
  about.mutable_grievance_filed()->set_ticket("T1");
  about.mutable_grievance_filed()->set_about_party(Token("budi"));
  auto& of_family = story.Add("2025-04-03", "", "", "a");
  of_family.mutable_grievance_filed()->set_ticket("T2");
  auto* opened =
      story.Add("2025-04-04", "", "", "a").mutable_advocacy_case_opened();
  opened->set_companion(Token("budi"));
  opened->set_case_no("ADV1");
  story.Add("2025-05-04", "", "", "a")
      .mutable_advocacy_case_closed()
      ->set_case_no("ADV1");
  const Folded folded(story.history(), MakeAll());
  const auto card = CardOf(folded, "budi");
  EXPECT_EQ(card.sanctions.size(), 2u);
  EXPECT_EQ(card.pledges.size(), 1u);
  EXPECT_EQ(card.trainings.size(), 1u);
  const Score& second = card.scores[2];
  EXPECT_EQ(second.complaints_about, 1u);
  EXPECT_EQ(second.complaints_of_families, 1u);
  EXPECT_EQ(second.advocacy_opened, 1u);
  EXPECT_EQ(second.advocacy_closed, 1u);
  EXPECT_EQ(second.advocacy_open_at_end, 0u);
  EXPECT_EQ(CardOf(folded, "citra").scores[2].complaints_of_families, 0u);
}

TEST(CompanionTest, WhatItsSourceTakesBackCountsNowhere) {
  Story story = Handover();
  std::vector<std::string> wrong;
  auto* withheld = story.Add("2025-02-01").mutable_honorarium_withheld();
  withheld->set_party(Token("budi"));
  withheld->set_month(202501);
  withheld->set_amount_rupiah(1'000'000);
  wrong.push_back(story.history().back().event.event_id());
  story.Add("2025-01-06").mutable_training_attended()->set_party(Token("budi"));
  wrong.push_back(story.history().back().event.event_id());
  Updated(story, "b", "2025-04-21T09:00:00", "budi");
  wrong.push_back(story.history().back().event.event_id());
  Assigned(story, "c", "budi", "2025-01-01");
  wrong.push_back(story.history().back().event.event_id());
  for (const std::string& id : wrong) {
    auto* body = story.Add("2025-09-01").mutable_event_corrected();
    body->set_of_event_id(id);
    body->set_kind(amanah::v1::CORRECTION_KIND_WITHDRAWN);
    body->set_reason("salah input");
  }
  const Folded folded(story.history(), MakeAll());
  const auto card = CardOf(folded, "budi");
  EXPECT_TRUE(card.honoraria.empty());
  EXPECT_TRUE(card.trainings.empty());
  EXPECT_EQ(Updates(card, 2).due, 2u);
  EXPECT_EQ(Updates(card, 2).done, 1u);
  EXPECT_EQ(duty::FamiliesOf(folded.view(), Token("budi")),
            (std::vector<std::string>{Token("a"), Token("b")}));
}

// --- A death registered late, a pengurus replaced -------------------------

// The pengurus of a dies on 10 February; it is registered on 20 May. Paid in
// March and July. Family b: the same, but a successor is named on 1 June.
Story Deaths() {
  Story story;
  for (const char* name : {"a", "b"}) {
    story.Listed(name, "2025-01-10", kVillage);
    story.Printed(name, "2024-01-05");
    Assigned(story, name, "budi", "2024-01-01", "2025-03-31");
    Assigned(story, name, "citra", "2025-04-01");
    Updated(story, name, "2025-01-20", "budi");
    Status(story, name, "2025-02-10", amanah::v1::FAMILY_STATUS_DECEASED,
           "2025-05-20");
    story.Credited(name, "2025-03-05", 400'000);
    story.Credited(name, "2025-07-05", 500'000, "SEMBAKO-2025-0708");
  }
  Event& event = story.Add("2025-06-01", "", "", "b", "b heir");
  event.mutable_pengurus_replaced()->set_previous_pengurus(
      Token(Story::Pengurus("b")));
  return story;
}

TEST(CompanionTest, ADeathRegisteredLateHasItsAnswers) {
  const Folded folded(Deaths().history(), MakeAll());
  // Who was responsible on the day of death, and on that of the registration.
  for (const auto& [day, who] :
       {std::pair("2025-02-10", "budi"), std::pair("2025-05-20", "citra")}) {
    const auto family = dossier::Of(folded.view(), Token("a"), EndOf(day));
    ASSERT_TRUE(family.ok());
    ASSERT_TRUE(family->responsible.has_value());
    EXPECT_EQ(family->responsible->companion, Token(who));
    ASSERT_EQ(family->family.statuses.size(), 1u);
    EXPECT_EQ(family->family.statuses[0].from.Date(), "2025-02-10");
    EXPECT_EQ(family->family.statuses[0].reported_at.Date(), "2025-05-20");
  }
  // The money of March came within the 40 days, that of July after them.
  dossier::ListQuery query;
  query.list = dossier::List::kExitedNotClosed;
  query.credited_only = true;
  const auto exited = dossier::ListFamilies(folded.view(), query);
  ASSERT_TRUE(exited.ok());
  ASSERT_EQ(exited->rows.size(), 1u);  // b has a successor.
  EXPECT_EQ(exited->rows[0].kpm, Token("a"));
  EXPECT_EQ(exited->rows[0].credited_rupiah, 500'000);
  EXPECT_EQ(exited->rows[0].since.Date(), "2025-02-10");
  EXPECT_EQ(exited->rows[0].reported_at.Date(), "2025-05-20");
}

TEST(CompanionTest, AReplacedPengurusKeepsItsFamilyInCare) {
  const Folded folded(Deaths().history(), MakeAll());
  const auto budi = CardOf(folded, "budi");
  const auto citra = CardOf(folded, "citra");
  // Of a, 40 days until the death; of b, all 90.
  EXPECT_EQ(budi.scores[1].family_days, 40 + 90);
  EXPECT_EQ(Updates(budi, 1).due, 2u);
  EXPECT_EQ(Updates(budi, 1).done, 2u);
  EXPECT_EQ(citra.scores[2].family_days, 91);
  EXPECT_EQ(Updates(citra, 2).due, 1u);
  const auto rows = Overdue(folded, Duty::kDataUpdate, "2025-07-01");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].kpm, Token("b"));
  EXPECT_EQ(rows[0].responsible_then, Token("citra"));
  // Before the successor is named nobody can know that b goes on.
  EXPECT_EQ(CardOf(folded, "budi", "2025-05-25").scores[1].family_days, 80);
}

// --- Coverage and lists ---------------------------------------------------

TEST(CompanionTest, CoverageOfAPlaceIsThatOfItsCompanionsTogether) {
  Story story = Handover();
  story.Listed("alone", "2025-01-10", "18.01.18.2002");
  const Folded folded(story.history(), MakeAll());
  CoverageQuery query;
  query.region_prefix = "18.01.18";
  query.year = 2025;
  query.quarter = 2;
  query.at_micros = EndOf("2025-12-31");
  auto page = CoverageOf(folded.view(), query);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->rows.size(), 2u);
  EXPECT_EQ(page->rows[0].key, kVillage);
  EXPECT_EQ(CountOf(page->rows[0].score, Duty::kDataUpdate).due, 2u);
  EXPECT_EQ(CountOf(page->rows[0].score, Duty::kDataUpdate).due_days, 2 * 91);
  EXPECT_EQ(page->rows[1].without_companion, 1u);
  EXPECT_EQ(page->all.families, 2u);
  query.group = Group::kCompanion;
  query.page_size = 1;
  page = CoverageOf(folded.view(), query);
  ASSERT_EQ(page->rows.size(), 1u);
  EXPECT_EQ(page->rows[0].key, Token("budi"));
  EXPECT_EQ(CountOf(page->rows[0].score, Duty::kDataUpdate).due_days, 2 * 45);
  query.page_token = page->next_page_token;
  EXPECT_EQ(CoverageOf(folded.view(), query)->rows[0].key, Token("citra"));
  query.page_token = "elsewhere";
  EXPECT_EQ(CoverageOf(folded.view(), query).error().reason, kPageTokenInvalid);
  query.region_prefix = "18-01";
  EXPECT_EQ(CoverageOf(folded.view(), query).error().reason, kRegionMalformed);
}

TEST(CompanionTest, CompanionsAreListedWithWhatMustStandBeside) {
  const Folded folded(Handover().history(), MakeAll());
  CompanionsQuery query;
  query.year = 2025;
  query.quarter = 3;
  query.at_micros = EndOf("2025-12-31");
  query.measure = Measure::kDataUpdates;
  auto page = ListCompanions(folded.view(), query);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->rows.size(), 1u);  // budi has no family any more.
  EXPECT_EQ(page->rows[0].companion, Token("citra"));
  EXPECT_DOUBLE_EQ(page->rows[0].value.value(), 0.0);
  EXPECT_TRUE(page->rows[0].is_small);
  EXPECT_DOUBLE_EQ(page->rows[0].mean_load, 2.0);
  EXPECT_FALSE(page->rows[0].is_overloaded);
  query.quarter = 2;
  query.measure = Measure::kLoad;
  query.highest_first = true;
  page = ListCompanions(folded.view(), query);
  ASSERT_EQ(page->rows.size(), 2u);
  EXPECT_EQ(page->rows[0].companion, Token("citra"));  // 46 days of 91.
  query.page_size = 0;
  EXPECT_EQ(ListCompanions(folded.view(), query).error().reason, kPageEmpty);
}

}  // namespace
}  // namespace ledger::views::companion
