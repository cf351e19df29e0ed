// What questions cost at a million cards, and what folding them does: an
// invented regency (regency.h), folded by all views and rules, then asked at
// random places, beside what RocksDB itself takes for a row and for a scan.
//
//   query_bench [cards] [seed] [folds]
//
// With `folds` it says what each fold costs, and asks nothing.

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/event/event.h"
#include "ledger/fold/engine.h"
#include "ledger/rules/all.h"
#include "ledger/views/all.h"
#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/dossier/complaints.h"
#include "ledger/views/dossier/dossier.h"
#include "ledger/views/dossier/lists.h"
#include "ledger/views/event_index/event_index.h"
#include "ledger/views/fact/fact.h"
#include "ledger/views/family/family.h"
#include "ledger/views/holding/holding.h"
#include "ledger/views/reconcile/flow.h"
#include "ledger/views/reconcile/reconcile.h"
#include "ledger/views/reconcile/silent.h"
#include "ledger/views/stock/stock.h"
#include "ledger/views/timeline/timeline.h"
#include "ledger/views/zero/zero.h"
#include "tests/bench/regency.h"
#include "tests/bench/watch.h"
#include "tests/unit/fold/history.h"

namespace {

namespace views = ledger::views;
using bench::Regency;
using ledger::fold::Engine;
using ledger::fold::Reader;
using Clock = std::chrono::steady_clock;

std::uint64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  statm >> size >> resident;
  constexpr std::uint64_t kPageBytes = 4'096;
  return resident * kPageBytes;
}

std::uint64_t DiskBytes(const std::string& directory) {
  std::uint64_t sum = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) sum += entry.file_size();
  }
  return sum;
}

bench::Folds AllFolds() {
  auto folds = views::MakeAll();
  for (auto& rule : ledger::rules::MakeAll()) folds.push_back(std::move(rule));
  return folds;
}

std::unique_ptr<Engine> OpenEngine(const std::string& directory,
                                   std::unique_ptr<bench::RegencySource> log,
                                   bench::Folds folds = AllFolds()) {
  ledger::fold::EngineOptions options;
  options.directory = directory;
  auto engine = Engine::Open(options, std::move(folds), std::move(log));
  if (!engine.ok()) {
    std::fprintf(stderr, "%s\n", engine.error().message.c_str());
    std::exit(1);
  }
  return *std::move(engine);
}

// What the ledger would refuse measures nothing.
void CheckEvents(const Regency& regency) {
  std::mt19937_64 random(1);
  constexpr int kTried = 20'000;
  for (int i = 0; i < kTried; ++i) {
    const auto event =
        regency.EventAt(1 + random() % (regency.entries() - 1)).second;
    const auto violations = ledger::event::ValidateEvent(event);
    if (violations.empty()) continue;
    std::fprintf(stderr, "an event that is refused: %s %s\n%s",
                 violations.front().field.c_str(),
                 violations.front().description.c_str(),
                 event.DebugString().c_str());
    std::exit(1);
  }
}

void FoldAll(Engine& engine, const Regency& regency,
             const std::string& directory) {
  const std::uint64_t already = engine.position();
  const std::clock_t cpu_begin = std::clock();
  const auto begin = Clock::now();
  if (!engine.CatchUp(regency.entries()).ok()) std::exit(1);
  const std::chrono::duration<double> seconds = Clock::now() - begin;
  const double cpu =
      static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC;
  const auto folded = static_cast<double>(regency.entries() - already);
  const auto cards = static_cast<double>(regency.cards());
  fmt::print("{} cards, {} companions, {} entries ({:.1f} a card)\n",
             regency.cards(), regency.companions(), regency.entries(),
             static_cast<double>(regency.entries()) / cards);
  if (folded > 0) {
    fmt::print(
        "fold: {:.1f} s, {:.0f} entries/s (wanted 100000); {:.2f} us of "
        "processor an entry, the telling of it included\n",
        seconds.count(), folded / seconds.count(), 1e6 * cpu / folded);
  }
  fmt::print("memory: {} MiB resident, {:.0f} bytes a card\n",
             ResidentBytes() >> 20,
             static_cast<double>(ResidentBytes()) / cards);
  fmt::print("views on disk: {} MiB, {:.0f} bytes a card\n",
             DiskBytes(directory) >> 20,
             static_cast<double>(DiskBytes(directory)) / cards);
}

using Random = std::mt19937_64;
using Question = std::function<void(const Reader&, Random&)>;

double ThreadMs() {
  timespec at{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) * 1e3 +
         static_cast<double>(at.tv_nsec) / 1e6;
}

double AtPercent(std::vector<double>& values, std::size_t percent) {
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) * percent / 100];
}

// `wanted_ms` is for the 99th of a hundred. Beside it, processor time: what a
// machine that does nothing else would show.
void Ask(const Engine& engine, std::string_view name, double wanted_ms,
         int times, const Question& question) {
  Random random(7);
  std::vector<double> took;
  std::vector<double> worked;
  const auto until = Clock::now() + std::chrono::seconds(20);
  for (int i = 0; i < times && (i < 3 || Clock::now() < until); ++i) {
    const auto begin = Clock::now();
    const double worked_before = ThreadMs();
    const auto view = engine.View();
    if (!view.ok()) std::exit(1);
    question(**view, random);
    const std::chrono::duration<double, std::milli> ms = Clock::now() - begin;
    took.push_back(ms.count());
    worked.push_back(ThreadMs() - worked_before);
  }
  const double p99 = AtPercent(took, 99);
  fmt::print("{:<34} {:>9.3f} {:>9.3f} {:>9.3f} {:>9.3f} {:>7} {:>6}{}\n", name,
             AtPercent(took, 50), p99, AtPercent(worked, 50),
             AtPercent(worked, 99), took.size(), wanted_ms,
             p99 <= wanted_ms ? "" : "  SLOW");
}

template <typename T>
void Need(const ledger::Result<T>& result) {
  if (result.ok()) return;
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}

constexpr double kPointMs = 2;
constexpr double kRankingMs = 20;
constexpr int kManyTimes = 2'000;
constexpr int kSomeTimes = 100;

void AskRocksDb(const Engine& engine, const Regency& regency) {
  Ask(engine, "(RocksDB: one row)", kPointMs, kManyTimes,
      [&](const Reader& reader, Random& random) {
        const auto row =
            reader.Get(views::card::kName,
                       "\x01" + regency.Kks(random() % regency.cards()));
        if (!row) std::exit(1);
      });
  Ask(engine, "(RocksDB: scan of 10,000 rows)", kRankingMs, kSomeTimes,
      [&](const Reader& reader, Random&) {
        std::size_t rows = 0;
        reader.Scan(views::event_index::kName, {}, "",
                    [&](std::string_view, std::string_view) {
                      return ++rows < 10'000;
                    });
      });
}

void AskPoints(const Engine& engine, const Regency& regency) {
  const auto card = [&](Random& random) { return random() % regency.cards(); };
  const auto collector = [&](Random& random) {
    const std::uint64_t of = regency.companions() / Regency::kCollectorEvery;
    return regency.Companion(Regency::kFirstCollector +
                             (of == 0 ? 0 : random() % of) *
                                 Regency::kCollectorEvery);
  };
  Ask(engine, "card: who has it", kPointMs, kManyTimes,
      [&](const Reader& reader, Random& random) {
        (void)views::custody::At(reader, regency.Kks(card(random)), {});
      });
  Ask(engine, "card: timeline", kPointMs, kManyTimes,
      [&](const Reader& reader, Random& random) {
        Need(views::timeline::Of(reader, regency.Kks(card(random)), {}));
      });
  Ask(engine, "card: why is it empty", kPointMs, kManyTimes,
      [&](const Reader& reader, Random& random) {
        Need(views::zero::Why(reader, {regency.Kks(card(random)), {}, false}));
      });
  Ask(engine, "holder: 100 cards of others", kPointMs, kManyTimes,
      [&](const Reader& reader, Random& random) {
        views::custody::HeldQuery query;
        query.holder = collector(random);
        Need(views::custody::ListHeld(reader, query));
      });
  Ask(engine, "family: dossier", kPointMs, kManyTimes,
      [&](const Reader& reader, Random& random) {
        Need(views::dossier::Of(reader, regency.Kpm(card(random)), {}));
      });
  Ask(engine, "family: responsible on a day", kPointMs, kManyTimes,
      [&](const Reader& reader, Random& random) {
        const auto family =
            views::family::Find(reader, regency.Kpm(card(random)));
        if (!family) std::exit(1);
        (void)family->AssignmentAt(1'750'000'000'000'000);
      });
  Ask(engine, "facts that name a companion", kPointMs, kManyTimes,
      [&](const Reader& reader, Random& random) {
        views::fact::FactQuery query;
        query.token = collector(random);
        Need(views::fact::ListFacts(reader, query));
      });
}

void AskHoldings(const Engine& engine, const Regency& regency) {
  for (const char* const region : {"", "18.01", "18.01.01"}) {
    Ask(engine, fmt::format("holders, first 100, of '{}'", region), kRankingMs,
        kSomeTimes, [&](const Reader& reader, Random&) {
          views::custody::RankQuery query;
          query.region_prefix = region;
          Need(views::custody::RankHolders(reader, query));
        });
  }
  Ask(engine, "holders of a village", kRankingMs, kSomeTimes,
      [&](const Reader& reader, Random& random) {
        views::custody::RankQuery query;
        query.region_prefix = regency.Village(random() % regency.cards());
        Need(views::custody::RankHolders(reader, query));
      });
  for (const auto group :
       {views::holding::Group::kVillage, views::holding::Group::kCompanion}) {
    Ask(engine,
        group == views::holding::Group::kVillage ? "self-holding by village"
                                                 : "self-holding by companion",
        kRankingMs, kSomeTimes, [&](const Reader& reader, Random&) {
          views::holding::RatesQuery query;
          query.region_prefix = "18.01";
          query.group = group;
          Need(views::holding::RatesOf(reader, query));
        });
  }
}

void AskStock(const Engine& engine) {
  Ask(engine, "stock by bank", kRankingMs, kSomeTimes,
      [](const Reader& reader, Random&) {
        (void)views::stock::BanksOf(reader);
      });
  Ask(engine, "stock: 100 waiting", kRankingMs, kSomeTimes,
      [](const Reader& reader, Random&) {
        Need(views::stock::ListWaiting(reader, {}));
      });
  Ask(engine, "stock: ages by branch of a bank", kRankingMs, kSomeTimes,
      [](const Reader& reader, Random&) {
        views::stock::WaitingQuery query;
        query.bank = "BRI";
        Need(views::stock::AgesOf(reader, query));
      });
  Ask(engine, "stock: lead times", kRankingMs, kSomeTimes,
      [](const Reader& reader, Random&) {
        (void)views::stock::LeadTimesOf(reader, "");
      });
}

void AskFamilies(const Engine& engine) {
  constexpr std::pair<views::dossier::List, const char*> kLists[] = {
      {views::dossier::List::kExitedNotClosed, "exited, not closed"},
      {views::dossier::List::kSilent, "silent"},
      {views::dossier::List::kCoverageGap, "coverage gap"},
      {views::dossier::List::kDoubleAid, "double aid"}};
  for (const auto& [list, name] : kLists) {
    Ask(engine, fmt::format("families: {}", name), kRankingMs, kSomeTimes,
        [&, list = list](const Reader& reader, Random&) {
          views::dossier::ListQuery query;
          query.list = list;
          query.region_prefix = "18.01";
          Need(views::dossier::ListFamilies(reader, query));
        });
  }
  Ask(engine, "complaints, open, first 100", kRankingMs, kSomeTimes,
      [](const Reader& reader, Random&) {
        views::dossier::ComplaintQuery query;
        query.open_only = true;
        Need(views::dossier::ListComplaints(reader, query));
      });
  Ask(engine, "complaints of a subdistrict", kRankingMs, kSomeTimes,
      [](const Reader& reader, Random&) {
        views::dossier::ComplaintQuery query;
        query.region_prefix = "18.01.02";
        Need(views::dossier::ListComplaints(reader, query));
      });
  Ask(engine, "complaints by kind", kRankingMs, kSomeTimes,
      [](const Reader& reader, Random&) {
        Need(views::dossier::SummariseComplaints(reader, {}));
      });
  Ask(engine, "facts of a subdistrict", kRankingMs, kSomeTimes,
      [](const Reader& reader, Random&) {
        views::fact::FactQuery query;
        query.region_prefix = "18.01.02";
        Need(views::fact::ListFacts(reader, query));
      });
  Ask(engine, "facts of a week", kRankingMs, kSomeTimes,
      [](const Reader& reader, Random&) {
        views::fact::FactQuery query;
        query.begin_micros = 1'755'000'000'000'000;
        query.end_micros = *query.begin_micros + 7ll * 86'400'000'000;
        Need(views::fact::ListFacts(reader, query));
      });
}

void AskMoney(const Engine& engine) {
  constexpr int kFewTimes = 5;
  Ask(engine, "money of a subdistrict", kRankingMs, kFewTimes,
      [](const Reader& reader, Random&) {
        views::reconcile::FlowQuery query;
        query.region_prefix = "18.01.01";
        Need(views::reconcile::Flows(reader, query));
      });
  Ask(engine, "silent accounts of a bank", kRankingMs, kFewTimes,
      [](const Reader& reader, Random&) {
        views::reconcile::SilentQuery query;
        query.bank = "BRI";
        Need(views::reconcile::ListSilent(reader, query));
      });
  Ask(engine, "reconcile a bank", kRankingMs, kFewTimes,
      [](const Reader& reader, Random&) {
        views::reconcile::Query query;
        query.bank = "BRI";
        Need(views::reconcile::Run(reader, query));
      });
}

// The last entries come at a pace while the engine folds what is there.
void FollowLive(const Regency& regency) {
  constexpr std::uint64_t kPace = 5'000;
  constexpr std::uint64_t kSeconds = 15;
  const std::uint64_t first =
      regency.entries() - std::min(regency.entries() / 2, kPace * kSeconds);
  const ledger::fold::testing::TemporaryDirectory directory;
  OpenEngine(directory.path(),
             std::make_unique<bench::RegencySource>(regency, first, 1))
      ->CatchUp(first)
      .ok();
  auto paced = std::make_unique<bench::RegencySource>(regency, first, kPace);
  const bench::RegencySource& source = *paced;
  const auto engine = OpenEngine(directory.path(), std::move(paced));
  engine->Start();
  std::vector<double> lags_ms;
  std::vector<std::uint64_t> behind;
  for (std::uint64_t seen = engine->position(); seen < regency.entries();) {
    const std::uint64_t now =
        engine->WaitForMore(seen, Clock::now() + std::chrono::seconds(1));
    if (now == seen) continue;
    // The oldest entry of what was committed has waited longest.
    const std::chrono::duration<double, std::milli> lag =
        Clock::now() - source.ArrivalOf(seen);
    lags_ms.push_back(lag.count());
    behind.push_back(source.Size() - seen);
    seen = now;
  }
  engine->Stop();
  std::sort(lags_ms.begin(), lags_ms.end());
  std::sort(behind.begin(), behind.end());
  const auto at = [](const auto& sorted, std::size_t percent) {
    return sorted[(sorted.size() - 1) * percent / 100];
  };
  fmt::print(
      "live, {} events/s for {} s: an event can be asked for after p50 {:.1f} "
      "ms, p99 {:.1f} ms, at most {:.1f} ms (wanted < 1000); views were "
      "behind by p50 {}, at most {} entries\n",
      kPace, kSeconds, at(lags_ms, 50), at(lags_ms, 99), lags_ms.back(),
      at(behind, 50), behind.back());
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t cards =
      argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  const Regency regency(cards, seed);
  CheckEvents(regency);
  const ledger::fold::testing::TemporaryDirectory temporary;
  const std::string& directory = temporary.path();
  if (argc > 3 && std::string_view(argv[3]) == "folds") {
    std::deque<ledger::fold::testing::Watched> watched;
    const auto engine =
        OpenEngine(directory, std::make_unique<bench::RegencySource>(regency),
                   bench::Watch(AllFolds(), watched));
    FoldAll(*engine, regency, directory);
    bench::Print(watched, regency.entries(), *engine);
    return 0;
  }
  {
    const auto engine =
        OpenEngine(directory, std::make_unique<bench::RegencySource>(regency));
    FoldAll(*engine, regency, directory);
    fmt::print("\n{:<34} {:>9} {:>9} {:>9} {:>9} {:>7} {:>6}\n", "question, ms",
               "p50", "p99", "cpu p50", "cpu p99", "asked", "wanted");
    AskRocksDb(*engine, regency);
    AskPoints(*engine, regency);
    AskHoldings(*engine, regency);
    AskStock(*engine);
    AskFamilies(*engine);
    AskMoney(*engine);
    fmt::print("\nmemory after the questions: {} MiB\n", ResidentBytes() >> 20);
  }
  FollowLive(regency);
}
