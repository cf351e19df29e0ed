// What the log costs: DESIGN.md section 8, rows 1 to 5, each against its limit
// measured in the same run. Medians of rounds in which baseline and subject
// take turns.
//
//   ledger_bench [--entries N] [--rounds N] [--json FILE]
//                [--only bulk|singles|large]

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ledger/merkle/proof.h"
#include "tests/bench/baseline.h"
#include "tests/bench/load.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/keys.h"
#include "tests/support/small_world.h"

namespace {

using bench::LoadResult;
using bench::Submissions;
using small_world::Submitter;
using Clock = std::chrono::steady_clock;

struct Options {
  std::uint64_t entries = 10'000'000;
  int rounds = 5;
  std::string json;
  std::string only;  // Empty: all.
};

double Quantile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  const auto at =
      static_cast<std::size_t>(part * static_cast<double>(values.size() - 1));
  return values[at];
}
double Median(const std::vector<double>& values) {
  return Quantile(values, 0.5);
}

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Prints as a table and keeps for the JSON file.
class Report {
 public:
  void Add(const std::string& name, double value, const std::string& unit,
           const std::string& note = "") {
    fmt::print("  {:<52} {:>14} {:<10} {}\n", name, Show(value), unit, note);
    std::fflush(stdout);
    if (!rows_.empty()) rows_ += ",\n";
    rows_ += fmt::format(R"(  {{"name": "{}", "value": {:.6g}, "unit": "{}"}})",
                         name, value, unit);
  }

  void Write(const std::string& path, const std::string& machine) const {
    std::ofstream(path) << fmt::format(
        "{{\"machine\": \"{}\", \"results\": [\n{}\n]}}\n", machine, rows_);
  }

 private:
  static std::string Show(double value) {
    if (value >= 1000) return fmt::format("{:.0f}", value);
    return fmt::format("{:.3g}", value);
  }
  std::string rows_;
};

std::string Machine() {
  std::string cpu = "unknown CPU";
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with("model name")) {
      cpu = line.substr(line.find(':') + 2);
      break;
    }
  }
  utsname system{};
  ::uname(&system);
  const std::time_t now = std::time(nullptr);
  return fmt::format("{}, {} cores, Linux {}, {:%Y-%m-%d}", cpu,
                     std::thread::hardware_concurrency(), system.release,
                     fmt::gmtime(now));
}

// `count` submissions of `events` withdrawals each, signed, of one submitter.
Submissions Sign(Submitter& submitter, std::uint64_t count,
                 std::uint64_t events) {
  Submissions submissions;
  for (std::uint64_t i = 0; i < count; ++i) {
    auto bytes = small_world::Withdrawals(submitter.size(), events);
    submissions.push_back(submitter.Sign(bytes));
    submitter.Advance(bytes);
  }
  return submissions;
}

// Row 1: durable ingest over gRPC, 1,000 events a submission.
void BenchBulkIngest(const Options& options, Report& report) {
  constexpr std::uint64_t kSubmissions = 60;  // Of each of two banks, a round.
  constexpr std::uint64_t kEvents = 1'000;
  constexpr int kWindow = 16;
  integration::ServedLedger served("bench-bulk");
  served.Start();
  const auto channel = served.Connect(services::rpc::Role::kSubmitter);
  Submitter bank_a = small_world::BankA();
  Submitter bank_b = small_world::BankB();
  std::vector<double> raw;
  std::vector<double> ledger;
  std::vector<double> ratio;
  double event_bytes = 0;
  for (int round = 0; round < options.rounds; ++round) {
    std::vector<Submissions> clients;
    clients.push_back(Sign(bank_a, kSubmissions, kEvents));
    clients.push_back(Sign(bank_b, kSubmissions, kEvents));
    std::vector<std::vector<std::string>> batches;
    for (const auto& client : clients) {
      for (const auto& submission : client) {
        batches.push_back(submission.events);
      }
    }
    event_bytes = static_cast<double>(batches[0][0].size());
    raw.push_back(bench::RocksDbEventsPerSecond(
        fmt::format("{}/raw-{}", served.directory(), round), batches));
    const LoadResult sent =
        bench::SendAll(channel, std::move(clients), kWindow);
    ledger.push_back(static_cast<double>(sent.events) / sent.seconds);
    ratio.push_back(ledger.back() / raw.back());
  }
  report.Add("bytes an event", event_bytes, "bytes");
  report.Add("raw RocksDB, 1,000 a synced batch", Median(raw), "events/s");
  report.Add("ingest, 1,000 events a submission", Median(ledger), "events/s");
  report.Add("ingest / raw RocksDB", Median(ratio), "x", "at least 0.5");
}

std::vector<Submitter> Crowd(int count) {
  std::vector<Submitter> crowd;
  for (int i = 0; i < count; ++i) {
    const std::string name = fmt::format("client-{}.example/amanah", i);
    std::vector<ledger::note::SigningKey> keys;
    keys.push_back(testing_keys::FixedKey(name, static_cast<char>(128 + i)));
    crowd.emplace_back(name, std::move(keys));
  }
  return crowd;
}

std::vector<Submissions> SignEach(std::vector<Submitter>& crowd,
                                  std::uint64_t count) {
  std::vector<Submissions> clients;
  for (Submitter& submitter : crowd) {
    clients.push_back(Sign(submitter, count, 1));
  }
  return clients;
}

// Rows 2 and 3: one event a submission, 64 clients; latency at half of that.
void BenchSingles(const Options& options, Report& report) {
  constexpr int kClients = 64;
  constexpr std::uint64_t kEach = 300;
  constexpr int kWindow = 8;
  integration::ServedLedger served("bench-singles");
  std::vector<Submitter> crowd = Crowd(kClients);
  {
    const auto ledger = small_world::Open(served.options());
    small_world::RegisterBanks(*ledger, crowd);
  }
  served.Start();
  const auto channel = served.Connect(services::rpc::Role::kSubmitter);
  std::vector<double> verify;
  std::vector<double> ledger;
  std::vector<double> ratio;
  for (int round = 0; round < options.rounds; ++round) {
    auto clients = SignEach(crowd, kEach);
    verify.push_back(bench::SodiumVerifiesPerSecond(1));
    const LoadResult sent =
        bench::SendAll(channel, std::move(clients), kWindow);
    ledger.push_back(static_cast<double>(sent.submissions) / sent.seconds);
    ratio.push_back(ledger.back() / verify.back());
  }
  report.Add("libsodium verify, all cores", Median(verify), "/s");
  report.Add("ingest, 1 event a submission, 64 clients", Median(ledger),
             "events/s");
  report.Add("ingest / libsodium verify", Median(ratio), "x", "at least 0.5");

  const double half = Median(ledger) / 2;
  std::vector<double> latencies;
  for (int round = 0; round < options.rounds; ++round) {
    const LoadResult sent =
        bench::SendPaced(channel, SignEach(crowd, kEach), half);
    latencies.insert(latencies.end(), sent.latencies_ms.begin(),
                     sent.latencies_ms.end());
  }
  report.Add("submit to proof at half load, submissions", half, "/s");
  report.Add("submit to proof, p50", Quantile(latencies, 0.5), "ms");
  report.Add("submit to proof, p99", Quantile(latencies, 0.99), "ms",
             "below 20");
}

double OpenSeconds(const ledger::log::LedgerOptions& options) {
  const auto start = Clock::now();
  const auto ledger = small_world::Open(options);
  return Since(start);
}

void BenchProofs(const ledger::log::LedgerOptions& options, Report& report) {
  constexpr int kProofs = 20'000;
  const auto ledger = small_world::Open(options);
  const auto head = ledger->head()->checkpoint;
  std::mt19937_64 random(1);
  std::vector<double> took_ms;
  took_ms.reserve(kProofs);
  for (int i = 0; i < kProofs; ++i) {
    const std::uint64_t index = random() % head.size;
    const auto start = Clock::now();
    const auto proof = ledger->ProveInclusion("", index, head.size);
    took_ms.push_back(Since(start) * 1'000);
    AMANAH_CHECK(proof.ok());
    if (i % 1'000 != 0) continue;
    const auto leaf = ledger->LeafHashAt("", index);
    AMANAH_CHECK(leaf.ok() && ledger::merkle::VerifyInclusion(
                                  index, head.size, *leaf, *proof, head.root)
                                  .ok());
  }
  const std::string at = fmt::format(" at {} entries", head.size);
  report.Add("inclusion proof" + at + ", p50", Quantile(took_ms, 0.5), "ms");
  report.Add("inclusion proof" + at + ", p99", Quantile(took_ms, 0.99), "ms",
             "below 1");
}

// Rows 4 and 5: a log of `options.entries`, built through log::Ledger itself.
void BenchLarge(const Options& options, Report& report) {
  constexpr std::uint64_t kEvents = 10'000;
  const small_world::Folder folder("bench-large");
  const auto ledger_options = folder.options();
  small_world::Create(ledger_options);
  Submitter bank = small_world::BankA();
  double build_seconds = 0;
  std::vector<std::uint64_t> stops = {options.entries / 1'000,
                                      options.entries / 10, options.entries};
  for (const std::uint64_t stop : stops) {
    {
      const auto ledger = small_world::Open(ledger_options);
      while (ledger->head()->checkpoint.size < stop) {
        std::vector<std::string> events;
        events.reserve(kEvents);
        for (std::uint64_t i = 0; i < kEvents; ++i) {
          events.push_back(small_world::SmallEvent(bank.size() + i));
        }
        auto submission = bank.Sign(events);
        bank.Advance(events);
        const auto start = Clock::now();
        AMANAH_CHECK(ledger->SubmitAndWait(std::move(submission)).ok());
        build_seconds += Since(start);
      }
    }
    std::vector<double> opens;
    for (int i = 0; i < 5; ++i) opens.push_back(OpenSeconds(ledger_options));
    report.Add(fmt::format("start-up at {} entries", stop),
               Median(opens) * 1'000, "ms",
               stop == options.entries ? "below 1,000 and flat" : "");
  }
  report.Add(fmt::format("building {} entries", options.entries), build_seconds,
             "s", "one submission of 10,000 at a time");
  BenchProofs(ledger_options, report);
}

Options Parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--entries") {
      options.entries = std::strtoull(argv[i + 1], nullptr, 10);
    } else if (name == "--rounds") {
      options.rounds = std::atoi(argv[i + 1]);
    } else if (name == "--json") {
      options.json = argv[i + 1];
    } else if (name == "--only") {
      options.only = argv[i + 1];
    }
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = Parse(argc, argv);
  const std::string machine = Machine();
  fmt::print(
      "{}\nmedians of {} rounds; client, server and baseline share "
      "the machine\n\n",
      machine, options.rounds);
  Report report;
  const auto wanted = [&options](std::string_view part) {
    return options.only.empty() || options.only == part;
  };
  if (wanted("bulk")) BenchBulkIngest(options, report);
  if (wanted("singles")) BenchSingles(options, report);
  if (wanted("large")) BenchLarge(options, report);
  if (!options.json.empty()) report.Write(options.json, machine);
}
