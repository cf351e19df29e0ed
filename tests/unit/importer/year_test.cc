// Goal: the year of Merbau Mataram, every row accounted for, every kind of
// event as often as a count of the files by other means says (Python's csv).

#include <bitset>
#include <map>
#include <set>

#include "ledger/event/event.h"
#include "services/importer/rules.h"
#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

using Kinds = std::map<std::string, int>;

Imported YearOf(std::string_view source) {
  auto imported = RunImport(ProfileOf(source), YearDirectory());
  EXPECT_TRUE(imported.ok()) << (imported.ok() ? "" : imported.error().message);
  AMANAH_CHECK(imported.ok());
  return *std::move(imported);
}

Kinds KindsOf(const Imported& imported) {
  Kinds kinds;
  for (const std::string& bytes : imported.bytes) {
    const auto event = ledger::event::DecodeEvent(bytes);
    EXPECT_TRUE(event.ok());
    if (!event.ok()) continue;
    EXPECT_TRUE(ledger::event::ValidateEvent(*event).empty());
    ++kinds[std::string(ledger::event::KindName(event->body_case()))];
  }
  return kinds;
}

// Rows of a file that has no line end inside a cell.
std::uint64_t LinesBelowTheHeader(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::uint64_t lines = 0;
  for (std::string line; std::getline(in, line);) ++lines;
  return lines == 0 ? 0 : lines - 1;
}

TEST(Year, EveryRowOfEveryFileIsAccountedFor) {
  for (const std::string_view source : kSources) {
    const Profile profile = ProfileOf(source);
    const Imported imported = YearOf(source);
    std::uint64_t events = 0;
    for (const FileCounts& file : imported.files) {
      const std::string path =
          YearDirectory() + "/" + profile.rules().directory + "/" + file.name;
      EXPECT_EQ(file.counts.rows, LinesBelowTheHeader(path)) << path;
      EXPECT_EQ(file.counts.rows_rejected, 0u) << path;
      EXPECT_EQ(file.counts.rows_ignored, 0u) << path;
      EXPECT_GE(file.counts.events, file.counts.rows) << path;
      events += file.counts.events;
    }
    EXPECT_EQ(events, imported.bytes.size());
    EXPECT_EQ(imported.counts.events, events);
    EXPECT_TRUE(imported.rejects.empty());
  }
}

TEST(Year, NoFileIsUnknown) {
  for (const std::string_view source : kSources) {
    const Profile profile = ProfileOf(source);
    const auto plan =
        MakePlan(profile, YearDirectory(), ImportJournal(profile.origin()));
    ASSERT_TRUE(plan.ok());
    EXPECT_TRUE(plan->unknown.empty()) << plan->unknown[0];
    EXPECT_TRUE(plan->known_unmapped.empty()) << plan->known_unmapped[0];
  }
}

TEST(Year, BankA) {
  EXPECT_EQ(KindsOf(YearOf("bank_a")),
            (Kinds{{"account_frozen", 15},
                   {"agent_registered", 16},
                   {"balance_inquired", 3326},
                   {"control_total_reported", 473},
                   {"credit_failed", 7},
                   {"credit_posted", 6844},
                   {"debit_declined", 296},
                   {"deposit_posted", 13},
                   {"fee_charged", 3},
                   {"funds_debited_to_rpl", 15 + 15},
                   {"funds_remitted_to_treasury", 22},
                   {"kks_activated", 948},
                   {"kks_blocked", 25},
                   {"kks_dispatched", 992},
                   {"kks_handed_over", 965},
                   {"kks_printed", 992},
                   {"kks_received_at_branch", 992},
                   {"kks_replaced", 25},
                   {"kks_returned_undelivered", 1},
                   {"purchase_posted", 229},
                   {"terminal_registered", 30},
                   {"transaction_reversed", 18},
                   {"transfer_posted", 39},
                   {"withdrawal_posted", 6936}}));
}

TEST(Year, BankB) {
  EXPECT_EQ(KindsOf(YearOf("bank_b")),
            (Kinds{{"account_frozen", 28},
                   {"agent_registered", 9},
                   {"balance_inquired", 2227},
                   {"control_total_reported", 426},
                   {"credit_failed", 3},
                   {"credit_posted", 4835},
                   {"debit_declined", 201},
                   {"fee_charged", 7},
                   {"funds_debited_to_rpl", 28 + 28},
                   {"funds_remitted_to_treasury", 31},
                   {"kks_activated", 656},
                   {"kks_blocked", 20},
                   {"kks_dispatched", 696},
                   {"kks_handed_over", 671},
                   {"kks_printed", 696},
                   {"kks_received_at_branch", 696},
                   {"kks_replaced", 20},
                   {"kks_returned_undelivered", 4},
                   {"purchase_posted", 32},
                   {"terminal_registered", 21},
                   {"transaction_reversed", 8},
                   {"transfer_posted", 14},
                   {"withdrawal_posted", 4600}}));
}

TEST(Year, Dinsos) {
  EXPECT_EQ(KindsOf(YearOf("dinsos_1801")),
            (Kinds{{"amount_acknowledged", 1401},
                   {"clarification_requested", 1},
                   {"custody_check_done", 1389},
                   {"family_assigned", 1888},
                   {"grievance_answered", 103},
                   {"grievance_filed", 132},
                   {"grievance_linked", 4},
                   {"group_formed", 56},
                   {"home_visit_done", 701},
                   {"kks_custody_attested", 1433},
                   {"kks_custody_observed", 27},
                   {"kks_custody_reported", 44},
                   {"kpm_data_updated", 4782},
                   {"local_aid_granted", 224},
                   {"p2k2_session_held", 590},
                   {"proxy_authorised", 113},
                   {"role_assigned", 41},
                   {"schedule_filed", 79},
                   {"suspension_ordered", 2}}));
}

TEST(Year, Kemensos) {
  EXPECT_EQ(KindsOf(YearOf("kemensos")), (Kinds{{"family_listed", 11826},
                                                {"family_status_changed", 86},
                                                {"pengurus_replaced", 14},
                                                {"sp2d_issued", 31}}));
}

// Python: the sum of bin(int(attendance_bitmap, 16)).count("1").
TEST(Year, AttendanceIsThatOfTheRegister) {
  const Imported imported = YearOf("dinsos_1801");
  std::size_t attended = 0;
  std::size_t sessions_without_the_first = 0;
  for (std::size_t i = 0; i < imported.bytes.size(); ++i) {
    const auto event = imported.Event(i);
    if (!event.has_p2k2_session_held()) continue;
    const std::string& bits = event.p2k2_session_held().attendance_bitmap();
    for (const char byte : bits) {
      attended += std::bitset<8>(static_cast<unsigned char>(byte)).count();
    }
    sessions_without_the_first += (bits[0] & 1) == 0;
  }
  EXPECT_EQ(attended, 13'181u);
  EXPECT_EQ(sessions_without_the_first, 138u);
}

// Whose complaint it is would be known by the family.
TEST(Year, WhistleBlowersAreInNoEvent) {
  const Imported imported = YearOf("dinsos_1801");
  int whistles = 0;
  std::set<std::string> tickets;
  for (std::size_t i = 0; i < imported.bytes.size(); ++i) {
    const auto event = imported.Event(i);
    if (event.grievance_filed().channel() ==
        amanah::v1::GRIEVANCE_CHANNEL_WBS) {
      ++whistles;
      tickets.insert(event.source_ref());
    }
    if (tickets.contains(event.source_ref())) {
      EXPECT_FALSE(event.has_subjects()) << event.DebugString();
    } else if (event.has_grievance_filed()) {
      EXPECT_EQ(event.subjects().kpm().size(), 16u);
    }
  }
  EXPECT_EQ(whistles, 3);
}

// A profile's promise of kinds is what the submitter is registered for.
TEST(Year, EveryKindMadeIsAKindPromised) {
  for (const std::string_view source : kSources) {
    const Profile profile = ProfileOf(source);
    for (const auto& [kind, count] : KindsOf(YearOf(source))) {
      EXPECT_EQ(std::count(profile.event_kinds().begin(),
                           profile.event_kinds().end(), kind),
                1)
          << kind;
    }
  }
}

TEST(Year, EventIdsAreUniqueInASource) {
  for (const std::string_view source : kSources) {
    std::map<std::string, int> ids;
    const Imported imported = YearOf(source);
    for (std::size_t i = 0; i < imported.bytes.size(); ++i) {
      ++ids[imported.Event(i).event_id()];
    }
    EXPECT_EQ(ids.size(), imported.bytes.size()) << source;
  }
}

// The banks' balances chain in the order in which the events are signed, save
// where a bank left debits out of its file (scheme S14).
TEST(Year, MoneyIsSignedInTheOrderOfItsChain) {
  for (const auto& [source, broken] :
       {std::pair<std::string_view, int>{"bank_a", 11}, {"bank_b", 0}}) {
    std::map<std::string, std::int64_t> balances;
    int breaks = 0;
    int links = 0;
    const Imported imported = YearOf(source);
    for (std::size_t i = 0; i < imported.bytes.size(); ++i) {
      const auto event = imported.Event(i);
      const google::protobuf::Message* body = nullptr;
      const auto* const field =
          event.GetDescriptor()->FindFieldByNumber(event.body_case());
      body = &event.GetReflection()->GetMessage(event, field);
      std::int64_t change = 0;
      std::int64_t after = 0;
      if (event.has_credit_posted()) {
        change = event.credit_posted().amount_rupiah();
        after = event.credit_posted().balance_after_rupiah();
      } else {
        const auto* const inner =
            body->GetDescriptor()->FindFieldByName("transaction");
        if (inner == nullptr || event.has_debit_declined() ||
            !body->GetReflection()->HasField(*body, inner)) {
          continue;
        }
        const auto& transaction = static_cast<const amanah::v1::Transaction&>(
            body->GetReflection()->GetMessage(*body, inner));
        after = transaction.balance_after_rupiah();
        if (event.has_deposit_posted() || event.has_transaction_reversed()) {
          change = transaction.amount_rupiah();
        } else if (!event.has_balance_inquired()) {
          change = -transaction.amount_rupiah() - transaction.fee_rupiah();
        }
      }
      const auto before = balances.find(event.subjects().account());
      if (before != balances.end()) {
        ++links;
        if (before->second + change != after) ++breaks;
      }
      balances[event.subjects().account()] = after;
    }
    EXPECT_GT(links, 5000) << source;
    EXPECT_EQ(breaks, broken) << source;
  }
}

TEST(Year, OfflineRowsAndZonesAreTold) {
  const Imported imported = YearOf("bank_b");
  int offline = 0;
  int estimated = 0;
  for (std::size_t i = 0; i < imported.bytes.size(); ++i) {
    const auto event = imported.Event(i);
    EXPECT_EQ(event.occurred_at().zone_offset_minutes(), 420);
    for (const int flag : event.quality_flags()) {
      offline += flag == amanah::v1::QUALITY_FLAG_OFFLINE ? 1 : 0;
      estimated += flag == amanah::v1::QUALITY_FLAG_ESTIMATED &&
                           !event.has_terminal_registered()
                       ? 1
                       : 0;
    }
  }
  EXPECT_EQ(offline, 20);
  EXPECT_GT(estimated, 0);
}

}  // namespace
}  // namespace services::importer
