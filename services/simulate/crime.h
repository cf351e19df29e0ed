// What is planted in a village: who, with which cards, in which months, and
// how the holder hides. A crime bends turns, adds stacks to the queues or acts
// elsewhere, and counts what it moved for its label.
//
// Thread safety: none.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/stats/random.h"
#include "services/simulate/label.h"
#include "services/simulate/month.h"
#include "services/simulate/paper.h"
#include "services/simulate/people.h"

namespace services::simulate {

class Crimes {
 public:
  // Chooses members among families that no other crime has; keeps cards back
  // from handover where the scheme does.
  Crimes(const Plan& plan, People& people, const ledger::crypto::TokenKey& key);

  // Before the month's turns are taken.
  void Bend(Paper& paper, MonthPlan& month);
  // An act of the month was carried out.
  void Count(const Act& act, std::int64_t rupiah);
  // What families got in the month, of what was drawn with their cards.
  std::vector<std::int64_t> Received(const MonthPlan& month) const;
  // Statements and complaints after the month.
  void Close(Paper& paper, const MonthPlan& month);

  const std::vector<Label>& labels() const { return labels_; }

 private:
  struct Crime {
    Planted planted;
    std::vector<std::uint32_t> members;
    std::uint32_t between = 0;
    std::int32_t number = 0;
  };
  // Where and when a batch in one hand is used outside the queues.
  struct Place {
    std::uint32_t terminal = 0;
    std::int64_t from_micros = 0;
    double median_seconds = 40;
  };

  void Choose(const Planted& planted, std::int32_t number);
  // crime_cards.cc: what a scheme does to cards and papers.
  void Prepare(Crime& crime);
  static bool IsActive(const Crime& crime, std::uint32_t period);
  void UseSingly(const Crime& crime, std::span<const std::uint32_t> cards,
                 MonthPlan& month, ledger::stats::Generator& random);
  void BendPapers(const Crime& crime, Paper& paper, MonthPlan& month);
  void BendTurns(const Crime& crime, std::span<const std::uint32_t> cards,
                 MonthPlan& month, ledger::stats::Generator& random);
  void StackUp(const Crime& crime, std::vector<std::uint32_t> cards,
               MonthPlan& month, ledger::stats::Generator& random);
  void UseAt(const Crime& crime, std::span<const std::uint32_t> cards,
             const Place& place, MonthPlan& month,
             ledger::stats::Generator& random);
  // The cards that take part this month, in the holder's order.
  std::vector<std::uint32_t> CardsOf(Crime& crime, std::uint32_t period,
                                     ledger::stats::Generator& random);

  const Plan& plan_;
  People& people_;
  const ledger::crypto::TokenKey& key_;
  std::vector<bool> is_taken_;  // By family.
  std::vector<Crime> crimes_;
  std::vector<Label> labels_;
};

}  // namespace services::simulate
