#include "ledger/views/money/chain.h"

#include "ledger/fold/codec.h"
#include "ledger/views/money/tables.h"

namespace ledger::views::money {

ChainWalk ChainWalk::Behind(const Account& sums) {
  ChainWalk walk;
  walk.balance = sums.last_balance_rupiah;
  walk.opening = sums.opening_rupiah;
  walk.opening_key = sums.opening_chain_key;
  walk.moved = sums.movements_rupiah;
  walk.breaks = sums.chain_breaks;
  walk.silent_credits = sums.silent_credits;
  walk.silent_rupiah = sums.silent_rupiah;
  walk.silent_since_micros = sums.silent_since_micros;
  return walk;
}

void ChainWalk::Step(const Line& line, std::string_view key) {
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

void ChainWalk::CountSilence(const Line& line) {
  if (line.EndsSilence()) {
    if (silent_credits > 0 &&
        line.posted_micros - silent_since_micros >= kLongSilenceMicros) {
      ended.push_back({silent_since_micros, line.posted_micros});
    }
    silent_credits = 0;
    silent_rupiah = 0;
    silent_since_micros = 0;
  } else if (line.IsCredit()) {
    if (silent_credits++ == 0) silent_since_micros = line.posted_micros;
    silent_rupiah += line.amount_rupiah;
  }
}

void ChainWalk::Keep(Account& sums) const {
  sums.movements_rupiah = moved;
  sums.chain_breaks = breaks;
  sums.last_balance_rupiah = balance;
  sums.opening_rupiah = opening;
  sums.opening_chain_key = opening_key;
  sums.silent_credits = silent_credits;
  sums.silent_rupiah = silent_rupiah;
  sums.silent_since_micros = silent_since_micros;
}

std::vector<KeyedLine> LinesOf(const fold::Reader& reader,
                               std::string_view account) {
  std::vector<KeyedLine> lines;
  const fold::Key prefix = KeyOf(kLines, account);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view value) {
                lines.push_back({std::string(key.substr(prefix.view().size())),
                                 fold::Decode<Line>(value)});
                return true;
              });
  return lines;
}

Whole WholeOf(const std::vector<KeyedLine>& lines, std::string_view account,
              std::optional<std::uint64_t> without) {
  Whole whole;
  for (const auto& [key, line] : lines) {
    if (!line.is_in_chain || line.index == without) continue;
    whole.walk.Step(line, key);
    ++whole.movements;
    whole.last_key = key;
    if (whole.owner.empty() && line.IsCredit()) whole.owner = line.subject;
  }
  Attribution attribution({}, whole.owner.empty() ? account : whole.owner);
  const Attribution::Visitor use = [&](const Share& share, const Used& used) {
    whole.uses[share].Add(used);
  };
  attribution.Open(whole.walk.opening.value_or(0), use);
  for (const auto& [key, line] : lines) {
    if (line.is_in_chain && line.index != without) attribution.Step(line, use);
  }
  whole.parts = attribution.TakeParts();
  return whole;
}

}  // namespace ledger::views::money
