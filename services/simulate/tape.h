// Where events are written: by source, each source's in the order in which it
// wrote them down, as it would sign them. A bank's daily totals are counted on
// the way.
//
// Thread safety: none.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "amanah/v1/event.pb.h"

namespace services::simulate {

struct Recorded {
  std::int64_t recorded_micros = 0;  // When the source wrote it down.
  std::string bytes;                 // As signed.
};
// By source, in the order of writing down.
using Sources = std::map<std::string, std::vector<Recorded>>;

// One stream a source of several, by time; at the same time in the given order.
Sources Merge(std::vector<Sources> parts);

struct DayTotal {
  std::uint64_t count = 0;
  std::int64_t rupiah = 0;
};
// By source, day since 1970 on the host's clock (WIB), the bank's word.
using Totals =
    std::map<std::tuple<std::string, std::int64_t, std::string>, DayTotal>;

// A moment on a clock of the given zone.
void SetTime(std::int64_t unix_micros, int zone_offset_minutes,
             amanah::v1::ZonedTime& time);

class Tape {
 public:
  // Event ids follow from (seed, village) and the number of the event.
  Tape(std::uint64_t seed, std::uint32_t village);

  // An empty event with its id; the caller fills it in and calls Write before
  // the next Begin.
  amanah::v1::Event& Begin();
  // The source wrote it down then.
  void Write(std::string_view source, std::int64_t recorded_micros);
  void Count(std::string_view source, std::int64_t posted_micros,
             std::string_view word, std::int64_t rupiah);

  // What was written since the last call, by source, then time.
  Sources Take();
  // Counted since the last call.
  Totals TakeTotals();

 private:
  std::uint64_t seed_;
  std::uint64_t next_;
  amanah::v1::Event event_;
  std::map<std::string, std::vector<Recorded>, std::less<>> written_;
  Totals totals_;
};

// The bank's totals as events, by day, then word, each told at 23:30 of its
// day. `number` makes the ids of this call's events its own.
Sources TotalsAsEvents(const Totals& totals, std::uint64_t seed,
                       std::uint32_t number);
// As events and totals name the bank of that source.
std::string BankNameOf(std::string_view source);

}  // namespace services::simulate
