#include "services/query/money_service.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/views/reconcile/flow.h"
#include "ledger/views/reconcile/health.h"
#include "ledger/views/reconcile/reconcile.h"
#include "ledger/views/reconcile/silent.h"
#include "services/query/view.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"

namespace services::query {
namespace {

namespace reconcile = ledger::views::reconcile;
using ledger::Status;
using ledger::fold::ReadView;

constexpr std::string_view kBreaks = "breaks";
constexpr std::string_view kSilent = "silent";

// A page of `size` from `begin`: its end, and the token for the next.
std::size_t EndOfPage(std::string_view listing, std::uint64_t begin,
                      std::uint32_t asked, std::size_t size,
                      std::string* next_page_token) {
  const std::size_t end =
      std::min<std::size_t>(size, begin + wire::PageSize(asked));
  if (end < size) *next_page_token = wire::FormatPageToken(listing, end);
  return end;
}

std::string DayText(std::int32_t day) {
  // Open ends of a window.
  if (day <= -std::numeric_limits<std::int32_t>::max() ||
      day >= std::numeric_limits<std::int32_t>::max() - 1) {
    return {};
  }
  return ledger::FormatDate(ledger::Instant{day * ledger::kMicrosPerDay}, 0);
}

void FillBreak(const reconcile::Break& found, amanah::v1::Break* message) {
  // Numbered alike (views/reconcile/reconcile.h).
  message->set_invariant(static_cast<amanah::v1::Invariant>(found.invariant));
  message->set_cause(static_cast<amanah::v1::BreakCause>(found.cause));
  message->set_bank(found.bank);
  if (found.day) message->set_day(DayText(*found.day));
  message->set_transaction_type(found.type);
  message->set_period_id(found.period_id);
  message->set_sp2d_no(found.sp2d_no);
  message->set_account(found.account);
  message->set_kpm(found.kpm);
  message->set_kks(found.kks);
  message->set_region_code(found.region_code);
  message->set_expected_count(found.expected_count);
  message->set_found_count(found.found_count);
  message->set_expected_rupiah(found.expected_rupiah);
  message->set_found_rupiah(found.found_rupiah);
  message->set_rupiah(found.rupiah);
  message->set_explained_rupiah(found.explained_rupiah);
  message->set_after_reference(found.after_reference);
  message->set_before_reference(found.before_reference);
  for (const reconcile::StanGap& gap : found.stan_gaps) {
    auto* out = message->add_stan_gaps();
    out->set_tid(gap.tid);
    out->set_after_stan(gap.after_stan);
    out->set_before_stan(gap.before_stan);
    out->set_missing(gap.missing);
    out->set_after_index(gap.after_index);
    out->set_before_index(gap.before_index);
  }
  for (const reconcile::SequenceGap& gap : found.sequence_gaps) {
    auto* out = message->add_sequence_gaps();
    out->set_after_reference(gap.after_reference);
    out->set_before_reference(gap.before_reference);
    out->set_missing(gap.missing);
    out->set_after_index(gap.after_index);
    out->set_before_index(gap.before_index);
  }
  message->set_usual_gap(found.usual_gap);
  if (found.days_late) message->set_days_late(*found.days_late);
  message->mutable_indices()->Assign(found.indices.begin(),
                                     found.indices.end());
  message->set_index_count(found.index_count);
}

void FillBank(const reconcile::BankReport& report,
              amanah::v1::BankReconciliation* message) {
  message->set_bank(report.bank);
  message->set_first_day(DayText(report.begin_day));
  message->set_last_day(DayText(report.end_day - 1));
  for (const reconcile::Check& check : report.checks) {
    auto* out = message->add_checks();
    out->set_invariant(static_cast<amanah::v1::Invariant>(check.invariant));
    out->set_checked(check.checked);
    out->set_breaks(check.breaks);
    out->set_rupiah(check.rupiah);
  }
  for (const reconcile::TypeTotal& total : report.totals) {
    auto* out = message->add_totals();
    out->set_transaction_type(total.type);
    out->set_found_count(total.count);
    out->set_found_rupiah(total.rupiah);
    out->set_told_count(total.told_count);
    out->set_told_rupiah(total.told_rupiah);
  }
}

template <typename Sum>
void FillAmount(const Sum& sum, std::uint64_t count,
                amanah::v1::Amount* message) {
  message->set_count(count);
  message->set_rupiah(sum.rupiah);
}
void FillAmount(const reconcile::Amount& amount, amanah::v1::Amount* message) {
  FillAmount(amount, amount.count, message);
}
void FillAmount(const reconcile::AgeCount& amount,
                amanah::v1::Amount* message) {
  FillAmount(amount, amount.accounts, message);
}

void FillFlow(const reconcile::Flow& flow, amanah::v1::MoneyFlow* message) {
  message->set_period_id(flow.period_id);
  message->set_programme(flow.programme);
  FillAmount(flow.listed, message->mutable_listed());
  FillAmount(flow.payable, message->mutable_payable());
  FillAmount(flow.ordered, message->mutable_ordered());
  FillAmount(flow.credited, message->mutable_credited());
  FillAmount(flow.failed, message->mutable_failed());
  FillAmount(flow.paid_in_cash, message->mutable_paid_in_cash());
  FillAmount(flow.withdrawn, message->mutable_withdrawn());
  message->set_fee_rupiah(flow.fee_rupiah);
  FillAmount(flow.debited_back, message->mutable_debited_back());
  FillAmount(flow.remitted, message->mutable_remitted());
  FillAmount(flow.acknowledged, message->mutable_acknowledged());
  message->set_goods_rupiah(flow.goods_rupiah);
  message->set_fee_told_rupiah(flow.fee_told_rupiah);
  message->set_remaining_rupiah(flow.remaining_rupiah);
  message->mutable_indices()->Assign(flow.indices.begin(), flow.indices.end());
  message->set_index_count(flow.index_count);
}

void FillSilent(const reconcile::SilentAccount& silent,
                amanah::v1::SilentAccount* message) {
  message->set_account(silent.account);
  message->set_kpm(silent.kpm);
  message->set_kks(silent.kks);
  message->set_bank(silent.bank);
  message->set_branch_code(silent.branch_code);
  message->set_region_code(silent.region_code);
  wire::FillMoment(silent.since, message->mutable_since());
  message->set_days(static_cast<std::uint32_t>(silent.days));
  message->set_credit_count(silent.credits);
  message->set_rupiah(silent.rupiah);
  message->set_was_ever_used(silent.was_ever_used);
  message->set_was_handed_over(silent.was_handed_over);
  message->set_is_frozen(silent.is_frozen);
  message->set_is_past_deadline(silent.is_past_deadline);
  for (const std::string& period : silent.periods) {
    message->add_period_ids(period);
  }
  message->mutable_indices()->Assign(silent.indices.begin(),
                                     silent.indices.end());
}

void FillGroup(const reconcile::SilentGroup& group,
               amanah::v1::SilentGroup* message) {
  message->set_name(group.name);
  FillAmount(group.all, message->mutable_all());
  for (const reconcile::AgeCount& age : group.ages) {
    FillAmount(age, message->add_by_age());
  }
  FillAmount(group.undistributed, message->mutable_undistributed());
  FillAmount(group.past_deadline, message->mutable_past_deadline());
}

void FillDay(const reconcile::DayHealth& day,
             amanah::v1::SubmissionDay* message) {
  message->set_day(DayText(day.day));
  message->set_row_count(day.rows);
  message->set_offline_count(day.offline);
  message->set_first_reference(day.first_reference);
  message->set_last_reference(day.last_reference);
  message->set_span(day.span);
  message->set_widest_gap(day.widest_gap);
  message->set_gap_after_reference(day.gap_after_reference);
  message->set_gap_before_reference(day.gap_before_reference);
  message->set_gap_after_index(day.gap_after_index);
  message->set_gap_before_index(day.gap_before_index);
  message->set_repeated_count(day.repeated);
  message->set_backwards_count(day.backwards);
  message->set_stan_backwards_count(day.stan_backwards);
  message->set_posted_late_count(day.posted_late);
  message->set_longest_post_seconds(day.longest_post_seconds);
  message->set_longest_receive_seconds(day.longest_receive_seconds);
  message->set_has_totals(day.has_totals);
  message->set_totals_agree(day.totals_agree);
}

void FillHealth(const reconcile::Health& health,
                amanah::v1::GetSubmissionHealthResponse* response) {
  response->set_bank(health.bank);
  response->set_row_count(health.rows);
  response->set_day_count(health.days_with_rows);
  response->set_days_without_totals(health.days_without_totals);
  response->set_days_that_differ(health.days_that_differ);
  response->set_correction_count(health.corrections);
  for (const auto& correction : health.latest_corrections) {
    auto* out = response->add_corrections();
    out->set_index(correction.index);
    wire::FillMoment(correction.at, out->mutable_at());
    out->set_is_replaced(correction.is_replaced);
    out->set_of_event_id(correction.of_event_id);
    out->set_reason(correction.reason);
  }
  for (const auto& day : health.days) FillDay(day, response->add_days());
}

// Of the host: banks' hosts run on WIB.
std::int32_t HostDay(std::int64_t unix_micros) {
  return ledger::views::bank_report::DayOf({unix_micros, ledger::kWibMinutes});
}

// A number of days from the wire; 0 and what no calendar has is the default.
std::int32_t DaysOr(std::uint32_t asked, std::int32_t otherwise) {
  constexpr std::uint32_t kMost = 36'500;
  return asked == 0 ? otherwise
                    : static_cast<std::int32_t>(std::min(asked, kMost));
}

}  // namespace

grpc::Status MoneyService::Reconcile(
    grpc::ServerContext* context, const amanah::v1::ReconcileRequest* request,
    amanah::v1::ReconcileResponse* response) {
  return rpc::Answer(*context, "Reconcile", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(
        const std::uint64_t begin,
        wire::ParsePageToken(kBreaks, request->page_token()));
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    reconcile::Query query;
    query.bank = request->bank();
    query.period_id = request->period_id();
    query.region_prefix = request->region_prefix();
    query.return_deadline_days =
        DaysOr(request->return_deadline_days(), query.return_deadline_days);
    query.credit_days = DaysOr(request->credit_days(), query.credit_days);
    LEDGER_ASSIGN_OR_RETURN(const std::vector<reconcile::BankReport> reports,
                            reconcile::Run(*view, query));
    LEDGER_RETURN_IF_ERROR(view->status());
    std::vector<const reconcile::Break*> breaks;
    for (const reconcile::BankReport& report : reports) {
      FillBank(report, response->add_banks());
      for (const reconcile::Break& found : report.breaks) {
        if (request->invariant() == amanah::v1::INVARIANT_UNSPECIFIED ||
            static_cast<int>(found.invariant) == request->invariant()) {
          breaks.push_back(&found);
        }
      }
    }
    const std::size_t end =
        EndOfPage(kBreaks, begin, request->page_size(), breaks.size(),
                  response->mutable_next_page_token());
    for (std::size_t i = begin; i < end; ++i) {
      FillBreak(*breaks[i], response->add_breaks());
    }
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status MoneyService::SumMoney(grpc::ServerContext* context,
                                    const amanah::v1::SumMoneyRequest* request,
                                    amanah::v1::SumMoneyResponse* response) {
  return rpc::Answer(*context, "SumMoney", kReaders, [&]() -> Status {
    if (!request->kpm().empty()) {
      LEDGER_RETURN_IF_ERROR(wire::CheckToken(request->kpm(), "kpm"));
    }
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        const std::vector<reconcile::Flow> flows,
        reconcile::Flows(*view, {.family = request->kpm(),
                                 .sp2d_no = request->sp2d_no(),
                                 .bank = request->bank(),
                                 .region_prefix = request->region_prefix(),
                                 .period_id = request->period_id()}));
    LEDGER_RETURN_IF_ERROR(view->status());
    for (const auto& flow : flows) FillFlow(flow, response->add_flows());
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status MoneyService::ListSilentAccounts(
    grpc::ServerContext* context,
    const amanah::v1::ListSilentAccountsRequest* request,
    amanah::v1::ListSilentAccountsResponse* response) {
  return rpc::Answer(*context, "ListSilentAccounts", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(
        const std::uint64_t begin,
        wire::ParsePageToken(kSilent, request->page_token()));
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    reconcile::SilentQuery query;
    query.bank = request->bank();
    query.branch_code = request->branch_code();
    query.region_prefix = request->region_prefix();
    query.period_id = request->period_id();
    query.min_days = DaysOr(request->min_days(), 0);
    query.return_deadline_days =
        DaysOr(request->return_deadline_days(), query.return_deadline_days);
    if (request->grouping() == amanah::v1::SILENT_GROUPING_BANK) {
      query.by = reconcile::SilentBy::kBank;
    } else if (request->grouping() == amanah::v1::SILENT_GROUPING_REGION) {
      query.by = reconcile::SilentBy::kRegion;
    } else if (request->grouping() == amanah::v1::SILENT_GROUPING_LOT) {
      query.by = reconcile::SilentBy::kLot;
    }
    if (request->as_of_unix_micros() != 0) {
      query.as_of_micros = request->as_of_unix_micros();
    }
    LEDGER_ASSIGN_OR_RETURN(const reconcile::SilentList list,
                            reconcile::ListSilent(*view, query));
    LEDGER_RETURN_IF_ERROR(view->status());
    const std::size_t end =
        EndOfPage(kSilent, begin, request->page_size(), list.accounts.size(),
                  response->mutable_next_page_token());
    for (std::size_t i = begin; i < end; ++i) {
      FillSilent(list.accounts[i], response->add_accounts());
    }
    for (const auto& group : list.groups) {
      FillGroup(group, response->add_groups());
    }
    FillGroup(list.all, response->mutable_all());
    wire::FillMoment(list.as_of, response->mutable_as_of());
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status MoneyService::GetSubmissionHealth(
    grpc::ServerContext* context,
    const amanah::v1::GetSubmissionHealthRequest* request,
    amanah::v1::GetSubmissionHealthResponse* response) {
  return rpc::Answer(
      *context, "GetSubmissionHealth", kReaders, [&]() -> Status {
        LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                                OpenView(views_, *request, *context));
        constexpr std::int32_t kForEver =
            std::numeric_limits<std::int32_t>::max();
        const std::int32_t begin = request->from_unix_micros() == 0
                                       ? -kForEver
                                       : HostDay(request->from_unix_micros());
        const std::int32_t end =
            request->until_unix_micros() == 0
                ? kForEver
                : HostDay(request->until_unix_micros()) + 1;
        LEDGER_ASSIGN_OR_RETURN(
            const reconcile::Health health,
            reconcile::HealthOf(*view, request->bank(), begin, end));
        LEDGER_RETURN_IF_ERROR(view->status());
        FillHealth(health, response);
        response->set_position(view->position());
        return ledger::Ok{};
      });
}

}  // namespace services::query
