// What a payment adds to sums, and where. Only for this room.
//
// Thread safety: pure functions, and a writer's.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/reader.h"
#include "ledger/views/money/money.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/payment/sum.h"

namespace ledger::views::payment {

// What of a payment is of interest to lists and sums. A credit counts with its
// own bank and order; all else with those of the payment.
struct Standing {
  struct Part {
    std::string bank;
    std::string sp2d_no;
    Sum sum;
  };
  std::vector<Part> parts;  // One a bank and order; nearly always one in all.
  Sum& Of(std::string_view bank_key, std::string_view sp2d_no);
  std::string bank;
  bool is_open = false;          // There is money to be returned.
  bool is_out_of_order = false;  // I4.
};
Standing StandingOf(const Payment& payment);

// Counts what has changed of a payment.
void Recount(std::string_view period, std::string_view subject,
             const Standing& before, const Standing& now, fold::Writer& state);
// Counts what became of a share.
void CountUse(const money::Share& share, std::uint32_t submitter,
              const money::Used& used, fold::Writer& state);
// Counts all payments of a family that was counted in a village in another.
void CountElsewhere(std::string_view subject, std::string_view from,
                    std::string_view to, fold::Writer& state);
// Where the family's payments are counted; empty when that is not known.
std::string VillageOf(const fold::Reader& reader, std::string_view subject);

}  // namespace ledger::views::payment
