#include "ledger/views/reconcile/flow.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "tests/unit/fold/taken_back.h"
#include "tests/unit/views/reconcile_world.h"

namespace ledger::views::reconcile {
namespace {

using testing::Event;
using testing::Folded;
using testing::History;
using testing::kDaySeconds;
using testing::kPeriod;
using testing::Story;
using testing::TimeAt;
using testing::Token;
using testing::World;

// What the test itself makes of a history.
struct Columns {
  std::int64_t listed = 0;
  std::int64_t credited = 0;
  std::int64_t failed = 0;
  std::int64_t withdrawn = 0;
  std::int64_t fees = 0;
  std::int64_t back = 0;
  std::int64_t remitted = 0;
  std::int64_t acknowledged = 0;
  std::int64_t remaining = 0;
  bool operator==(const Columns&) const = default;
  void Add(const Columns& other) {
    listed += other.listed;
    credited += other.credited;
    failed += other.failed;
    withdrawn += other.withdrawn;
    fees += other.fees;
    back += other.back;
    remitted += other.remitted;
    acknowledged += other.acknowledged;
    remaining += other.remaining;
  }
};
std::ostream& operator<<(std::ostream& out, const Columns& c) {
  return out << c.listed << " " << c.credited << " " << c.failed << " "
             << c.withdrawn << " " << c.fees << " " << c.back << " "
             << c.remitted << " " << c.acknowledged << " " << c.remaining;
}
Columns ColumnsOf(const Flow& flow) {
  return {
      flow.listed.rupiah,    flow.credited.rupiah,     flow.failed.rupiah,
      flow.withdrawn.rupiah, flow.fee_rupiah,          flow.debited_back.rupiah,
      flow.remitted.rupiah,  flow.acknowledged.rupiah, flow.remaining_rupiah};
}

// Two banks, families in three villages, one of which moves; what became of
// each credit, reckoned as it is told, oldest money first.
class RandomBooks {
 public:
  explicit RandomBooks(std::mt19937& random) : random_(random) {
    for (int i = 0; i < 8; ++i) {
      Family family;
      family.name = "family " + std::to_string(i);
      family.bank = static_cast<std::uint32_t>(2 + i % 2);
      family.village = "18.01.1" + std::to_string(7 + i % 2) + ".200" +
                       std::to_string(1 + i % 3);
      families_.push_back(family);
    }
    for (const std::string bank : {"2", "3"}) {
      auto& printed = story_.By(bank == "2" ? 2u : 3u).Add("2024-01-01");
      printed.mutable_subjects()->set_kks(Token("some card " + bank));
      printed.mutable_kks_printed()->set_bank("BANK " + bank);
    }
    for (int period = 0; period < 3; ++period) {
      for (Family& family : families_) Live(family, period);
    }
  }

  History Shuffled() {
    History history = story_.history();
    std::shuffle(history.begin(), history.end(), random_);
    const std::size_t size = history.size();
    for (std::size_t i = 0; i < size; i += 5) history.push_back(history[i]);
    return history;
  }

  struct Part {
    std::string period;
    std::string order;
    std::int64_t rupiah = 0;
  };
  struct Family {
    std::string name;
    std::uint32_t bank = 0;
    std::string village;
    std::int64_t balance = 0;
    std::vector<Part> parts;
    std::map<std::string, Columns> by_period;
  };
  const std::vector<Family>& families() const { return families_; }
  // Credited, drawn and so on of an order's own credits.
  const std::map<std::string, Columns>& by_order() const { return by_order_; }

 private:
  void Live(Family& family, int period_number) {
    const std::string period = "P-" + std::to_string(period_number);
    const std::string main =
        "SP" + std::to_string(period_number) + std::to_string(family.bank);
    seconds_ = (period_number * 60ll) * kDaySeconds + next_++;
    Columns& own = family.by_period[period];
    if (random_() % 8 != 0) List(family, period, own);
    std::string order = main;
    if (random_() % 4 == 0) {
      Attempt(family, period, order, true);
      const auto then = random_() % 3;
      if (then == 0) {
        own.failed += kDue;
        by_order_[order].failed += kDue;
        if (random_() % 2 == 0) return;
      }
      if (then != 1) {
        if (then == 2) {
          own.failed += kDue;
          by_order_[order].failed += kDue;
        }
        order += "B";
      }
    }
    Attempt(family, period, order, false);
    own.credited += kDue;
    own.remaining += kDue;
    by_order_[order].credited += kDue;
    by_order_[order].remaining += kDue;
    family.parts.push_back({period, order, kDue});
    for (auto i = random_() % 4; i > 0; --i) Draw(family);
    if (random_() % 3 == 0) Acknowledge(family, period, own);
    if (random_() % 5 == 0) Remit(family, period, own);
  }

  void List(Family& family, const std::string& period, Columns& own) {
    if (random_() % 10 == 0) family.village = "18.02.01.2001";
    Event& event = story_.By(1).Add("2025-01-01", "", "", family.name);
    *event.mutable_occurred_at() = At(seconds_ - 100'000);
    event.set_period_id(period);
    event.set_region_code(family.village);
    event.mutable_family_listed()->set_amount_rupiah(kDue);
    own.listed += kDue;
  }

  void Attempt(Family& family, const std::string& period,
               const std::string& order, bool fails) {
    Event& event = Posted(family);
    event.mutable_subjects()->set_kpm(Token(family.name));
    event.set_period_id(period);
    if (fails) {
      auto* body = event.mutable_credit_failed();
      body->set_amount_rupiah(kDue);
      body->set_sp2d_no(order);
      body->set_credit_ref("CR" + Reference());
      return;
    }
    family.balance += kDue;
    auto* body = event.mutable_credit_posted();
    body->set_amount_rupiah(kDue);
    body->set_sp2d_no(order);
    body->set_credit_ref("CR" + Reference());
    body->set_balance_after_rupiah(family.balance);
  }

  void Draw(Family& family) {
    const std::int64_t fee = random_() % 3 == 0 ? 5'000 : 0;
    const std::int64_t amount = std::min<std::int64_t>(
        static_cast<std::int64_t>(1 + random_() % 6) * 50'000,
        family.balance - fee);
    if (amount <= 0) return;
    const bool is_back = random_() % 6 == 0;
    Event& event = Posted(family);
    auto& transaction =
        is_back ? *event.mutable_funds_debited_to_rpl()->mutable_transaction()
                : *event.mutable_withdrawal_posted()->mutable_transaction();
    if (is_back)
      event.mutable_funds_debited_to_rpl()->set_amount_rupiah(amount);
    transaction.set_amount_rupiah(amount);
    transaction.set_fee_rupiah(fee);
    family.balance -= amount + fee;
    transaction.set_balance_after_rupiah(family.balance);
    transaction.set_rrn(Reference());
    transaction.set_response_code("00");
    *transaction.mutable_posted_at() = event.occurred_at();
    Use(family, amount, is_back ? &Columns::back : &Columns::withdrawn);
    Use(family, fee, &Columns::fees);
  }

  void Use(Family& family, std::int64_t rupiah, std::int64_t Columns::*column) {
    while (rupiah > 0) {
      Part& part = family.parts.front();
      const std::int64_t used = std::min(rupiah, part.rupiah);
      for (Columns* columns :
           {&family.by_period[part.period], &by_order_[part.order]}) {
        columns->*column += used;
        columns->remaining -= used;
      }
      part.rupiah -= used;
      rupiah -= used;
      if (part.rupiah == 0) family.parts.erase(family.parts.begin());
    }
  }

  void Acknowledge(Family& family, const std::string& period, Columns& own) {
    Event& event = story_.By(1).Add("2025-01-01", "", "", family.name);
    *event.mutable_occurred_at() = At(seconds_);
    event.set_period_id(period);
    event.mutable_amount_acknowledged()->set_cash_received_rupiah(100'000);
    own.acknowledged += 100'000;
  }

  void Remit(Family& family, const std::string& period, Columns& own) {
    Event& event =
        story_.By(family.bank).Add("2025-01-01", "", "", family.name);
    *event.mutable_occurred_at() = At(seconds_);
    event.set_period_id(period);
    event.mutable_funds_remitted_to_treasury()->set_amount_rupiah(70'000);
    own.remitted += 70'000;
  }

  Event& Posted(const Family& family) {
    seconds_ += static_cast<std::int64_t>(1 + random_() % 90'000);
    return story_.By(family.bank)
        .AddAt(At(seconds_), Story::Card(family.name),
               Story::Account(family.name), "", "");
  }
  static amanah::v1::ZonedTime At(std::int64_t seconds) {
    return TimeAt(fold::testing::Time("2025-01-01").unix_micros() +
                  seconds * kMicrosPerSecond);
  }
  std::string Reference() { return std::to_string(500'000'000'000 + seconds_); }

  static constexpr std::int64_t kDue = 400'000;
  std::mt19937& random_;
  Story story_;
  std::vector<Family> families_;
  std::map<std::string, Columns> by_order_;
  std::int64_t seconds_ = 0;
  std::int64_t next_ = 0;
};

// By period.
std::map<std::string, Columns> Ask(const fold::Reader& reader,
                                   const FlowQuery& query) {
  std::map<std::string, Columns> by_period;
  const auto flows = Flows(reader, query);
  EXPECT_TRUE(flows.ok()) << flows.error().message;
  for (const Flow& flow : *flows) {
    EXPECT_LE(flow.indices.size(), kMaxIndices);
    if (!(ColumnsOf(flow) == Columns())) {
      by_period[flow.period_id] = ColumnsOf(flow);
    }
  }
  return by_period;
}

using ByPeriod = std::map<std::string, Columns>;

template <typename Wanted>
ByPeriod SumOver(const RandomBooks& books, const Wanted& is_wanted) {
  ByPeriod sums;
  for (const auto& family : books.families()) {
    if (!is_wanted(family)) continue;
    for (const auto& [period, columns] : family.by_period) {
      sums[period].Add(columns);
    }
  }
  std::erase_if(sums, [](const auto& sum) { return sum.second == Columns(); });
  return sums;
}

TEST(FlowPropertyTest, SumsOfBanksRegionsAndOrdersAreThoseOfTheFamilies) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 12; ++round) {
    RandomBooks books(random);
    History history = books.Shuffled();
    fold::testing::AddTakenBack(history, random);
    const Folded folded(history, views::MakeAll(), 17);
    const auto& view = folded.view();
    for (const auto& family : books.families()) {
      FlowQuery query;
      query.family = Token(family.name);
      EXPECT_EQ(Ask(view, query), SumOver(books,
                                          [&](const auto& one) {
                                            return one.name == family.name;
                                          }))
          << family.name;
    }
    for (const std::uint32_t bank : {2u, 3u}) {
      FlowQuery query;
      query.bank = "BANK " + std::to_string(bank);
      EXPECT_EQ(Ask(view, query), SumOver(books,
                                          [&](const auto& one) {
                                            // Whom nobody credited has no bank.
                                            return one.bank == bank;
                                          }))
          << query.bank;
    }
    for (const std::string region :
         {"", "18", "18.01", "18.01.17", "18.01.18", "18.02.01",
          "18.01.17.2001", "18.01.18.2002", "18.02.01.2001"}) {
      FlowQuery query;
      query.region_prefix = region;
      // Where it is on its last list; nowhere, when it is on none.
      EXPECT_EQ(
          Ask(view, query),
          SumOver(books,
                  [&](const auto& one) {
                    const bool is_listed = std::any_of(
                        one.by_period.begin(), one.by_period.end(),
                        [](const auto& p) { return p.second.listed > 0; });
                    return region.empty() ||
                           (is_listed && one.village.rfind(region, 0) == 0);
                  }))
          << region;
    }
    for (const auto& [order, wanted] : books.by_order()) {
      FlowQuery query;
      query.sp2d_no = order;
      const auto flows = Flows(view, query);
      ASSERT_TRUE(flows.ok());
      Columns found = ColumnsOf((*flows)[0]);
      found.listed = found.remitted = found.acknowledged = 0;
      EXPECT_EQ(found, wanted) << order;
    }
  }
}

TEST(FlowTest, WhatIsDrawnUsesTheOldestMoneyFirst) {
  World world;
  world.Lists("siti", 400'000);
  world.Credits("siti", 1, 400'000);
  Event& second =
      world.story()
          .By(2)
          .Credited("siti", "2025-04-01", 600'000, "SEMBAKO-2025-0304")
          .Add("2025-04-02", "siti card", "siti acct");
  auto& transaction =
      *second.mutable_withdrawal_posted()->mutable_transaction();
  transaction.set_rrn("509300000001");
  transaction.set_amount_rupiah(500'000);
  transaction.set_fee_rupiah(5'000);
  transaction.set_response_code("00");
  *transaction.mutable_posted_at() = second.occurred_at();
  const Folded folded(world.story().history(), views::MakeAll());
  FlowQuery query;
  query.family = Token("siti");
  const auto flows = Flows(folded.view(), query);
  ASSERT_TRUE(flows.ok());
  ASSERT_EQ(flows->size(), 2u);
  EXPECT_EQ((*flows)[0].withdrawn.rupiah, 400'000);
  EXPECT_EQ((*flows)[0].remaining_rupiah, 0);
  EXPECT_EQ((*flows)[1].withdrawn.rupiah, 100'000);
  EXPECT_EQ((*flows)[1].fee_rupiah, 5'000);
  EXPECT_EQ((*flows)[1].remaining_rupiah, 495'000);
}

}  // namespace
}  // namespace ledger::views::reconcile
