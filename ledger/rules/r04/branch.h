// The alert on a branch: all its cards that lie.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "amanah/v1/alert.pb.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r04/r04.h"

namespace ledger::rules::r04 {

struct Sums {
  std::uint64_t cards = 0;
  std::int64_t rupiah = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(cards)(rupiah);
  }
};

std::string BranchOf(std::uint32_t submitter, std::string_view code);
// Of the rows of a branch.
std::string LyingPrefix(std::string_view branch);

amanah::v1::Alert Describe(const std::string& branch, const Sums& sums,
                           const Parameters& parameters,
                           const Context& context);

}  // namespace ledger::rules::r04
