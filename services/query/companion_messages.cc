#include "services/query/companion_messages.h"

#include <string>

#include "amanah/v1/event.pb.h"
#include "services/wire/moment.h"

namespace services::query {
namespace {

namespace companion = ledger::views::companion;
namespace duty = ledger::views::duty;
using companion::DateOf;
using wire::FillMoment;

// The kind's field in Event.body.
std::string KindName(amanah::v1::Event::BodyCase kind) {
  const auto* field = amanah::v1::Event::descriptor()->FindFieldByNumber(kind);
  return field == nullptr ? "" : field->name();
}

// Numbered alike (views/companion/dues.h).
amanah::v1::CompanionDuty DutyOf(companion::Duty duty) {
  return static_cast<amanah::v1::CompanionDuty>(duty);
}

void FillDuty(const companion::DutyCount& count,
              amanah::v1::DutyScore* message) {
  message->set_duty(DutyOf(count.duty));
  message->set_due_count(count.due);
  message->set_done_count(count.done);
  message->set_due_days(count.due_days);
  message->set_done_days(count.done_days);
  message->set_excused_days(count.excused_days);
  message->set_running_count(count.running);
  message->set_running_done_count(count.running_done);
  message->set_act_count(count.acts);
  message->set_seen_count(count.acts_yes);
  message->set_after_exit_count(count.acts_after_exit);
  if (const auto percent = count.Percent()) message->set_percent(*percent);
  message->set_is_small(count.IsSmall());
}

void FillSpan(const companion::Score& score, amanah::v1::DutySpan* message) {
  message->set_first_day(DateOf(score.span.begin));
  message->set_last_day(DateOf(score.span.end - 1));
  message->set_is_running(score.is_running);
  message->set_family_days(score.family_days);
  for (const auto& count : score.duties) {
    FillDuty(count, message->add_duties());
  }
  message->set_session_count(score.sessions.held.size());
  message->set_attended_count(score.sessions.attended);
  message->set_listed_count(score.sessions.listed);
  message->set_without_list_count(score.sessions.without_list);
  message->set_graduation_count(score.graduations);
  message->set_confirmed_count(score.confirmed);
  message->set_undone_count(score.undone);
  message->set_recent_count(score.recent);
  message->set_grievance_count(score.complaints_of_families);
  message->set_grievance_about_count(score.complaints_about);
  message->set_advocacy_opened_count(score.advocacy_opened);
  message->set_advocacy_closed_count(score.advocacy_closed);
  message->set_advocacy_open_count(score.advocacy_open_at_end);
}

void FillGraduation(const companion::Graduation& graduation,
                    amanah::v1::GraduationCheck* message) {
  message->set_kpm(graduation.kpm);
  message->set_region_code(graduation.region_code);
  message->set_status(graduation.status);
  FillMoment(graduation.from, message->mutable_effective_at());
  FillMoment(graduation.reported_at, message->mutable_reported_at());
  message->set_is_confirmed(graduation.IsConfirmed());
  message->set_is_undone(graduation.IsUndone());
  message->set_is_recent(graduation.is_recent);
  message->set_credits_after_count(graduation.credits_after);
  message->set_credited_rupiah(graduation.credited_rupiah);
  message->set_open_card_count(graduation.open_cards);
  message->set_closed_card_count(graduation.closed_cards);
  message->set_needs_letter(graduation.needs_letter);
  if (graduation.letter_index) {
    message->set_letter_index(*graduation.letter_index);
  }
  if (graduation.returned_at) {
    FillMoment(*graduation.returned_at, message->mutable_returned_at());
  }
  message->mutable_indices()->Assign(graduation.indices.begin(),
                                     graduation.indices.end());
}

void FillTarget(const companion::Target& target, double families,
                amanah::v1::GraduationTarget* message) {
  message->set_percent(target.percent);
  if (target.index) message->set_index(*target.index);
  message->set_region_code(target.region_code);
  message->set_is_adjusted(target.is_adjusted);
  message->set_reason(target.reason);
  message->set_families(families);
}

void FillConduct(const duty::Conduct& conduct,
                 amanah::v1::ConductEntry* message) {
  message->set_kind(KindName(conduct.kind));
  FillMoment(conduct.at, message->mutable_occurred_at());
  message->set_word(conduct.word);
  if (conduct.kind == amanah::v1::Event::kSanctionProposed ||
      conduct.kind == amanah::v1::Event::kSanctionImposed) {
    message->set_sanction(
        static_cast<amanah::v1::SanctionKind>(conduct.number));
  }
  message->set_reference(conduct.ref);
  message->set_index(conduct.index);
}

void FillHonorarium(const companion::Honorarium& month,
                    amanah::v1::HonorariumEntry* message) {
  message->set_party(month.party);
  message->set_region_code(month.region_code);
  message->set_month(month.month);
  message->set_withheld_rupiah(month.withheld_rupiah);
  message->set_returned_rupiah(month.returned_rupiah);
  if (month.withheld_at) {
    FillMoment(*month.withheld_at, message->mutable_withheld_at());
  }
  if (month.returned_at) {
    FillMoment(*month.returned_at, message->mutable_returned_at());
  }
  message->mutable_indices()->Assign(month.indices.begin(),
                                     month.indices.end());
}

void FillSuspension(const companion::Excuses::Suspension& suspension,
                    amanah::v1::SuspendedDuty* message) {
  message->set_duty(DutyOf(suspension.duty));
  message->set_first_day(DateOf(suspension.days.begin));
  message->set_last_day(DateOf(suspension.days.end - 1));
  message->set_region_code(suspension.region_code);
  message->set_is_outage(suspension.is_outage);
  message->set_filed_late(suspension.filed_late);
  FillMoment(suspension.filed_at, message->mutable_filed_at());
  message->set_index(suspension.index);
}

void FillSum(const companion::HonorariaSum& sum,
             amanah::v1::HonorariumSum* message) {
  message->set_month_count(sum.months);
  message->set_withheld_rupiah(sum.withheld_rupiah);
  message->set_returned_rupiah(sum.returned_rupiah);
  message->set_overdue_rupiah(sum.overdue_rupiah);
  message->set_break_count(sum.breaks);
}

}  // namespace

void FillScorecard(const companion::Scorecard& card,
                   amanah::v1::GetScorecardResponse* response) {
  response->set_companion(card.companion);
  response->set_year(static_cast<std::uint32_t>(card.year));
  response->set_as_of_unix_micros(card.at_micros);
  for (const auto& score : card.scores) FillSpan(score, response->add_spans());
  for (const auto& load : card.load) {
    auto* message = response->add_load();
    message->set_month(DateOf(load.month.begin).substr(0, 7));
    message->set_mean_families(load.Mean());
    message->set_families_at_end(load.at_end);
  }
  response->set_usual_load(static_cast<std::uint32_t>(companion::kLoadNorm));
  response->set_overload(static_cast<std::uint32_t>(companion::kOverload));
  FillTarget(card.target, card.TargetFamilies(), response->mutable_target());
  for (const auto& one : card.graduations) {
    FillGraduation(one, response->add_graduations());
  }
  for (const auto& one : card.suspensions) {
    FillSuspension(one, response->add_suspensions());
  }
  for (const auto* entries : {&card.sanctions, &card.pledges, &card.trainings,
                              &card.findings, &card.awards}) {
    for (const auto& one : *entries) {
      FillConduct(one, response->add_conduct());
    }
  }
  for (const auto& month : card.honoraria) {
    FillHonorarium(month, response->add_honoraria());
  }
  response->set_received_count(card.received);
  response->set_passed_on_count(card.passed_on);
  response->mutable_handover_indices()->Assign(card.assignment_indices.begin(),
                                               card.assignment_indices.end());
}

void FillCompanion(const companion::CompanionRow& row,
                   amanah::v1::CompanionRow* message) {
  message->set_companion(row.companion);
  if (row.value) message->set_value(*row.value);
  message->set_is_small(row.is_small);
  message->set_family_count(row.families);
  message->set_mean_families(row.mean_load);
  message->set_is_overloaded(row.is_overloaded);
  FillTarget(row.target, row.target_families, message->mutable_target());
  FillSpan(row.score, message->mutable_span());
  message->set_sanctions_proposed_count(row.sanctions_proposed);
  message->set_sanctions_imposed_count(row.sanctions_imposed);
  message->set_withheld_rupiah(row.withheld_rupiah);
  message->set_returned_rupiah(row.returned_rupiah);
  if (row.pledged_at) {
    FillMoment(*row.pledged_at, message->mutable_pledged_at());
  }
}

void FillCoverage(const companion::CoverageRow& row, bool by_companion,
                  amanah::v1::CoverageRow* message) {
  if (by_companion) {
    message->set_companion(row.key);
  } else {
    message->set_region_code(row.key);
  }
  message->set_family_count(row.families);
  message->set_without_companion_count(row.without_companion);
  FillSpan(row.score, message->mutable_span());
}

void FillOverdue(const companion::OverdueRow& row,
                 amanah::v1::OverdueRow* message) {
  message->set_kpm(row.kpm);
  message->set_region_code(row.region_code);
  message->set_since_day(DateOf(row.since));
  message->set_period_count(row.periods);
  message->set_responsible_then(row.responsible_then);
  message->set_responsible_now(row.responsible_now);
  message->set_assignment_index(row.assignment_index);
  if (row.last_done) {
    FillMoment(row.last_done->at, message->mutable_last_done_at());
    message->set_last_done_by(row.last_done->by);
    message->set_last_done_index(row.last_done->index);
  }
  message->set_excused_days(row.excused_days);
}

void FillAward(const companion::AwardRow& row,
               amanah::v1::AwardCheck* message) {
  message->set_party(row.award.subject);
  message->set_region_code(row.region_code);
  FillMoment(row.award.at, message->mutable_given_at());
  message->set_given_by(row.award.ref);
  message->set_metric(row.award.word);
  message->set_claimed_count(row.award.number);
  message->set_first_day(DateOf(row.span.begin));
  message->set_last_day(DateOf(row.span.end - 1));
  message->set_is_checked(row.is_checked);
  message->set_missing_count(row.missing);
  message->set_confirmed_count(row.confirmed);
  message->set_undone_count(row.undone);
  message->set_recent_count(row.recent);
  for (const auto& one : row.graduations) {
    FillGraduation(one, message->add_graduations());
  }
  message->set_index(row.award.index);
}

void FillHonoraria(const companion::HonorariaPage& page,
                   amanah::v1::ListHonorariaResponse* response) {
  for (const auto& row : page.rows) {
    auto* message = response->add_honoraria();
    FillHonorarium(row.honorarium, message);
    message->set_is_overdue(row.is_overdue);
    message->set_was_late(row.was_late);
    message->set_is_over(row.is_over);
    message->set_days(row.days);
  }
  FillSum(page.all, response->mutable_all());
  for (const auto& sum : page.regions) {
    auto* message = response->add_regions();
    message->set_region_code(sum.key);
    FillSum(sum, message);
  }
  for (const auto& sum : page.companions) {
    auto* message = response->add_persons();
    message->set_party(sum.key);
    FillSum(sum, message);
  }
}

}  // namespace services::query
