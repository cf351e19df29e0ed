#include "services/simulate/tape.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/stats/random.h"

namespace services::simulate {
namespace {

using ledger::kMicrosPerDay;
using ledger::kMicrosPerMinute;

void AddWord(std::uint64_t word, std::string& bytes) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(word >> shift & 0xff));
  }
}

void SortByTime(std::vector<Recorded>& events) {
  std::stable_sort(events.begin(), events.end(),
                   [](const Recorded& a, const Recorded& b) {
                     return a.recorded_micros < b.recorded_micros;
                   });
}

}  // namespace

Sources Merge(std::vector<Sources> parts) {
  Sources merged;
  for (Sources& part : parts) {
    for (auto& [source, events] : part) {
      auto& to = merged[source];
      to.insert(to.end(), std::make_move_iterator(events.begin()),
                std::make_move_iterator(events.end()));
    }
  }
  for (auto& [source, events] : merged) SortByTime(events);
  return merged;
}

void SetTime(std::int64_t unix_micros, int zone_offset_minutes,
             amanah::v1::ZonedTime& time) {
  time.set_unix_micros(unix_micros);
  time.set_zone_offset_minutes(zone_offset_minutes);
}

std::string BankNameOf(std::string_view source) {
  return source == "bank-a" ? "BANK A" : "BANK B";
}

Tape::Tape(std::uint64_t seed, std::uint32_t village)
    : seed_(seed), next_(static_cast<std::uint64_t>(village) << 32) {}

amanah::v1::Event& Tape::Begin() {
  event_.Clear();
  // The first word alone is another for each event: splitmix64 is one to one
  // in its state.
  std::uint64_t state = seed_;
  state = ledger::stats::SplitMix64(state) + next_++;
  std::string* id = event_.mutable_event_id();
  id->clear();
  AddWord(ledger::stats::SplitMix64(state), *id);
  AddWord(ledger::stats::SplitMix64(state), *id);
  return event_;
}

void Tape::Write(std::string_view source, std::int64_t recorded_micros) {
  auto at = written_.find(source);
  if (at == written_.end())
    at = written_.try_emplace(std::string(source)).first;
  Recorded& written = at->second.emplace_back();
  written.recorded_micros = recorded_micros;
  event_.SerializeToString(&written.bytes);
}

void Tape::Count(std::string_view source, std::int64_t posted_micros,
                 std::string_view word, std::int64_t rupiah) {
  const std::int64_t day =
      (posted_micros + ledger::kWibMinutes * kMicrosPerMinute) / kMicrosPerDay;
  DayTotal& total = totals_[{std::string(source), day, std::string(word)}];
  ++total.count;
  total.rupiah += rupiah;
}

Sources Tape::Take() {
  Sources sources;
  for (auto& [source, written] : written_) {
    SortByTime(written);
    sources[source] = std::move(written);
  }
  written_.clear();
  return sources;
}

Totals Tape::TakeTotals() { return std::exchange(totals_, {}); }

Sources TotalsAsEvents(const Totals& totals, std::uint64_t seed,
                       std::uint32_t number) {
  constexpr std::uint32_t kFirst = 0xf000'0000;  // No village.
  Tape tape(seed, kFirst + number);
  for (const auto& [key, total] : totals) {
    const auto& [source, day, word] = key;
    const std::int64_t midnight =
        day * kMicrosPerDay - ledger::kWibMinutes * kMicrosPerMinute;
    amanah::v1::Event& event = tape.Begin();
    SetTime(midnight, ledger::kWibMinutes, *event.mutable_occurred_at());
    auto& body = *event.mutable_control_total_reported();
    body.set_transaction_type(word);
    body.set_transaction_count(total.count);
    body.set_total_rupiah(total.rupiah);
    body.set_bank(BankNameOf(source));
    tape.Write(source, midnight + 1410 * kMicrosPerMinute);
  }
  return tape.Take();
}

}  // namespace services::simulate
