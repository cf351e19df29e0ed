#include "services/importer/value.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/crypto/hash.h"
#include "services/importer/reject.h"
#include "services/importer/text.h"

namespace services::importer {
namespace {

using ledger::crypto::TokenKind;

// 16 digits are a NIK, a No. KK or a card.
constexpr std::size_t kIdentifierDigits = 16;
// In words, ten digits are a telephone or an account.
constexpr std::size_t kTextDigits = 10;
constexpr std::size_t kMostTextBytes = 128;
constexpr std::size_t kMostReferenceBytes = 64;
constexpr std::size_t kMostItems = 24;
constexpr std::size_t kFingerprintBytes = 16;
// In the log for ever: never change what is hashed.
constexpr std::string_view kTextHashDomain = "amanah/text/v1\n";

// Digits without a leading sign; nullopt past 18 of them.
std::optional<std::int64_t> ReadDigits(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

bool IsPrintableAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c <= '~'; });
}

// `-4.6289` as millionths, within [-180, 180] degrees.
std::optional<std::int64_t> ReadDegrees(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find_first_of(".,");
  const auto whole = ReadDigits(text.substr(0, point));
  if (!whole || *whole > 180) return std::nullopt;
  std::int64_t micros = *whole * 1'000'000;
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (fraction.empty() || fraction.size() > 12) return std::nullopt;
    std::int64_t unit = 100'000;
    for (const char c : fraction) {
      if (!IsDigit(c)) return std::nullopt;
      micros += (c - '0') * unit;
      unit /= 10;
    }
  }
  if (micros > 180'000'000) return std::nullopt;
  return negative ? -micros : micros;
}

std::string_view ReadText(Value& value) {
  if (value.text.size() > kMostTextBytes ||
      std::any_of(value.text.begin(), value.text.end(),
                  [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; })) {
    return kTextMalformed;
  }
  if (LongestDigitRun(value.text) >= kTextDigits) return kIdentifierInText;
  return {};
}

std::string_view ReadReference(const ValueRule& rule, Value& value) {
  if (value.text.size() > kMostReferenceBytes ||
      !IsPrintableAscii(value.text)) {
    return kTextMalformed;
  }
  if (!rule.sixteen_digits &&
      LongestDigitRun(value.text) >= kIdentifierDigits) {
    return kIdentifierInText;
  }
  return {};
}

std::string_view ReadList(const ValueRule& rule, Value& value) {
  std::string_view left = value.text;
  while (!left.empty()) {
    const std::size_t at = left.find(rule.separator);
    const std::string_view item = Trim(left.substr(0, at));
    left = at == std::string_view::npos ? "" : left.substr(at + 1);
    if (item.empty()) continue;
    if (item.size() > kMostReferenceBytes || !IsPrintableAscii(item)) {
      return kTextMalformed;
    }
    if (LongestDigitRun(item) >= kIdentifierDigits) return kIdentifierInText;
    value.items.push_back(item);
  }
  return value.items.empty() ? kValueMissing : std::string_view();
}

std::string_view ReadFlag(const SourceRules& rules, Value& value) {
  const auto has = [&](const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), value.text) != words.end();
  };
  if (!has(rules.yes) && !has(rules.no)) return kCodeUnknown;
  value.number = has(rules.yes) ? 1 : 0;
  return {};
}

// Hex digits of exactly `size` bytes.
std::string_view ReadHash(std::size_t size, Value& value) {
  auto bytes = ledger::HexDecode(value.text);
  if (!bytes || bytes->size() != size) return kHashMalformed;
  value.bytes = *std::move(bytes);
  return {};
}

// A number in hex digits as bytes, the lowest first; without the zero bytes at
// its high end, so that a number has one form. Zero is one byte.
std::string_view ReadBitmap(Value& value) {
  std::string digits(value.text);
  if (digits.size() % 2 != 0) digits.insert(digits.begin(), '0');
  auto bytes = ledger::HexDecode(digits);
  if (!bytes || bytes->empty()) return kHashMalformed;
  std::reverse(bytes->begin(), bytes->end());
  while (bytes->size() > 1 && bytes->back() == 0) bytes->pop_back();
  value.bytes = *std::move(bytes);
  return {};
}

// The identifier in its one form, so that all sources get the same token;
// empty when it has not the form of its kind.
std::string Canonical(TokenKind kind, std::string_view text) {
  std::string plain;
  if (kind == TokenKind::kDocument) {
    if (text.size() <= kMostTextBytes) plain = text;
    return plain;
  }
  if (kind == TokenKind::kKpm) {
    for (const char c : text) {
      const bool lower = c >= 'a' && c <= 'z';
      const bool upper = c >= 'A' && c <= 'Z';
      if (!lower && !upper && !IsDigit(c)) return {};
      plain += lower ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return plain.size() >= 4 && plain.size() <= 32 ? plain : "";
  }
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '.') continue;
    if (!IsDigit(c)) return {};
    plain += c;
  }
  std::size_t least = kIdentifierDigits;
  std::size_t most = kIdentifierDigits;
  if (kind == TokenKind::kKks) {
    least = 12;
    most = 19;
  } else if (kind == TokenKind::kAccount) {
    least = 6;
    most = 20;
  }
  return plain.size() >= least && plain.size() <= most ? plain : "";
}

std::string_view ReadLast4(Value& value) {
  if (value.text.size() < 12 ||
      !IsDigits(value.text.substr(value.text.size() - 4), 4)) {
    return kIdentifierForm;
  }
  value.text.remove_prefix(value.text.size() - 4);
  return {};
}

// The map's line for `text`: its own, or the longest `BEGINNING*`.
CodeMap::const_iterator FindCode(const CodeMap& codes, std::string_view text) {
  const auto own = codes.find(text);
  if (own != codes.end()) return own;
  auto longest = codes.end();
  for (auto line = codes.begin(); line != codes.end(); ++line) {
    std::string_view beginning = line->first;
    if (!beginning.ends_with('*')) continue;
    beginning.remove_suffix(1);
    if (!text.starts_with(beginning)) continue;
    if (longest == codes.end() || line->first.size() > longest->first.size()) {
      longest = line;
    }
  }
  return longest;
}

std::string_view ReadCode(const ValueRule& rule, Value& value) {
  const auto found = FindCode(*rule.codes, value.text);
  if (found == rule.codes->end()) return kCodeUnknown;
  value.code = found->first;
  value.text = found->second;
  return {};
}

bool HoldsOne(const Condition& condition, std::string_view cell) {
  const auto is = [&](const std::string& text) { return cell == text; };
  const auto begins = [&](const std::string& text) {
    return cell.starts_with(text);
  };
  const auto& texts = condition.texts;
  switch (condition.test) {
    case Condition::Test::kOneOf:
      return std::any_of(texts.begin(), texts.end(), is);
    case Condition::Test::kNoneOf:
      return std::none_of(texts.begin(), texts.end(), is);
    case Condition::Test::kPrefix:
      return std::any_of(texts.begin(), texts.end(), begins);
    case Condition::Test::kDigits:
      return IsDigits(cell, condition.digits);
  }
  return false;
}

}  // namespace

bool Holds(const When& when, const std::vector<std::string_view>& cells) {
  return std::all_of(when.begin(), when.end(), [&](const Condition& each) {
    return HoldsOne(each, cells[each.column]);
  });
}

std::string_view ValueReader::ReadMoney(Value& value) const {
  const MoneyFormat& format = rules_.money;
  std::string_view whole = value.text;
  if (format.decimal != 0) {
    const std::size_t point = whole.rfind(format.decimal);
    if (point != std::string_view::npos) {
      const std::string_view fraction = whole.substr(point + 1);
      if (fraction.empty() || LongestDigitRun(fraction) != fraction.size()) {
        return kMoneyMalformed;
      }
      if (fraction.find_first_not_of('0') != std::string_view::npos) {
        return kMoneyFraction;
      }
      whole = whole.substr(0, point);
    }
  }
  std::string digits;
  if (format.thousands != 0 &&
      whole.find(format.thousands) != std::string_view::npos) {
    // 1 to 3 digits, then groups of exactly 3.
    for (std::size_t left = whole.size(); left > 0;) {
      const std::size_t at = whole.find(format.thousands);
      const std::string_view group = whole.substr(0, at);
      const bool first = digits.empty();
      if (group.empty() || group.size() > 3 || (!first && group.size() != 3)) {
        return kMoneyMalformed;
      }
      digits += group;
      if (at == std::string_view::npos) break;
      whole.remove_prefix(at + 1);
      left = whole.size();
      if (left == 0) return kMoneyMalformed;
    }
    whole = digits;
  }
  const auto number = ReadDigits(whole);
  if (!number) return kMoneyMalformed;
  value.number = *number;
  return {};
}

std::string_view ValueReader::ReadMonths(const ValueRule& rule,
                                         Value& value) const {
  std::string_view left = value.text;
  const std::string& infix = rules_.months_infix;
  while (true) {
    const std::size_t at = left.find(rule.separator);
    const std::string_view item = Trim(left.substr(0, at));
    const std::size_t first = rules_.months_year_first ? 4 : 2;
    if (item.size() != 6 + infix.size() ||
        item.substr(first, infix.size()) != infix) {
      return kMonthsMalformed;
    }
    const auto before = ReadDigits(item.substr(0, first));
    const auto after = ReadDigits(item.substr(first + infix.size()));
    if (!before || !after) return kMonthsMalformed;
    const std::int64_t year = rules_.months_year_first ? *before : *after;
    const std::int64_t month = rules_.months_year_first ? *after : *before;
    if (month < 1 || month > 12 || year < 1990 || year >= 2200 ||
        value.months.size() == kMostItems) {
      return kMonthsMalformed;
    }
    value.months.push_back(static_cast<std::uint32_t>(year * 100 + month));
    if (at == std::string_view::npos) break;
    left.remove_prefix(at + 1);
  }
  std::sort(value.months.begin(), value.months.end());
  if (std::adjacent_find(value.months.begin(), value.months.end()) !=
      value.months.end()) {
    return kMonthsMalformed;
  }
  return {};
}

std::string_view ValueReader::ReadTime(
    const ValueRule& rule, const std::vector<std::string_view>& cells,
    Value& value) const {
  int minutes = rule.zone.minutes;
  if (rule.zone.from == ZoneRule::From::kRegionColumn) {
    const std::string_view region = cells[rule.zone.column];
    if (regions_.Contains(region)) {
      minutes = ledger::ZoneOffsetMinutesOfRegion(region);
    } else {
      value.zone_assumed = !region.empty();
    }
  } else if (rule.zone.from == ZoneRule::From::kLookup) {
    const std::string_view key = cells[rule.zone.column];
    const auto lookup = lookups_.find(rule.zone.lookup);
    if (lookup != lookups_.end()) {
      const auto found = lookup->second.find(key);
      if (found != lookup->second.end()) {
        minutes = ledger::ZoneOffsetMinutesOfRegion(found->second);
      } else {
        value.zone_assumed = !key.empty();
      }
    } else {
      value.zone_assumed = !key.empty();
    }
  }
  const auto moment = rule.time_format.Read(value.text, minutes);
  if (!moment) return kTimeMalformed;
  value.time = *moment;
  if (rule.form == Form::kDayEnd) {
    value.time.instant.unix_micros += ledger::kMicrosPerDay;
  }
  return {};
}

std::string_view ValueReader::ReadToken(const ValueRule& rule,
                                        Value& value) const {
  const std::string identifier = Canonical(rule.token, value.text);
  if (identifier.empty()) return kIdentifierForm;
  value.token = key_.Tokenise(rule.token, identifier);
  return {};
}

// SHA-256 of the text behind a salt that only the token key gives, so that
// nobody can try out what a short text was.
std::string_view ValueReader::ReadTextHash(Value& value) const {
  const auto salt = key_.Tokenise(TokenKind::kDocument, value.text);
  value.bytes =
      ledger::crypto::Sha256({ledger::AsBytes(kTextHashDomain), salt.bytes,
                              ledger::AsBytes(value.text)})
          .view();
  return {};
}

void ValueReader::Read(const ValueRule& rule,
                       const std::vector<std::string_view>& cells,
                       Value& value) const {
  value.present = false;
  value.fault = {};
  value.zone_assumed = false;
  value.items.clear();
  value.months.clear();
  value.raw = cells[rule.column];
  value.text = value.raw;
  if (!rule.when.empty() && !Holds(rule.when, cells)) return;
  const bool absent = std::find(rule.absent.begin(), rule.absent.end(),
                                value.raw) != rule.absent.end();
  const bool empty_code = rule.form == Form::kCode && rule.codes->contains("");
  if (absent || (value.raw.empty() && !empty_code)) {
    if (rule.required) value.fault = kValueMissing;
    return;
  }
  if (value.text.starts_with(rule.strip_prefix)) {
    value.text = Trim(value.text.substr(rule.strip_prefix.size()));
  }
  value.fault = ReadForm(rule, cells, value);
  value.present = value.fault.empty();
}

std::string_view ValueReader::ReadForm(
    const ValueRule& rule, const std::vector<std::string_view>& cells,
    Value& value) const {
  switch (rule.form) {
    case Form::kText:
      return ReadText(value);
    case Form::kReference:
      return ReadReference(rule, value);
    case Form::kCode:
      return ReadCode(rule, value);
    case Form::kMoney:
      return ReadMoney(value);
    case Form::kInteger:
      if (const auto number = ReadDigits(value.text)) {
        value.number = *number;
        return {};
      }
      return kNumberMalformed;
    case Form::kTime:
    case Form::kDay:
    case Form::kDayEnd:
      return ReadTime(rule, cells, value);
    case Form::kMonths:
      return ReadMonths(rule, value);
    case Form::kSha256:
      return ReadHash(ledger::crypto::Hash::kSize, value);
    case Form::kFingerprint:
      return ReadHash(kFingerprintBytes, value);
    case Form::kBitmap:
      return ReadBitmap(value);
    case Form::kTextHash:
      return ReadTextHash(value);
    case Form::kDegrees:
      if (const auto degrees = ReadDegrees(value.text)) {
        value.number = *degrees;
        return {};
      }
      return kDegreesMalformed;
    case Form::kRegion:
      return regions_.Contains(value.text) ? std::string_view()
                                           : kRegionUnknown;
    case Form::kFlag:
      return ReadFlag(rules_, value);
    case Form::kList:
      return ReadList(rule, value);
    case Form::kToken:
      return ReadToken(rule, value);
    case Form::kLast4:
      return ReadLast4(value);
    case Form::kPrivate:
      return {};
  }
  return {};
}

}  // namespace services::importer
