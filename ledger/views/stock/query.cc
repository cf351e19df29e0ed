#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"
#include "ledger/views/stock/standing.h"
#include "ledger/views/stock/stock.h"
#include "ledger/views/stock/tables.h"

namespace ledger::views::stock {
namespace {

constexpr std::int64_t kForEver = std::numeric_limits<std::int64_t>::max();

std::string TakeUntilZero(std::string_view& rest) {
  const std::size_t zero = rest.find('\0');
  AMANAH_CHECK(zero != std::string_view::npos);
  std::string part(rest.substr(0, zero));
  rest.remove_prefix(zero + 1);
  return part;
}

// Keys of a table, of one bank when it is named, of one branch when that is.
fold::Key PrefixOf(char table, std::string_view bank,
                   std::string_view branch = "") {
  fold::Key prefix(table, bank);
  if (!bank.empty()) prefix.Push('\0');
  if (!bank.empty() && !branch.empty()) prefix.Append(branch).Push('\0');
  return prefix;
}

// True when a card of the account other than `kks` was handed over: then what
// is credited can be drawn with that one.
bool HasAnotherCard(const fold::Reader& reader, const card::Card& card,
                    std::string_view kks) {
  for (const std::string& other : card::CardsOf(reader, card.account)) {
    if (other == kks) continue;
    const std::optional<card::Card> found = card::Find(reader, other);
    if (found && found->First(card::Step::kHandedOver) != nullptr) return true;
  }
  return false;
}

void AddMoney(const fold::Reader& reader, const card::Card& card,
              const Standing& standing, Waiting& waiting) {
  if (HasAnotherCard(reader, card, waiting.kks)) return;
  const std::int64_t begin =
      standing.printed_at.value_or(standing.since).unix_micros;
  money::VisitLines(reader, card.account, begin, kForEver,
                    [&](const money::Line& line) {
                      if (line.IsCredit()) {
                        waiting.credited_rupiah += line.amount_rupiah;
                      } else if (line.IsDebitByPerson()) {
                        waiting.debited_rupiah -= line.amount_rupiah;
                      }
                      return true;
                    });
}

using Banks = std::map<std::string, BankStock>;

// `key`: bank, 0, what.
void AddCount(std::string_view key, std::string_view value, Banks& banks) {
  const std::string bank = TakeUntilZero(key);
  const char what = key.front();
  const auto count = fold::Decode<std::uint64_t>(value);
  BankStock& stock = banks[bank];
  stock.bank = bank;
  stock.cards.resize(std::size(kPlaces));
  if (what == kPrintedLetter) {
    stock.printed += count;
  } else if (what == kUnprintedLetter) {
    stock.unprinted += count;
  } else {
    stock.cards[static_cast<std::size_t>(what) - 1] += count;
  }
}

std::vector<BankStock> ListOf(Banks banks) {
  std::vector<BankStock> all;
  for (auto& [name, stock] : banks) all.push_back(std::move(stock));
  return all;
}

Waiting WaitingOf(const fold::Reader& reader, std::string_view kks,
                  std::int64_t now) {
  const std::optional<card::Card> card = card::Find(reader, kks);
  AMANAH_CHECK(card.has_value());
  const Standing standing = StandingOf(*card);
  Waiting waiting;
  waiting.kks = kks;
  waiting.kpm = card->kpm;
  waiting.region_code = family::RegionOf(reader, card->kpm);
  waiting.bank = card->bank;
  waiting.branch = standing.branch;
  waiting.place = standing.place;
  waiting.since = standing.since;
  waiting.days = static_cast<std::uint64_t>(
      std::max<std::int64_t>(now - standing.since.unix_micros, 0) /
      kMicrosPerDay);
  for (const card::LifeEvent& step : card->life) {
    waiting.indices.push_back(step.index);
  }
  std::sort(waiting.indices.begin(), waiting.indices.end());
  AddMoney(reader, *card, standing, waiting);
  return waiting;
}

bool IsWanted(const Waiting& waiting, const WaitingQuery& query) {
  return IsWithinRegion(waiting.region_code, query.region_prefix) &&
         (query.branch.empty() || waiting.branch == query.branch) &&
         waiting.days >= query.min_days &&
         (!query.only_credited || waiting.credited_rupiah > 0);
}

// Calls `visit` with each waiting card that is wanted and the key it waits
// under, from behind `after` on.
void VisitWaiting(const fold::Reader& reader, const WaitingQuery& query,
                  std::string after,
                  const std::function<bool(std::string_view, Waiting)>& visit) {
  const std::int64_t now = custody::LatestMicros(reader);
  const fold::Key prefix = PrefixOf(kWaitingTable, query.bank, query.branch);
  std::vector<std::string> keys;
  reader.Scan(kName, after.empty() ? prefix.view() : after,
              fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                if (key != after) keys.emplace_back(key);
                return true;
              });
  for (const std::string& key : keys) {
    const std::string_view kks =
        std::string_view(key).substr(key.size() - kTokenBytes);
    Waiting waiting = WaitingOf(reader, kks, now);
    if (IsWanted(waiting, query) && !visit(key, std::move(waiting))) return;
  }
}

Status CheckRegion(const WaitingQuery& query) {
  if (query.region_prefix.empty() || IsRegionCode(query.region_prefix)) {
    return Ok{};
  }
  return Error{Code::kInvalidArgument, custody::kRegionMalformed,
               "region prefix is not a region code"};
}

}  // namespace

std::vector<BankStock> BanksOf(const fold::Reader& reader) {
  Banks banks;
  const fold::Key prefix(kCountTable);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view value) {
                AddCount(key.substr(1), value, banks);
                return true;
              });
  return ListOf(std::move(banks));
}

std::vector<BankStock> BanksOf(const fold::Reader& reader,
                               std::string_view region_prefix) {
  Banks banks;
  const fold::Key prefix(kVillageTable, region_prefix);
  reader.Scan(
      kName, prefix, fold::AfterPrefix(prefix),
      [&](std::string_view key, std::string_view value) {
        key.remove_prefix(1);
        const std::string village = TakeUntilZero(key);
        if (region_prefix.empty() || IsWithinRegion(village, region_prefix)) {
          AddCount(key, value, banks);
        }
        return true;
      });
  return ListOf(std::move(banks));
}

void VisitBroken(
    const fold::Reader& reader, std::uint32_t submitter,
    const std::function<bool(std::string_view, CardBreak)>& visit) {
  std::vector<std::string> cards;
  fold::Key prefix(kBrokenTable);
  prefix.AppendU32(submitter);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                cards.emplace_back(key.substr(prefix.view().size()));
                return true;
              });
  for (const std::string& kks : cards) {
    const std::optional<card::Card> card = card::Find(reader, kks);
    if (!card) continue;
    const std::optional<CardBreak> broken = BreakOf(*card);
    if (broken && !visit(kks, *broken)) return;
  }
}

Result<WaitingPage> ListWaiting(const fold::Reader& reader,
                                const WaitingQuery& query) {
  LEDGER_RETURN_IF_ERROR(CheckRegion(query));
  std::string after;
  if (!query.page_token.empty()) {
    std::optional<std::string> raw = HexDecode(query.page_token);
    if (!raw || raw->size() <= kTokenBytes || raw->front() != kWaitingTable) {
      return Error{Code::kInvalidArgument, custody::kPageTokenInvalid,
                   "page token is not from an earlier answer"};
    }
    after = *std::move(raw);
  }
  WaitingPage page;
  std::string last;
  VisitWaiting(reader, query, after,
               [&](std::string_view key, Waiting waiting) {
                 if (page.cards.size() == query.page_size) {
                   page.next_page_token = HexEncode(AsBytes(last));
                   return false;
                 }
                 last = key;
                 page.cards.push_back(std::move(waiting));
                 return true;
               });
  return page;
}

Result<std::vector<BranchAges>> AgesOf(const fold::Reader& reader,
                                       const WaitingQuery& query) {
  LEDGER_RETURN_IF_ERROR(CheckRegion(query));
  std::vector<BranchAges> branches;
  VisitWaiting(reader, query, "",
               [&](std::string_view, const Waiting& waiting) {
                 if (branches.empty() || branches.back().bank != waiting.bank ||
                     branches.back().branch != waiting.branch) {
                   branches.push_back({waiting.bank, waiting.branch, {}});
                   branches.back().buckets.resize(std::size(kAgeDays) + 1);
                 }
                 const auto bucket = static_cast<std::size_t>(
                     std::lower_bound(std::begin(kAgeDays), std::end(kAgeDays),
                                      waiting.days) -
                     std::begin(kAgeDays));
                 BranchAges::Bucket& count = branches.back().buckets[bucket];
                 ++count.cards;
                 if (waiting.credited_rupiah > 0) ++count.credited_cards;
                 count.credited_rupiah += waiting.credited_rupiah;
                 return true;
               });
  return branches;
}

std::vector<LeadTimes> LeadTimesOf(const fold::Reader& reader,
                                   std::string_view bank) {
  // Days ascending within a branch, as the keys are.
  struct Branch {
    LeadTimes times;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> days;
  };
  std::vector<Branch> branches;
  const fold::Key prefix = PrefixOf(kLeadTable, bank);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view value) {
                key.remove_prefix(1);
                const std::string of_bank = TakeUntilZero(key);
                const std::string branch = TakeUntilZero(key);
                if (branches.empty() || branches.back().times.bank != of_bank ||
                    branches.back().times.branch != branch) {
                  branches.push_back({{of_bank, branch, 0, 0, 0, 0}, {}});
                }
                const auto cards = fold::Decode<std::uint64_t>(value);
                branches.back().times.cards += cards;
                branches.back().days.emplace_back(GetU32(key), cards);
                return true;
              });
  std::vector<LeadTimes> all;
  for (Branch& branch : branches) {
    LeadTimes& times = branch.times;
    const auto days_of = [&](std::uint64_t part, std::uint64_t whole) {
      std::uint64_t seen = 0;
      for (const auto& [days, cards] : branch.days) {
        seen += cards;
        if (seen * whole >= times.cards * part) return days;
      }
      return times.most_days;
    };
    times.most_days = branch.days.back().first;
    times.median_days = days_of(1, 2);
    times.p90_days = days_of(9, 10);
    all.push_back(times);
  }
  return all;
}

}  // namespace ledger::views::stock
