// Alerts as rules have written them: by id, strongest first, and every change
// in order.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/alert.pb.h"
#include "ledger/base/result.h"
#include "ledger/fold/fold.h"

namespace ledger::rules::alerts {

inline constexpr std::string_view kName = "alerts";

inline constexpr std::string_view kAlertUnknown = "ALERT_UNKNOWN";
inline constexpr std::string_view kPageTokenInvalid = "PAGE_TOKEN_INVALID";
inline constexpr std::string_view kRegionMalformed = "REGION_MALFORMED";
inline constexpr std::string_view kResumeTokenInvalid = "RESUME_TOKEN_INVALID";

// The alert of that id (16 bytes). ALERT_UNKNOWN, kNotFound.
Result<amanah::v1::Alert> Find(const fold::Reader& reader,
                               std::string_view alert_id);

struct AlertQuery {
  std::string rule_id;        // Empty: all.
  std::string region_prefix;  // Empty: all.
  bool include_withdrawn = false;
  std::size_t page_size = 100;
  std::string page_token;
};
struct AlertPage {
  // Standing before withdrawn, then strongest class, then most rupiah at
  // risk, then id.
  std::vector<amanah::v1::Alert> alerts;
  std::string next_page_token;  // Empty at the end.
};
// PAGE_TOKEN_INVALID, REGION_MALFORMED, kInvalidArgument. A page taken at a
// later position follows the order of then.
Result<AlertPage> List(const fold::Reader& reader, const AlertQuery& query);

// One change of an alert: the alert after it, and the token that resumes
// right behind it.
struct AlertChange {
  amanah::v1::Alert alert;
  std::string resume_token;
};
// The next changes after `resume_token` (empty: from the first), at most
// `limit`, in order, without a gap. Tokens survive a rebuild: the same log
// gives the same changes. Watch: read with a view, and when there are none,
// Engine::WaitForMore and read again. RESUME_TOKEN_INVALID, kInvalidArgument.
Result<std::vector<AlertChange>> ChangesAfter(const fold::Reader& reader,
                                              std::string_view resume_token,
                                              std::size_t limit);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::rules::alerts
