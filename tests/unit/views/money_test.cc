#include "ledger/views/money/money.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "ledger/views/all.h"
#include "tests/unit/fold/history.h"
#include "tests/unit/fold/taken_back.h"

namespace ledger::views::money {
namespace {

using amanah::v1::Event;
using fold::testing::Folded;
using fold::testing::History;
using fold::testing::Story;
using fold::testing::TimeAt;
using fold::testing::Token;

// A movement as the test writes it down for itself.
struct Moved {
  std::int64_t posted;
  std::string rrn;
  std::int64_t delta;
  std::optional<std::int64_t> reported;
  Event event;
};

// A bank's year on one account: each movement with the balance after it,
// sometimes without; `lie` in a hundred balances are wrong.
std::vector<Moved> RandomYear(std::string_view name, unsigned lie,
                              std::mt19937& random) {
  std::vector<Moved> year;
  std::int64_t balance = static_cast<std::int64_t>(random() % 5) * 1'000;
  std::int64_t posted = fold::testing::Time("2025-01-01").unix_micros();
  for (int i = 0; i < 40; ++i) {
    // Uploads share one posting second.
    if (random() % 4 != 0) {
      posted +=
          static_cast<std::int64_t>(1 + random() % 90'000) * kMicrosPerSecond;
    }
    Moved moved;
    moved.posted = posted;
    moved.rrn = std::to_string(500'000'000'000 + i);
    Event& event = moved.event;
    event.set_event_id(Token(std::string(name) + std::to_string(i)));
    *event.mutable_occurred_at() = TimeAt(
        posted - static_cast<std::int64_t>(random() % 3) * kMicrosPerDay);
    event.mutable_subjects()->set_account(Token(name));
    const std::int64_t amount =
        static_cast<std::int64_t>(1 + random() % 9) * 50'000;
    const std::int64_t fee = random() % 5 == 0 ? 7'500 : 0;
    amanah::v1::Transaction* transaction = nullptr;
    switch (random() % 5) {
      case 0:
        moved.delta = amount;
        event.mutable_credit_posted()->set_amount_rupiah(amount);
        event.mutable_credit_posted()->set_credit_ref("CR" + moved.rrn);
        *event.mutable_occurred_at() = TimeAt(posted);
        break;
      case 1:
        moved.delta = 0;
        transaction = event.mutable_balance_inquired()->mutable_transaction();
        break;
      case 2:
        moved.delta = amount;
        transaction = event.mutable_deposit_posted()->mutable_transaction();
        break;
      default:
        moved.delta = -amount - fee;
        transaction = event.mutable_withdrawal_posted()->mutable_transaction();
        transaction->set_fee_rupiah(fee);
    }
    balance += moved.delta;
    if (random() % 10 != 0) {
      moved.reported = balance;
      if (random() % 100 < lie) *moved.reported += 1'000;
    }
    if (transaction != nullptr) {
      transaction->set_rrn(moved.rrn);
      transaction->set_amount_rupiah(moved.delta == 0 ? 0 : amount);
      *transaction->mutable_posted_at() = TimeAt(posted);
      if (moved.reported) {
        transaction->set_balance_after_rupiah(*moved.reported);
      }
    } else if (moved.reported) {
      event.mutable_credit_posted()->set_balance_after_rupiah(*moved.reported);
    }
    year.push_back(std::move(moved));
  }
  return year;
}

// The chain as README.md of the data says it, over all movements at once.
Account Naive(std::vector<Moved> year) {
  std::sort(year.begin(), year.end(), [](const Moved& a, const Moved& b) {
    return std::tie(a.posted, a.rrn) < std::tie(b.posted, b.rrn);
  });
  Account account;
  std::optional<std::int64_t> balance;
  for (const Moved& moved : year) {
    account.movements_rupiah += moved.delta;
    ++account.movements;
    if (moved.event.has_credit_posted()) {
      account.credited_rupiah += moved.delta;
      if (account.silent_credits++ == 0) {
        account.silent_since_micros = moved.posted;
      }
      account.silent_rupiah += moved.delta;
    }
    if (moved.event.has_withdrawal_posted()) {
      account.silent_credits = 0;
      account.silent_rupiah = 0;
      account.silent_since_micros = 0;
      account.debited_rupiah +=
          moved.event.withdrawal_posted().transaction().amount_rupiah();
    }
    if (balance) *balance += moved.delta;
    if (!moved.reported) continue;
    if (balance && *balance != *moved.reported) ++account.chain_breaks;
    if (!account.opening_rupiah) {
      account.opening_rupiah = *moved.reported - account.movements_rupiah;
    }
    balance = moved.reported;
  }
  return account;
}

std::set<std::string> Broken(const fold::Reader& reader) {
  std::set<std::string> accounts;
  VisitBroken(reader, 1, [&](std::string_view account) {
    accounts.emplace(account);
    return true;
  });
  return accounts;
}

std::map<std::string, std::int64_t> Silent(const fold::Reader& reader) {
  std::map<std::string, std::int64_t> accounts;
  VisitSilent(reader, 1, std::numeric_limits<std::int64_t>::max() - 1,
              [&](const Silence& silence) {
                accounts[silence.account] = silence.since_micros;
                return true;
              });
  return accounts;
}

TEST(MoneyPropertyTest, ChainsAreThoseOfANaiveWalkInAnyOrderOfArrival) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 10; ++round) {
    std::map<std::string, std::vector<Moved>> years;
    History history;
    for (const char* name : {"a", "b", "c"}) {
      years[name] = RandomYear(name, round % 3 == 0 ? 0 : 10, random);
      for (const Moved& moved : years[name]) {
        history.push_back({1, moved.event});
        // Told twice.
        if (random() % 20 == 0) history.push_back({1, moved.event});
      }
    }
    if (round % 2 == 0) std::shuffle(history.begin(), history.end(), random);
    fold::testing::AddTakenBack(history, random);
    const Folded folded(history, views::MakeAll(), 17);
    for (const auto& [name, year] : years) {
      const auto account = Find(folded.view(), Token(name));
      const Account naive = Naive(year);
      ASSERT_TRUE(account.has_value());
      EXPECT_EQ(account->chain_breaks, naive.chain_breaks);
      EXPECT_EQ(account->BalanceRupiah(), naive.BalanceRupiah());
      EXPECT_EQ(account->credited_rupiah, naive.credited_rupiah);
      EXPECT_EQ(account->debited_rupiah, naive.debited_rupiah);
      EXPECT_EQ(account->movements, naive.movements);
      EXPECT_EQ(account->silent_credits, naive.silent_credits);
      EXPECT_EQ(account->silent_rupiah, naive.silent_rupiah);
      EXPECT_EQ(account->silent_since_micros, naive.silent_since_micros);
      EXPECT_EQ(ChainBreaks(folded.view(), Token(name)).size(),
                naive.chain_breaks);
      const auto broken = Broken(folded.view());
      EXPECT_EQ(broken.count(Token(name)), naive.chain_breaks > 0 ? 1u : 0u);
      const auto silent = Silent(folded.view());
      ASSERT_EQ(silent.count(Token(name)), naive.silent_credits > 0 ? 1u : 0u);
      if (naive.silent_credits > 0) {
        EXPECT_EQ(silent.at(Token(name)), naive.silent_since_micros);
      }
    }
  }
}

TEST(MoneyTest, AnOmittedDebitBreaksTheChainOnce) {
  Story story;
  story.Credited("siti", "2025-02-03", 400'000);
  const auto tell = [&story](std::string_view at, std::int64_t amount,
                             std::int64_t balance) {
    Event& event = story.Add(at, "siti card", "siti acct");
    story
        .Transact(event,
                  *event.mutable_withdrawal_posted()->mutable_transaction(),
                  amount, "T1")
        .set_balance_after_rupiah(balance);
  };
  tell("2025-02-04", 100'000, 300'000);
  // 150,000 went out here, untold.
  tell("2025-02-06", 50'000, 100'000);
  tell("2025-02-07", 50'000, 50'000);
  const Folded folded(story.history(), views::MakeAll());
  const auto account = Find(folded.view(), Token("siti acct"));
  EXPECT_EQ(account->chain_breaks, 1u);
  const auto breaks = ChainBreaks(folded.view(), Token("siti acct"));
  ASSERT_EQ(breaks.size(), 1u);
  EXPECT_EQ(breaks[0].missing_rupiah, 150'000);
  // The ledger's own reckoning knows nothing of the untold debit.
  EXPECT_EQ(account->BalanceRupiah(), 200'000);
}

TEST(MoneyTest, ARefusalMovesNothingAndTheRegisterOfAReturnNeither) {
  Story story;
  story.Credited("siti", "2025-02-03", 400'000);
  Event& declined = story.Add("2025-02-04", "siti card", "siti acct");
  story
      .Transact(declined,
                *declined.mutable_debit_declined()->mutable_transaction(),
                400'000, "T1")
      .set_response_code("51");
  Event& registered = story.Add("2025-06-04", "siti card", "siti acct");
  registered.mutable_funds_debited_to_rpl()->set_return_ref("RT1");
  registered.mutable_funds_debited_to_rpl()->set_amount_rupiah(400'000);
  const Folded folded(story.history(), views::MakeAll());
  EXPECT_EQ(Find(folded.view(), Token("siti acct"))->BalanceRupiah(), 400'000);
  std::size_t lines = 0;
  VisitLines(folded.view(), Token("siti acct"),
             std::numeric_limits<std::int64_t>::min(),
             std::numeric_limits<std::int64_t>::max(), [&](const Line&) {
               ++lines;
               return true;
             });
  EXPECT_EQ(lines, 3u);
}

TEST(MoneyTest, TerminalsAndTheirAgentsAreFoundByUse) {
  Story story;
  story.Drew("siti", "2025-02-03T08:00:00", 100'000, "T1", "A1");
  story.Drew("dewi", "2025-02-03T09:00:00", 100'000, "T1", "A1");
  story.Drew("dewi", "2025-02-03T10:00:00", 100'000, "T2", "A1");
  story.Drew("rina", "2025-02-03T10:00:00", 100'000, "T11", "A2");
  const Folded folded(story.history(), views::MakeAll());
  EXPECT_EQ(TerminalsUsedBy(folded.view(), "A1"),
            std::vector<std::string>({"T1", "T2"}));
  std::vector<std::string> accounts;
  VisitTerminal(folded.view(), "T1",
                fold::testing::Time("2025-02-03T08:30:00").unix_micros(),
                [&](const TerminalUse& use) {
                  accounts.push_back(use.account);
                  return true;
                });
  EXPECT_EQ(accounts, std::vector<std::string>({Token("dewi acct")}));
}

}  // namespace
}  // namespace ledger::views::money
