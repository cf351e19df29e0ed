// Moments and their text forms.
//
// Instant counts microseconds since 1970-01-01T00:00:00Z, without leap
// seconds. Calendar arithmetic is proleptic Gregorian.
//
// Thread safety: pure functions and values.

#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
inline constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
inline constexpr std::int64_t kMicrosPerDay = 24 * kMicrosPerHour;

// A moment.
struct Instant {
  std::int64_t unix_micros = 0;
  auto operator<=>(const Instant&) const = default;
};

// A moment and the zone of the clock that told it, minutes ahead of UTC.
struct ZonedInstant {
  Instant instant;
  int zone_offset_minutes = 0;
  auto operator<=>(const ZonedInstant&) const = default;
};

// A civil date and time of day, no zone.
struct Civil {
  int year = 1970;
  int month = 1;  // [1, 12]
  int day = 1;    // [1, days of the month]
  int hour = 0;
  int minute = 0;
  int second = 0;
  int micros = 0;
};

// Days since 1970-01-01 of a civil date, and back.
std::int64_t DaysFromCivil(int year, int month, int day);
Civil CivilFromDays(std::int64_t days);

// True when the fields name a real date and time (no leap second).
bool IsValidCivil(const Civil& civil);

// The moment at which a clock `zone_offset_minutes` ahead of UTC shows `civil`.
// Requires IsValidCivil(civil).
Instant InstantFromCivil(const Civil& civil, int zone_offset_minutes);
Civil CivilFromInstant(Instant instant, int zone_offset_minutes);

// `2026-01-31T23:59:59.000001Z`: always UTC, always six digits.
std::string FormatUtcMicros(Instant instant);
// `2025-02-03T01:00:00+07:00`: in the given zone, whole seconds.
std::string FormatZoned(ZonedInstant moment);
// `2025-02-03` in the given zone.
std::string FormatDate(Instant instant, int zone_offset_minutes);

// RFC 3339 with `Z` or `+hh:mm`, zero to six digits of fraction; nullopt for
// anything else.
std::optional<ZonedInstant> ParseRfc3339(std::string_view text);
// Exactly what FormatUtcMicros gives.
std::optional<Instant> ParseUtcMicros(std::string_view text);
// `YYYY-MM-DD`, midnight in the given zone.
std::optional<ZonedInstant> ParseDate(std::string_view text,
                                      int zone_offset_minutes);

// Zones of Indonesia.
inline constexpr int kWibMinutes = 7 * 60;
inline constexpr int kWitaMinutes = 8 * 60;
inline constexpr int kWitMinutes = 9 * 60;

}  // namespace ledger
