// Non-transacting accounts: credited, and nothing taken out since.
//
// BPK's list ("KPM tidak bertransaksi", "KKS tidak terdistribusi"): what lies
// where, since when, and whether its time to be returned is over. To be silent
// is no guilt of the family: it may save, live far away, or never have got its
// card.
//
// As of any day of the past: by what was posted until the end of it, whatever
// the ledger knew then.
//
// Whole rupiah.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::reconcile {

// Of an account's silent credits, those of one order.
struct SilentLot {
  std::string sp2d_no;
  std::int32_t days = 0;  // Since the first of them.
  std::int64_t rupiah = 0;
};

struct SilentAccount {
  std::string account;
  std::string kpm;
  std::string kks;  // That the last credit names.
  std::string bank;
  std::string branch_code;
  std::string region_code;
  Moment since;  // The first credit of the silence.
  std::int32_t days = 0;
  std::uint64_t credits = 0;
  std::int64_t rupiah = 0;
  bool was_ever_used = false;          // Money was taken out before.
  bool was_handed_over = false;        // Some card of the account.
  bool is_frozen = false;              // Since the silence began.
  bool is_past_deadline = false;       // To be returned by now.
  std::vector<std::string> periods;    // Of those credits.
  std::vector<SilentLot> lots;         // Of those credits, oldest first.
  std::vector<std::uint64_t> indices;  // Of those credits, the first 100.
};

// Days of silence: [0, 30), [30, 60), [60, 105), [105, 180), [180, ...).
inline constexpr std::int32_t kAgeLimits[] = {30, 60, 105, 180};
inline constexpr std::size_t kAgeBuckets = 5;
std::size_t AgeBucket(std::int32_t days);

struct AgeCount {
  std::uint64_t accounts = 0;
  std::int64_t rupiah = 0;
};

// Sums over a bank, a branch, a village, or an order, of which only its own
// credits count, by their own age.
struct SilentGroup {
  std::string name;
  AgeCount ages[kAgeBuckets];
  AgeCount all;
  AgeCount undistributed;  // Never handed over.
  AgeCount past_deadline;
};

enum class SilentBy { kBank, kBranch, kRegion, kLot };

struct SilentQuery {
  std::string bank;           // Empty: every bank.
  std::string branch_code;    // Empty: every branch.
  std::string region_prefix;  // Empty: everywhere.
  std::string period_id;      // Credited in it, among others; empty: any.
  std::int32_t min_days = 0;
  std::int32_t return_deadline_days = 105;
  SilentBy by = SilentBy::kBranch;
  // As of this moment; absent: the latest that the ledger tells of.
  std::optional<std::int64_t> as_of_micros;
};

struct SilentList {
  std::vector<SilentAccount> accounts;  // Longest silent first, then account.
  std::vector<SilentGroup> groups;      // By name.
  SilentGroup all;
  Moment as_of;
};

// BANK_UNKNOWN, REGION_MALFORMED. Costs what is silent; of a past day also
// what was credited in the 30 days before it, unless `min_days` is as many.
Result<SilentList> ListSilent(const fold::Reader& reader,
                              const SilentQuery& query);

}  // namespace ledger::views::reconcile
