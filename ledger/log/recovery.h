// Opening with care: nothing is served before it is known to be what was
// signed. Reads the head, the right edge, the registry and the anchor; time
// and memory do not grow with the log.
//
// Threads: one, before any other has the log.

#pragma once

#include <memory>
#include <string>

#include "ledger/base/result.h"
#include "ledger/log/ledger.h"
#include "ledger/log/log_store.h"
#include "ledger/log/sequencer.h"

namespace ledger::log {

struct Recovered {
  GenesisRecord genesis;
  Sequencer::Start start;
};

// Checks, in this order: the format; the genesis record and its root
// signature; the head's signature by the genesis's ledger key and that it is
// `ledger_key`'s; that the stored tiles give the head's root, first and last
// entry are under it and no entry is behind the last; the head's time; that
// the registry row is what the registrars' entries give; that the anchor is a
// prefix of the log. An anchor that is behind (a crash between the two) is
// brought up.
Result<Recovered> Recover(const LogStore& store, const LedgerOptions& options,
                          const note::VerifierKey& ledger_key);

// Where the database of a ledger directory is.
std::string LogPath(const std::string& directory);

}  // namespace ledger::log
