#include "ledger/views/money/money.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/views/money/chain.h"
#include "ledger/views/money/movement.h"
#include "ledger/views/money/tables.h"

namespace ledger::views::money {
namespace {

using amanah::v1::Event;

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

fold::Key SilentKey(std::uint32_t submitter, std::int64_t since_micros,
                    std::string_view account) {
  fold::Key key = KeyOf(kSilent, submitter);
  key.AppendOrdered(since_micros).Append(account);
  return key;
}

fold::Key EndedKey(std::uint32_t submitter, const EndedSilence& ended,
                   std::string_view account) {
  fold::Key key = KeyOf(kEnded, submitter);
  key.AppendOrdered(ended.until_micros).AppendOrdered(ended.since_micros);
  key.Append(account);
  return key;
}

void AddOpening(const Account& sums, int times, fold::Writer& state) {
  if (!sums.opening_rupiah) return;
  const fold::Key key = KeyOf(kOpenings, sums.submitter);
  Openings openings;
  if (const auto stored = state.Get(kName, key)) {
    openings = fold::Decode<Openings>(*stored);
  }
  openings.accounts += static_cast<std::uint64_t>(times);
  openings.rupiah += times * *sums.opening_rupiah;
  if (openings.accounts == 0) {
    state.Delete(kName, key);
  } else {
    state.Put(kName, key, fold::Encode(openings));
  }
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
      fold::Key key = KeyOf(kBroken, sums.submitter);
      key.Append(account);
      return key;
    };
    if (before.chain_breaks > 0) state.Delete(kName, key_of(before));
    if (now.chain_breaks > 0) state.Put(kName, key_of(now), {});
  }
  if (is_of_another || before.opening_rupiah != now.opening_rupiah) {
    AddOpening(before, -1, state);
    AddOpening(now, +1, state);
  }
}

void DeleteEnded(std::string_view account, std::uint32_t submitter,
                 const std::vector<EndedSilence>& ended, fold::Writer& state) {
  for (const EndedSilence& one : ended) {
    state.Delete(kName, EndedKey(submitter, one, account));
  }
}
void PutEnded(std::string_view account, std::uint32_t submitter,
              const std::vector<EndedSilence>& ended, fold::Writer& state) {
  for (const EndedSilence& one : ended) {
    state.Put(kName, EndedKey(submitter, one, account), {});
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
    if (IsToken(account)) RemoveLine(movement->line, account, state);
    if (const auto use = UseOf(*movement, account)) RemoveUse(*use, state);
  }

 private:
  static void AddLine(const Movement& movement, std::string_view account,
                      std::uint32_t submitter, fold::Writer& state) {
    const Line& line = movement.line;
    const std::string chain_key = ChainKey(line);
    fold::Key line_key = KeyOf(kLines, account);
    state.Put(kName, line_key.Append(chain_key), fold::Encode(line));

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
      Uses uses;
      if (chain_key <= sums.last_chain_key ||
          !Extend(line, chain_key, account, sums, uses, state)) {
        Recount(account, line.index, sums, uses, state);
      }
      if (!uses.changes.empty()) {
        state.Put(kName, fold::Key(kUses), fold::Encode(uses));
      }
    }
    KeepLists(account, before, sums, state);
    state.Put(kName, account_key, fold::Encode(sums));
  }

  // The movement comes after all others: the sums suffice. False, and nothing
  // is done, when it says something of what was before.
  static bool Extend(const Line& line, const std::string& chain_key,
                     std::string_view account, Account& sums, Uses& uses,
                     fold::Writer& state) {
    ChainWalk walk = ChainWalk::Behind(sums);
    walk.Step(line, chain_key);
    const bool names_owner = sums.owner.empty() && line.IsCredit();
    const bool opens =
        walk.opening.value_or(0) != sums.opening_rupiah.value_or(0);
    if (sums.movements > 0 && (names_owner || opens)) return false;
    if (names_owner) sums.owner = line.subject;
    Attribution attribution(std::move(sums.parts),
                            sums.owner.empty() ? account : sums.owner);
    const auto use = [&](const Share& share, const Used& used) {
      uses.changes.push_back({sums.submitter, share, used});
    };
    if (opens) attribution.Open(walk.opening.value_or(0), use);
    attribution.Step(line, use);
    sums.parts = attribution.TakeParts();
    ++sums.movements;
    sums.last_chain_key = chain_key;
    walk.Keep(sums);
    PutEnded(account, sums.submitter, walk.ended, state);
    return true;
  }

  // A movement belongs somewhere in the middle, as when a source hands in
  // credits and debits in two files: walks the account's chain again.
  static void Recount(std::string_view account, std::uint64_t added,
                      Account& sums, Uses& uses, fold::Writer& state) {
    const std::vector<KeyedLine> lines = LinesOf(state, account);
    const Whole before = WholeOf(lines, account, added);
    const Whole now = WholeOf(lines, account, std::nullopt);
    Exchange(account, before, sums.submitter, now, sums.submitter, uses, state);
    Keep(now, sums);
  }

  static void Keep(const Whole& whole, Account& sums) {
    sums.movements = whole.movements;
    sums.last_chain_key = whole.last_key;
    sums.owner = whole.owner;
    sums.parts = whole.parts;
    whole.walk.Keep(sums);
  }

  // What is kept of ended silences, and told of uses, of one chain for that of
  // another.
  static void Exchange(std::string_view account, const Whole& before,
                       std::uint32_t submitter_before, const Whole& now,
                       std::uint32_t submitter, Uses& uses,
                       fold::Writer& state) {
    DeleteEnded(account, submitter_before, before.walk.ended, state);
    PutEnded(account, submitter, now.walk.ended, state);
    std::map<std::pair<std::uint32_t, Share>, Used> changes;
    for (const auto& [share, used] : before.uses) {
      changes[{submitter_before, share}].Add(used, -1);
    }
    for (const auto& [share, used] : now.uses) {
      changes[{submitter, share}].Add(used);
    }
    for (const auto& [whose, used] : changes) {
      if (used.IsZero()) continue;
      uses.changes.push_back({whose.first, whose.second, used});
    }
  }

  // From the account's lines, one of which is to go.
  static void RemoveLine(const Line& line, std::string_view account,
                         fold::Writer& state) {
    const fold::Key account_key = KeyOf(kAccounts, account);
    const auto stored = state.Get(kName, account_key);
    AMANAH_CHECK(stored.has_value());
    const auto before = fold::Decode<Account>(*stored);
    const std::vector<KeyedLine> lines = LinesOf(state, account);
    Account sums;
    std::optional<std::uint64_t> first;  // Index of the first that is told.
    for (const auto& [key, other] : lines) {
      if (other.index == line.index) continue;
      CountTotals(other, sums);
      if (first && *first < other.index) continue;
      first = other.index;
      sums.submitter = other.submitter;
    }
    const Whole now = WholeOf(lines, account, line.index);
    Uses uses;
    Exchange(account, WholeOf(lines, account, std::nullopt), before.submitter,
             now, sums.submitter, uses, state);
    Keep(now, sums);
    state.Delete(kName, LineKey(account, line));
    if (!uses.changes.empty()) {
      state.Put(kName, fold::Key(kUses), fold::Encode(uses));
    }
    if (first) {
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

  static fold::Key LineKey(std::string_view account, const Line& line) {
    fold::Key key = KeyOf(kLines, account);
    key.Append(ChainKey(line));
    return key;
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
};

}  // namespace

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<MoneyFold>(); }

}  // namespace ledger::views::money
