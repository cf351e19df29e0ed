// Lists against a naive recomputation over random histories, and what a
// dossier knows on a past day.

#include "ledger/views/dossier/dossier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "ledger/base/time.h"
#include "ledger/views/all.h"
#include "ledger/views/dossier/complaints.h"
#include "ledger/views/dossier/lists.h"
#include "tests/unit/fold/history.h"
#include "tests/unit/fold/taken_back.h"

namespace ledger::views {
namespace {

using amanah::v1::Event;
using dossier::FamilyRow;
using dossier::List;
using fold::testing::Folded;
using fold::testing::History;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::TimeAt;
using fold::testing::Token;

constexpr char kVillage[] = "18.01.18.2001";

Event& Listed(Story& story, std::string_view name, std::string_view at,
              amanah::v1::Programme programme, std::string_view period,
              std::vector<std::uint32_t> months) {
  Event& event =
      story.Add(at, "", Story::Account(name), name, Story::Pengurus(name));
  event.set_programme(programme);
  event.set_period_id(std::string(period));
  event.set_region_code(kVillage);
  for (const auto month : months) event.add_allocation_months(month);
  event.mutable_family_listed()->set_amount_rupiah(400'000);
  return event;
}

Event& Left(Story& story, std::string_view name, std::string_view at,
            amanah::v1::FamilyStatus status, std::string_view reported = "") {
  Event& event = story.Add(at, "", "", name);
  if (!reported.empty()) *event.mutable_recorded_at() = Time(reported);
  event.mutable_family_status_changed()->set_status(status);
  return event;
}

Event& Complains(Story& story, std::string_view name, std::string_view at,
                 std::string_view ticket) {
  Event& event = story.Add(at, "", "", name);
  event.set_region_code(kVillage);
  auto* body = event.mutable_grievance_filed();
  body->set_ticket(std::string(ticket));
  body->set_kind(amanah::v1::GRIEVANCE_KIND_CUT);
  body->set_channel(amanah::v1::GRIEVANCE_CHANNEL_OFFICE_DESK);
  return event;
}

dossier::ListQuery OfList(List list) {
  dossier::ListQuery query;
  query.list = list;
  return query;
}

std::vector<FamilyRow> Rows(const fold::Reader& reader,
                            dossier::ListQuery query) {
  std::vector<FamilyRow> rows;
  query.page_size = 2;  // Pages, too.
  do {
    auto page = dossier::ListFamilies(reader, query);
    EXPECT_TRUE(page.ok());
    rows.insert(rows.end(), page->rows.begin(), page->rows.end());
    query.page_token = page->next_page_token;
  } while (!query.page_token.empty());
  return rows;
}

std::set<std::string> NamesOf(const std::vector<FamilyRow>& rows) {
  std::set<std::string> names;
  for (const auto& row : rows) {
    EXPECT_TRUE(names.insert(row.kpm).second) << "told twice";
  }
  return names;
}

TEST(DossierTest, AnUnknownFamilyIsToldSo) {
  const Folded folded(History{}, MakeAll());
  const auto found = dossier::Of(folded.view(), Token("nobody"), std::nullopt);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().reason, dossier::kKpmUnknown);
}

TEST(DossierTest, OnADayItKnowsWhoWasResponsibleThen) {
  Story story;
  Listed(story, "siti", "2025-01-15", amanah::v1::PROGRAMME_SEMBAKO, "S1", {});
  const auto assign = [&](std::string_view from, std::string_view until,
                          std::string_view companion) {
    Event& event = story.Add(from, "", "", "siti");
    event.mutable_family_assigned()->set_companion(Token(companion));
    event.mutable_family_assigned()->set_group_id("K1");
    event.mutable_family_assigned()->set_group_sequence(9);
    if (!until.empty()) {
      *event.mutable_family_assigned()->mutable_until() = Time(until);
    }
  };
  assign("2025-02-01", "2025-05-14", "ani");
  assign("2025-05-15", "", "budi");  // In the middle of a quarter.
  const auto session = [&](std::string_view at, std::string_view bitmap) {
    Event& event = story.Add(at);
    event.mutable_p2k2_session_held()->set_group_id("K1");
    event.mutable_p2k2_session_held()->set_attendance_bitmap(
        std::string(bitmap));
  };
  session("2025-03-01", std::string("\x00\x02", 2));  // Bit 9.
  session("2025-06-01", std::string("\xff\x01", 2));  // All but it.
  const Folded folded(story.history(), MakeAll());
  const auto on = [&](std::string_view day) {
    auto found =
        dossier::Of(folded.view(), Token("siti"), Time(day).unix_micros());
    EXPECT_TRUE(found.ok());
    return *std::move(found);
  };
  EXPECT_FALSE(on("2025-01-20").responsible.has_value());
  EXPECT_EQ(on("2025-05-14").responsible->companion, Token("ani"));
  EXPECT_EQ(on("2025-05-15").responsible->companion, Token("budi"));
  ASSERT_EQ(on("2025-07-01").sessions.size(), 2u);
  EXPECT_TRUE(on("2025-07-01").sessions[0].was_there);
  EXPECT_FALSE(on("2025-07-01").sessions[1].was_there);
  EXPECT_EQ(on("2025-04-01").sessions.size(), 1u);
}

TEST(DossierTest, MoneyOfAPeriodIsListedCreditedDrawnAndAcknowledged) {
  Story story;
  Listed(story, "siti", "2025-01-15", amanah::v1::PROGRAMME_SEMBAKO,
         "SEMBAKO-2025-0102", {202501, 202502});
  story.Printed("siti", "2021-01-01")
      .Credited("siti", "2025-02-03", 400'000)
      .Drew("siti", "2025-02-05", 300'000)
      .Credited("siti", "2025-03-20", 400'000, "SEMBAKO-2025-0304")
      .Drew("siti", "2025-03-21", 500'000);
  auto& said = story.Add("2025-02-10", "", "", "siti");
  said.set_period_id("SEMBAKO-2025-0102");
  said.mutable_amount_acknowledged()->set_cash_received_rupiah(290'000);
  const Folded folded(story.history(), MakeAll());
  const auto found = dossier::Of(folded.view(), Token("siti"), std::nullopt);
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->periods.size(), 2u);
  EXPECT_EQ(found->periods[0].due_rupiah, 400'000);
  EXPECT_EQ(found->periods[0].credited_rupiah, 400'000);
  EXPECT_EQ(found->periods[0].drawn_rupiah, 300'000);
  EXPECT_EQ(found->periods[0].acknowledged_rupiah, 290'000);
  EXPECT_EQ(found->periods[1].due_rupiah, 0);
  EXPECT_EQ(found->periods[1].drawn_rupiah, 500'000);
  EXPECT_EQ(dossier::FamilyOfCard(folded.view(), Token("siti card")),
            Token("siti"));
}

TEST(DossierTest, AListRefusesWhatIsNoRegionAndNoPage) {
  const Folded folded(History{}, MakeAll());
  dossier::ListQuery query;
  query.region_prefix = "Lampung";
  EXPECT_EQ(dossier::ListFamilies(folded.view(), query).error().reason,
            dossier::kRegionMalformed);
  query.region_prefix = "18";
  query.page_token = "somewhere";
  EXPECT_EQ(dossier::ListFamilies(folded.view(), query).error().reason,
            dossier::kPageTokenInvalid);
  dossier::ComplaintQuery complaints;
  complaints.region_prefix = "x";
  EXPECT_EQ(dossier::ListComplaints(folded.view(), complaints).error().reason,
            dossier::kRegionMalformed);
  complaints.region_prefix = "";
  complaints.page_token = "short";
  EXPECT_EQ(dossier::ListComplaints(folded.view(), complaints).error().reason,
            dossier::kPageTokenInvalid);
}

TEST(DossierTest, AFamilyThatMovedIsListedOnceWhereItIsNow) {
  Story story;
  for (const auto* village : {"18.01.18.2001", "18.01.18.2002"}) {
    Listed(
        story, "siti",
        village == std::string("18.01.18.2001") ? "2025-01-15" : "2025-03-15",
        amanah::v1::PROGRAMME_PKH, "P", {202501})
        .set_region_code(village);
  }
  const Folded folded(story.history(), MakeAll());
  const auto rows = Rows(folded.view(), OfList(List::kCoverageGap));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].region_code, "18.01.18.2002");
}

TEST(DossierTest, ADeathRegisteredLateStillCountsFromTheDeath) {
  Story story;
  story.Listed("siti", "2025-01-15").Printed("siti", "2021-01-01");
  Left(story, "siti", "2025-01-20", amanah::v1::FAMILY_STATUS_DECEASED,
       "2025-06-01");
  story.Credited("siti", "2025-02-10", 400'000);  // Within the mourning.
  dossier::ListQuery paid;
  paid.credited_only = true;
  {
    const Folded folded(story.history(), MakeAll());
    EXPECT_TRUE(Rows(folded.view(), paid).empty());
    EXPECT_EQ(Rows(folded.view(), {}).size(), 1u);  // The card is open.
  }
  story.Credited("siti", "2025-03-20", 400'000, "SEMBAKO-2025-0304");
  {
    const Folded folded(story.history(), MakeAll());
    const auto rows = Rows(folded.view(), paid);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].credited_rupiah, 400'000);
    EXPECT_EQ(rows[0].credited_periods, 1u);
  }
  // An heir goes on in its place.
  Event& heir = story.Add("2025-02-01", "", "", "siti", "siti anak");
  heir.mutable_pengurus_replaced()->set_previous_pengurus(Token("siti ibu"));
  const Folded folded(story.history(), MakeAll());
  EXPECT_TRUE(Rows(folded.view(), {}).empty());
}

TEST(ComplaintsTest, AnExclusionIsWatchedForNinetyDaysByWhenItWasReported) {
  Story story;
  story.Listed("siti", "2025-01-01").Listed("wati", "2025-01-01");
  Complains(story, "siti", "2025-02-01", "T1");
  Complains(story, "wati", "2025-02-01", "T2");
  // Set back before the complaint, reported after it.
  Left(story, "siti", "2025-01-20",
       amanah::v1::FAMILY_STATUS_EXCLUDED_OCCUPATION, "2025-03-01");
  Left(story, "wati", "2025-05-10", amanah::v1::FAMILY_STATUS_EXCLUDED_OTHER);
  auto& answer = story.Add("2025-02-11");
  answer.mutable_grievance_answered()->set_ticket("T1");
  answer.mutable_grievance_answered()->set_outcome(
      amanah::v1::GRIEVANCE_OUTCOME_EXPLAINED);
  const Folded folded(story.history(), MakeAll());
  dossier::ComplaintQuery query;
  query.at_micros = Time("2025-06-01").unix_micros();
  const auto all = dossier::ListComplaints(folded.view(), query);
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->rows.size(), 2u);
  EXPECT_EQ(all->rows[0].age_days, 10);
  EXPECT_FALSE(all->rows[0].is_open);
  EXPECT_EQ(all->rows[0].exclusion->days, 28);
  EXPECT_TRUE(all->rows[1].is_open);
  EXPECT_FALSE(all->rows[1].exclusion.has_value());  // 98 days.
  const auto kinds = dossier::SummariseComplaints(folded.view(), query);
  ASSERT_EQ(kinds->size(), 1u);
  EXPECT_EQ(kinds->front().filed, 2u);
  EXPECT_EQ(kinds->front().open, 1u);
  EXPECT_EQ(kinds->front().excluded_after, 1u);
  EXPECT_EQ(kinds->front().oldest_open_days, 120);
  // Before the answer and the exclusion came.
  query.at_micros = Time("2025-02-05").unix_micros();
  const auto early = dossier::ListComplaints(folded.view(), query);
  EXPECT_TRUE(early->rows[0].is_open);
  EXPECT_FALSE(early->rows[0].exclusion.has_value());
}

TEST(ComplaintsTest, AnAnswerThatComesBeforeItsComplaintIsKept) {
  Story story;
  auto& answer = story.Add("2025-02-11");
  answer.mutable_grievance_answered()->set_ticket("T1");
  Complains(story, "siti", "2025-02-01", "T1");
  const Folded folded(story.history(), MakeAll());
  dossier::ComplaintQuery query;
  query.at_micros = Time("2025-06-01").unix_micros();
  const auto page = dossier::ListComplaints(folded.view(), query);
  ASSERT_EQ(page->rows.size(), 1u);
  EXPECT_FALSE(page->rows[0].is_open);
}

// Everything a random year can hold, kept in plain maps beside it.
struct Naive {
  std::map<std::string, std::set<std::uint32_t>> pkh, sembako, local;
  std::map<std::string, std::set<std::string>> periods;  // Credited.
  std::set<std::string> known;
};

TEST(DossierPropertyTest, ListsAreWhatANaiveRecomputationFinds) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto pick = [&](unsigned below) { return random() % below; };
  for (int round = 0; round < 25; ++round) {
    Story story;
    Naive naive;
    for (unsigned i = 0; i < 12; ++i) {
      const std::string name = "kpm" + std::to_string(i);
      const std::string kpm = Token(name);
      story.Printed(name, "2021-01-01").Listed(name, "2025-01-01");
      for (std::uint32_t month = 202501; month <= 202506; ++month) {
        const std::string at = "2025-0" + std::to_string(month % 10) + "-03";
        const std::string period = "P" + std::to_string(month);
        if (pick(2) == 0) {
          const bool is_removed = pick(6) == 0;
          const bool is_pkh = pick(2) == 0;
          Listed(story, name, at,
                 is_pkh ? amanah::v1::PROGRAMME_PKH
                        : amanah::v1::PROGRAMME_SEMBAKO,
                 period, {month})
              .mutable_family_listed()
              ->set_list_status(is_removed ? "DIKELUARKAN" : "TETAP");
          if (!is_removed) {
            (is_pkh ? naive.pkh : naive.sembako)[kpm].insert(month);
          }
        }
        if (pick(4) == 0) {
          Event& aid = story.Add(at, "", "", name);
          aid.set_region_code(kVillage);
          aid.add_allocation_months(month);
          aid.mutable_local_aid_granted()->set_amount_rupiah(200'000);
          naive.local[kpm].insert(month);
        }
        if (pick(3) != 0) {
          story.Credited(name, at, 400'000, period);
          naive.periods[kpm].insert(period);
        }
      }
      switch (pick(5)) {
        case 0:
          story.Add("2025-03-01", "", "", name).mutable_home_visit_done();
          naive.known.insert(kpm);
          break;
        case 1:  // At a desk: nobody saw the family.
          story.Add("2025-03-01", "", "", name).mutable_kpm_data_updated();
          break;
        case 2:
          Complains(story, name, "2025-03-01", "T" + name);
          naive.known.insert(kpm);
          break;
        default:
          break;
      }
    }
    std::set<std::string> gaps, twice, silent;
    for (unsigned i = 0; i < 12; ++i) {
      const std::string kpm = Token("kpm" + std::to_string(i));
      for (const auto month : naive.pkh[kpm]) {
        if (!naive.sembako[kpm].contains(month) &&
            !naive.local[kpm].contains(month)) {
          gaps.insert(kpm);
        }
      }
      for (const auto month : naive.local[kpm]) {
        if (naive.sembako[kpm].contains(month)) twice.insert(kpm);
      }
      if (naive.periods[kpm].size() >= 3 && !naive.known.contains(kpm)) {
        silent.insert(kpm);
      }
    }
    History history = story.history();
    // Late, out of order, and told twice.
    std::shuffle(history.begin(), history.end(), random);
    history.push_back(history[pick(static_cast<unsigned>(history.size()))]);
    fold::testing::AddTakenBack(history, random);
    const Folded folded(history, MakeAll());
    const auto names = [&](List list) {
      return NamesOf(Rows(folded.view(), OfList(list)));
    };
    EXPECT_EQ(names(List::kCoverageGap), gaps);
    EXPECT_EQ(names(List::kDoubleAid), twice);
    EXPECT_EQ(names(List::kSilent), silent);
  }
}

}  // namespace
}  // namespace ledger::views
