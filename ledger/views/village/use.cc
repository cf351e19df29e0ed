#include "ledger/views/village/use.h"

#include <algorithm>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/views/card/card.h"
#include "ledger/views/family/family.h"
#include "ledger/views/village/days.h"

namespace ledger::views::village {
namespace {

constexpr std::size_t kMaxIndices = 100;
constexpr std::int64_t kAtOnceMicros = 2 * kMicrosPerMinute;

}  // namespace

const FamilyFinder::Found& FamilyFinder::Of(const std::string& kks) {
  const auto known = found_.find(kks);
  if (known != found_.end()) return known->second;
  Found found{kks, {}};
  if (const auto card = card::Find(reader_, kks); card && !card->kpm.empty()) {
    found.kpm = card->kpm;
    found.region_code = family::RegionOf(reader_, card->kpm);
  }
  return found_.emplace(kks, std::move(found)).first->second;
}

void UseCounter::Add(const money::TerminalUse& use) {
  if (use.amount_rupiah >= 0) return;  // An inquiry, or money paid in.
  const FamilyFinder::Found& family =
      families_.Of(use.kks.empty() ? use.account : use.kks);
  seen_.insert(family.kpm);
  if (!family.region_code.empty() && family.region_code != region_code_) {
    seen_elsewhere_.insert(family.kpm);
  }
  ++use_.transactions;
  use_.rupiah -= use.amount_rupiah;
  if (limit_rupiah_ > 0 && -use.amount_rupiah > limit_rupiah_) {
    ++use_.above_limit;
  }
  if (DayOf(use.posted_micros, region_code_) >
      DayOf(use.at.unix_micros, region_code_)) {
    ++use_.posted_later;
  }
  if (use.posted_micros - use.at.unix_micros <= kAtOnceMicros) {
    ++use_.posted_at_once;
  }
  if (!use_.first || use.at < *use_.first) use_.first = use.at;
  if (!use_.last || *use_.last < use.at) use_.last = use.at;
  use_.indices.push_back(use.index);
}

Use UseCounter::Take() const {
  Use use = use_;
  use.families = seen_.size();
  use.other_villages = seen_elsewhere_.size();
  std::sort(use.indices.begin(), use.indices.end());
  if (use.indices.size() > kMaxIndices) use.indices.resize(kMaxIndices);
  return use;
}

}  // namespace ledger::views::village
