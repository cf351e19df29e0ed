// Words and cells that the answers about companions share.
//
// Thread safety: pure functions.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/companion_service.pb.h"
#include "services/cli/console.h"
#include "services/cli/table.h"

namespace services::cli {

// `WARNING_1` of SANCTION_KIND_WARNING_1.
std::string Without(std::string_view prefix, const std::string& name);
// `12.3`.
std::string Decimal(double value);
// `2025-03` of 202503.
std::string MonthText(std::uint32_t month);
// `2025`, `2025 Q2`, as its days say.
std::string SpanText(const amanah::v1::DutySpan& span);
std::string DutyText(amanah::v1::CompanionDuty duty, Language language);
// `81.4 %`, with a star when few are counted; `-` when nothing is due.
std::string ShareText(const amanah::v1::DutyScore& score);
// Acts; of custody checks also with how many cards seen.
std::string ActsText(const amanah::v1::DutyScore& score,
                     const Console& console);
// The duty's score in the span; null when it has none.
const amanah::v1::DutyScore* ScoreOf(const amanah::v1::DutySpan& span,
                                     amanah::v1::CompanionDuty duty);

Table GraduationsTable(bool indices, const Console& console);
std::vector<std::string> GraduationCells(
    const amanah::v1::GraduationCheck& graduation, bool indices,
    const Console& console);

}  // namespace services::cli
