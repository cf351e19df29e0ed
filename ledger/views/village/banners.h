// The banner with a village's recipients against the list of the period
// (domain.md 0.8). A banner is a hash and a count, never names; how a list is
// hashed is in FORMAT.md.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/fold/reader.h"
#include "ledger/views/listing/listing.h"
#include "ledger/views/village/days.h"

namespace ledger::views::village {

// Hash of a village's list as it is put on a banner: FORMAT.md. `kpms` are
// tokens, in any order, each once.
crypto::Hash VillageListHash(std::string_view region_code,
                             std::string_view period_id,
                             std::vector<std::string> kpms);

// What does not agree. Numbered as amanah.v1.BannerFinding.
enum class BannerFinding : std::uint8_t {
  kMissing = 1,       // A list was closed, no banner put up in time.
  kLate = 2,          // Put up after that time.
  kRemoved = 3,       // Taken down before the period was over.
  kCountDiffers = 4,  // Other families than on the list, by their number.
  kHashDiffers = 5,   // As many, and not the same.
  kNoList = 6,        // For a period of which no list of the village is known.
};

// One village and period.
struct BannerRow {
  std::string region_code;
  std::string period_id;
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  // The list, without those taken off after its closing.
  std::uint64_t listed_families = 0;
  std::optional<Moment> closed_at;
  std::string list_hash;                   // 32 bytes; empty: no list.
  std::optional<listing::Banner> banner;   // The latest put up.
  std::optional<listing::Banner> removal;  // The one after it, if any.
  std::vector<BannerFinding> findings;     // Ascending; empty: it agrees.
  std::vector<std::uint64_t> indices;      // Ascending, the first 100.
};

struct BannerQuery {
  std::string region_prefix;  // Empty: all.
  std::string period_id;      // Empty: all.
  // Days after the closing by which a banner is to hang. No rule that was
  // found names a number: it is the asker's.
  std::int64_t due_days = 14;
  bool findings_only = false;
  std::size_t page_size = 100;
  std::string page_token;
};
struct BannerPage {
  std::vector<BannerRow> rows;  // By village, then period.
  std::string next_page_token;
};
// REGION_MALFORMED, PAGE_TOKEN_INVALID; kInvalidArgument.
Result<BannerPage> ListBanners(const fold::Reader& reader,
                               const BannerQuery& query);

}  // namespace ledger::views::village
