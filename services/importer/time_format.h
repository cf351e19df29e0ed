// Dates and times as a profile describes them.
//
// A format is text in which these stand for digits, each at most once:
// YYYY MM DD hh mm ss; anything else stands for itself. `ISO8601` is RFC 3339
// with a zone in it.
//
// Thread safety: const methods from any thread.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/time.h"

namespace services::importer {

class TimeFormat {
 public:
  // `YYYY-MM-DD`.
  TimeFormat() : text_("YYYY-MM-DD") {}

  // nullopt when `text` names no year, month or day, or one of them twice.
  static std::optional<TimeFormat> Parse(std::string_view text);

  // True when a text of this format says its zone itself.
  bool has_zone() const { return has_zone_; }

  // The moment that a clock `zone_offset_minutes` ahead of UTC (not looked at
  // with has_zone()) showed as `text`; nullopt when `text` is not of this
  // format or names no real moment.
  std::optional<ledger::ZonedInstant> Read(std::string_view text,
                                           int zone_offset_minutes) const;

 private:
  std::string text_;
  bool has_zone_ = false;
};

// Minutes ahead of UTC of `+hh:mm`, `-hh:mm` or WIB, WITA, WIT; nullopt for
// anything else.
std::optional<int> ReadZoneName(std::string_view text);

}  // namespace services::importer
