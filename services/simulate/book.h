// A bank's book for one village: what is done at terminals and by the bank,
// carried out in the order in which the host posts it, and written as events
// with balances, trace numbers and references.
//
// Whole rupiah; microseconds since 1970.
//
// Thread safety: none.

#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "services/simulate/calendar.h"
#include "services/simulate/people.h"
#include "services/simulate/tape.h"

namespace services::simulate {

enum class Deed : std::uint8_t {
  kCredit,
  kInquiry,
  kDecline,
  kWithdraw,
  kTransfer,  // To the agent's settlement account.
  kPurchase,
  kDeposit,
  kTreasury,  // Back to the government's account.
};

inline constexpr std::int64_t kAll = -1;  // Of the balance.

struct Act {
  std::int64_t at_micros = 0;      // By the terminal's clock.
  std::int64_t posted_micros = 0;  // By the host's.
  std::uint32_t family = 0;
  std::uint32_t terminal = 0;
  Deed deed = Deed::kWithdraw;
  std::int64_t rupiah = kAll;
  std::int64_t kept_rupiah = 0;  // Left on the card, of kAll.
  std::int64_t fee_rupiah = 0;
  std::uint32_t pin_ms = 1800;
  std::uint32_t pin_attempts = 1;
  std::uint32_t others = 0;  // Trace numbers used by others before.
  const char* code = "00";   // Of a decline.
  bool is_offline = false;
  std::int32_t crime = -1;   // Counted for this label.
  bool is_pkh = false;       // Of a credit.
  std::uint32_t months = 1;  // Of a credit: paid for, the last ones.
};

// What a carried out act did.
using Done = std::function<void(const Act& act, std::int64_t rupiah)>;

class Book {
 public:
  Book(const Plan& plan, People& people, Tape& tape)
      : plan_(plan), people_(people), tape_(tape) {}

  // Carries out the acts of a period by posting time. A debit of nothing is
  // not made. Cash machines give multiples of 50,000.
  void CarryOut(std::vector<Act> acts, const Month& month, const Done& done);

 private:
  void Credit(const Act& act, const Month& month);
  // The money that moves; nullopt: nothing happens.
  bool RupiahOf(const Act& act, std::int64_t& rupiah) const;
  void Transact(const Act& act, std::int64_t rupiah);
  // Year's digit, day of the year, hour, village, number in the hour.
  std::string Reference(std::int64_t posted_micros);

  const Plan& plan_;
  People& people_;
  Tape& tape_;
  std::int64_t hour_ = -1;
  std::uint32_t in_hour_ = 0;
};

// Names of periods and payment orders.
std::string PeriodOf(bool is_pkh, const Month& month);
std::string OrderOf(bool is_pkh, const Month& month, std::uint32_t village);

}  // namespace services::simulate
