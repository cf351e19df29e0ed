// The places of Merbau Mataram, counted a second time from the files that the
// sources handed in.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/views/village/banners.h"
#include "ledger/views/village/publish.h"
#include "ledger/views/village/schedule.h"
#include "ledger/views/village/served.h"
#include "ledger/views/village/suppress.h"
#include "tests/scenarios/folded_year.h"
#include "tests/scenarios/year.h"
#include "tests/unit/fold/history.h"

namespace scenarios {
namespace {

namespace village = ledger::views::village;
using village::Measure;

constexpr const char* kKecamatan = "18.01.18";

// --- The files
// ----------------------------------------------------------------

// A withdrawal, purchase or transfer that the bank approved.
struct Debit {
  std::string tid;
  std::string card;
  std::string account;
  std::string at;      // `2025-02-03T08:00:00`, the terminal's clock.
  std::string posted;  // The host's; both are WIB here.
  std::int64_t rupiah = 0;
};

// `03/02/2025 09:12:44`.
std::string IsoOf(const std::string& text) {
  return text.substr(6, 4) + "-" + text.substr(3, 2) + "-" + text.substr(0, 2) +
         "T" + text.substr(11);
}
// `400.000,00`.
std::int64_t RupiahOf(const std::string& text) {
  std::int64_t rupiah = 0;
  for (const char letter : text.substr(0, text.find(','))) {
    if (letter >= '0' && letter <= '9') rupiah = rupiah * 10 + (letter - '0');
  }
  return rupiah;
}

const std::vector<Debit>& Debits() {
  static const std::vector<Debit> debits = [] {
    std::vector<Debit> all;
    for (const std::string& file : SourceFiles("bank_a", "mutasi_")) {
      for (Row& row : ReadSource(file)) {
        const std::string& type = row["txn_type"];
        if (row["response_code"] != "00" ||
            (type != "WITHDRAWAL" && type != "PURCHASE" &&
             type != "TRANSFER")) {
          continue;
        }
        all.push_back({row["tid"], row["card_no"], row["account_no"],
                       row["txn_time"].substr(0, 19),
                       row["posting_time"].substr(0, 19),
                       RupiahOf(row["amount"])});
      }
    }
    for (const std::string& file : SourceFiles("bank_b", "transaksi_")) {
      for (Row& row : ReadSource(file, ';')) {
        const std::string& type = row["KODE_TRX"];
        if (row["KODE_RESP"] != "00" ||
            (type != "301" && type != "302" && type != "303")) {
          continue;
        }
        all.push_back({row["ID_TERMINAL"], row["NO_KARTU"], row["NO_REKENING"],
                       IsoOf(row["TGL_TRX"]), IsoOf(row["TGL_POSTING"]),
                       RupiahOf(row["NOMINAL"])});
      }
    }
    return all;
  }();
  return debits;
}

// Agent of a terminal, or the terminal when it has none; of the kecamatan.
std::map<std::string, std::string> OutletByTid() {
  std::map<std::string, std::string> outlets;
  const auto add = [&](const std::string& tid, const std::string& agent,
                       const std::string& place) {
    if (place.starts_with(kKecamatan)) {
      outlets[tid] = agent.empty() ? tid : agent;
    }
  };
  for (Row& row : ReadSource("bank_a/terminals.csv")) {
    add(row["tid"], row["agent_id"], row["location_code"]);
  }
  for (Row& row : ReadSource("bank_b/terminal.csv", ';')) {
    add(row["ID_TERMINAL"], row["ID_AGEN"], row["KODE_LOKASI"]);
  }
  return outlets;
}

std::map<std::string, std::string> FamilyByCard() {
  std::map<std::string, std::string> families;
  for (Row& row : ReadSource("bank_a/cards.csv")) {
    families[row["card_no"]] = row["kpm_id"];
  }
  for (Row& row : ReadSource("bank_b/kartu.csv", ';')) {
    families[row["NO_KARTU"]] = row["ID_KPM"];
  }
  return families;
}

struct Listed {
  std::string period;
  std::string village;
  std::string account;
  std::int64_t rupiah = 0;
};
// Families on the lists of the year that stood, by period and family.
std::map<std::pair<std::string, std::string>, Listed> Lists() {
  std::map<std::pair<std::string, std::string>, Listed> lists;
  for (const std::string& file : SourceFiles("kemensos", "final_list_")) {
    for (Row& row : ReadSource(file)) {
      if (row["list_status"] != "TETAP") continue;
      lists[{row["period"], row["kpm_id"]}] = {
          row["period"], row["village_code"], row["account_no"],
          RupiahOf(row["amount"])};
    }
  }
  return lists;
}

// --- Banners
// ------------------------------------------------------------------

// Nobody put one up in this year: every list lacks it, with its true number.
TEST(YearOfVillagesTest, EveryListIsToldToLackItsBanner) {
  std::map<std::pair<std::string, std::string>, std::uint64_t> expected;
  for (const auto& [key, listed] : Lists()) {
    ++expected[{listed.village, listed.period}];
  }
  village::BannerQuery query;
  query.region_prefix = kKecamatan;
  query.page_size = 40;
  std::map<std::pair<std::string, std::string>, std::uint64_t> found;
  do {
    const auto page = village::ListBanners(YearView(), query);
    ASSERT_TRUE(page.ok());
    for (const auto& row : page->rows) {
      found[{row.region_code, row.period_id}] = row.listed_families;
      EXPECT_EQ(row.findings, std::vector<village::BannerFinding>{
                                  village::BannerFinding::kMissing});
    }
    query.page_token = page->next_page_token;
  } while (!query.page_token.empty());
  EXPECT_EQ(found, expected);
}

// --- Outlets by day
// ------------------------------------------------------------

TEST(YearOfVillagesTest, OutletsServedWhatTheFilesSay) {
  struct Day {
    std::set<std::string> families;
    std::uint64_t transactions = 0;
    std::uint64_t posted_later = 0;
    std::int64_t rupiah = 0;
  };
  const auto outlets = OutletByTid();
  const auto families = FamilyByCard();
  std::map<std::pair<std::string, std::string>, Day> expected;
  for (const Debit& debit : Debits()) {
    const auto outlet = outlets.find(debit.tid);
    if (outlet == outlets.end()) continue;
    Day& day = expected[{outlet->second, debit.at.substr(0, 10)}];
    day.families.insert(families.at(debit.card));
    ++day.transactions;
    day.rupiah += debit.rupiah;
    if (debit.posted.substr(0, 10) > debit.at.substr(0, 10)) {
      ++day.posted_later;
    }
  }
  village::ServedQuery query;
  query.region_prefix = kKecamatan;
  query.days = {*village::ParseDay("2025-01-01"),
                *village::ParseDay("2025-12-31")};
  query.page_size = 100;
  std::size_t rows = 0;
  std::uint64_t most = 0;
  std::uint64_t posted_later = 0;
  do {
    const auto page = village::ListServed(YearView(), query);
    ASSERT_TRUE(page.ok());
    for (const auto& row : page->rows) {
      ++rows;
      const auto key =
          std::pair(row.agent_id.empty() ? row.tids.front() : row.agent_id,
                    village::DayText(row.day));
      const auto at = expected.find(key);
      ASSERT_NE(at, expected.end()) << key.first << " " << key.second;
      EXPECT_EQ(row.use.families, at->second.families.size());
      EXPECT_EQ(row.use.transactions, at->second.transactions);
      EXPECT_EQ(row.use.rupiah, at->second.rupiah);
      EXPECT_EQ(row.use.posted_later, at->second.posted_later);
      most = std::max(most, row.use.families);
      posted_later += row.use.posted_later;
    }
    query.page_token = page->next_page_token;
  } while (!query.page_token.empty());
  std::cout << rows << " outlet-days, at most " << most << " families, "
            << posted_later << " posted later\n";
  // Days of 2024 or 2026 aside, there are none.
  EXPECT_EQ(rows, expected.size());
}

// --- Schedules
// -----------------------------------------------------------------

TEST(YearOfVillagesTest, SchedulesHoldWhatTheirTerminalsDidInTheirWindow) {
  std::map<std::string, Row> by_ref;
  for (Row& row : ReadSource("dinsos/schedules.csv")) {
    by_ref[row["schedule_id"]] = row;
  }
  village::ScheduleQuery query;
  query.region_prefix = kKecamatan;
  query.days = {*village::ParseDay("2025-01-01"),
                *village::ParseDay("2025-12-31")};
  query.page_size = 1'000;
  const auto page = village::CompareSchedules(YearView(), query);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->rows.size(), by_ref.size());
  std::map<int, int> outcomes;
  for (const auto& row : page->rows) {
    ASSERT_TRUE(row.planned.has_value());
    ++outcomes[static_cast<int>(row.outcome)];
    Row& told = by_ref.at(row.planned->source_ref);
    if (told["tids"].empty()) continue;
    const std::string tids = " " + told["tids"] + " ";
    const std::string from = told["from_at"].substr(0, 19);
    const std::string until = told["to_at"].substr(0, 19);
    std::uint64_t within = 0;
    std::uint64_t beside = 0;
    for (const Debit& debit : Debits()) {
      if (tids.find(" " + debit.tid + " ") == std::string::npos) continue;
      if (from <= debit.at && debit.at < until) {
        ++within;
      } else if (from.substr(0, 10) <= debit.at &&
                 debit.at.substr(0, 10) <= until.substr(0, 10)) {
        ++beside;
      }
    }
    EXPECT_EQ(row.in_window.transactions, within) << told["schedule_id"];
    EXPECT_EQ(row.beside.transactions, beside) << told["schedule_id"];
  }
  for (const auto& [outcome, count] : outcomes) {
    std::cout << "outcome " << outcome << ": " << count << "\n";
  }
}

// --- Public figures
// ------------------------------------------------------------

using Counts = std::map<std::string, std::map<Measure, std::uint64_t>>;

// Listed, paid and complained of one period by village, from the files.
Counts CountsOf(const std::string& period) {
  std::set<std::string> paid;
  for (const std::string& file : SourceFiles("bank_a", "credits_")) {
    for (Row& row : ReadSource(file)) {
      if (row["period"] == period && row["status"] == "POSTED") {
        paid.insert(row["kpm_id"]);
      }
    }
  }
  for (const std::string& file : SourceFiles("bank_b", "transaksi_")) {
    for (Row& row : ReadSource(file, ';')) {
      if (row["PERIODE"] == period && row["KODE_TRX"] == "100" &&
          row["KODE_RESP"] == "00") {
        paid.insert(row["ID_KPM"]);
      }
    }
  }
  Counts counts;
  for (const auto& [key, listed] : Lists()) {
    if (listed.period != period) continue;
    auto& village = counts[listed.village];
    ++village[Measure::kListed];
    village[Measure::kPaid] += paid.count(key.second);
  }
  return counts;
}

TEST(YearOfVillagesTest, PublicFiguresAreTrueOrWithheld) {
  std::uint64_t shown = 0;
  std::uint64_t withheld = 0;
  for (const std::string period : {"PKH-2025-T1", "PKH-2025-T4",
                                   "SEMBAKO-2025-0102", "SEMBAKO-2025-0910"}) {
    village::PublicQuery query;
    query.region_prefix = "18.01.18.2009";
    query.period_id = period;
    const auto page = village::PublishFigures(YearView(), query);
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page->tables.size(), 1u);
    const auto& table = page->tables.front();
    const Counts counts = CountsOf(period);
    ASSERT_EQ(table.villages.size(), counts.size());
    std::map<Measure, std::uint64_t> all;
    std::map<Measure, std::uint64_t> hidden;
    std::map<Measure, std::uint64_t> hidden_sum;
    for (const auto& row : table.villages) {
      const auto& truth = counts.at(row.region_code);
      for (const Measure measure : {Measure::kListed, Measure::kPaid}) {
        const std::uint64_t count = truth.at(measure);
        all[measure] += count;
        const auto& cell = row.At(measure);
        if (cell.families) {
          EXPECT_EQ(*cell.families, count);
          EXPECT_GE(count, village::kLeastFamilies);
          EXPECT_TRUE(cell.rupiah.has_value());
        } else {
          ++hidden[measure];
          hidden_sum[measure] += count;
          EXPECT_FALSE(cell.rupiah.has_value());
        }
      }
      // Whoever subtracts the paid from the listed learns of nobody, or of
      // five or more.
      if (row.At(Measure::kPaid).families) {
        const std::uint64_t rest =
            truth.at(Measure::kListed) - truth.at(Measure::kPaid);
        EXPECT_TRUE(rest == 0 || rest >= village::kLeastFamilies) << rest;
      }
    }
    for (const Measure measure : {Measure::kListed, Measure::kPaid}) {
      const auto& total = table.total.At(measure);
      if (!total.families) continue;
      EXPECT_EQ(*total.families, all[measure]);
      // From the total minus the villages shown.
      if (hidden[measure] == 0) continue;
      EXPECT_GE(hidden[measure], 2u);
      EXPECT_GE(hidden_sum[measure], village::kLeastFamilies);
    }
    withheld += table.withheld_cells;
    shown +=
        (table.villages.size() + 1) * village::kMeasures - table.withheld_cells;
  }
  std::cout << "shown " << shown << ", withheld " << withheld << "\n";
  EXPECT_GT(shown, 0u);
}

// The same table, whatever was asked: nothing to gain by asking otherwise.
TEST(YearOfVillagesTest, TheTableDoesNotDependOnTheQuestion) {
  const auto ask = [](const char* region) {
    village::PublicQuery query;
    query.region_prefix = region;
    query.period_id = "SEMBAKO-2025-0304";
    return village::PublishFigures(YearView(), query);
  };
  const auto whole = ask("");
  for (const char* region : {"18", "18.01", "18.01.18", "18.01.18.2001"}) {
    const auto page = ask(region);
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page->tables.size(), whole->tables.size());
    const auto& a = whole->tables.front();
    const auto& b = page->tables.front();
    ASSERT_EQ(a.villages.size(), b.villages.size());
    for (std::size_t v = 0; v < a.villages.size(); ++v) {
      for (std::size_t m = 0; m < village::kMeasures; ++m) {
        EXPECT_EQ(a.villages[v].cells[m].families,
                  b.villages[v].cells[m].families);
      }
    }
  }
  EXPECT_EQ(ask("19").error().reason, village::kPeriodUnknown);
  EXPECT_EQ(ask("1").error().reason, village::kRegionMalformed);
}

}  // namespace
}  // namespace scenarios
