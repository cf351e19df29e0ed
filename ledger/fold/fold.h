// A deterministic fold over the log: a view or a rule.
//
// Same entries, same state, byte for byte, on every machine: no clock, no
// randomness, no iteration over hash maps, nothing kept in members between
// calls except what was given at construction.

#pragma once

#include <cstdint>
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
};

}  // namespace ledger::fold
