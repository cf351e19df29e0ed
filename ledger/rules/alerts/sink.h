// Where rules put what they find.
//
// Thread safety: the folder thread.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "amanah/v1/alert.pb.h"
#include "ledger/fold/reader.h"

namespace ledger::rules::alerts {

// Makes `alert` stand as it is, under alert.alert_id, when `wanted`; or
// withdraws the one under that id for `reason` when not. Nothing happens when
// that is how it stands already. raised_index and changed_index are filled
// here, `index` being the entry at hand.
void Stand(amanah::v1::Alert alert, std::uint64_t index, fold::Writer& state);
void Withdraw(std::string_view alert_id, std::string_view reason,
              std::uint64_t index, fold::Writer& state);

// As Find, for use while folding.
std::optional<amanah::v1::Alert> Load(const fold::Reader& reader,
                                      std::string_view alert_id);

}  // namespace ledger::rules::alerts
