#include "ledger/rules/common/draft.h"

#include <iterator>

namespace ledger::rules {
namespace {

// First thousand, as alert.proto promises.
constexpr std::size_t kMaxListed = 1'000;

std::string Grouped(std::int64_t rupiah, char separator) {
  std::string digits = std::to_string(rupiah < 0 ? -rupiah : rupiah);
  constexpr std::size_t kGroup = 3;
  for (std::size_t at = digits.size(); at > kGroup;) {
    at -= kGroup;
    digits.insert(at, 1, separator);
  }
  return (rupiah < 0 ? "-Rp" : "Rp") + digits;
}

void SetTime(const views::Moment& moment, amanah::v1::ZonedTime& time) {
  time.set_unix_micros(moment.unix_micros);
  time.set_zone_offset_minutes(moment.zone_offset_minutes);
}

// The deepest region above or at both.
std::string Shared(std::string_view a, std::string_view b) {
  std::size_t shared = 0;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = a.find('.', shared == 0 ? 0 : shared + 1);
    const std::string_view level = a.substr(0, end);
    const bool is_above = b.substr(0, level.size()) == level &&
                          (b.size() == level.size() || b[level.size()] == '.');
    if (!is_above) break;
    shared = level.size();
  }
  return std::string(a.substr(0, shared));
}

}  // namespace

std::string RupiahId(std::int64_t rupiah) { return Grouped(rupiah, '.'); }
std::string RupiahEn(std::int64_t rupiah) { return Grouped(rupiah, ','); }

std::string Gathered::CommonRegion() const {
  if (regions_.empty()) return {};
  // Sorted: what the first and the last share, all share.
  return Shared(*regions_.begin(), *regions_.rbegin());
}

void Gathered::Cut() {
  for (; indices_.size() > kMaxListed; ++more_indices_) {
    indices_.erase(std::prev(indices_.end()));
  }
  for (; cards_.size() > kMaxListed; ++more_cards_) {
    cards_.erase(std::prev(cards_.end()));
  }
}

void Gathered::FillIn(std::span<const Instrument> law,
                      amanah::v1::Alert& alert) const {
  for (const std::uint64_t index : indices_) {
    if (static_cast<std::size_t>(alert.input_indices_size()) == kMaxListed) {
      break;
    }
    alert.add_input_indices(index);
  }
  alert.set_input_count(indices_.size() + more_indices_);
  for (const std::string& kks : cards_) {
    if (static_cast<std::size_t>(alert.kks_size()) == kMaxListed) break;
    alert.add_kks(kks);
  }
  alert.set_kks_count(card_count());
  for (const std::string& period : periods_) alert.add_period_ids(period);
  alert.set_region_code(CommonRegion());
  if (!first_ || !last_) return;
  SetTime(*first_, *alert.mutable_first_at());
  SetTime(*last_, *alert.mutable_last_at());
  for (const Instrument& instrument : law) {
    const bool has_begun = instrument.valid_from <= last_->Date();
    const bool has_ended = !instrument.valid_until.empty() &&
                           instrument.valid_until <= first_->Date();
    if (!has_begun || has_ended) continue;
    amanah::v1::LegalBasis& basis = *alert.add_legal_bases();
    basis.set_instrument(std::string(instrument.text));
    basis.set_valid_from(std::string(instrument.valid_from));
    basis.set_valid_until(std::string(instrument.valid_until));
  }
}

void AddParameter(std::string_view name, std::int64_t value,
                  amanah::v1::Alert& alert) {
  amanah::v1::RuleParameter& parameter = *alert.add_parameters();
  parameter.set_name(std::string(name));
  parameter.set_value(std::to_string(value));
}

void AddLookAlike(std::string_view code, amanah::v1::LookAlikeResult result,
                  std::string_view reason, amanah::v1::Alert& alert) {
  amanah::v1::LookAlike& look_alike = *alert.add_look_alikes();
  look_alike.set_code(std::string(code));
  look_alike.set_result(result);
  look_alike.set_reason(std::string(reason));
}

}  // namespace ledger::rules
