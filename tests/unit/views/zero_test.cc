// Every branch of the tree, and that neither the order of arrival nor what
// came later changes the answer.

#include "ledger/views/zero/zero.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ledger/views/all.h"
#include "tests/unit/fold/history.h"

namespace ledger::views {
namespace {

using fold::testing::Folded;
using fold::testing::History;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;
using zero::Cause;

constexpr char kPeriod[] = "SEMBAKO-2025-0102";

// A family with its card, and a period that other families are paid for.
class ZeroTest : public ::testing::Test {
 protected:
  ZeroTest() {
    story_.Printed("siti", "2021-01-01").HandedOver("siti", "2021-02-01");
    List("wati", "2025-01-15", kPeriod);
    Order("2025-02-01", kPeriod);
  }

  amanah::v1::Event& List(std::string_view name, std::string_view at,
                          std::string_view period) {
    amanah::v1::Event& event =
        story_.Add(at, "", Story::Account(name), name, Story::Pengurus(name));
    event.set_programme(amanah::v1::PROGRAMME_SEMBAKO);
    event.set_period_id(std::string(period));
    event.set_region_code("18.01.18.2001");
    auto* body = event.mutable_family_listed();
    body->set_amount_rupiah(400'000);
    body->set_bank("BANK A");
    body->set_account_check("BERHASIL");
    body->set_list_status("TETAP");
    return event;
  }
  amanah::v1::Event& Order(std::string_view at, std::string_view period,
                           std::string_view bank = "BANK A") {
    amanah::v1::Event& event = story_.Add(at);
    event.set_period_id(std::string(period));
    event.mutable_sp2d_issued()->set_bank(std::string(bank));
    return event;
  }
  void Complain(std::string_view at, amanah::v1::GrievanceKind kind) {
    amanah::v1::Event& event = story_.Add(at, "", "", "siti");
    auto* body = event.mutable_grievance_filed();
    body->set_ticket("T" + std::string(at));
    body->set_kind(kind);
    body->set_channel(amanah::v1::GRIEVANCE_CHANNEL_OFFICE_DESK);
    body->set_reporter_role(amanah::v1::PARTY_ROLE_KPM);
  }
  // Listed, credited and drawn down to `rest`.
  void Pay(std::int64_t rest = 0) {
    List("siti", "2025-01-15", kPeriod);
    story_.Credited("siti", "2025-02-03", 400'000);
    if (rest < 400'000) story_.Drew("siti", "2025-02-05", 400'000 - rest);
  }
  zero::Answer Ask(std::string_view at = "2025-02-10", bool denies = false) {
    const Folded folded(story_.history(), MakeAll());
    auto answer = zero::Why(folded.view(), {.kks = Token("siti card"),
                                            .at_micros = Time(at).unix_micros(),
                                            .family_denies = denies});
    EXPECT_TRUE(answer.ok());
    for (const std::string* sentence :
         {&answer->family_id, &answer->family_en, &answer->officer_id,
          &answer->officer_en}) {
      EXPECT_FALSE(sentence->empty()) << zero::NameOf(answer->cause);
    }
    return *std::move(answer);
  }

  Story story_;
};

TEST_F(ZeroTest, ACardThatNobodyNamesIsUnknown) {
  const Folded folded(story_.history(), MakeAll());
  const auto answer = zero::Why(
      folded.view(),
      {.kks = Token("no card"), .at_micros = {}, .family_denies = false});
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().reason, zero::kKksUnknown);
}

TEST_F(ZeroTest, AFamilyOfNoListHasNoCause) {
  EXPECT_EQ(Ask().cause, Cause::kUnknown);
}

TEST_F(ZeroTest, AFamilyListedLaterIsNotInThisList) {
  List("siti", "2025-03-15", "SEMBAKO-2025-0304");
  const auto answer = Ask();
  EXPECT_EQ(answer.cause, Cause::kNotInList);
  EXPECT_EQ(answer.period_id, kPeriod);
}

TEST_F(ZeroTest, OneTakenOffAfterClosingIsToldSo) {
  List("siti", "2025-01-15", kPeriod)
      .mutable_family_listed()
      ->set_list_status("DIKELUARKAN SETELAH CLOSING");
  EXPECT_EQ(Ask().cause, Cause::kRemovedFromList);
}

TEST_F(ZeroTest, AFailedAccountCheckIsNamedFromListOrBank) {
  List("siti", "2025-01-15", kPeriod)
      .mutable_family_listed()
      ->set_account_check("GAGAL NAMA");
  EXPECT_EQ(Ask().cause, Cause::kAccountCheckFailed);
}

TEST_F(ZeroTest, ABanksOwnFailedCheckCountsUntilOnePasses) {
  List("siti", "2025-01-15", kPeriod);
  auto& failed = story_.Add("2025-01-20", "", "", "siti");
  failed.set_period_id(kPeriod);
  failed.mutable_account_verify_failed()->set_reason("GAGAL NIK");
  EXPECT_EQ(Ask().cause, Cause::kAccountCheckFailed);
  auto& passed = story_.Add("2025-01-25", "", "", "siti");
  passed.set_period_id(kPeriod);
  passed.mutable_account_verified();
  EXPECT_EQ(Ask().cause, Cause::kBankDelay);
}

TEST_F(ZeroTest, PostPaysItsFamiliesWithoutTheCard) {
  auto* body = List("siti", "2025-01-15", kPeriod).mutable_family_listed();
  body->set_channel(amanah::v1::PAYMENT_CHANNEL_POS);
  body->set_bank("PT POS");
  EXPECT_EQ(Ask().cause, Cause::kPaidAtPost);
}

TEST_F(ZeroTest, ACreditThatFailedIsNotABankDelay) {
  List("siti", "2025-01-15", kPeriod);
  auto& failed = story_.Add("2025-02-03", "", "siti acct", "siti");
  failed.set_period_id(kPeriod);
  failed.mutable_credit_failed()->set_reason("REKENING PASIF");
  EXPECT_EQ(Ask().cause, Cause::kCreditFailed);
}

TEST_F(ZeroTest, WithoutAnOrderForItsBankNothingIsLate) {
  List("siti", "2025-01-15", kPeriod)
      .mutable_family_listed()
      ->set_bank("BANK B");
  EXPECT_EQ(Ask().cause, Cause::kNotOrderedYet);
  Order("2025-02-08", kPeriod, "BANK B");
  EXPECT_EQ(Ask().cause, Cause::kBankDelay);
}

TEST_F(ZeroTest, MoneyThatIsThereIsCardPinOrNothing) {
  Pay(400'000);
  EXPECT_EQ(Ask().cause, Cause::kMoneyIsThere);
  auto& refused = story_.Add("2025-02-06", "siti card", "siti acct");
  refused.mutable_debit_declined()->mutable_transaction()->set_response_code(
      "75");
  EXPECT_EQ(Ask().cause, Cause::kCardOrPinProblem);
  EXPECT_EQ(Ask("2025-02-05").cause, Cause::kMoneyIsThere);
}

TEST_F(ZeroTest, ACardThatLiesAtTheBranchIsNotHandedOver) {
  Story other;
  story_ = other;
  story_.Printed("siti", "2021-01-01").AtBranch("siti", "2021-01-10");
  Pay(400'000);
  EXPECT_EQ(Ask().cause, Cause::kCardNotHandedOver);
}

TEST_F(ZeroTest, WhatWentBackIsNotTaken) {
  Pay(400'000);
  auto& back = story_.Add("2025-02-08", "siti card", "siti acct");
  auto* transaction =
      back.mutable_funds_debited_to_rpl()->mutable_transaction();
  transaction->set_amount_rupiah(400'000);
  transaction->set_rrn("503908000001");
  *transaction->mutable_posted_at() = back.occurred_at();
  EXPECT_EQ(Ask("2025-02-07").cause, Cause::kMoneyIsThere);
  EXPECT_EQ(Ask().cause, Cause::kReturnedToTreasury);
}

TEST_F(ZeroTest, WhoeverDoesNotDenyIsNotSaidToBeRobbed) {
  Pay();
  EXPECT_EQ(Ask().cause, Cause::kDrawn);
  EXPECT_FALSE(zero::IsSuspicion(Ask().cause));
  EXPECT_EQ(Ask("2025-02-10", true).cause, Cause::kTakenFamilyDenies);
}

TEST_F(ZeroTest, AComplaintAfterTheDebitDeniesItAndOneBeforeDoesNot) {
  Pay();
  Complain("2025-02-04", amanah::v1::GRIEVANCE_KIND_ZERO_BALANCE);
  EXPECT_EQ(Ask().cause, Cause::kDrawn);
  Complain("2025-02-06", amanah::v1::GRIEVANCE_KIND_ZERO_BALANCE);
  EXPECT_EQ(Ask().cause, Cause::kTakenFamilyDenies);
  EXPECT_EQ(Ask("2025-02-05T12:00:00").cause, Cause::kDrawn);
}

TEST_F(ZeroTest, AProxyIsAskedBeforeAnybodyIsSuspected) {
  Pay();
  Complain("2025-02-06", amanah::v1::GRIEVANCE_KIND_ZERO_BALANCE);
  story_.Proxy("siti", "anak", "2024-01-01");
  EXPECT_EQ(Ask().cause, Cause::kDrawnByFamily);
}

TEST_F(ZeroTest, AProxyWhoseTimeIsOverExplainsNothing) {
  Pay();
  Complain("2025-02-06", amanah::v1::GRIEVANCE_KIND_ZERO_BALANCE);
  story_.Proxy("siti", "anak", "2024-01-01", "2024-12-31");
  EXPECT_EQ(Ask().cause, Cause::kTakenFamilyDenies);
}

TEST_F(ZeroTest, ACardWithAnotherIsToldWithoutAccusing) {
  Pay();
  story_.States(Story::Said::kAttested, "siti", "2025-02-04", "ketua",
                amanah::v1::PARTY_ROLE_GROUP_LEADER);
  EXPECT_EQ(Ask().cause, Cause::kDrawnHeldByOther);
  story_.Proxy("siti", "anak", "2024-01-01");
  Complain("2025-02-06", amanah::v1::GRIEVANCE_KIND_NOT_RECEIVED);
  // The proxy had no card to draw with.
  EXPECT_EQ(Ask().cause, Cause::kTakenFamilyDenies);
}

TEST_F(ZeroTest, ADebitBeforeAnyHandoverContradictsTheRecord) {
  Story other;
  story_ = other;
  story_.Printed("siti", "2021-01-01");
  Pay();
  EXPECT_EQ(Ask().cause, Cause::kTakenBeforeHandover);
  story_.HandedOver("siti", "2025-02-09");
  EXPECT_EQ(Ask().cause, Cause::kTakenBeforeHandover);
}

TEST_F(ZeroTest, AHandoverToAStrangerSaysWhoCouldDraw) {
  Story other;
  story_ = other;
  story_.Printed("siti", "2021-01-01")
      .HandedOver("siti", "2021-02-01", "pak budi",
                  amanah::v1::PARTY_ROLE_COMPANION);
  Pay();
  EXPECT_EQ(Ask().cause, Cause::kTakenByReceiver);
}

TEST_F(ZeroTest, TheDeadDrawNothingUnlessAnHeirIsRecorded) {
  Pay();
  auto& death = story_.Add("2024-12-01", "", "", "siti");
  death.mutable_family_status_changed()->set_status(
      amanah::v1::FAMILY_STATUS_DECEASED);
  EXPECT_EQ(Ask().cause, Cause::kDrawnAfterExit);
  auto& heir = story_.Add("2024-12-20", "", "", "siti", "siti anak");
  heir.mutable_pengurus_replaced()->set_previous_pengurus(Token("siti ibu"));
  EXPECT_EQ(Ask().cause, Cause::kDrawn);
}

TEST_F(ZeroTest, MoneyCreditedBeforeADeathBelongsToTheFamily) {
  Pay();
  auto& death = story_.Add("2025-01-20", "", "", "siti");
  death.mutable_family_status_changed()->set_status(
      amanah::v1::FAMILY_STATUS_DECEASED);
  EXPECT_EQ(Ask().cause, Cause::kDrawn);
}

TEST_F(ZeroTest, WhatTheFamilySaysItGotIsComparedWithWhatWasDrawn) {
  Pay();
  auto& said = story_.Add("2025-02-08", "", "", "siti");
  said.set_period_id(kPeriod);
  auto* body = said.mutable_amount_acknowledged();
  body->set_tid("T1");
  *body->mutable_session_on() = Time("2025-02-05");
  body->set_cash_received_rupiah(395'000);
  EXPECT_EQ(Ask().cause, Cause::kDrawnByFamily);
  body->set_cash_received_rupiah(300'000);
  History history = story_.history();
  history.back().event = said;
  const Folded folded(history, MakeAll());
  const auto answer =
      zero::Why(folded.view(), {.kks = Token("siti card"),
                                .at_micros = Time("2025-02-10").unix_micros(),
                                .family_denies = false});
  EXPECT_EQ(answer->cause, Cause::kReceivedLess);
}

TEST_F(ZeroTest, TheLastComplaintOfAnEmptyCardSaysWhen) {
  Pay();
  Complain("2025-02-06", amanah::v1::GRIEVANCE_KIND_ZERO_BALANCE);
  story_.Credited("siti", "2025-03-20", 400'000, "SEMBAKO-2025-0304");
  const Folded folded(story_.history(), MakeAll());
  const auto answer = zero::Why(
      folded.view(),
      {.kks = Token("siti card"), .at_micros = {}, .family_denies = false});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->ticket, "T2025-02-06");
  EXPECT_EQ(answer->at_micros, Time("2025-02-06").unix_micros());
  EXPECT_EQ(answer->cause, Cause::kTakenFamilyDenies);
}

TEST_F(ZeroTest, TheOrderOfArrivalDoesNotMatter) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Pay();
  Complain("2025-02-06", amanah::v1::GRIEVANCE_KIND_ZERO_BALANCE);
  story_.Proxy("siti", "anak", "2024-01-01", "2024-12-31");
  const auto expected = Ask();
  for (int round = 0; round < 30; ++round) {
    History history = story_.history();
    std::shuffle(history.begin(), history.end(), random);
    const Folded folded(history, MakeAll());
    const auto answer =
        zero::Why(folded.view(), {.kks = Token("siti card"),
                                  .at_micros = Time("2025-02-10").unix_micros(),
                                  .family_denies = false});
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer->cause, expected.cause);
    EXPECT_EQ(answer->officer_en, expected.officer_en);
    EXPECT_EQ(answer->evidence.size(), expected.evidence.size());
  }
}

}  // namespace
}  // namespace ledger::views
