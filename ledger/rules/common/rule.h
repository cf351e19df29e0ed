// What every rule is made of.
//
// A rule looks at one *subject* at a time (an account, a holder, a branch) and
// says, from what views know of it, whether an alert on it should stand. It
// does so again whenever a fact about the subject comes in, so that the same
// facts give the same standing alerts in whatever order they came.
//
// A fact that is *missing* (no handover, no return) counts only when it is
// due: when the source that would have told it has told of later things. That
// is what a clock is for: the latest moment that one source has told of, in
// event time. There is no other clock.
//
// Threads: the folder thread.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/alert.pb.h"
#include "ledger/fold/fold.h"

namespace ledger::rules {

// A rule as its alerts name it.
struct Definition {
  std::string_view fold_name;  // `rule.r03`
  std::string_view rule_id;    // `R03`
  std::string_view rule_name;  // `DEBIT_BEFORE_HANDOVER`
  std::uint32_t version = 1;   // Of the rule: part of an alert's id.
  // Of what it keeps on disk: grows when only that changes.
  std::uint32_t layout = 0;
};

// What a rule has in hand while an event is folded.
class Context {
 public:
  Context(const Definition& definition, const fold::FoldedEvent& folded,
          fold::Writer& state)
      : definition_(definition), folded_(folded), state_(state) {}
  // While an event is taken back: what changes, the correction changes.
  Context(const Definition& definition, const fold::Retraction& retraction,
          fold::Writer& state)
      : definition_(definition),
        folded_(retraction.correction),
        state_(state),
        is_retraction_(true) {}

  const fold::Reader& views() const { return state_; }

  // The rule's own keys: tables 0x10 to 0x7f for points, 0x90 to 0xff to be
  // scanned.
  std::optional<std::string_view> Get(std::string_view key) const {
    return state_.Get(definition_.fold_name, key);
  }
  void Put(std::string_view key, std::string_view value) {
    state_.Put(definition_.fold_name, key, value);
  }
  void Delete(std::string_view key) {
    state_.Delete(definition_.fold_name, key);
  }
  void Scan(std::string_view begin, std::string_view end,
            const fold::Visitor& visit) const {
    state_.Scan(definition_.fold_name, begin, end, visit);
  }

  // Remembers that what is known of family `kpm` matters to `subject`.
  void Concern(std::string_view kpm, std::string_view subject);
  std::vector<std::string> ConcernsOf(std::string_view kpm) const;

  // How far `clock` has come; the least number before its first time.
  std::int64_t ClockOf(std::string_view clock) const;
  // Asks that Advance give `subject` when `clock` reaches `due_micros`.
  // Requires ClockOf(clock) < due_micros.
  void WakeAt(std::string_view clock, std::int64_t due_micros,
              std::string_view subject);
  // Moves the clock on to `at_micros`, if that is later, and gives the
  // subjects whose time has come, ascending. Counts whole hours, and not
  // beyond the entry's receipt.
  std::vector<std::string> Advance(std::string_view clock,
                                   std::int64_t at_micros);

  // An alert of this rule on `subject`, with id, rule and version.
  amanah::v1::Alert DraftAlert(std::string_view subject) const;
  // The one that stands on `subject`, if one does.
  std::optional<amanah::v1::Alert> Standing(std::string_view subject) const;
  // Makes it stand; or takes back the one on `subject`, if there is one: for
  // `reason`, or because its evidence was corrected, when an event is taken
  // back.
  void Stand(amanah::v1::Alert alert);
  void Withdraw(std::string_view subject, std::string_view reason);

 private:
  std::string AlertId(std::string_view subject) const;

  const Definition& definition_;
  const fold::FoldedEvent& folded_;
  fold::Writer& state_;
  const bool is_retraction_ = false;
};

class Rule : public fold::Fold {
 public:
  explicit Rule(const Definition& definition) : definition_(definition) {}

  std::string_view name() const final { return definition_.fold_name; }
  std::uint32_t version() const final {
    return definition_.version + definition_.layout;
  }
  std::vector<std::string_view> Shares() const final;
  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) final {
    Context context(definition_, folded, state);
    Judge(folded, context);
    return true;
  }
  void Retract(const fold::Retraction& retraction, fold::Writer& state) final {
    Context context(definition_, retraction, state);
    Rejudge(retraction, context);
  }

 protected:
  virtual void Judge(const fold::FoldedEvent& folded, Context& context) = 0;

  // Takes the wrong event out of what the rule keeps and looks again at every
  // subject that it may matter to; views are without it already. Clocks stay:
  // the source has told of that time, whatever it told. Asks to be woken are
  // left, too: a subject that is looked at once more stands as it did.
  virtual void Rejudge(const fold::Retraction& retraction,
                       Context& context) = 0;

 private:
  const Definition& definition_;
};

// A source's clock of money, of custody, by its submitter.
std::string MoneyClock(std::uint32_t submitter);
std::string CustodyClock(std::uint32_t submitter);
// When a money event was posted, or happened; nullopt for other events.
std::optional<std::int64_t> PostedMicros(const amanah::v1::Event& event);

}  // namespace ledger::rules
