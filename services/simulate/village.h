// A village's year as its sources would sign it: real events, tokens only, the
// same bytes for the same plan and key on every machine.
//
// A village is made alone: nothing in it depends on another. Months must be
// asked for in order; what is kept between them is some 400 bytes a family.
//
// Thread safety: none; different villages from different threads.

#pragma once

#include <cstdint>
#include <vector>

#include "ledger/crypto/token.h"
#include "services/simulate/book.h"
#include "services/simulate/crime.h"
#include "services/simulate/label.h"
#include "services/simulate/paper.h"
#include "services/simulate/people.h"
#include "services/simulate/plan.h"
#include "services/simulate/tape.h"

namespace services::simulate {

class Village {
 public:
  // `key` must live as long as the village.
  Village(const Plan& plan, const ledger::crypto::TokenKey& key);
  Village(const Village&) = delete;
  Village& operator=(const Village&) = delete;

  // Who is there, and their cards: everything before the first period.
  Sources Begin();
  // Requires 1, 2, 3, ... in order, after Begin.
  Sources Period(std::uint32_t period);
  // Of the bank, counted since the last call. A bank reports its totals of all
  // its villages together: regency.h.
  Totals TakeTotals() { return tape_.TakeTotals(); }

  // What is planted, with the rupiah so far.
  const std::vector<Label>& labels() const { return crimes_.labels(); }
  const People& people() const { return people_; }
  const Plan& plan() const { return plan_; }

 private:
  Plan plan_;
  People people_;
  Tape tape_;
  Crimes crimes_;
  Paper paper_;
  Book book_;
  std::uint32_t next_period_ = 1;
};

}  // namespace services::simulate
