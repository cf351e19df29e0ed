#include "ledger/views/companion/graduation.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string_view>

#include "ledger/base/time.h"
#include "ledger/views/card/card.h"
#include "ledger/views/listing/listing.h"
#include "ledger/views/money/money.h"

namespace ledger::views::companion {
namespace {

using amanah::v1::Event;

constexpr std::size_t kMaxIndices = 100;
// A letter may be signed before it takes effect, and filed soon after.
constexpr std::int64_t kLetterDays = 180;

bool IsOver(card::Step step) {
  return step == card::Step::kBlocked || step == card::Step::kReplaced ||
         step == card::Step::kClosed || step == card::Step::kReturned ||
         step == card::Step::kDestroyed;
}

void TakeCards(const fold::Reader& reader, std::int64_t at_micros,
               Graduation& graduation, std::set<std::string>& accounts) {
  for (const auto& kks : card::CardsOfFamily(reader, graduation.kpm)) {
    auto card = card::Find(reader, kks);
    if (!card) continue;
    accounts.insert(card->account);
    std::erase_if(card->life, [&](const auto& step) {
      return step.at.unix_micros > at_micros;
    });
    if (card->life.empty()) continue;
    const auto state = card->StateName();
    const auto last = std::find_if(
        card->life.rbegin(), card->life.rend(),
        [&](const auto& step) { return card::NameOf(step.step) == state; });
    if (last != card->life.rend() && IsOver(last->step)) {
      ++graduation.closed_cards;
      graduation.indices.push_back(last->index);
    } else {
      ++graduation.open_cards;
      if (last != card->life.rend()) graduation.indices.push_back(last->index);
    }
  }
}

void TakeCredits(const fold::Reader& reader, std::int64_t at_micros,
                 const std::set<std::string>& accounts,
                 Graduation& graduation) {
  const std::int64_t begin =
      graduation.from.unix_micros + kLastPaymentDays * kMicrosPerDay;
  graduation.is_recent = at_micros < begin;
  if (graduation.is_recent) return;
  for (const std::string& account : accounts) {
    money::VisitLines(reader, account, begin, at_micros + 1,
                      [&](const money::Line& line) {
                        if (!line.IsCredit()) return true;
                        ++graduation.credits_after;
                        graduation.credited_rupiah += line.amount_rupiah;
                        graduation.indices.push_back(line.index);
                        return true;
                      });
  }
}

void TakeLetter(const CaredFor& family, Graduation& graduation) {
  graduation.needs_letter =
      graduation.status == amanah::v1::FAMILY_STATUS_GRADUATED_INDEPENDENT;
  for (const auto& work : family.work) {
    const std::int64_t apart =
        (graduation.from.unix_micros - work.at.unix_micros) / kMicrosPerDay;
    if (work.kind != Event::kResignationLetterSigned || apart > kLetterDays ||
        apart < -kLetterDays || graduation.letter_index) {
      continue;
    }
    graduation.letter_index = work.index;
    graduation.indices.push_back(work.index);
  }
}

void TakeReturn(const fold::Reader& reader, const CaredFor& family,
                std::int64_t at_micros, Graduation& graduation) {
  const auto take = [&](const Moment& at, std::uint64_t index) {
    if (graduation.returned_at && *graduation.returned_at <= at) return;
    graduation.returned_at = at;
    graduation.indices.push_back(index);
  };
  for (const auto& work : family.work) {
    if (work.kind == Event::kKpmEnrolled && graduation.from < work.at) {
      take(work.at, work.index);
    }
  }
  // The list of the period that ran when it left still has it.
  const std::int64_t after =
      graduation.from.unix_micros + kLastPaymentDays * kMicrosPerDay;
  for (const auto& listing : listing::ListingsOf(reader, family.kpm)) {
    if (after < listing.closed_at.unix_micros && !listing.IsRemoved() &&
        listing.closed_at.unix_micros <= at_micros) {
      take(listing.closed_at, listing.index);
    }
  }
}

}  // namespace

std::vector<Graduation> GraduationsOf(const fold::Reader& reader,
                                      const CaredFor& family, const Span& span,
                                      std::int64_t at_micros) {
  std::vector<Graduation> found;
  for (const auto& status : family.family.statuses) {
    const Day day = DayOf(status.from);
    if (!IsGraduation(status.status) || !span.Contains(day)) continue;
    if (!found.empty() && YearOf(DayOf(found.back().from)) == YearOf(day)) {
      continue;
    }
    Graduation graduation;
    graduation.kpm = family.kpm;
    graduation.region_code = family.region_code;
    if (const auto* one = ResponsibleOn(family.family, day)) {
      graduation.companion = one->companion;
    }
    graduation.status = status.status;
    graduation.from = status.from;
    graduation.reported_at = status.reported_at;
    graduation.index = status.index;
    graduation.indices.push_back(status.index);
    std::set<std::string> accounts;
    TakeCards(reader, at_micros, graduation, accounts);
    TakeCredits(reader, at_micros, accounts, graduation);
    TakeLetter(family, graduation);
    TakeReturn(reader, family, at_micros, graduation);
    std::sort(graduation.indices.begin(), graduation.indices.end());
    if (graduation.indices.size() > kMaxIndices) {
      graduation.indices.resize(kMaxIndices);
    }
    found.push_back(std::move(graduation));
  }
  return found;
}

}  // namespace ledger::views::companion
