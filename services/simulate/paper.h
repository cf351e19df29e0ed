// What is written down about a village besides money: who and what is there,
// the cards' life, lists, schedules, statements. Each function writes events of
// one kind of fact to the tape.
//
// Thread safety: none; the tape is the caller's.

#pragma once

#include <cstdint>
#include <string_view>

#include "amanah/v1/event.pb.h"
#include "services/simulate/calendar.h"
#include "services/simulate/people.h"
#include "services/simulate/tape.h"

namespace services::simulate {

class Paper {
 public:
  Paper(const Plan& plan, People& people, const ledger::crypto::TokenKey& key,
        Tape& tape)
      : plan_(plan), people_(people), key_(key), tape_(tape) {}

  // Offices, agents, terminals, kelompok, families' assignment, proxies.
  void RegisterAll();
  // Every family's first card, as `Family` says it was handed over.
  void IssueCards();
  // A new card for the family's account, in its hand two days after.
  void ReplaceCard(std::uint32_t family, std::int64_t at_micros);
  void ResetPin(std::uint32_t family, std::string_view tid,
                std::int64_t at_micros);

  // The period's list of a programme and its order; `months` paid for.
  void List(bool is_pkh, std::uint32_t months, const Month& month);

  struct Schedule {
    amanah::v1::ScheduleKind kind = amanah::v1::SCHEDULE_KIND_UNSPECIFIED;
    std::int64_t filed_micros = 0;
    std::int64_t from_micros = 0;
    std::int64_t until_micros = 0;
    const char* list_rule = "";
    bool has_terminals = false;  // The agents' are meant.
    std::int64_t cash_limit_rupiah = 0;
  };
  void File(const Schedule& schedule);
  void Suspend(std::uint32_t agent, std::int64_t from_micros,
               std::int64_t until_micros);

  enum class Saw { kAttested, kObserved };
  void StateHolder(Saw saw, std::uint32_t family, const std::string& holder,
                   amanah::v1::PartyRole role, std::int64_t at_micros,
                   std::string_view case_no = "");
  void Acknowledge(std::uint32_t family, std::int64_t rupiah,
                   const Month& month, std::int64_t at_micros);
  void Complain(std::uint32_t family, amanah::v1::GrievanceKind kind,
                std::int64_t at_micros);
  void ChangeStatus(std::uint32_t family, amanah::v1::FamilyStatus status,
                    std::int64_t at_micros);
  // An heir manages the account, with a card of the heir's own.
  void ReplacePengurus(std::uint32_t family, std::int64_t at_micros);
  void Freeze(std::uint32_t family, std::int64_t at_micros);
  // The register of what was taken back, and the treasury's receipt.
  void Return(std::uint32_t family, bool is_pkh, std::int64_t rupiah,
              const Month& credited, std::int64_t at_micros);
  // Written down by the companion's device. A photo is known by `photo`.
  void VisitHome(std::uint32_t family, std::uint64_t photo,
                 std::int64_t at_micros);
  // Another person manages the account; the card stays the same.
  void NamePengurus(std::uint32_t family, const std::string& pengurus,
                    std::int64_t at_micros);
  // Another companion for the whole village.
  void ReplaceCompanion(const std::string& companion, std::int64_t at_micros);
  void OpenAdvocacy(std::uint32_t family, std::string_view case_no,
                    std::int64_t at_micros);

 private:
  amanah::v1::Event& Begin(std::int64_t at_micros);
  amanah::v1::Event& OfCard(std::uint32_t family, std::int64_t at_micros);
  amanah::v1::Event& OfFamily(std::uint32_t family, std::int64_t at_micros);
  void Assign(std::uint32_t family, std::int64_t at_micros);
  void GiveOffice(const std::string& party, amanah::v1::PartyRole role,
                  std::int64_t at_micros);
  void SetRegion(std::string_view code, amanah::v1::Event& event);
  void PrintCard(std::uint32_t family, std::string_view replaces,
                 std::int64_t at_micros);
  void HandOver(std::uint32_t family, const std::string& receiver,
                amanah::v1::PartyRole role, std::uint32_t officer,
                std::int64_t at_micros, std::int64_t recorded_micros);

  const Plan& plan_;
  People& people_;
  const ledger::crypto::TokenKey& key_;
  Tape& tape_;
  std::uint32_t tickets_ = 0;
};

}  // namespace services::simulate
