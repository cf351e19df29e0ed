// Where the money went: due, ordered, credited, failed, drawn, fees, said to
// be received, given back; for a family, a lot, a bank, a region, by period.
//
// Money in an account has no name. What was drawn is counted against the
// oldest that is there (views/money/use.h); what was there before the first
// credit, and cash paid in, is counted apart (a row without a period).
//
// A bank's and a region's sums, and an order's, are kept while folding
// (views/payment/sum.h): an answer costs the districts that it covers, not the
// families. They are the sums over the families, to the rupiah.
//
// Whole rupiah.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "ledger/base/result.h"
#include "ledger/fold/reader.h"

namespace ledger::views::reconcile {

// kNotFound: no source names such a family, or such an order.
inline constexpr std::string_view kFamilyUnknown = "FAMILY_UNKNOWN";
inline constexpr std::string_view kOrderUnknown = "ORDER_UNKNOWN";

struct Amount {
  std::uint64_t count = 0;
  std::int64_t rupiah = 0;
  void Add(std::int64_t amount, std::uint64_t times = 1) {
    count += times;
    rupiah += amount;
  }
};

// One period of whatever was asked about.
struct Flow {
  std::string period_id;  // Empty: money that is of no period.
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  Amount listed;   // Due, families.
  Amount payable;  // Of those by card, with an account that agrees.
  Amount ordered;  // By SP2D; lots of a bank or of the whole, else nothing.
  Amount credited;
  Amount failed;        // And not made good under the same order.
  Amount paid_in_cash;  // By PT Pos.
  Amount withdrawn;     // Drawn, bought and moved: debits that used it.
  std::int64_t fee_rupiah = 0;
  Amount debited_back;               // To the government, as the accounts show.
  Amount remitted;                   // To the treasury.
  Amount acknowledged;               // Said to be received, in cash.
  std::int64_t goods_rupiah = 0;     // And in goods.
  std::int64_t fee_told_rupiah = 0;  // And paid for it in cash.
  std::int64_t remaining_rupiah = 0;  // On the accounts.
  // The first 100: a family's facts; an order and its credits; the orders of
  // a bank or of the whole. A region's are its families'.
  std::vector<std::uint64_t> indices;
  std::uint64_t index_count = 0;
};

struct FlowQuery {
  // At most one of family, sp2d_no, and bank and region together.
  std::string family;  // Token.
  std::string sp2d_no;
  std::string bank;  // That credits; empty: any.
  std::string region_prefix;
  std::string period_id;  // Empty: every one.
};

// By period's name. FAMILY_UNKNOWN, ORDER_UNKNOWN, BANK_UNKNOWN,
// REGION_MALFORMED.
Result<std::vector<Flow>> Flows(const fold::Reader& reader,
                                const FlowQuery& query);

}  // namespace ledger::views::reconcile
