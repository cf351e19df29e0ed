#include "ledger/views/village/campaign.h"

#include <algorithm>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/views/custody/custody.h"

namespace ledger::views::village {
namespace {

using holding::Month;

struct Level {
  holding::Group group;
  std::size_t parent_size;  // Of the region above.
};

std::optional<Level> LevelOf(std::string_view region_code) {
  switch (region_code.size()) {
    case 2:
      return Level{holding::Group::kProvince, 0};
    case 5:
      return Level{holding::Group::kRegency, 2};
    case 8:
      return Level{holding::Group::kSubdistrict, 5};
    case 13:
      return Level{holding::Group::kVillage, 8};
    default:
      return std::nullopt;  // The whole country: nothing to compare with.
  }
}

Month MonthOf(std::int64_t micros, std::string_view region_code) {
  const Civil civil =
      CivilFromInstant(Instant{micros}, ZoneOffsetMinutesOfRegion(region_code));
  return {civil.year, civil.month};
}

void AddTo(Held& held, const holding::Rate& rate) {
  held.with_family += rate.with_family;
  held.with_others += rate.with_others;
}

CampaignPlace PlaceOf(holding::GroupRates group, const Month& month) {
  CampaignPlace place;
  place.region_code = std::move(group.key);
  for (const holding::Rate& rate : group.rates) {
    const std::uint64_t cards = rate.with_family + rate.with_others;
    AddTo(rate.month < month ? place.before : place.after, rate);
    (rate.month < month ? place.cards_before : place.cards_after) = cards;
  }
  place.rates = std::move(group.rates);
  return place;
}

Result<std::vector<holding::GroupRates>> AllRates(const fold::Reader& reader,
                                                  holding::RatesQuery query) {
  std::vector<holding::GroupRates> groups;
  do {
    LEDGER_ASSIGN_OR_RETURN(holding::RatesPage page,
                            holding::RatesOf(reader, query));
    for (auto& group : page.groups) groups.push_back(std::move(group));
    query.page_token = page.next_page_token;
  } while (!query.page_token.empty());
  return groups;
}

// Like instructions to the place, above it or within it, in force at some
// time in [begin, end).
bool IsTold(const fold::Reader& reader, const party::Instruction& like,
            std::string_view region_code, std::int64_t begin,
            std::int64_t end) {
  for (const auto& told : party::InstructionsFor(reader, region_code)) {
    if (told.topic == like.topic && told.valid_from.unix_micros < end &&
        (!told.valid_until || begin < told.valid_until->unix_micros)) {
      return true;
    }
  }
  return false;
}

std::int64_t BeginMicrosOf(const Month& month, std::string_view region_code) {
  Civil civil;
  civil.year = month.year;
  civil.month = month.month;
  return InstantFromCivil(civil, ZoneOffsetMinutesOfRegion(region_code))
      .unix_micros;
}

void Compare(CampaignEffect& effect) {
  std::vector<double> changes;
  for (const CampaignPlace& other : effect.others) {
    const auto change = other.Change();
    if (!change || other.cards_before < kFewCards ||
        other.cards_after < kFewCards) {
      continue;
    }
    changes.push_back(*change);
    const auto own = effect.told.Change();
    if (own && *change >= *own) ++effect.did_as_well;
  }
  effect.comparable = changes.size();
  if (changes.empty()) return;
  std::sort(changes.begin(), changes.end());
  const std::size_t half = changes.size() / 2;
  effect.others_change = changes.size() % 2 == 1
                             ? changes[half]
                             : (changes[half - 1] + changes[half]) / 2;
}

Reading Read(const CampaignEffect& effect) {
  if (effect.months_after == 0) return Reading::kNotOver;
  if (effect.told.cards_before < kFewCards ||
      effect.told.cards_after < kFewCards) {
    return Reading::kTooFewCards;
  }
  return effect.comparable < kFewPlaces ? Reading::kTooFewPlaces
                                        : Reading::kCompared;
}

}  // namespace

std::optional<double> Held::Percent() const {
  return holding::Rate{{}, with_family, with_others}.Percent();
}

std::optional<double> CampaignPlace::Change() const {
  const auto then = before.Percent();
  const auto now = after.Percent();
  if (!then || !now) return std::nullopt;
  return *now - *then;
}

Result<CampaignEffect> EffectOf(const fold::Reader& reader,
                                const party::Instruction& instruction,
                                std::uint32_t months) {
  if (months == 0 || months > kMostCampaignMonths) {
    return Error{Code::kInvalidArgument, holding::kMonthsMalformed,
                 "between 1 and 24 months to each side"};
  }
  const std::string& region = instruction.region_code;
  CampaignEffect effect;
  effect.instruction = instruction;
  effect.month = MonthOf(instruction.valid_from.unix_micros, region);
  effect.months_before = months;
  const std::uint32_t begun =
      MonthOf(custody::LatestMicros(reader), region).Number();
  const std::uint32_t month = effect.month.Number();
  effect.months_after = std::min(months, begun > month ? begun - month : 0);

  const std::optional<Level> level = LevelOf(region);
  holding::RatesQuery query;
  query.from = Month::FromNumber(month - months);
  query.until = Month::FromNumber(
      month + (effect.months_after > 0 ? effect.months_after - 1 : 0));
  query.group = level ? level->group : holding::Group::kProvince;
  if (level) query.region_prefix = region.substr(0, level->parent_size);
  effect.told.region_code = region;
  if (effect.months_after == 0) return effect;
  if (!level) {
    LEDGER_ASSIGN_OR_RETURN(holding::RatesPage page,
                            holding::RatesOf(reader, query));
    effect.told = PlaceOf(std::move(page.all), effect.month);
  } else {
    LEDGER_ASSIGN_OR_RETURN(std::vector<holding::GroupRates> groups,
                            AllRates(reader, query));
    const std::int64_t begin = BeginMicrosOf(*query.from, region);
    const std::int64_t end =
        BeginMicrosOf(Month::FromNumber(query.until->Number() + 1), region);
    for (holding::GroupRates& group : groups) {
      if (group.key == region) {
        effect.told = PlaceOf(std::move(group), effect.month);
      } else if (group.key.size() == region.size() &&
                 !IsTold(reader, instruction, group.key, begin, end)) {
        effect.others.push_back(PlaceOf(std::move(group), effect.month));
      }
    }
  }
  Compare(effect);
  effect.reading = Read(effect);
  LEDGER_RETURN_IF_ERROR(reader.status());
  return effect;
}

Result<party::Instruction> FindInstruction(const fold::Reader& reader,
                                           std::string_view region_prefix,
                                           std::string_view name) {
  if (!region_prefix.empty() && !IsRegionCode(region_prefix)) {
    return Error{Code::kInvalidArgument, kRegionMalformed,
                 "region prefix is not a region code"};
  }
  const std::optional<std::uint64_t> index = ParseDecimal(name);
  for (auto& told : party::InstructionsFor(reader, region_prefix)) {
    if (told.source_ref == name || (index && told.index == *index)) {
      return std::move(told);
    }
  }
  return Error{Code::kNotFound, kInstructionUnknown,
               "no instruction of that number to a place in that region"};
}

}  // namespace ledger::views::village
