#include "ledger/base/time.h"

#include <fmt/format.h>

#include <array>

#include "ledger/base/check.h"

namespace ledger {
namespace {

// Reads exactly `width` digits at `at`; nullopt when they are not all digits.
std::optional<int> Digits(std::string_view text, std::size_t at,
                          std::size_t width) {
  if (at + width > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool HasAt(std::string_view text, std::size_t at, char c) {
  return at < text.size() && text[at] == c;
}

bool ReadDate(std::string_view text, Civil& civil) {
  const auto year = Digits(text, 0, 4);
  const auto month = Digits(text, 5, 2);
  const auto day = Digits(text, 8, 2);
  if (!year || !month || !day || !HasAt(text, 4, '-') || !HasAt(text, 7, '-')) {
    return false;
  }
  civil.year = *year;
  civil.month = *month;
  civil.day = *day;
  return true;
}

bool ReadTimeOfDay(std::string_view text, Civil& civil) {
  const auto hour = Digits(text, 11, 2);
  const auto minute = Digits(text, 14, 2);
  const auto second = Digits(text, 17, 2);
  if (!hour || !minute || !second || !HasAt(text, 13, ':') ||
      !HasAt(text, 16, ':')) {
    return false;
  }
  civil.hour = *hour;
  civil.minute = *minute;
  civil.second = *second;
  return true;
}

// Reads `.ddd` of one to six digits at `at`, if there; moves `at` past it.
bool ReadFraction(std::string_view text, std::size_t& at, Civil& civil) {
  if (!HasAt(text, at, '.')) return true;
  ++at;
  std::size_t digits = 0;
  int micros = 0;
  while (digits < 6 && at < text.size() && text[at] >= '0' && text[at] <= '9') {
    micros = micros * 10 + (text[at] - '0');
    ++digits;
    ++at;
  }
  if (digits == 0) return false;
  for (; digits < 6; ++digits) micros *= 10;
  civil.micros = micros;
  return true;
}

// Reads `Z` or `+hh:mm`, which must end the text.
std::optional<int> ReadZone(std::string_view zone) {
  if (zone == "Z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-')) {
    return std::nullopt;
  }
  const auto hours = Digits(zone, 1, 2);
  const auto minutes = Digits(zone, 4, 2);
  if (!hours || !minutes || zone[3] != ':' || *hours > 14 || *minutes > 59) {
    return std::nullopt;
  }
  const int offset = *hours * 60 + *minutes;
  return zone[0] == '-' ? -offset : offset;
}

}  // namespace

// Both after Howard Hinnant, "chrono-compatible low-level date algorithms":
// years begin in March, so that the leap day is the last of its year.
std::int64_t DaysFromCivil(int year, int month, int day) {
  const std::int64_t y = year - (month <= 2 ? 1 : 0);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t shifted_month = month + (month > 2 ? -3 : 9);
  const std::int64_t day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

Civil CivilFromDays(std::int64_t days) {
  const std::int64_t shifted = days + 719'468;
  const std::int64_t era =
      (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const std::int64_t day_of_era = shifted - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 -
       day_of_era / 146'096) /
      365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  Civil civil;
  civil.day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  civil.month = static_cast<int>(shifted_month + (shifted_month < 10 ? 3 : -9));
  civil.year =
      static_cast<int>(year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0));
  return civil;
}

bool IsValidCivil(const Civil& civil) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
  if (civil.month < 1 || civil.month > 12 || civil.day < 1) return false;
  const bool leap =
      (civil.year % 4 == 0 && civil.year % 100 != 0) || civil.year % 400 == 0;
  const int days = kDays.at(static_cast<std::size_t>(civil.month - 1)) +
                   (leap && civil.month == 2 ? 1 : 0);
  return civil.day <= days && civil.hour >= 0 && civil.hour <= 23 &&
         civil.minute >= 0 && civil.minute <= 59 && civil.second >= 0 &&
         civil.second <= 59 && civil.micros >= 0 && civil.micros <= 999'999;
}

Instant InstantFromCivil(const Civil& civil, int zone_offset_minutes) {
  AMANAH_CHECK(IsValidCivil(civil));
  return Instant{DaysFromCivil(civil.year, civil.month, civil.day) *
                     kMicrosPerDay +
                 civil.hour * kMicrosPerHour + civil.minute * kMicrosPerMinute +
                 civil.second * kMicrosPerSecond + civil.micros -
                 zone_offset_minutes * kMicrosPerMinute};
}

Civil CivilFromInstant(Instant instant, int zone_offset_minutes) {
  const std::int64_t local =
      instant.unix_micros + zone_offset_minutes * kMicrosPerMinute;
  std::int64_t days = local / kMicrosPerDay;
  std::int64_t rest = local % kMicrosPerDay;
  if (rest < 0) {
    rest += kMicrosPerDay;
    --days;
  }
  Civil civil = CivilFromDays(days);
  civil.hour = static_cast<int>(rest / kMicrosPerHour);
  civil.minute = static_cast<int>(rest % kMicrosPerHour / kMicrosPerMinute);
  civil.second = static_cast<int>(rest % kMicrosPerMinute / kMicrosPerSecond);
  civil.micros = static_cast<int>(rest % kMicrosPerSecond);
  return civil;
}

std::string FormatUtcMicros(Instant instant) {
  const Civil c = CivilFromInstant(instant, 0);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", c.year,
                     c.month, c.day, c.hour, c.minute, c.second, c.micros);
}

std::string FormatZoned(ZonedInstant moment) {
  const Civil c = CivilFromInstant(moment.instant, moment.zone_offset_minutes);
  const int offset = moment.zone_offset_minutes;
  const int size = offset < 0 ? -offset : offset;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", c.year,
                     c.month, c.day, c.hour, c.minute, c.second,
                     offset < 0 ? '-' : '+', size / 60, size % 60);
}

std::string FormatDate(Instant instant, int zone_offset_minutes) {
  const Civil c = CivilFromInstant(instant, zone_offset_minutes);
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}

std::optional<ZonedInstant> ParseRfc3339(std::string_view text) {
  Civil civil;
  if (!ReadDate(text, civil) || !HasAt(text, 10, 'T') ||
      !ReadTimeOfDay(text, civil)) {
    return std::nullopt;
  }
  std::size_t at = 19;
  if (!ReadFraction(text, at, civil) || !IsValidCivil(civil)) {
    return std::nullopt;
  }
  const std::optional<int> offset = ReadZone(text.substr(at));
  if (!offset) return std::nullopt;
  return ZonedInstant{InstantFromCivil(civil, *offset), *offset};
}

std::optional<Instant> ParseUtcMicros(std::string_view text) {
  const std::optional<ZonedInstant> moment = ParseRfc3339(text);
  if (!moment || FormatUtcMicros(moment->instant) != text) return std::nullopt;
  return moment->instant;
}

std::optional<ZonedInstant> ParseDate(std::string_view text,
                                      int zone_offset_minutes) {
  Civil civil;
  if (text.size() != 10 || !ReadDate(text, civil) || !IsValidCivil(civil)) {
    return std::nullopt;
  }
  return ZonedInstant{InstantFromCivil(civil, zone_offset_minutes),
                      zone_offset_minutes};
}

}  // namespace ledger
