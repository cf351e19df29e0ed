#include "ledger/views/money/money.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/views/money/movement.h"

namespace ledger::views::money {
namespace {

using amanah::v1::Event;

// On disk:
//   0x01 ‖ account                                   -> Account
//   0x02 ‖ agent id                                  -> vector of TIDs
//   0x80 ‖ account ‖ posted ‖ digits of reference ‖ index -> Line
//   0x81 ‖ TID ‖ 0x00 ‖ occurred ‖ index             -> TerminalUse
//   0x82 ‖ submitter ‖ since ‖ account               -> nothing: it is silent
//   0x83 ‖ submitter ‖ account                       -> nothing: it is broken
// with posted, occurred and since as AppendOrdered writes them, index as u64,
// submitter, who told of the account first, as u32.
constexpr char kAccounts = 0x01;
constexpr char kAgents = 0x02;
constexpr char kLines = static_cast<char>(0x80);
constexpr char kTerminals = static_cast<char>(0x81);
constexpr char kSilent = static_cast<char>(0x82);
constexpr char kBroken = static_cast<char>(0x83);

fold::Key KeyOf(char table, std::string_view rest) {
  return fold::Key(table, rest);
}

// Place in the account's chain: what follows the account in a line's key.
std::string ChainKey(const Line& line) {
  std::string key;
  fold::AppendOrdered(key, line.posted_micros);
  // `CR503401000037` and `503401000037` count in one sequence.
  for (const char letter : line.reference) {
    if (letter >= '0' && letter <= '9') key.push_back(letter);
  }
  key.push_back('\0');
  AppendU64(key, line.index);
  return key;
}

// Follows the chain of balances, one movement after the other.
struct ChainWalk {
  std::optional<std::int64_t> balance;
  std::optional<std::int64_t> opening;
  std::string opening_key;
  std::int64_t moved = 0;
  std::uint64_t breaks = 0;
  std::uint64_t silent_credits = 0;
  std::int64_t silent_rupiah = 0;
  std::int64_t silent_since_micros = 0;

  void Step(const Line& line, std::string_view key) {
    const std::int64_t delta = line.DeltaRupiah();
    const std::optional<std::int64_t>& reported = line.balance_after_rupiah;
    CountSilence(line);
    moved += delta;
    if (reported.has_value()) {
      if (balance.has_value() && *balance + delta != *reported) ++breaks;
      if (!opening.has_value()) {
        opening = *reported - moved;
        opening_key = key;
      }
      balance = reported;
    } else if (balance.has_value()) {
      *balance += delta;
    }
  }

  void CountSilence(const Line& line) {
    if (line.EndsSilence()) {
      silent_credits = 0;
      silent_rupiah = 0;
      silent_since_micros = 0;
    } else if (line.IsCredit()) {
      if (silent_credits++ == 0) silent_since_micros = line.posted_micros;
      silent_rupiah += line.amount_rupiah;
    }
  }

  void Keep(Account& sums) const {
    sums.last_balance_rupiah = balance;
    sums.opening_rupiah = opening;
    sums.opening_chain_key = opening_key;
    sums.silent_credits = silent_credits;
    sums.silent_rupiah = silent_rupiah;
    sums.silent_since_micros = silent_since_micros;
  }
};

fold::Key SilentKey(std::uint32_t submitter, std::int64_t since_micros,
                    std::string_view account) {
  fold::Key key(kSilent);
  key.AppendU32(submitter).AppendOrdered(since_micros).Append(account);
  return key;
}

fold::Key BrokenKey(std::uint32_t submitter) {
  fold::Key key(kBroken);
  key.AppendU32(submitter);
  return key;
}

// Writes what lists of accounts have of one, when that has changed.
void KeepLists(std::string_view account, const Account& before,
               const Account& now, fold::Writer& state) {
  const bool is_of_another = before.submitter != now.submitter;
  if (is_of_another || before.silent_since_micros != now.silent_since_micros) {
    if (before.silent_credits > 0) {
      state.Delete(kName, SilentKey(before.submitter,
                                    before.silent_since_micros, account));
    }
    if (now.silent_credits > 0) {
      state.Put(kName,
                SilentKey(now.submitter, now.silent_since_micros, account), {});
    }
  }
  if (is_of_another || (before.chain_breaks > 0) != (now.chain_breaks > 0)) {
    const auto key_of = [&](const Account& sums) {
      fold::Key key = BrokenKey(sums.submitter);
      key.Append(account);
      return key;
    };
    if (before.chain_breaks > 0) state.Delete(kName, key_of(before));
    if (now.chain_breaks > 0) state.Put(kName, key_of(now), {});
  }
}

class MoneyFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 3; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const std::optional<Movement> movement = MovementOf(folded);
    if (!movement) return true;
    const std::string& account = folded.event.subjects().account();
    if (IsToken(account)) {
      AddLine(*movement, account, folded.submitter, state);
    }
    if (const auto use = UseOf(*movement, account)) AddUse(*use, state);
    return true;
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const std::optional<Movement> movement = MovementOf(retraction.wrong);
    if (!movement) return;
    const std::string& account = retraction.wrong.event.subjects().account();
    if (IsToken(account)) {
      state.Delete(kName, LineKey(account, movement->line));
      CountAgain(account, retraction.past, state);
    }
    if (const auto use = UseOf(*movement, account)) RemoveUse(*use, state);
  }

 private:
  static fold::Key LineKey(std::string_view account, const Line& line) {
    fold::Key key = KeyOf(kLines, account);
    key.Append(ChainKey(line));
    return key;
  }

  // From the account's lines, one of which has gone.
  static void CountAgain(std::string_view account, const fold::Past& past,
                         fold::Writer& state) {
    const fold::Key account_key = KeyOf(kAccounts, account);
    const auto stored = state.Get(kName, account_key);
    AMANAH_CHECK(stored.has_value());
    const auto before = fold::Decode<Account>(*stored);
    Account sums;
    std::optional<std::uint64_t> first_index;
    const fold::Key prefix = KeyOf(kLines, account);
    state.Scan(kName, prefix, fold::AfterPrefix(prefix),
               [&](std::string_view key, std::string_view value) {
                 const Line line = fold::Decode<Line>(value);
                 first_index =
                     std::min(first_index.value_or(line.index), line.index);
                 CountTotals(line, sums);
                 if (!line.is_in_chain) return true;
                 CountMovement(line, sums);
                 sums.last_chain_key = key.substr(prefix.view().size());
                 return true;
               });
    if (first_index) {
      past.Read(*first_index, [&](const fold::FoldedEvent& folded) {
        sums.submitter = folded.submitter;
      });
      Recount(state, account, sums);
      state.Put(kName, account_key, fold::Encode(sums));
    } else {
      state.Delete(kName, account_key);
    }
    KeepLists(account, before, sums, state);
  }

  static void CountTotals(const Line& line, Account& sums) {
    if (line.IsCredit()) sums.credited_rupiah += line.amount_rupiah;
    if (line.IsDebitByPerson()) sums.debited_rupiah -= line.amount_rupiah;
  }
  static void CountMovement(const Line& line, Account& sums) {
    ++sums.movements;
    sums.movements_rupiah += line.DeltaRupiah();
  }

  static void AddLine(const Movement& movement, std::string_view account,
                      std::uint32_t submitter, fold::Writer& state) {
    const Line& line = movement.line;
    const std::string chain_key = ChainKey(line);
    fold::Key line_key = KeyOf(kLines, account);
    line_key.Append(chain_key);
    state.Put(kName, line_key, fold::Encode(line));

    const fold::Key account_key = KeyOf(kAccounts, account);
    Account sums;
    if (const auto stored = state.Get(kName, account_key)) {
      sums = fold::Decode<Account>(*stored);
    } else {
      sums.submitter = submitter;
    }
    CountTotals(line, sums);
    const Account before = sums;
    if (line.is_in_chain) {
      CountMovement(line, sums);
      if (chain_key > sums.last_chain_key) {
        Extend(line, chain_key, sums);
      } else {
        Recount(state, account, sums);
      }
    }
    KeepLists(account, before, sums, state);
    state.Put(kName, account_key, fold::Encode(sums));
  }

  // The movement comes after all others: the sums suffice.
  static void Extend(const Line& line, const std::string& chain_key,
                     Account& sums) {
    ChainWalk walk;
    walk.balance = sums.last_balance_rupiah;
    walk.opening = sums.opening_rupiah;
    walk.opening_key = sums.opening_chain_key;
    walk.moved = sums.movements_rupiah - line.DeltaRupiah();
    walk.silent_credits = sums.silent_credits;
    walk.silent_rupiah = sums.silent_rupiah;
    walk.silent_since_micros = sums.silent_since_micros;
    walk.Step(line, chain_key);
    sums.chain_breaks += walk.breaks;
    sums.last_chain_key = chain_key;
    walk.Keep(sums);
  }

  // It belongs somewhere in the middle, as when a source hands in credits and
  // debits in two files: walk the account's chain again.
  static void Recount(const fold::Reader& reader, std::string_view account,
                      Account& sums) {
    ChainWalk walk;
    const fold::Key prefix = KeyOf(kLines, account);
    reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
                [&](std::string_view key, std::string_view value) {
                  const Line line = fold::Decode<Line>(value);
                  if (!line.is_in_chain) return true;
                  key.remove_prefix(prefix.view().size());
                  walk.Step(line, key);
                  return true;
                });
    sums.chain_breaks = walk.breaks;
    walk.Keep(sums);
  }

  static fold::Key UseKey(const TerminalUse& use) {
    fold::Key key = KeyOf(kTerminals, use.tid);
    key.Push('\0');
    key.AppendOrdered(use.at.unix_micros).AppendU64(use.index);
    return key;
  }

  static void AddUse(const TerminalUse& use, fold::Writer& state) {
    state.Put(kName, UseKey(use), fold::Encode(use));
    if (!use.agent_id.empty()) AddToAgent(use.agent_id, use.tid, state);
  }

  static void AddToAgent(std::string_view agent_id, const std::string& tid,
                         fold::Writer& state) {
    const fold::Key key = KeyOf(kAgents, agent_id);
    std::vector<std::string> tids;
    if (const auto stored = state.Get(kName, key)) {
      tids = fold::Decode<std::vector<std::string>>(*stored);
    }
    const auto at = std::lower_bound(tids.begin(), tids.end(), tid);
    if (at != tids.end() && *at == tid) return;
    tids.insert(at, tid);
    state.Put(kName, key, fold::Encode(tids));
  }

  static void RemoveUse(const TerminalUse& use, fold::Writer& state) {
    state.Delete(kName, UseKey(use));
    if (use.agent_id.empty()) return;
    // Nearly always the terminal's first use names its agent, too.
    bool is_seen_there = false;
    VisitTerminal(state, use.tid, std::numeric_limits<std::int64_t>::min(),
                  [&](const TerminalUse& other) {
                    is_seen_there = other.agent_id == use.agent_id;
                    return !is_seen_there;
                  });
    if (is_seen_there) return;
    const fold::Key key = KeyOf(kAgents, use.agent_id);
    auto tids = TerminalsUsedBy(state, use.agent_id);
    std::erase(tids, use.tid);
    if (tids.empty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(tids));
    }
  }
};

}  // namespace

bool Line::IsDebitByPerson() const {
  return kind == Event::kWithdrawalPosted || kind == Event::kPurchasePosted ||
         kind == Event::kTransferPosted;
}

bool Line::EndsSilence() const {
  return IsDebitByPerson() ||
         (kind == Event::kFundsDebitedToRpl && is_in_chain);
}

std::optional<Account> Find(const fold::Reader& reader,
                            std::string_view account) {
  if (!IsToken(account)) return std::nullopt;
  const auto stored = reader.Get(kName, KeyOf(kAccounts, account));
  if (!stored) return std::nullopt;
  return fold::Decode<Account>(*stored);
}

void VisitLines(const fold::Reader& reader, std::string_view account,
                std::int64_t begin_micros, std::int64_t end_micros,
                const std::function<bool(const Line&)>& visit) {
  if (!IsToken(account)) return;
  std::vector<Line> lines;
  const fold::Key prefix = KeyOf(kLines, account);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                Line line = fold::Decode<Line>(value);
                if (begin_micros <= line.at.unix_micros &&
                    line.at.unix_micros < end_micros) {
                  lines.push_back(std::move(line));
                }
                return true;
              });
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::tie(a.at.unix_micros, a.index) <
           std::tie(b.at.unix_micros, b.index);
  });
  for (const Line& line : lines) {
    if (!visit(line)) return;
  }
}

void VisitChain(const fold::Reader& reader, std::string_view account,
                const std::function<bool(const Line&)>& visit) {
  if (!IsToken(account)) return;
  const fold::Key prefix = KeyOf(kLines, account);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                return visit(fold::Decode<Line>(value));
              });
}

std::vector<ChainBreak> ChainBreaks(const fold::Reader& reader,
                                    std::string_view account) {
  std::vector<ChainBreak> breaks;
  std::optional<Line> before;  // The latest with a balance.
  std::int64_t expected = 0;
  VisitChain(reader, account, [&](const Line& line) {
    if (!line.is_in_chain) return true;
    expected += line.DeltaRupiah();
    if (!line.balance_after_rupiah.has_value()) return true;
    const std::int64_t reported = *line.balance_after_rupiah;
    if (before.has_value() && expected != reported) {
      breaks.push_back({*before, line, expected - reported});
    }
    before = line;
    expected = reported;
    return true;
  });
  return breaks;
}

void VisitBroken(const fold::Reader& reader, std::uint32_t submitter,
                 const std::function<bool(std::string_view account)>& visit) {
  const fold::Key prefix = BrokenKey(submitter);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                return visit(key.substr(prefix.view().size()));
              });
}

void VisitSilent(const fold::Reader& reader, std::uint32_t submitter,
                 std::int64_t until_micros,
                 const std::function<bool(const Silence&)>& visit) {
  fold::Key prefix(kSilent);
  prefix.AppendU32(submitter);
  fold::Key end = prefix;
  end.AppendOrdered(until_micros + 1);
  constexpr std::size_t kMicrosBytes = 8;
  reader.Scan(kName, prefix, end, [&](std::string_view key, std::string_view) {
    key.remove_prefix(prefix.view().size());
    return visit(
        Silence{fold::GetOrdered(key), std::string(key.substr(kMicrosBytes))});
  });
}

std::int64_t CreditedBetween(const fold::Reader& reader,
                             std::string_view account,
                             std::int64_t begin_micros,
                             std::int64_t end_micros) {
  std::int64_t credited = 0;
  VisitLines(reader, account, begin_micros, end_micros, [&](const Line& line) {
    if (line.IsCredit()) credited += line.amount_rupiah;
    return true;
  });
  return credited;
}

void VisitTerminal(const fold::Reader& reader, std::string_view tid,
                   std::int64_t begin_micros,
                   const std::function<bool(const TerminalUse&)>& visit) {
  fold::Key prefix = KeyOf(kTerminals, tid);
  prefix.Push('\0');
  fold::Key begin = prefix;
  begin.AppendOrdered(begin_micros);
  reader.Scan(kName, begin, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                return visit(fold::Decode<TerminalUse>(value));
              });
}

std::vector<std::string> TerminalsUsedBy(const fold::Reader& reader,
                                         std::string_view agent_id) {
  const auto stored = reader.Get(kName, KeyOf(kAgents, agent_id));
  if (!stored) return {};
  return fold::Decode<std::vector<std::string>>(*stored);
}

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<MoneyFold>(); }

}  // namespace ledger::views::money
