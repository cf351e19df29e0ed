// One month of a village: who comes when, what everybody does at the terminal,
// and the month's honest circumstance. Crimes bend it before it is carried out.
//
// Thread safety: none.

#pragma once

#include <cstdint>
#include <vector>

#include "services/simulate/book.h"
#include "services/simulate/calendar.h"
#include "services/simulate/paper.h"
#include "services/simulate/people.h"
#include "services/simulate/queue.h"

namespace services::simulate {

// What somebody else does with a family's turn at the agent's.
enum class Twist : std::uint8_t {
  kNone,
  kSplit,     // A first, smaller debit is kept.
  kFee,       // More than the tariff is taken.
  kTransfer,  // Instead of cash, to the agent's account.
  kResidual,  // The family is told to leave something.
};

struct Turn {
  bool is_away = false;  // The family does not use its card.
  bool comes = false;    // On the payment day, whatever it does else.
  Twist twist = Twist::kNone;
  std::int32_t crime = -1;
};

// Cards in one hand, to be put into a queue of the payment day.
struct Stack {
  std::vector<std::uint32_t> cards;  // In this order.
  std::uint32_t between = 0;
  bool is_hasty = true;
  std::uint32_t terminal = 0;
  std::int32_t crime = -1;
};

struct MonthPlan {
  std::uint32_t period = 1;
  Month month;
  bool is_paid = true;
  std::uint32_t months_paid = 1;  // Of Sembako.
  std::vector<Turn> turns;        // By family.
  std::vector<Stack> stacks;
  std::vector<Act> acts;
};

// Seconds since midnight on a day of the month.
std::int64_t MomentOf(const Month& month, int day, double second);

// An act at a terminal whose clock is right.
Act ActAt(std::int64_t at_micros, std::uint32_t family, std::uint32_t terminal,
          Deed deed);

// Decides whether the month is paid.
MonthPlan BeginMonth(const Plan& plan, const People& people,
                     std::uint32_t period);
// Lists, orders, credits and schedules.
void PayMonth(const Plan& plan, const People& people, Paper& paper,
              MonthPlan& plan_of_month);
// The honest and the stacks among them, at the terminals.
void ServeMonth(const Plan& plan, People& people, Paper& paper,
                MonthPlan& plan_of_month);
// After the money: what families say they got, lost cards, statements.
// `received` by family, rupiah of the month.
void CloseMonth(const Plan& plan, People& people, Paper& paper,
                const MonthPlan& plan_of_month,
                const std::vector<std::int64_t>& received);

}  // namespace services::simulate
