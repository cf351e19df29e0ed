#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/views/money/chain.h"
#include "ledger/views/money/money.h"
#include "ledger/views/money/tables.h"

namespace ledger::views::money {

using amanah::v1::Event;

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
  const fold::Key prefix = KeyOf(kBroken, submitter);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                return visit(key.substr(prefix.view().size()));
              });
}

void VisitSilent(const fold::Reader& reader, std::uint32_t submitter,
                 std::int64_t until_micros,
                 const std::function<bool(const Silence&)>& visit) {
  const fold::Key prefix = KeyOf(kSilent, submitter);
  fold::Key end = prefix;
  end.AppendOrdered(until_micros + 1);
  constexpr std::size_t kMicrosBytes = 8;
  reader.Scan(kName, prefix, end, [&](std::string_view key, std::string_view) {
    key.remove_prefix(prefix.view().size());
    return visit(
        Silence{fold::GetOrdered(key), std::string(key.substr(kMicrosBytes))});
  });
}

void VisitEndedSilences(const fold::Reader& reader, std::uint32_t submitter,
                        std::int64_t at_micros, std::int64_t until_micros,
                        const std::function<bool(const Silence&)>& visit) {
  const fold::Key prefix = KeyOf(kEnded, submitter);
  fold::Key begin = prefix;
  begin.AppendOrdered(at_micros + 1);
  constexpr std::size_t kMicrosBytes = 8;
  reader.Scan(kName, begin, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                key.remove_prefix(prefix.view().size() + kMicrosBytes);
                const std::int64_t since = fold::GetOrdered(key);
                if (since > until_micros) return true;
                return visit({since, std::string(key.substr(kMicrosBytes))});
              });
}

Openings OpeningsOf(const fold::Reader& reader, std::uint32_t submitter) {
  const auto stored = reader.Get(kName, KeyOf(kOpenings, submitter));
  return stored ? fold::Decode<Openings>(*stored) : Openings{};
}

AccountUses UsesOf(const fold::Reader& reader, std::string_view account) {
  const std::optional<Account> sums = Find(reader, account);
  if (!sums) return {};
  return {sums->submitter,
          WholeOf(LinesOf(reader, account), account, std::nullopt).uses};
}

std::optional<Uses> TakeUses(fold::Writer& state) {
  const fold::Key key(kUses);
  const auto stored = state.Get(kName, key);
  if (!stored) return std::nullopt;
  auto uses = fold::Decode<Uses>(*stored);
  state.Delete(kName, key);
  return uses;
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

}  // namespace ledger::views::money
