// Goal: the rules that are a field's own. Method: a change to a valid event,
// and the field that it must break, or none at the edge of what is allowed.

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "ledger/event/event.h"
#include "tests/unit/event/field_walk.h"
#include "tests/unit/event/sample_events.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

// One change to a sample, and the field that it breaks; empty for none.
struct Case {
  Event::BodyCase kind;
  std::string field;
  std::function<void(Event&)> change;
};

void CheckCases(const std::vector<Case>& cases) {
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Event event = SampleEvent(cases[i].kind);
    cases[i].change(event);
    EXPECT_EQ(FieldsOf(event), cases[i].field) << "case " << i;
  }
}

TEST(ValidateRulesTest, PeriodsMonthsAndRegionsHaveTheirForm) {
  constexpr auto kAny = Event::kWithdrawalPosted;
  const auto months = [](std::initializer_list<std::uint32_t> values) {
    return [values = std::vector<std::uint32_t>(values)](Event& event) {
      event.clear_allocation_months();
      for (const auto month : values) event.add_allocation_months(month);
    };
  };
  const auto region = [](const char* code) {
    return [code](Event& event) { event.set_region_code(code); };
  };
  CheckCases({
      {kAny, "period_id", [](Event& e) { e.set_period_id("PKH 2025"); }},
      {kAny, "period_id",
       [](Event& e) { e.set_period_id(std::string(65, 'a')); }},
      {kAny, "", [](Event& e) { e.set_period_id("a.Z_9/x-1"); }},
      {kAny, "", months({199001, 219912})},
      {kAny, "allocation_months[0]", months({198912})},
      {kAny, "allocation_months[0]", months({220001})},
      {kAny, "allocation_months[0]", months({202500})},
      {kAny, "allocation_months[0]", months({202513})},
      {kAny, "allocation_months[1]", months({202502, 202502})},
      {kAny, "allocation_months[1]", months({202502, 202501})},
      {kAny, "allocation_months",
       [](Event& e) {
         e.clear_allocation_months();
         for (std::uint32_t i = 0; i < 25; ++i) {
           e.add_allocation_months(200001 + (i / 12) * 100 + i % 12);
         }
       }},
      {kAny, "", region("18")},
      {kAny, "", region("18.01.18")},
      {kAny, "region_code", region("18.1")},
      {kAny, "region_code", region("1801182001")},
      {kAny, "",
       [](Event& e) {
         e.clear_region_code();
         e.clear_region_code_version();
       }},
  });
}

TEST(ValidateRulesTest, FlagsAndEvidenceAreBounded) {
  constexpr auto kAny = Event::kKksBlocked;
  CheckCases({
      {kAny, "quality_flags[1]",
       [](Event& e) { e.add_quality_flags(amanah::v1::QUALITY_FLAG_OFFLINE); }},
      {kAny, "quality_flags[1]",
       [](Event& e) {
         e.add_quality_flags(amanah::v1::QUALITY_FLAG_UNSPECIFIED);
       }},
      {kAny, "occurred_at",
       [](Event& e) {
         e.add_quality_flags(amanah::v1::QUALITY_FLAG_DAY_ONLY);
       }},
      {kAny, "",
       [](Event& e) {
         e.add_quality_flags(amanah::v1::QUALITY_FLAG_DAY_ONLY);
         // 2025-02-04 in WIB.
         e.mutable_occurred_at()->set_unix_micros(1'738'602'000'000'000);
       }},
      {kAny, "",
       [](Event& e) {
         while (e.evidence_hashes_size() < 16) {
           e.add_evidence_hashes(std::string(32, 'x'));
         }
       }},
      {kAny, "evidence_hashes",
       [](Event& e) {
         while (e.evidence_hashes_size() < 17) {
           e.add_evidence_hashes(std::string(32, 'x'));
         }
       }},
      {kAny, "source_ref", [](Event& e) { e.set_source_ref("d\xc3\xa9sa"); }},
  });
}

TEST(ValidateRulesTest, ResponseCodesSayWhatWasDone) {
  for (const Event::BodyCase kind :
       {Event::kWithdrawalPosted, Event::kPurchasePosted,
        Event::kTransferPosted, Event::kBalanceInquired, Event::kFeeCharged,
        Event::kTransactionReversed, Event::kFundsDebitedToRpl,
        Event::kDepositPosted, Event::kDebitDeclined}) {
    Event event = SampleEvent(kind);
    const SetField code = [&] {
      for (const SetField& field : AllFields(event)) {
        if (field.field->name() == "response_code") return field;
      }
      return SetField{};
    }();
    const bool declined = kind == Event::kDebitDeclined;
    for (const char* text : {"00", "55", "N7", "0", "000", "5a", "  "}) {
      SetText(event, code, text);
      const bool good =
          declined ? std::string(text) == "55" || std::string(text) == "N7"
                   : std::string(text) == "00";
      EXPECT_EQ(FieldsOf(event), good ? "" : code.path) << text;
    }
  }
}

TEST(ValidateRulesTest, MoneyEventsHaveTheirOwnRules) {
  CheckCases({
      {Event::kCreditPosted, "credit_posted.amount_rupiah",
       [](Event& e) { e.mutable_credit_posted()->set_amount_rupiah(0); }},
      {Event::kCreditFailed, "",
       [](Event& e) { e.mutable_subjects()->clear_account(); }},
      {Event::kCreditFailed, "subjects.account",
       [](Event& e) {
         e.mutable_subjects()->clear_account();
         e.mutable_subjects()->clear_kpm();
       }},
      {Event::kBalanceInquired, "balance_inquired.transaction.amount_rupiah",
       [](Event& e) {
         e.mutable_balance_inquired()->mutable_transaction()->set_amount_rupiah(
             1);
       }},
      {Event::kWithdrawalPosted, "",
       [](Event& e) {
         e.mutable_withdrawal_posted()->mutable_transaction()->set_stan(
             999'999);
       }},
      {Event::kWithdrawalPosted, "withdrawal_posted.transaction.stan",
       [](Event& e) {
         e.mutable_withdrawal_posted()->mutable_transaction()->set_stan(
             1'000'000);
       }},
      {Event::kWithdrawalPosted, "withdrawal_posted.transaction.pin_attempts",
       [](Event& e) {
         e.mutable_withdrawal_posted()->mutable_transaction()->set_pin_attempts(
             100);
       }},
      {Event::kWithdrawalPosted, "withdrawal_posted.transaction.rrn",
       [](Event& e) {
         e.mutable_withdrawal_posted()->mutable_transaction()->set_rrn(
             std::string(21, 'R'));
       }},
      {Event::kWithdrawalPosted, "withdrawal_posted.transaction.tid",
       [](Event& e) {
         e.mutable_withdrawal_posted()->mutable_transaction()->set_tid(
             std::string(33, 'T'));
       }},
      // Its bank's register, and its posting, each by itself.
      {Event::kFundsDebitedToRpl, "",
       [](Event& e) { e.mutable_funds_debited_to_rpl()->clear_transaction(); }},
      {Event::kFundsDebitedToRpl, "",
       [](Event& e) { e.mutable_funds_debited_to_rpl()->clear_return_ref(); }},
      {Event::kFundsDebitedToRpl, "funds_debited_to_rpl.return_ref",
       [](Event& e) {
         e.mutable_funds_debited_to_rpl()->clear_transaction();
         e.mutable_funds_debited_to_rpl()->clear_return_ref();
       }},
      {Event::kFundsRemittedToTreasury, "",
       [](Event& e) {
         e.clear_subjects();
         e.mutable_funds_remitted_to_treasury()->set_ntpn("4080849067030923");
       }},
      {Event::kControlTotalReported, "", [](Event& e) { e.clear_subjects(); }},
  });
}

TEST(ValidateRulesTest, CardAndProgrammeEventsHaveTheirOwnRules) {
  CheckCases({
      {Event::kKksPrinted, "kks_printed.last4",
       [](Event& e) { e.mutable_kks_printed()->set_last4("502"); }},
      {Event::kKksPrinted, "kks_printed.last4",
       [](Event& e) { e.mutable_kks_printed()->set_last4("50222"); }},
      {Event::kKksPrinted, "kks_printed.last4",
       [](Event& e) { e.mutable_kks_printed()->set_last4("502x"); }},
      {Event::kFamilyListed, "family_listed.components",
       [](Event& e) {
         while (e.family_listed().components_size() < 17) {
           e.mutable_family_listed()->add_components("SD");
         }
       }},
      {Event::kFamilyListed, "family_listed.components[1]",
       [](Event& e) { e.mutable_family_listed()->set_components(1, ""); }},
      {Event::kFamilyListed, "",
       [](Event& e) { e.mutable_family_listed()->set_amount_rupiah(0); }},
  });
}

TEST(ValidateRulesTest, ContextEventsHaveTheirOwnRules) {
  CheckCases({
      {Event::kTerminalRegistered, "terminal_registered.latitude_microdegrees",
       [](Event& e) {
         e.mutable_terminal_registered()->set_latitude_microdegrees(90'000'001);
       }},
      {Event::kTerminalRegistered, "terminal_registered.latitude_microdegrees",
       [](Event& e) {
         e.mutable_terminal_registered()->set_latitude_microdegrees(
             -90'000'001);
       }},
      {Event::kTerminalRegistered, "terminal_registered.longitude_microdegrees",
       [](Event& e) {
         e.mutable_terminal_registered()->set_longitude_microdegrees(
             180'000'001);
       }},
      {Event::kAgentRegistered, "agent_registered.tids",
       [](Event& e) {
         while (e.agent_registered().tids_size() < 65) {
           e.mutable_agent_registered()->add_tids("1");
         }
       }},
      {Event::kSuspensionOrdered, "suspension_ordered.person",
       [](Event& e) {
         e.mutable_suspension_ordered()->set_person(SampleToken('p'));
       }},
      {Event::kSuspensionOrdered, "",
       [](Event& e) {
         auto* body = e.mutable_suspension_ordered();
         body->set_party_kind(amanah::v1::ORDERED_PARTY_KIND_PERSON);
         body->set_person(SampleToken('p'));
         body->clear_agent_id();
       }},
      {Event::kClarificationRequested, "clarification_requested.agent_id",
       [](Event& e) {
         e.mutable_clarification_requested()->set_agent_id("AGN2231300");
       }},
  });
}

TEST(ValidateRulesTest, RegistryEventsHaveTheirOwnRules) {
  const auto registered =
      [](const std::function<void(amanah::v1::SubmitterRegistered&)>& change) {
        return
            [change](Event& e) { change(*e.mutable_submitter_registered()); };
      };
  constexpr auto kKind = Event::kSubmitterRegistered;
  const auto vkey = [&](std::string text) {
    return Case{kKind, "submitter_registered.vkeys[0]",
                registered([text](auto& body) { body.set_vkeys(0, text); })};
  };
  const std::string key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB";
  CheckCases({
      vkey(""),
      vkey("name"),
      vkey("+01234567+" + key),
      vkey("name+0123456+" + key),
      vkey("name+0123456G+" + key),
      vkey("name+ABCDEF01+" + key),
      vkey("name+01234567+" + key.substr(4)),
      vkey("name+01234567+" + key + "AAAA"),
      vkey("name+01234567+" + key.substr(0, 43) + "="),
      vkey("name+01234567+B" + key.substr(1)),  // Of type 0x05.
      vkey("1801182654975011+01234567+" + key),
      {kKind, "submitter_registered.threshold",
       registered([](auto& body) { body.set_threshold(2); })},
      {kKind, "submitter_registered.vkeys submitter_registered.threshold",
       registered([](auto& body) { body.clear_vkeys(); })},
      {kKind, "submitter_registered.vkeys", registered([](auto& body) {
         while (body.vkeys_size() < 17) body.add_vkeys(SampleVkey());
       })},
      {kKind, "submitter_registered.origin",
       registered([](auto& body) { body.set_origin("ab"); })},
      {kKind, "submitter_registered.origin",
       registered([](auto& body) { body.set_origin("Bank-a.example"); })},
      {kKind, "submitter_registered.authority.event_kinds[1]",
       registered([](auto& body) {
         body.mutable_authority()->set_event_kinds(1, "cards.*");
       })},
      {kKind, "submitter_registered.authority.event_kinds",
       registered([](auto& body) {
         while (body.authority().event_kinds_size() < 65) {
           body.mutable_authority()->add_event_kinds("card.*");
         }
       })},
      {kKind, "submitter_registered.authority.region_prefixes[0]",
       registered([](auto& body) {
         body.mutable_authority()->set_region_prefixes(0, "18.1");
       })},
      {kKind, "submitter_registered.authority.region_prefixes",
       registered([](auto& body) {
         while (body.authority().region_prefixes_size() < 257) {
           body.mutable_authority()->add_region_prefixes("18");
         }
       })},
      {kKind, "submitter_registered.authority.programmes[0]",
       registered([](auto& body) {
         body.mutable_authority()->set_programmes(0, "UNSPECIFIED");
       })},
      {kKind, "submitter_registered.authority.programmes",
       registered([](auto& body) {
         while (body.authority().programmes_size() < 17) {
           body.mutable_authority()->add_programmes("PKH");
         }
       })},
      {Event::kSubmitterKeysChanged, "submitter_keys_changed.threshold",
       [](Event& e) { e.mutable_submitter_keys_changed()->set_threshold(17); }},
      {Event::kSubmitterKeysChanged, "submitter_keys_changed.vkeys_added",
       [](Event& e) {
         auto* body = e.mutable_submitter_keys_changed();
         body->clear_vkeys_added();
         body->clear_vkeys_retired();
         body->clear_threshold();
       }},
  });
}

}  // namespace
}  // namespace ledger::event
