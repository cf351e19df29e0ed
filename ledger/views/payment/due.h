// What is due to a family by its components: the index of the programme.
//
// domain.md 2.3: rupiah a year by component; a payment is for some months of
// it. The index holds from January 2020 on; what came before was another one
// and is not checked.
//
// Whole rupiah.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "amanah/v1/common.pb.h"

namespace ledger::views::payment {

// What the components come to over `months` (YYYYMM, back-payments included);
// those of `unkept` are left out, each as often as it is named. nullopt when
// the index has no answer: an unknown component, no months, months from before
// the index, or more components than a family can have counted (at most four;
// pregnancies and small children two each, the old and the disabled one).
std::optional<std::int64_t> DueRupiah(
    amanah::v1::Programme programme, const std::vector<std::string>& components,
    const std::vector<std::uint32_t>& months,
    const std::vector<std::string>& unkept);

}  // namespace ledger::views::payment
