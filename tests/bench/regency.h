// An invented regency of any number of cards, as a log that was never written:
// each entry is computed from its index, so that twenty million of them need
// neither memory nor disk.
//
// One family a card, 250 families a companion, 2,500 a village. The log tells
// in waves, each of which touches every family in an order of its own: listed,
// assigned, card printed, sent, received, handed over, custody told, two
// payments credited and drawn, and three waves of visits, sessions, complaints,
// answers, local aid, exits and observations. One companion in forty holds two
// cards in five of its families; one card in 200 is with one of few villagers;
// three in a hundred never left the branch.
//
// Threads: any; nothing changes after construction.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "amanah/v1/event.pb.h"
#include "ledger/fold/entry_source.h"

namespace bench {

class Regency {
 public:
  Regency(std::uint64_t cards, std::uint64_t seed);

  std::uint64_t cards() const { return cards_; }
  std::uint64_t companions() const;
  // The genesis, the companions, agents and orders, and the waves.
  std::uint64_t entries() const;
  // Requires 0 < index < entries(). Deterministic.
  std::pair<std::uint32_t, amanah::v1::Event> EventAt(
      std::uint64_t index) const;

  std::string Kks(std::uint64_t card) const { return Token(1, card); }
  std::string Kpm(std::uint64_t card) const { return Token(2, card); }
  std::string Companion(std::uint64_t companion) const {
    return Token(3, companion);
  }
  std::string Village(std::uint64_t card) const;
  // Who has many cards of others.
  static constexpr std::uint64_t kFirstCollector = 7;
  static constexpr std::uint64_t kCollectorEvery = 40;

 private:
  std::uint64_t Random(std::uint64_t kind, std::uint64_t number) const;
  std::string Token(std::uint64_t kind, std::uint64_t number) const;
  std::uint64_t Prologue() const;
  std::int64_t MomentOf(std::uint64_t wave, std::uint64_t card) const;
  std::uint32_t TellPrologue(std::uint64_t number,
                             amanah::v1::Event& event) const;
  std::uint32_t TellCard(std::uint64_t wave, std::uint64_t card,
                         amanah::v1::Event& event) const;
  std::uint32_t TellCustody(std::uint64_t card, amanah::v1::Event& event) const;
  std::uint32_t TellCredit(std::uint64_t period, std::uint64_t card,
                           amanah::v1::Event& event) const;
  std::uint32_t TellDrawn(std::uint64_t period, std::uint64_t card,
                          amanah::v1::Event& event) const;
  std::uint32_t TellDuty(std::uint64_t card, amanah::v1::Event& event) const;
  std::uint32_t TellWord(std::uint64_t card, amanah::v1::Event& event) const;
  std::uint32_t TellReply(std::uint64_t card, amanah::v1::Event& event) const;
  bool LiesAtBranch(std::uint64_t card) const;
  std::string Ticket(std::uint64_t card) const;

  const std::uint64_t cards_;
  const std::uint64_t seed_;
};

// A regency as the engine reads it. With a pace, entries come at so many a
// second from its construction on, those before `first` being there already.
class RegencySource final : public ledger::fold::EntrySource {
 public:
  explicit RegencySource(const Regency& regency)
      : regency_(regency), first_(regency.entries()) {}
  RegencySource(const Regency& regency, std::uint64_t first,
                std::uint64_t entries_a_second)
      : regency_(regency), first_(first), pace_(entries_a_second) {}

  std::uint64_t Size() const override;
  ledger::Status Scan(std::uint64_t begin, std::uint64_t end,
                      const std::function<bool(const ledger::log::Entry&)>&
                          visit) const override;
  std::uint64_t WaitForMore(
      std::uint64_t size,
      std::chrono::steady_clock::time_point deadline) const override;
  // When the entry became readable.
  std::chrono::steady_clock::time_point ArrivalOf(std::uint64_t index) const;

 private:
  const Regency& regency_;
  const std::uint64_t first_;
  const std::uint64_t pace_ = 0;
  const std::chrono::steady_clock::time_point begin_ =
      std::chrono::steady_clock::now();
};

}  // namespace bench
