#include "ledger/rules/r20/finding.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/rules/r20/tables.h"

namespace ledger::rules::r20 {
namespace {

using views::money::TerminalUse;
using views::party::Agent;
using views::party::Suspension;

// What counts against an order.
struct Window {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

Window WindowOf(const Suspension& order, const Parameters& parameters) {
  return {std::max(order.effective_from.unix_micros,
                   order.received_by_bank_at->unix_micros +
                       parameters.grace_hours * kMicrosPerHour),
          order.effective_until ? order.effective_until->unix_micros
                                : std::numeric_limits<std::int64_t>::max()};
}

bool Counts(const std::string& agent_id, const TerminalUse& use,
            const Window& window) {
  // Another agent has the terminal since; or it was used before and uploaded
  // after, or its clock runs ahead of the bank's.
  if (!use.agent_id.empty() && use.agent_id != agent_id) return false;
  return use.at.unix_micros >= window.begin &&
         use.at.unix_micros < window.end && use.posted_micros >= window.begin;
}

void Take(const TerminalUse& use, bool is_new_card, Finding& finding) {
  ++finding.uses;
  if (use.is_by_person && use.amount_rupiah != 0) ++finding.moves;
  if (use.amount_rupiah < 0) finding.rupiah -= use.amount_rupiah;
  finding.gathered.AddIndex(use.index);
  if (is_new_card) finding.gathered.AddCard(use.kks);
  finding.gathered.AddPeriod(use.period_id);
  finding.gathered.AddMoment(use.at);
  finding.last = std::max(finding.last, use.at);
}

// True the first time; remembers the card.
bool IsNewCard(const std::string& agent_id, const Suspension& order,
               const std::string& kks, Context& context) {
  const fold::Key key = CardKey(agent_id, order.index, kks);
  if (context.Get(key)) return false;
  context.Put(key, "");
  return true;
}

}  // namespace

std::set<std::string> TerminalsOf(const std::string& agent_id,
                                  const std::optional<Agent>& agent,
                                  const fold::Reader& reader) {
  std::set<std::string> tids;
  if (agent) tids.insert(agent->tids.begin(), agent->tids.end());
  for (std::string& tid : views::money::TerminalsUsedBy(reader, agent_id)) {
    tids.insert(std::move(tid));
  }
  return tids;
}

Finding FindAll(const std::string& agent_id, const std::set<std::string>& tids,
                const Suspension& order, const Parameters& parameters,
                Context& context) {
  const Window window = WindowOf(order, parameters);
  std::vector<TerminalUse> uses;
  for (const std::string& tid : tids) {
    views::money::VisitTerminal(context.views(), tid, window.begin,
                                [&](const TerminalUse& use) {
                                  if (use.at.unix_micros >= window.end)
                                    return false;
                                  if (Counts(agent_id, use, window))
                                    uses.push_back(use);
                                  return true;
                                });
  }
  ForgetFinding(agent_id, order.index, context);
  Finding finding;
  for (const TerminalUse& use : uses) {
    Take(use, IsNewCard(agent_id, order, use.kks, context), finding);
  }
  finding.gathered.Cut();
  context.Put(FindingKey(agent_id, order.index), fold::Encode(finding));
  return finding;
}

std::optional<Finding> FindMore(const std::string& agent_id,
                                const TerminalUse& use, const Suspension& order,
                                const Parameters& parameters,
                                Context& context) {
  if (!Counts(agent_id, use, WindowOf(order, parameters))) return std::nullopt;
  const fold::Key key = FindingKey(agent_id, order.index);
  auto finding = fold::Decode<Finding>(*context.Get(key));
  Take(use, IsNewCard(agent_id, order, use.kks, context), finding);
  finding.gathered.Cut();
  context.Put(key, fold::Encode(finding));
  return finding;
}

void ForgetFinding(const std::string& agent_id, std::uint64_t order,
                   Context& context) {
  const fold::Key cards = CardPrefix(agent_id, order);
  std::vector<std::string> stale;
  context.Scan(cards, fold::AfterPrefix(cards),
               [&](std::string_view key, std::string_view) {
                 stale.emplace_back(key);
                 return true;
               });
  for (const std::string& key : stale) context.Delete(key);
  context.Delete(FindingKey(agent_id, order));
}

}  // namespace ledger::rules::r20
