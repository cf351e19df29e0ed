#include "services/query/family_messages.h"

#include <algorithm>
#include <string>
#include <utility>

#include "amanah/v1/event.pb.h"
#include "ledger/base/time.h"
#include "services/wire/moment.h"

namespace services::query {
namespace {

namespace dossier = ledger::views::dossier;
namespace duty = ledger::views::duty;
namespace family = ledger::views::family;
namespace grievance = ledger::views::grievance;
namespace listing = ledger::views::listing;
using wire::FillMoment;

// The kind's field in Event.body.
std::string KindName(amanah::v1::Event::BodyCase kind) {
  const auto* field = amanah::v1::Event::descriptor()->FindFieldByNumber(kind);
  return field == nullptr ? "" : field->name();
}

template <typename Interval, typename Message>
void FillTimes(const Interval& interval, Message* message) {
  FillMoment(interval.from, message->mutable_since());
  if (interval.until) FillMoment(*interval.until, message->mutable_until());
  message->set_index(interval.index);
}

void FillResponsible(const family::Assignment& assignment,
                     amanah::v1::FamilyResponsible* message) {
  message->set_companion(assignment.companion);
  message->set_group_id(assignment.group_id);
  message->set_group_leader(assignment.group_leader);
  FillTimes(assignment, message);
}

void FillFamily(const family::Family& family,
                amanah::v1::GetFamilyResponse* response) {
  response->set_household(family.household);
  response->set_region_code(family.region_code);
  for (const auto& assignment : family.assignments) {
    FillResponsible(assignment, response->add_responsibles());
  }
  for (const auto& pengurus : family.pengurus) {
    auto* message = response->add_pengurus();
    message->set_person(pengurus.person);
    FillMoment(pengurus.from, message->mutable_since());
    message->set_index(pengurus.index);
  }
  for (const auto& status : family.statuses) {
    auto* message = response->add_standings();
    message->set_status(status.status);
    FillMoment(status.from, message->mutable_since());
    FillMoment(status.reported_at, message->mutable_reported_at());
    message->set_index(status.index);
  }
  for (const auto& proxy : family.proxies) {
    auto* message = response->add_proxies();
    message->set_person(proxy.person);
    message->set_relation(proxy.relation);
    FillTimes(proxy, message);
  }
}

void FillListing(const listing::Listing& listing,
                 amanah::v1::FamilyListing* message) {
  message->set_programme(listing.programme);
  message->set_period_id(listing.period_id);
  FillMoment(listing.closed_at, message->mutable_closed_at());
  message->set_amount_rupiah(listing.amount_rupiah);
  message->mutable_months()->Assign(listing.months.begin(),
                                    listing.months.end());
  for (const auto& component : listing.components) {
    message->add_components(component);
  }
  message->set_channel(listing.channel);
  message->set_bank(listing.bank);
  message->set_account_check(listing.account_check);
  message->set_list_status(listing.list_status);
  message->set_index(listing.index);
}

void FillPeriod(const dossier::PeriodMoney& period,
                amanah::v1::FamilyPeriodMoney* message) {
  message->set_period_id(period.period_id);
  message->set_programme(period.programme);
  message->set_due_rupiah(period.due_rupiah);
  message->set_credited_rupiah(period.credited_rupiah);
  message->set_drawn_rupiah(period.drawn_rupiah);
  message->set_fee_rupiah(period.fee_rupiah);
  message->set_returned_rupiah(period.returned_rupiah);
  message->set_acknowledged_rupiah(period.acknowledged_rupiah);
  message->mutable_indices()->Assign(period.indices.begin(),
                                     period.indices.end());
}

void FillCard(const dossier::FamilyCard& card,
              amanah::v1::FamilyCard* message) {
  message->set_kks(card.kks);
  message->set_last4(card.card.last4);
  message->set_bank(card.card.bank);
  message->set_life_state(std::string(card.state));
  message->set_account(card.card.account);
  message->set_held_by_other(card.is_held_by_other);
  if (!card.custody) return;
  auto* custody = message->mutable_custody();
  custody->set_holder(card.custody->holder);
  custody->set_holder_role(card.custody->holder_role);
  FillMoment(card.custody->begin, custody->mutable_since());
  // Numbered alike (views/custody/custody.h).
  custody->set_rank(static_cast<amanah::v1::CustodyRank>(card.custody->rank));
  custody->set_index(card.custody->index);
}

// Work and sessions in one order.
void FillWork(const dossier::Dossier& dossier,
              amanah::v1::GetFamilyResponse* response) {
  for (const duty::Work& work : dossier.work) {
    auto* message = response->add_work();
    message->set_kind(KindName(work.kind));
    FillMoment(work.at, message->mutable_done_at());
    message->set_done_by(work.by);
    message->set_done_by_role(work.by_role);
    message->set_result(work.result);
    message->set_positive(work.is_yes);
    message->set_index(work.index);
  }
  for (const duty::Attendance& session : dossier.sessions) {
    auto* message = response->add_work();
    message->set_kind(KindName(amanah::v1::Event::kP2K2SessionHeld));
    FillMoment(session.at, message->mutable_done_at());
    message->set_done_by(session.by);
    message->set_result(session.module);
    message->set_positive(session.was_there);
    message->set_index(session.index);
  }
  std::sort(response->mutable_work()->begin(), response->mutable_work()->end(),
            [](const auto& a, const auto& b) {
              return std::pair(a.done_at().unix_micros(), a.index()) <
                     std::pair(b.done_at().unix_micros(), b.index());
            });
}

void FillAcknowledgement(const grievance::Acknowledgement& said,
                         amanah::v1::FamilyAcknowledgement* message) {
  FillMoment(said.at, message->mutable_said_at());
  message->set_period_id(said.period_id);
  message->set_channel(said.channel);
  if (said.cash_rupiah) message->set_cash_rupiah(*said.cash_rupiah);
  if (said.goods_rupiah) message->set_goods_rupiah(*said.goods_rupiah);
  if (said.fee_rupiah) message->set_fee_rupiah(*said.fee_rupiah);
  message->set_remark(said.remark);
  message->set_index(said.index);
}

void FillGrievance(const grievance::Complaint& complaint,
                   amanah::v1::Grievance* message) {
  message->set_ticket(complaint.ticket);
  message->set_kind(complaint.kind);
  message->set_channel(complaint.channel);
  message->set_reporter_role(complaint.reporter_role);
  message->set_kpm(complaint.kpm);
  message->set_region_code(complaint.region_code);
  FillMoment(complaint.filed_at, message->mutable_filed_at());
  if (const auto* reply = complaint.Reply()) {
    FillMoment(reply->at, message->mutable_replied_at());
  }
  message->set_outcome(complaint.Outcome());
  message->add_indices(complaint.index);
  for (const auto& step : complaint.steps) {
    message->add_indices(step.index);
    if (step.kind == grievance::Step::Kind::kLinked) {
      message->set_case_no(step.case_no);
    }
  }
  std::sort(message->mutable_indices()->begin(),
            message->mutable_indices()->end());
}

}  // namespace

void FillDossier(const dossier::Dossier& dossier,
                 amanah::v1::GetFamilyResponse* response) {
  response->set_kpm(dossier.kpm);
  response->set_as_of_unix_micros(dossier.at_micros);
  FillFamily(dossier.family, response);
  if (dossier.responsible) {
    FillResponsible(*dossier.responsible, response->mutable_responsible());
  }
  for (const auto& listing : dossier.listings) {
    FillListing(listing, response->add_listings());
  }
  for (const auto& period : dossier.periods) {
    FillPeriod(period, response->add_periods());
  }
  for (const auto& card : dossier.cards) {
    FillCard(card, response->add_cards());
  }
  FillWork(dossier, response);
  for (const auto& complaint : dossier.complaints) {
    auto* message = response->add_grievances();
    FillGrievance(complaint, message);
    const std::int64_t end = message->has_replied_at()
                                 ? message->replied_at().unix_micros()
                                 : dossier.at_micros;
    message->set_age_days((end - complaint.filed_at.unix_micros) /
                          ledger::kMicrosPerDay);
  }
  for (const auto& said : dossier.acknowledgements) {
    FillAcknowledgement(said, response->add_acknowledgements());
  }
  for (const auto& aid : dossier.local_aid) {
    auto* message = response->add_local_aid();
    FillMoment(aid.at, message->mutable_granted_at());
    message->set_scheme(aid.scheme);
    message->set_amount_rupiah(aid.amount_rupiah);
    message->mutable_months()->Assign(aid.months.begin(), aid.months.end());
    message->set_index(aid.index);
  }
}

void FillRow(const dossier::FamilyRow& row, amanah::v1::FamilyRow* message) {
  message->set_kpm(row.kpm);
  message->set_region_code(row.region_code);
  message->set_companion(row.companion);
  if (row.status != amanah::v1::FAMILY_STATUS_UNSPECIFIED) {
    message->set_status(row.status);
    FillMoment(row.since, message->mutable_since());
    FillMoment(row.reported_at, message->mutable_reported_at());
  }
  message->set_open_cards(row.open_cards);
  message->set_credited_periods(row.credited_periods);
  message->set_credited_rupiah(row.credited_rupiah);
  message->set_drawn_rupiah(row.drawn_rupiah);
  message->mutable_months()->Assign(row.months.begin(), row.months.end());
  message->set_local_aid_rupiah(row.local_aid_rupiah);
  message->mutable_indices()->Assign(row.indices.begin(), row.indices.end());
}

void FillComplaint(const dossier::ComplaintRow& row,
                   amanah::v1::Grievance* message) {
  FillGrievance(row.complaint, message);
  message->set_age_days(row.age_days);
  if (!row.exclusion) return;
  FillMoment(row.exclusion->at, message->mutable_excluded_at());
  if (row.exclusion->status) {
    message->set_excluded_as(row.exclusion->status->status);
  }
  message->set_excluded_index(row.exclusion->index);
}

void FillSummary(const dossier::KindSummary& summary,
                 amanah::v1::GrievanceKindSummary* message) {
  message->set_kind(summary.kind);
  message->set_filed_count(summary.filed);
  message->set_open_count(summary.open);
  message->set_oldest_open_days(summary.oldest_open_days);
  message->set_median_reply_days(summary.median_reply_days);
  message->set_excluded_after_count(summary.excluded_after);
  for (const auto& [outcome, count] : summary.outcomes) {
    auto* item = message->add_outcomes();
    item->set_outcome(outcome);
    item->set_count(count);
  }
}

}  // namespace services::query
