// A bank's books and the ministry's beside them, for tests of reconciliation.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/views/all.h"
#include "ledger/views/bank_report/bank_report.h"
#include "ledger/views/reconcile/reconcile.h"
#include "tests/unit/fold/history.h"

namespace ledger::views::reconcile::testing {

using amanah::v1::Event;
using fold::testing::Folded;
using fold::testing::History;
using fold::testing::Story;
using fold::testing::TimeAt;
using fold::testing::Token;

inline constexpr std::string_view kPeriod = "SEMBAKO-2025-0102";
inline constexpr std::int64_t kDaySeconds = 86'400;

// A bank's books, the ministry's beside them, and what is left out of what is
// told. Submitter 1 is the ministry, 2 the bank.
class World {
 public:
  // What the next facts are of.
  std::string period = std::string(kPeriod);
  std::string order = "SP1";
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_SEMBAKO;

  Event& Lists(const std::string& family, std::int64_t rupiah,
               std::string_view check = "BERHASIL") {
    Event& event = story_.By(1).Add("2025-01-20", "", "", family);
    event.set_period_id(period);
    event.set_programme(programme);
    event.set_region_code("18.01.18.2001");
    auto* listed = event.mutable_family_listed();
    listed->set_amount_rupiah(rupiah);
    listed->set_channel(amanah::v1::PAYMENT_CHANNEL_BANK);
    listed->set_bank("BANK A");
    listed->set_account_check(std::string(check));
    listed->set_list_status("TETAP");
    return event;
  }
  // Whether a member of the family kept what a component asks for.
  void Verifies(const std::string& family, std::string_view component,
                bool is_kept, std::string_view at = "2025-01-10") {
    Event& event = story_.By(1).Add(at, "", "", family);
    event.set_period_id(period);
    auto* verified = event.mutable_commitment_verified();
    verified->set_component(std::string(component));
    verified->set_fulfilled(is_kept);
  }
  void Orders(std::uint32_t families, std::int64_t rupiah) {
    Event& event = story_.By(1).Add("2025-02-01");
    event.set_period_id(period);
    event.set_programme(programme);
    auto* issued = event.mutable_sp2d_issued();
    issued->set_sp2d_no(order);
    issued->set_bank("BANK A");
    issued->set_family_count(families);
    issued->set_total_rupiah(rupiah);
  }
  void Cards(const std::string& family, bool is_handed_over = true) {
    story_.By(2).Printed(family, "2024-11-01");
    if (is_handed_over) story_.By(2).HandedOver(family, "2024-12-01");
  }
  // Posted `seconds` after 3 February, 00:00 WIB.
  void Credits(const std::string& family, std::int64_t seconds,
               std::int64_t rupiah) {
    Event& event = Posted(family, seconds);
    event.mutable_subjects()->set_kpm(Token(family));
    event.set_period_id(period);
    event.set_programme(programme);
    balance_[family] += rupiah;
    auto* credit = event.mutable_credit_posted();
    credit->set_amount_rupiah(rupiah);
    credit->set_balance_after_rupiah(balance_[family]);
    credit->set_credit_ref("CR" + Reference(seconds));
    credit->set_sp2d_no(order);
    Count(seconds, "CREDIT", rupiah);
  }
  void Fails(const std::string& family, std::int64_t seconds,
             std::int64_t rupiah) {
    Event& event = Posted(family, seconds);
    event.mutable_subjects()->set_kpm(Token(family));
    event.set_period_id(period);
    event.set_programme(programme);
    auto* credit = event.mutable_credit_failed();
    credit->set_amount_rupiah(rupiah);
    credit->set_credit_ref("CR" + Reference(seconds));
    credit->set_sp2d_no(order);
  }
  // Not told when `is_left_out`; in the totals it is.
  void Draws(const std::string& family, std::int64_t seconds,
             std::int64_t rupiah, std::int64_t fee, bool is_left_out) {
    balance_[family] -= rupiah + fee;
    Count(seconds, "WITHDRAWAL", rupiah);
    if (is_left_out) return;
    Event& event = Posted(family, seconds);
    auto& transaction =
        *event.mutable_withdrawal_posted()->mutable_transaction();
    transaction.set_rrn(Reference(seconds));
    transaction.set_tid("T1");
    transaction.set_stan(static_cast<std::uint32_t>(1 + seconds / 60));
    transaction.set_response_code("00");
    transaction.set_amount_rupiah(rupiah);
    transaction.set_fee_rupiah(fee);
    transaction.set_balance_after_rupiah(balance_[family]);
    *transaction.mutable_posted_at() = event.occurred_at();
  }
  // The card that the family uses from now on.
  void UsesCard(const std::string& family, const std::string& card) {
    card_[family] = card;
  }
  void TellTotals() {
    for (const auto& [key, total] : totals_) {
      const auto& [day, type] = key;
      Event& event = story_.By(2).AddAt(TimeAt(Start() + day * kMicrosPerDay),
                                        "", "", "", "");
      auto* told = event.mutable_control_total_reported();
      told->set_transaction_type(type);
      told->set_transaction_count(total.first);
      told->set_total_rupiah(total.second);
      told->set_bank("BANK A");
    }
  }
  void TellTotal(std::int64_t day, std::string_view type, std::uint64_t count,
                 std::int64_t rupiah) {
    totals_.clear();
    totals_[{day, std::string(type)}] = {count, rupiah};
    TellTotals();
  }
  static std::int32_t HostDay(std::int64_t day) {
    return bank_report::DayOf({Start() + day * kMicrosPerDay, kWibMinutes});
  }
  Story& story() { return story_; }

 private:
  static std::int64_t Start() {
    return fold::testing::Time("2025-02-03").unix_micros();
  }
  static std::string Reference(std::int64_t seconds) {
    return std::to_string(503'400'000'000 + seconds);
  }
  Event& Posted(const std::string& family, std::int64_t seconds) {
    const auto card = card_.find(family);
    return story_.By(2).AddAt(
        TimeAt(Start() + seconds * kMicrosPerSecond),
        card == card_.end() ? Story::Card(family) : card->second,
        Story::Account(family), "", "");
  }
  void Count(std::int64_t seconds, const std::string& type,
             std::int64_t rupiah) {
    auto& [count, sum] = totals_[{seconds / 86'400, type}];
    ++count;
    sum += rupiah;
  }

  Story story_;
  std::map<std::string, std::int64_t> balance_;
  std::map<std::string, std::string> card_;
  std::map<std::pair<std::int64_t, std::string>,
           std::pair<std::uint64_t, std::int64_t>>
      totals_;
};

inline BankReport ReportOf(const fold::Reader& reader, Query query = {}) {
  auto reports = Run(reader, query);
  EXPECT_TRUE(reports.ok()) << reports.error().message;
  EXPECT_EQ(reports->size(), 1u);
  return reports->empty() ? BankReport{} : reports->front();
}

inline std::vector<Cause> CausesOf(const BankReport& report) {
  std::vector<Cause> causes;
  for (const Break& found : report.breaks) causes.push_back(found.cause);
  return causes;
}

}  // namespace ledger::views::reconcile::testing
