#include "services/importer/time_format.h"

#include "services/importer/text.h"

namespace services::importer {
namespace {

using ledger::Civil;

// A part of a civil time and the letters that stand for it.
struct Part {
  std::string_view letters;
  int Civil::*field;
};
constexpr Part kParts[] = {
    {"YYYY", &Civil::year}, {"MM", &Civil::month},  {"DD", &Civil::day},
    {"hh", &Civil::hour},   {"mm", &Civil::minute}, {"ss", &Civil::second},
};

// The part that `text` begins with; nullptr for a letter of its own.
const Part* PartAt(std::string_view text) {
  for (const Part& part : kParts) {
    if (text.starts_with(part.letters)) return &part;
  }
  return nullptr;
}

}  // namespace

std::optional<TimeFormat> TimeFormat::Parse(std::string_view text) {
  TimeFormat format;
  format.text_ = std::string(text);
  if (text == "ISO8601") {
    format.has_zone_ = true;
    return format;
  }
  for (const Part& part : kParts) {
    const std::size_t first = text.find(part.letters);
    const bool is_date =
        part.letters == "YYYY" || part.letters == "MM" || part.letters == "DD";
    if (is_date && first == std::string_view::npos) return std::nullopt;
    if (first != std::string_view::npos &&
        text.find(part.letters, first + part.letters.size()) !=
            std::string_view::npos) {
      return std::nullopt;
    }
  }
  return format;
}

std::optional<ledger::ZonedInstant> TimeFormat::Read(
    std::string_view text, int zone_offset_minutes) const {
  if (has_zone_) return ledger::ParseRfc3339(text);
  if (text.size() != text_.size()) return std::nullopt;
  Civil civil;
  for (std::size_t at = 0; at < text.size();) {
    const Part* part = PartAt(std::string_view(text_).substr(at));
    if (part == nullptr) {
      if (text[at] != text_[at]) return std::nullopt;
      ++at;
      continue;
    }
    int number = 0;
    for (std::size_t i = 0; i < part->letters.size(); ++i, ++at) {
      if (!IsDigit(text[at])) return std::nullopt;
      number = number * 10 + (text[at] - '0');
    }
    civil.*(part->field) = number;
  }
  if (!ledger::IsValidCivil(civil)) return std::nullopt;
  return ledger::ZonedInstant{
      ledger::InstantFromCivil(civil, zone_offset_minutes),
      zone_offset_minutes};
}

std::optional<int> ReadZoneName(std::string_view text) {
  if (text == "WIB") return ledger::kWibMinutes;
  if (text == "WITA") return ledger::kWitaMinutes;
  if (text == "WIT") return ledger::kWitMinutes;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) {
    return std::nullopt;
  }
  const auto moment =
      ledger::ParseRfc3339("2000-01-01T00:00:00" + std::string(text));
  if (!moment) return std::nullopt;
  return moment->zone_offset_minutes;
}

}  // namespace services::importer
