#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/holding/holding.h"
#include "ledger/views/holding/tables.h"

namespace ledger::views::holding {
namespace {

constexpr std::uint32_t kMonthsOfYear = 12;
constexpr std::uint32_t kMaxMonths = 240;

// A key of the change table, taken apart.
struct ChangePlace {
  std::string_view village;
  std::string_view bank;
  std::string_view companion_hex;
  std::uint32_t month = 0;
};

std::string_view TakeUntilZero(std::string_view& rest) {
  const std::size_t zero = rest.find('\0');
  AMANAH_CHECK(zero != std::string_view::npos);
  const std::string_view part = rest.substr(0, zero);
  rest.remove_prefix(zero + 1);
  return part;
}

ChangePlace PlaceOf(std::string_view key) {
  key.remove_prefix(1);
  ChangePlace place;
  place.village = TakeUntilZero(key);
  place.bank = TakeUntilZero(key);
  place.companion_hex = TakeUntilZero(key);
  AMANAH_CHECK(key.size() == sizeof(std::uint32_t));
  place.month = GetU32(key);
  return place;
}

// `PP`, `PP.KK`, `PP.KK.CC` of a village's code.
std::string_view Above(std::string_view village, std::size_t size) {
  return village.substr(0, size);
}

std::string KeyOf(const ChangePlace& place, Group group) {
  switch (group) {
    case Group::kVillage:
      return std::string(place.village);
    case Group::kSubdistrict:
      return std::string(Above(place.village, 8));
    case Group::kRegency:
      return std::string(Above(place.village, 5));
    case Group::kProvince:
      return std::string(Above(place.village, 2));
    case Group::kBank:
      return std::string(place.bank);
    case Group::kCompanion:
      return HexDecode(place.companion_hex).value_or(std::string());
  }
  AMANAH_CHECK(false);
}

struct Span {
  std::uint32_t from = 0;
  std::uint32_t until = 0;  // Included.
};

Error MonthsMalformed(std::string message) {
  return Error{Code::kInvalidArgument, kMonthsMalformed, std::move(message)};
}

Result<Span> SpanOf(const RatesQuery& query, std::int64_t latest_micros) {
  const Civil now = CivilFromInstant(
      Instant{latest_micros}, ZoneOffsetMinutesOfRegion(query.region_prefix));
  const std::uint32_t latest = Month{now.year, now.month}.Number();
  Span span;
  span.until = query.until ? query.until->Number() : latest;
  span.from = query.from ? query.from->Number() : span.until;
  if (span.from > span.until) {
    return MonthsMalformed("the months asked for end before they begin");
  }
  if (span.until - span.from >= kMaxMonths) {
    return MonthsMalformed(
        fmt::format("at most {} months in one answer", kMaxMonths));
  }
  return span;
}

bool HasCards(const GroupRates& group) {
  return std::any_of(
      group.rates.begin(), group.rates.end(),
      [](const Rate& rate) { return rate.with_family + rate.with_others > 0; });
}

// Changes summed up: what each month of the span ends with.
class Sums {
 public:
  explicit Sums(const Span& span) : span_(span) {}

  void Add(const std::string& group, std::uint32_t month,
           const Change& change) {
    if (month > span_.until) return;
    std::vector<Change>& months = groups_[group];
    months.resize(span_.until - span_.from + 1);
    Change& sum = months[month < span_.from ? 0 : month - span_.from];
    sum.with_family += change.with_family;
    sum.with_others += change.with_others;
  }

  std::vector<GroupRates> Take() const {
    std::vector<GroupRates> all;
    for (const auto& [key, months] : groups_) {
      GroupRates group{key, {}};
      Change sum;
      for (std::size_t i = 0; i < months.size(); ++i) {
        sum.with_family += months[i].with_family;
        sum.with_others += months[i].with_others;
        AMANAH_CHECK(sum.with_family >= 0 && sum.with_others >= 0);
        group.rates.push_back(
            {Month::FromNumber(span_.from + static_cast<std::uint32_t>(i)),
             static_cast<std::uint64_t>(sum.with_family),
             static_cast<std::uint64_t>(sum.with_others)});
      }
      if (HasCards(group)) all.push_back(std::move(group));
    }
    return all;
  }

 private:
  const Span span_;
  std::map<std::string, std::vector<Change>> groups_;
};

Error BadToken() {
  return Error{Code::kInvalidArgument, custody::kPageTokenInvalid,
               "page token is not from an earlier answer"};
}

}  // namespace

std::uint32_t Month::Number() const {
  return static_cast<std::uint32_t>(year) * kMonthsOfYear +
         static_cast<std::uint32_t>(month - 1);
}

Month Month::FromNumber(std::uint32_t number) {
  return {static_cast<int>(number / kMonthsOfYear),
          static_cast<int>(number % kMonthsOfYear) + 1};
}

std::string Month::ToString() const {
  return fmt::format("{:04}-{:02}", year, month);
}

std::optional<Month> Month::Parse(std::string_view text) {
  constexpr std::size_t kSize = 7;
  if (text.size() != kSize) return std::nullopt;
  const auto day = ParseDate(std::string(text) + "-01", 0);
  if (!day) return std::nullopt;
  const Civil civil = CivilFromInstant(day->instant, 0);
  return Month{civil.year, civil.month};
}

std::optional<double> Rate::Percent() const {
  const std::uint64_t all = with_family + with_others;
  if (all == 0) return std::nullopt;
  return 100.0 * static_cast<double>(with_family) / static_cast<double>(all);
}

Result<RatesPage> RatesOf(const fold::Reader& reader, const RatesQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Error{Code::kInvalidArgument, custody::kRegionMalformed,
                 "region prefix is not a region code"};
  }
  std::uint64_t skip = 0;
  if (!query.page_token.empty()) {
    const std::optional<std::uint64_t> parsed = ParseDecimal(query.page_token);
    if (!parsed) return BadToken();
    skip = *parsed;
  }
  LEDGER_ASSIGN_OR_RETURN(const Span span,
                          SpanOf(query, custody::LatestMicros(reader)));
  const std::string companion_hex = HexEncode(AsBytes(query.companion));
  Sums groups(span);
  Sums all(span);
  const fold::Key prefix(kChangeTable, query.region_prefix);
  reader.Scan(
      kName, prefix, fold::AfterPrefix(prefix),
      [&](std::string_view key, std::string_view value) {
        const ChangePlace place = PlaceOf(key);
        if (!IsWithinRegion(place.village, query.region_prefix)) return true;
        if (!query.bank.empty() && place.bank != query.bank) return true;
        if (!query.companion.empty() && place.companion_hex != companion_hex) {
          return true;
        }
        const auto change = fold::Decode<Change>(value);
        groups.Add(KeyOf(place, query.group), place.month, change);
        all.Add("", place.month, change);
        return true;
      });
  RatesPage page;
  std::vector<GroupRates> found = groups.Take();
  for (std::size_t i = skip; i < found.size(); ++i) {
    if (page.groups.size() == query.page_size) {
      page.next_page_token = std::to_string(i);
      break;
    }
    page.groups.push_back(std::move(found[i]));
  }
  if (auto sum = all.Take(); !sum.empty()) page.all = std::move(sum.front());
  return page;
}

}  // namespace ledger::views::holding
