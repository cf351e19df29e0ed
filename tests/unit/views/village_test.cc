// Banners, outlets' days and schedules: stories with the right answer.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "ledger/base/bytes.h"
#include "ledger/base/time.h"
#include "ledger/views/all.h"
#include "ledger/views/village/banners.h"
#include "ledger/views/village/schedule.h"
#include "ledger/views/village/served.h"
#include "tests/unit/fold/history.h"

namespace ledger::views::village {
namespace {

using amanah::v1::Event;
using fold::testing::Folded;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;

constexpr const char* kVillage = "18.01.18.2001";

// A moment of another province's clock.
amanah::v1::ZonedTime At(std::string_view rfc3339) {
  const auto parsed = ParseRfc3339(rfc3339);
  EXPECT_TRUE(parsed.has_value()) << rfc3339;
  amanah::v1::ZonedTime time;
  time.set_unix_micros(parsed->instant.unix_micros);
  time.set_zone_offset_minutes(parsed->zone_offset_minutes);
  return time;
}

Event& Placed(Story& story, std::string_view at, std::string_view village) {
  Event& event = story.Add(at);
  event.set_region_code(std::string(village));
  event.set_region_code_version("test");
  return event;
}

void List(Story& story, std::string_view family, std::string_view at,
          std::string_view village = kVillage,
          std::string_view status = "TETAP",
          std::string_view period = "SEMBAKO-2025-0102") {
  Event& event = story.Add(at, "", Story::Account(family), family,
                           Story::Pengurus(family));
  event.set_region_code(std::string(village));
  event.set_period_id(std::string(period));
  event.set_programme(amanah::v1::PROGRAMME_SEMBAKO);
  event.add_allocation_months(202501);
  event.add_allocation_months(202502);
  event.mutable_family_listed()->set_amount_rupiah(400'000);
  event.mutable_family_listed()->set_list_status(std::string(status));
}

Event& Hang(Story& story, std::string_view at,
            const std::vector<std::string>& families,
            std::string_view village = kVillage,
            std::string_view period = "SEMBAKO-2025-0102") {
  Event& event = Placed(story, at, village);
  event.set_period_id(std::string(period));
  auto& body = *event.mutable_recipient_banner_published();
  std::vector<std::string> tokens;
  for (const std::string& family : families) tokens.push_back(Token(family));
  body.set_list_hash(
      std::string(VillageListHash(village, period, tokens).view()));
  body.set_family_count(static_cast<std::uint32_t>(families.size()));
  return event;
}

std::vector<BannerRow> Banners(const Story& story, const char* region = "",
                               std::int64_t due_days = 14,
                               bool findings_only = false) {
  const Folded folded(story.history(), MakeAll());
  BannerQuery query;
  query.region_prefix = region;
  query.due_days = due_days;
  query.findings_only = findings_only;
  auto page = ListBanners(folded.view(), query);
  EXPECT_TRUE(page.ok());
  return page->rows;
}

using Findings = std::vector<BannerFinding>;

// --- Banners ---------------------------------------------------------------

TEST(BannerTest, TheHashIsAsFormatMdHasIt) {
  std::ifstream file(AMANAH_VILLAGE_FORMAT);
  std::stringstream text;
  text << file.rdbuf();
  ASSERT_FALSE(text.str().empty());
  const auto hash = VillageListHash("18.01.18.2001", "SEMBAKO-2025-0102",
                                    {Token("b"), Token("a")});
  EXPECT_NE(text.str().find(HexEncode(AsBytes(hash.view()))), std::string::npos)
      << HexEncode(AsBytes(hash.view()));
}

TEST(BannerTest, OneWithTheListOfThePeriodAgrees) {
  Story story;
  for (const char* family : {"a", "b", "c"}) List(story, family, "2025-01-17");
  // Taken off after its closing: not on the list, and not on the banner.
  List(story, "d", "2025-01-17", kVillage, "DIKELUARKAN SETELAH CLOSING");
  Hang(story, "2025-01-20", {"c", "a", "b"});
  story.Listed("z", "2025-06-01", "18.01.18.2009");
  const auto rows = Banners(story, kVillage);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].listed_families, 3u);
  EXPECT_TRUE(rows[0].findings.empty());
  ASSERT_TRUE(rows[0].banner.has_value());
  EXPECT_EQ(rows[0].indices, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

TEST(BannerTest, AnotherFamilyOnItIsFoundByItsHashAndAnotherNumberByTheCount) {
  Story story;
  for (const char* family : {"a", "b", "c"}) List(story, family, "2025-01-17");
  for (const char* family : {"d", "e"}) {
    List(story, family, "2025-01-17", "18.01.18.2002");
  }
  Hang(story, "2025-01-20", {"a", "b", "ghost"});
  Hang(story, "2025-01-20", {"d"}, "18.01.18.2002");
  const auto rows = Banners(story);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].findings, Findings{BannerFinding::kHashDiffers});
  EXPECT_EQ(rows[1].findings, Findings{BannerFinding::kCountDiffers});
}

TEST(BannerTest, MissingOnlyWhenItIsDue) {
  Story story;
  List(story, "a", "2025-01-17");
  story.Drew("a", "2025-01-31T10:00:00", 100'000);
  EXPECT_TRUE(Banners(story)[0].findings.empty());  // 14 days: not over yet.
  story.Drew("a", "2025-02-01T00:00:00", 100'000);
  EXPECT_EQ(Banners(story)[0].findings, Findings{BannerFinding::kMissing});
  EXPECT_TRUE(Banners(story, "", 30)[0].findings.empty());
}

TEST(BannerTest, LateAndTakenDownBeforeThePeriodIsOver) {
  Story story;
  List(story, "a", "2025-01-17");
  Hang(story, "2025-02-10", {"a"});
  Placed(story, "2025-02-27", kVillage)
      .mutable_banner_removed()
      ->set_reason("HUJAN");
  EXPECT_EQ(Banners(story)[0].findings,
            (Findings{BannerFinding::kLate, BannerFinding::kRemoved}));
  // Put up again: only late.
  Hang(story, "2025-02-28", {"a"});
  EXPECT_EQ(Banners(story)[0].findings, Findings{BannerFinding::kLate});
  // Taken down when February is over in the village.
  Placed(story, "2025-03-01", kVillage).mutable_banner_removed();
  EXPECT_EQ(Banners(story)[0].findings, Findings{BannerFinding::kLate});
}

TEST(BannerTest, OneForAPeriodWithoutAListSaysSo) {
  Story story;
  List(story, "a", "2025-01-17");
  Hang(story, "2025-01-18", {"a"});
  Hang(story, "2025-03-18", {"a"}, kVillage, "SEMBAKO-2025-0304");
  const auto rows = Banners(story, "", 14, true);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].findings, Findings{BannerFinding::kNoList});
}

TEST(BannerTest, PagesAreTheWholeAndForeignTokensAreRefused) {
  Story story;
  for (int i = 1; i <= 7; ++i) {
    List(story, "f" + std::to_string(i), "2025-01-17",
         "18.01.18.200" + std::to_string(i));
  }
  const Folded folded(story.history(), MakeAll());
  BannerQuery query;
  query.page_size = 3;
  std::vector<std::string> villages;
  do {
    const auto page = ListBanners(folded.view(), query);
    ASSERT_TRUE(page.ok());
    for (const auto& row : page->rows) villages.push_back(row.region_code);
    query.page_token = page->next_page_token;
  } while (!query.page_token.empty());
  EXPECT_EQ(villages.size(), 7u);
  query.page_token = "7";
  EXPECT_EQ(ListBanners(folded.view(), query).error().reason,
            kPageTokenInvalid);
  query.region_prefix = "18.1";
  EXPECT_EQ(ListBanners(folded.view(), query).error().reason, kRegionMalformed);
}

// --- Outlets by day ---------------------------------------------------------

void Agent(Story& story, const char* agent, const char* tid,
           std::string_view village) {
  auto& body = *Placed(story, "2024-01-01", village).mutable_agent_registered();
  body.set_agent_id(agent);
  body.add_tids(tid);
  body.set_owner(Token("owner"));
  body.set_bank("BANK A");
  auto& terminal =
      *Placed(story, "2024-01-01", village).mutable_terminal_registered();
  terminal.set_tid(tid);
  terminal.set_agent_id(agent);
}

void Family(Story& story, const std::string& name, std::string_view village) {
  story.Listed(name, "2025-01-01", village).Printed(name, "2025-01-02");
}

// `name` draws at `at`, as the terminal's clock tells it, and the host posts
// it at `posted`.
void Draw(Story& story, const std::string& name, std::string_view at,
          std::int64_t rupiah, const char* tid, const char* agent,
          std::string_view posted = "") {
  Event& event =
      story.AddAt(At(at), Story::Card(name), Story::Account(name), "", "");
  auto& transaction = story.Transact(
      event, *event.mutable_withdrawal_posted()->mutable_transaction(), rupiah,
      tid);
  transaction.set_agent_id(agent);
  if (!posted.empty()) *transaction.mutable_posted_at() = At(posted);
}

Event& File(Story& story, amanah::v1::ScheduleKind kind, std::string_view from,
            std::string_view until, std::string_view village = kVillage,
            std::string_view filed = "2025-01-01") {
  Event& event = Placed(story, filed, village);
  auto& body = *event.mutable_schedule_filed();
  body.set_kind(kind);
  *body.mutable_from_at() = At(from);
  *body.mutable_until_at() = At(until);
  return event;
}

std::vector<ServedDay> Served(const Story& story, const char* from,
                              const char* until,
                              const std::string& region = "") {
  const Folded folded(story.history(), MakeAll());
  ServedQuery query;
  query.region_prefix = region;
  query.days = {*ParseDay(from), *ParseDay(until)};
  auto page = ListServed(folded.view(), query);
  EXPECT_TRUE(page.ok());
  EXPECT_TRUE(page->next_page_token.empty());
  return page->rows;
}

TEST(ServedTest, FamiliesAreCountedOnceADayWithWhoCameFromElsewhere) {
  Story story;
  Agent(story, "A1", "T1", kVillage);
  for (const char* name : {"a", "b"}) Family(story, name, kVillage);
  Family(story, "c", "18.01.18.2009");
  Draw(story, "a", "2025-02-03T08:00:00+07:00", 100'000, "T1", "A1");
  Draw(story, "a", "2025-02-03T08:01:00+07:00", 300'000, "T1", "A1");
  Draw(story, "b", "2025-02-03T09:00:00+07:00", 400'000, "T1", "A1");
  Draw(story, "c", "2025-02-03T09:30:00+07:00", 400'000, "T1", "A1");
  Draw(story, "a", "2025-02-04T08:00:00+07:00", 50'000, "T1", "A1");
  const auto rows = Served(story, "2025-02-03", "2025-02-04");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].agent_id, "A1");
  EXPECT_EQ(rows[0].bank, "BANK A");
  EXPECT_EQ(DayText(rows[0].day), "2025-02-03");
  EXPECT_EQ(rows[0].use.families, 3u);
  EXPECT_EQ(rows[0].use.transactions, 4u);
  EXPECT_EQ(rows[0].use.rupiah, 1'200'000);
  EXPECT_EQ(rows[0].use.other_villages, 1u);
  EXPECT_EQ(rows[1].use.families, 1u);
}

// Half past midnight in Jayapura is half past ten of the evening before in
// Jakarta.
TEST(ServedTest, TheDayIsThatOfThePlacesClock) {
  Story story;
  Agent(story, "WIB", "T1", kVillage);
  Agent(story, "WITA", "T2", "64.02.01.2001");
  Agent(story, "WIT", "T3", "91.03.01.2001");
  Family(story, "a", kVillage);
  Draw(story, "a", "2025-02-03T23:30:00+07:00", 1'000, "T1", "WIB");
  Draw(story, "a", "2025-02-04T00:30:00+08:00", 1'000, "T2", "WITA");
  // The host tells this one by its own clock.
  Draw(story, "a", "2025-02-03T22:30:00+07:00", 1'000, "T3", "WIT");
  const auto third = Served(story, "2025-02-03", "2025-02-03");
  ASSERT_EQ(third.size(), 1u);
  EXPECT_EQ(third[0].agent_id, "WIB");
  const auto fourth = Served(story, "2025-02-04", "2025-02-04");
  ASSERT_EQ(fourth.size(), 2u);
  EXPECT_EQ(fourth[0].agent_id, "WITA");
  EXPECT_EQ(fourth[1].agent_id, "WIT");
}

TEST(ServedTest, AnOfflineDayIsTheTerminalsNotThatOfThePosting) {
  Story story;
  Agent(story, "A1", "T1", kVillage);
  Family(story, "a", kVillage);
  Family(story, "b", kVillage);
  Draw(story, "a", "2025-02-03T08:00:00+07:00", 400'000, "T1", "A1",
       "2025-02-04T06:00:00+07:00");
  Draw(story, "b", "2025-02-03T23:59:00+07:00", 400'000, "T1", "A1",
       "2025-02-04T00:00:30+07:00");
  const auto rows = Served(story, "2025-02-01", "2025-02-10");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(DayText(rows[0].day), "2025-02-03");
  EXPECT_EQ(rows[0].use.families, 2u);
  EXPECT_EQ(rows[0].use.posted_later, 2u);
  EXPECT_EQ(rows[0].use.posted_at_once, 1u);
}

TEST(ServedTest, SchedulesAndTheCashLimitStandBesideTheDay) {
  Story story;
  Agent(story, "A1", "T1", kVillage);
  Family(story, "a", kVillage);
  auto& limit = *File(story, amanah::v1::SCHEDULE_KIND_AGENT_CASH_LIMIT,
                      "2025-02-03T07:00:00+07:00", "2025-02-03T20:00:00+07:00")
                     .mutable_schedule_filed();
  limit.add_tids("T1");
  limit.set_cash_limit_rupiah(300'000);
  File(story, amanah::v1::SCHEDULE_KIND_DISTRIBUTION,
       "2025-02-03T08:00:00+07:00", "2025-02-03T12:00:00+07:00")
      .mutable_schedule_filed()
      ->add_tids("T9");  // Of another outlet.
  // For the whole subdistrict.
  File(story, amanah::v1::SCHEDULE_KIND_NETWORK_OUTAGE,
       "2025-02-03T00:00:00+07:00", "2025-02-04T00:00:00+07:00", "18.01.18");
  Draw(story, "a", "2025-02-03T08:00:00+07:00", 300'000, "T1", "A1");
  Draw(story, "a", "2025-02-03T08:05:00+07:00", 300'001, "T1", "A1");
  Draw(story, "a", "2025-02-04T08:05:00+07:00", 500'000, "T1", "A1");
  const auto rows = Served(story, "2025-02-03", "2025-02-04");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].schedules.size(), 2u);
  EXPECT_EQ(rows[0].cash_limit_rupiah, 300'000);
  EXPECT_EQ(rows[0].use.above_limit, 1u);
  EXPECT_TRUE(rows[1].schedules.empty());
  EXPECT_EQ(rows[1].use.above_limit, 0u);
}

// --- Schedules --------------------------------------------------------------

std::vector<ScheduleRow> Compare(const Story& story, const char* from,
                                 const char* until) {
  const Folded folded(story.history(), MakeAll());
  ScheduleQuery query;
  query.region_prefix = "18.01.18";
  query.days = {*ParseDay(from), *ParseDay(until)};
  auto page = CompareSchedules(folded.view(), query);
  EXPECT_TRUE(page.ok());
  return page->rows;
}

TEST(ScheduleTest, ADistributionIsHeldAtOtherHoursOrNotKnownOf) {
  Story story;
  Agent(story, "A1", "T1", kVillage);
  Family(story, "a", kVillage);
  for (const char* day : {"2025-02-03", "2025-02-04", "2025-02-05"}) {
    const std::string text = day;
    File(story, amanah::v1::SCHEDULE_KIND_DISTRIBUTION,
         text + "T08:00:00+07:00", text + "T12:00:00+07:00")
        .mutable_schedule_filed()
        ->add_tids("T1");
  }
  Draw(story, "a", "2025-02-03T08:00:00+07:00", 100'000, "T1", "A1");
  Draw(story, "a", "2025-02-03T12:00:00+07:00", 100'000, "T1", "A1");
  Draw(story, "a", "2025-02-04T13:00:00+07:00", 100'000, "T1", "A1");
  Draw(story, "a", "2025-03-01T13:00:00+07:00", 100'000, "T1", "A1");
  const auto rows = Compare(story, "2025-02-01", "2025-02-28");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].outcome, Outcome::kHeld);
  EXPECT_EQ(rows[0].in_window.transactions, 1u);
  EXPECT_EQ(rows[0].beside.transactions, 1u);
  EXPECT_EQ(rows[1].outcome, Outcome::kOtherHours);
  EXPECT_EQ(rows[2].outcome, Outcome::kNothingKnown);
  EXPECT_FALSE(rows[0].filed_after_begin);
}

TEST(ScheduleTest, OneThatIsNotOverIsNotJudged) {
  Story story;
  Agent(story, "A1", "T1", kVillage);
  Family(story, "a", kVillage);
  File(story, amanah::v1::SCHEDULE_KIND_HOME_DELIVERY,
       "2025-02-03T08:00:00+07:00", "2025-02-03T12:00:00+07:00");
  Draw(story, "a", "2025-02-01T08:00:00+07:00", 100'000, "T1", "A1");
  EXPECT_EQ(Compare(story, "2025-02-03", "2025-02-03")[0].outcome,
            Outcome::kNotOver);
}

TEST(ScheduleTest, AReportBelongsToItsScheduleAndOneWithoutIsUnplanned) {
  Story story;
  Family(story, "a", kVillage);
  Event& plan = File(story, amanah::v1::SCHEDULE_KIND_DISTRIBUTION,
                     "2025-02-03T08:00:00+07:00", "2025-02-03T12:00:00+07:00",
                     kVillage, "2025-02-04");
  plan.set_source_ref("JDW-1");
  // Held a day late.
  Event& held = Placed(story, "2025-02-04T09:00:00", kVillage);
  held.mutable_distribution_held()->set_schedule_ref("JDW-1");
  held.mutable_distribution_held()->set_served_count(70);
  Event& other = Placed(story, "2025-02-10T09:00:00", kVillage);
  other.mutable_distribution_held()->set_served_count(5);
  story.Drew("a", "2025-03-01", 1'000);
  const auto rows = Compare(story, "2025-02-01", "2025-02-28");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].outcome, Outcome::kHeld);
  EXPECT_TRUE(rows[0].filed_after_begin);
  ASSERT_EQ(rows[0].reports.size(), 1u);
  EXPECT_EQ(rows[0].reports[0].served_count, 70u);
  EXPECT_EQ(rows[1].outcome, Outcome::kUnplanned);
  EXPECT_FALSE(rows[1].planned.has_value());
}

TEST(ScheduleTest, FurtherVillagesHaveTheirOwnRow) {
  Story story;
  Family(story, "a", kVillage);
  File(story, amanah::v1::SCHEDULE_KIND_DISTRIBUTION,
       "2025-02-03T08:00:00+07:00", "2025-02-03T12:00:00+07:00")
      .mutable_schedule_filed()
      ->add_further_region_codes("18.01.18.2002");
  const auto rows = Compare(story, "2025-02-03", "2025-02-03");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].region_code, "18.01.18.2002");
}

TEST(ScheduleTest, LimitsOutagesAndSuspensionsAreKeptOrNot) {
  Story story;
  Agent(story, "A1", "T1", kVillage);
  Family(story, "a", kVillage);
  const auto file = [&](amanah::v1::ScheduleKind kind, const char* day) {
    const std::string text = day;
    return File(story, kind, text + "T00:00:00+07:00", text + "T23:00:00+07:00")
        .mutable_schedule_filed();
  };
  auto* limit = file(amanah::v1::SCHEDULE_KIND_AGENT_CASH_LIMIT, "2025-02-03");
  limit->add_tids("T1");
  limit->set_cash_limit_rupiah(300'000);
  file(amanah::v1::SCHEDULE_KIND_NETWORK_OUTAGE, "2025-02-04")->add_tids("T1");
  file(amanah::v1::SCHEDULE_KIND_OFFLINE_TERMINAL, "2025-02-05")
      ->add_tids("T1");
  file(amanah::v1::SCHEDULE_KIND_DUTY_SUSPENDED, "2025-02-06")
      ->set_list_rule("HOME_VISIT");
  file(amanah::v1::SCHEDULE_KIND_DUTY_SUSPENDED, "2025-02-07")
      ->set_list_rule("DATA_UPDATE");
  Draw(story, "a", "2025-02-03T08:00:00+07:00", 400'000, "T1", "A1");
  Draw(story, "a", "2025-02-04T08:00:00+07:00", 1'000, "T1", "A1");
  Draw(story, "a", "2025-02-05T08:00:00+07:00", 1'000, "T1", "A1",
       "2025-02-06T07:00:00+07:00");
  for (const char* at : {"2025-02-06T09:00:00", "2025-02-07T09:00:00"}) {
    Event& visit = story.Add(at, "", "", "a");
    visit.mutable_home_visit_done()->mutable_work()->set_done_by(
        Token("companion"));
  }
  const auto rows = Compare(story, "2025-02-01", "2025-02-28");
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0].outcome, Outcome::kNotKept);
  EXPECT_EQ(rows[1].outcome, Outcome::kNotKept);
  EXPECT_EQ(rows[2].outcome, Outcome::kKept);
  EXPECT_EQ(rows[2].in_window.posted_later, 1u);
  EXPECT_EQ(rows[3].outcome, Outcome::kNotKept);
  EXPECT_EQ(rows[3].duties_done, 1u);
  EXPECT_EQ(rows[4].outcome, Outcome::kKept);
}

TEST(ScheduleTest, ACeremonyIsHeldByItsHandovers) {
  Story story;
  Family(story, "a", kVillage);
  Family(story, "b", kVillage);
  File(story, amanah::v1::SCHEDULE_KIND_HANDOVER_CEREMONY,
       "2025-02-03T09:00:00+07:00", "2025-02-03T13:00:00+07:00");
  story.HandedOver("a", "2025-02-03T09:30:00");
  story.HandedOver("b", "2025-02-03T14:30:00");
  const auto rows = Compare(story, "2025-02-03", "2025-02-03");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].handovers, 1u);
  EXPECT_EQ(rows[0].outcome, Outcome::kHeld);
}

TEST(DaysTest, ARangeIsCheckedAndReadOnThePlacesClock) {
  EXPECT_EQ(ParseDays("2025-02-30", "", 0, "18").error().reason,
            kDaysMalformed);
  EXPECT_EQ(ParseDays("2025-02-03", "2025-02-02", 0, "18").error().reason,
            kDaysMalformed);
  EXPECT_EQ(ParseDays("2023-02-03", "2025-02-02", 0, "18").error().reason,
            kDaysMalformed);
  const auto now = ParseRfc3339("2025-02-03T16:30:00Z");
  ASSERT_TRUE(now.has_value());
  const std::int64_t micros = now->instant.unix_micros;
  EXPECT_EQ(DayText(ParseDays("", "", micros, "18.01")->first), "2025-02-03");
  EXPECT_EQ(DayText(ParseDays("", "", micros, "64.02")->first), "2025-02-04");
  const Days day{*ParseDay("2025-02-03"), *ParseDay("2025-02-03")};
  EXPECT_EQ(FormatUtcMicros(Instant{day.BeginMicros("91")}),
            "2025-02-02T15:00:00.000000Z");
  EXPECT_EQ(FormatUtcMicros(Instant{day.EndMicros("18")}),
            "2025-02-03T17:00:00.000000Z");
}

}  // namespace
}  // namespace ledger::views::village
