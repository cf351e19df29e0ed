// Filling in an alert: what is the same in every rule.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/alert.pb.h"
#include "ledger/views/common/moment.h"

namespace ledger::rules {

// Whole rupiah for people: `Rp1.250.000` in Indonesian, `Rp1,250,000` in
// English.
std::string RupiahId(std::int64_t rupiah);
std::string RupiahEn(std::int64_t rupiah);

// An instrument that a rule stands on. Dates `YYYY-MM-DD`; `valid_until` is
// the day after the last, empty while in force.
struct Instrument {
  std::string_view text;
  std::string_view valid_from;
  std::string_view valid_until;
};

// What an alert is about, gathered fact by fact.
class Gathered {
 public:
  void AddIndex(std::uint64_t index) { indices_.insert(index); }
  void AddIndices(const std::vector<std::uint64_t>& indices) {
    indices_.insert(indices.begin(), indices.end());
  }
  void AddCard(std::string_view kks) { cards_.emplace(kks); }
  void AddPeriod(std::string_view period_id) {
    if (!period_id.empty()) periods_.emplace(period_id);
  }
  void AddRegion(std::string_view region_code) {
    if (!region_code.empty()) regions_.emplace(region_code);
  }
  void ForgetRegions() { regions_.clear(); }
  void AddMoment(const views::Moment& at) {
    if (!first_ || at < *first_) first_ = at;
    if (!last_ || *last_ < at) last_ = at;
  }

  std::size_t card_count() const { return cards_.size() + more_cards_; }

  // For a subject that is kept and grows fact by fact: keeps of indices and
  // cards what an alert lists, and counts the rest. After that no index and no
  // card may be added that has been before.
  void Cut();

  // The deepest region that holds all of them; empty when there is none.
  std::string CommonRegion() const;

  // Writes indices, cards, periods, region and moments, and of `law` what was
  // in force at some time between them.
  void FillIn(std::span<const Instrument> law, amanah::v1::Alert& alert) const;

  template <typename Archive>
  void Fields(Archive& archive) {
    archive(indices_)(more_indices_)(cards_)(more_cards_)(periods_)(regions_);
    archive(first_)(last_);
  }

 private:
  std::set<std::uint64_t> indices_;
  std::uint64_t more_indices_ = 0;
  std::set<std::string> cards_;
  std::uint64_t more_cards_ = 0;
  std::set<std::string> periods_;
  std::set<std::string> regions_;
  std::optional<views::Moment> first_;
  std::optional<views::Moment> last_;
};

void AddParameter(std::string_view name, std::int64_t value,
                  amanah::v1::Alert& alert);
void AddLookAlike(std::string_view code, amanah::v1::LookAlikeResult result,
                  std::string_view reason, amanah::v1::Alert& alert);

}  // namespace ledger::rules
