#include "ledger/views/zero/facts.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "ledger/base/time.h"

namespace ledger::views::zero {
namespace {

using amanah::v1::Event;

constexpr std::int64_t kBeginning = std::numeric_limits<std::int64_t>::min();

// Complaints that the card is empty or that aid never came.
bool SaysEmpty(const grievance::Complaint& complaint) {
  return complaint.kind == amanah::v1::GRIEVANCE_KIND_ZERO_BALANCE ||
         complaint.kind == amanah::v1::GRIEVANCE_KIND_NOT_RECEIVED;
}

void TakeMoment(const fold::Reader& reader, const Question& question,
                std::vector<grievance::Complaint> complaints, Facts& facts) {
  if (question.at_micros) {
    facts.at_micros = *question.at_micros;
  } else {
    facts.at_micros = custody::LatestMicros(reader);
    for (const auto& complaint : complaints) {
      if (!SaysEmpty(complaint)) continue;
      facts.at_micros = complaint.filed_at.unix_micros;
      facts.ticket = complaint.ticket;
    }
  }
  for (auto& complaint : complaints) {
    if (complaint.filed_at.unix_micros > facts.at_micros) continue;
    facts.complaints.push_back(std::move(complaint));
  }
}

std::optional<listing::AccountCheck> FailedCheck(const fold::Reader& reader,
                                                 const Facts& facts,
                                                 const Wave& wave) {
  std::optional<listing::AccountCheck> last;
  for (const std::string& subject : {facts.card.kpm, facts.card.account}) {
    for (const auto& check : listing::ChecksOf(reader, subject)) {
      if (check.period_id == wave.period.period_id &&
          check.at.unix_micros <= facts.at_micros) {
        last = check;
      }
    }
  }
  return last && !last->passed ? last : std::nullopt;
}

// How far the payment of `period` has come for this family.
Wave WaveOf(const fold::Reader& reader, const Facts& facts,
            const listing::Period& period,
            const std::vector<listing::Listing>& listings) {
  Wave wave;
  wave.period = period;
  wave.begin_micros = period.closed_at.unix_micros;
  for (const auto& listing : listings) {
    if (listing.programme == period.programme &&
        listing.period_id == period.period_id &&
        listing.closed_at.unix_micros <= facts.at_micros) {
      wave.listing = listing;
    }
  }
  const std::string& bank = wave.listing ? wave.listing->bank : facts.card.bank;
  for (const auto& order : listing::OrdersOf(reader, period.period_id)) {
    if (order.at.unix_micros > facts.at_micros) continue;
    if (!wave.is_ordered_at_all) wave.begin_micros = order.at.unix_micros;
    wave.is_ordered_at_all = true;
    if (!wave.order && order.bank == bank) wave.order = order;
  }
  wave.failed_check = FailedCheck(reader, facts, wave);
  for (const auto& line : facts.lines) {
    if (line.period_id != period.period_id) continue;
    if (line.IsCredit()) wave.credit = line;
    if (line.kind == Event::kCreditFailed) wave.failure = line;
  }
  return wave;
}

// The payment that the family expects: of its programmes' latest ones, that
// which went out last.
void TakeWave(const fold::Reader& reader, Facts& facts) {
  const auto listings = listing::ListingsOf(reader, facts.card.kpm);
  for (const auto programme :
       {amanah::v1::PROGRAMME_PKH, amanah::v1::PROGRAMME_SEMBAKO}) {
    const bool is_member = std::any_of(
        listings.begin(), listings.end(),
        [&](const auto& listing) { return listing.programme == programme; });
    if (!is_member) continue;
    std::optional<Wave> latest;
    for (const auto& period : listing::PeriodsOf(reader, programme)) {
      if (period.closed_at.unix_micros > facts.at_micros) continue;
      Wave wave = WaveOf(reader, facts, period, listings);
      // A list whose money nobody ordered yet is not what it waits for.
      if (latest && !wave.is_ordered_at_all) continue;
      latest = std::move(wave);
    }
    if (latest &&
        (!facts.wave || latest->begin_micros > facts.wave->begin_micros)) {
      facts.wave = std::move(latest);
    }
  }
}

std::string DigitsOf(std::string_view reference) {
  std::string digits;
  for (const char letter : reference) {
    if (letter >= '0' && letter <= '9') digits.push_back(letter);
  }
  return digits;
}

void TakeLines(const fold::Reader& reader, Facts& facts) {
  money::VisitLines(reader, facts.card.account, kBeginning, facts.at_micros + 1,
                    [&](const money::Line& line) {
                      facts.lines.push_back(line);
                      return true;
                    });
  std::stable_sort(facts.lines.begin(), facts.lines.end(),
                   [](const money::Line& a, const money::Line& b) {
                     return std::pair(a.posted_micros, DigitsOf(a.reference)) <
                            std::pair(b.posted_micros, DigitsOf(b.reference));
                   });
  for (const auto& line : facts.lines) {
    if (line.is_in_chain) {
      facts.balance_rupiah = line.balance_after_rupiah.value_or(
          facts.balance_rupiah + line.DeltaRupiah());
    }
    if (line.IsCredit()) {
      facts.last_credit = line;
      facts.debits.clear();
      facts.refusals.clear();
      facts.last_return.reset();
    } else if (line.IsDebitByPerson()) {
      facts.debits.push_back(line);
    } else if (line.kind == Event::kDebitDeclined) {
      facts.refusals.push_back(line);
    } else if (line.kind == Event::kFundsDebitedToRpl && line.is_in_chain) {
      facts.last_return = line;
    }
  }
}

void TakeHandover(const fold::Reader& reader, Facts& facts) {
  for (const std::string& kks : card::CardsOf(reader, facts.card.account)) {
    const auto card = card::Find(reader, kks);
    if (!card) continue;
    const auto* handover = card->First(card::Step::kHandedOver);
    if (handover != nullptr && handover->at.unix_micros <= facts.at_micros &&
        (!facts.first_handover || handover->at < facts.first_handover->at)) {
      facts.first_handover = *handover;
    }
    if (!card->replaces.empty() && !card::Find(reader, card->replaces)) {
      facts.has_unknown_past = true;
    }
  }
}

void TakeCustody(const fold::Reader& reader, std::string_view kks,
                 Facts& facts) {
  const std::int64_t at = facts.debits.empty()
                              ? facts.at_micros
                              : facts.debits.back().at.unix_micros;
  facts.custody = custody::At(reader, kks, at);
  facts.is_held_by_other =
      facts.custody && custody::IsForeign(reader, *facts.custody);
}

void TakeWords(const fold::Reader& reader, Facts& facts) {
  if (!facts.last_credit) return;
  for (auto& said : grievance::AcknowledgementsOf(reader, facts.card.kpm)) {
    if (said.at.unix_micros > facts.at_micros) continue;
    if (said.period_id == facts.last_credit->period_id) {
      facts.said.push_back(std::move(said));
    }
  }
}

}  // namespace

Result<Facts> Gather(const fold::Reader& reader, const Question& question) {
  Facts facts;
  const auto card = card::Find(reader, question.kks);
  LEDGER_RETURN_IF_ERROR(reader.status());
  if (!card) {
    return Error{Code::kNotFound, kKksUnknown, "no event names this card"};
  }
  facts.card = *card;
  facts.family = family::Find(reader, facts.card.kpm);
  TakeMoment(reader, question, grievance::ComplaintsOf(reader, facts.card.kpm),
             facts);
  TakeLines(reader, facts);
  TakeWave(reader, facts);
  TakeHandover(reader, facts);
  TakeCustody(reader, question.kks, facts);
  TakeWords(reader, facts);
  LEDGER_RETURN_IF_ERROR(reader.status());
  return facts;
}

}  // namespace ledger::views::zero
