// A deterministic fold over the log: a view or a rule.
//
// Same entries, same state, byte for byte, on every machine: no clock, no
// randomness, no iteration over hash maps, nothing kept in members between
// calls except what was given at construction.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/time.h"
#include "ledger/fold/reader.h"

namespace ledger::fold {

// An event of the log, decoded once for all folds.
struct FoldedEvent {
  std::uint64_t index = 0;      // In the ledger.
  std::uint32_t submitter = 0;  // Its number in the registry.
  Instant received;
  const amanah::v1::Event& event;
};

// Events of the log that were folded, to be read again.
class Past {
 public:
  virtual ~Past() = default;

  // Gives the event at `index`, which lies before the entry at hand, if that
  // entry is one. A point read. When the log cannot be read, `visit` is not
  // called, and nothing of what is being folded is committed.
  virtual void Read(
      std::uint64_t index,
      const std::function<void(const FoldedEvent&)>& visit) const = 0;
};

// An event is taken back: its submitter says that it was wrong.
struct Retraction {
  const FoldedEvent& wrong;
  const FoldedEvent& correction;  // The event that says so, not applied yet.
  const Past& past;
};

class Fold {
 public:
  virtual ~Fold() = default;

  // Names the state on disk. 1 to 32 characters of [a-z0-9_.]; static storage.
  virtual std::string_view name() const = 0;
  // Grows with every change of what the same entries give.
  virtual std::uint32_t version() const = 0;

  // Folds whose state this one writes besides its own.
  virtual std::vector<std::string_view> Shares() const { return {}; }

  // False when its keys are seldom read again, so that they need no cache.
  virtual bool IsReadBack() const { return true; }

  // Folds one event. Folds given earlier to the engine have folded it before.
  // False: nobody after this one is to see the event (a fact told twice).
  virtual bool Apply(const FoldedEvent& event, Writer& state) = 0;

  // Makes the state what it would be had `retraction.wrong` never been given
  // to Apply, all else being as it was: a fact is taken out, and what a fact
  // had covered up comes to light. Folds given earlier to the engine have
  // retracted it before. The correction is applied after it, like any event.
  // Once for an event, and only for one that was applied.
  virtual void Retract(const Retraction& retraction, Writer& state) = 0;

  // The entry whose event `correction` takes back, when it was applied and is
  // not taken back yet. For a fold that knows where events are; the first
  // fold's answer counts.
  virtual std::optional<std::uint64_t> StruckBy(const FoldedEvent& correction,
                                                const Reader& state) const {
    (void)correction;
    (void)state;
    return std::nullopt;
  }
};

}  // namespace ledger::fold
