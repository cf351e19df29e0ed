// Where the programme's facts are: every event that is not about a card's life,
// its custody or its money, by kind and place, and by whom it names. Meetings,
// visits, trainings, instructions, sanctions, complaints: what was recorded,
// to be read in the log.
//
// A fact is found under every token that its body or subjects name.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/result.h"
#include "ledger/fold/fold.h"

namespace ledger::views::fact {

inline constexpr std::string_view kName = "view.fact";

// True for the kinds that can be found here.
bool IsKept(amanah::v1::Event::BodyCase kind);

struct FactQuery {
  // Empty: all that are kept.
  std::vector<amanah::v1::Event::BodyCase> kinds;
  // Family or party that it names, token; empty: any. Then facts come by time;
  // otherwise by kind, place and time.
  std::string token;
  // Its place; when it names none its family's, or that of its group; empty:
  // all.
  std::string region_prefix;
  std::optional<std::int64_t> begin_micros;  // Happened then or later.
  std::optional<std::int64_t> end_micros;    // Before this.
  std::size_t page_size = 100;
  std::string page_token;  // From an earlier answer.
};

struct Fact {
  std::uint64_t index = 0;  // In the log.
  amanah::v1::Event::BodyCase kind = amanah::v1::Event::BODY_NOT_SET;
  std::string region_code;  // As FactQuery::region_prefix compares it.
};
struct FactPage {
  std::vector<Fact> facts;
  std::string next_page_token;
};

inline constexpr std::string_view kKindUnknown = "KIND_UNKNOWN";

// REGION_MALFORMED, PAGE_TOKEN_INVALID, KIND_UNKNOWN (a kind that is not kept
// here); kInvalidArgument.
Result<FactPage> ListFacts(const fold::Reader& reader, const FactQuery& query);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::fact
