// Graduations, and what the ledger can confirm of them.
//
// A graduation is confirmed when its payments ended, none of its cards can be
// used any more and, where the family left of its own will (mandiri), it
// signed a letter. It is undone when the family came in again or was paid
// since. What can't be said yet is not said.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/fold/reader.h"
#include "ledger/views/companion/care.h"

namespace ledger::views::companion {

// After the effective date payments may still come: one period of two months.
inline constexpr std::int64_t kLastPaymentDays = 62;

struct Graduation {
  std::string kpm;
  std::string region_code;
  std::string companion;  // Responsible on the day; empty: nobody is known.
  amanah::v1::FamilyStatus status = amanah::v1::FAMILY_STATUS_UNSPECIFIED;
  Moment from;
  Moment reported_at;
  std::uint64_t index = 0;
  // kLastPaymentDays are not over: whether payments end can't be said.
  bool is_recent = false;
  std::uint64_t credits_after = 0;  // After kLastPaymentDays.
  std::int64_t credited_rupiah = 0;
  std::uint64_t open_cards = 0;
  std::uint64_t closed_cards = 0;
  bool needs_letter = false;
  std::optional<std::uint64_t> letter_index;
  // Enrolled again, or on a list closed after its last payment was to come.
  std::optional<Moment> returned_at;
  // Of everything above, ascending, the first 100.
  std::vector<std::uint64_t> indices;

  bool PaymentsEnded() const { return !is_recent && credits_after == 0; }
  bool IsConfirmed() const {
    return PaymentsEnded() && open_cards == 0 && closed_cards > 0 &&
           (!needs_letter || letter_index) && !returned_at;
  }
  bool IsUndone() const { return returned_at || credits_after > 0; }
};

// Graduations of a family that took effect in [begin, end), as known at
// `at_micros`. By time; one a family and year, the first.
std::vector<Graduation> GraduationsOf(const fold::Reader& reader,
                                      const CaredFor& family, const Span& span,
                                      std::int64_t at_micros);

}  // namespace ledger::views::companion
