// The log as a source of entries.

#pragma once

#include <memory>

#include "ledger/fold/entry_source.h"

namespace ledger::log {
class Ledger;
}  // namespace ledger::log

namespace ledger::fold {

// Reads `ledger`, which outlives it.
std::unique_ptr<EntrySource> SourceOf(const log::Ledger& ledger);

}  // namespace ledger::fold
