// The registry folded again from the entries of those who may change it, to
// compare with the row that start-up reads. Takes as long as the registry is
// large, whatever the log's size.
//
// Threads: any.

#pragma once

#include <cstdint>

#include "ledger/base/result.h"
#include "ledger/log/log_store.h"
#include "ledger/note/note.h"
#include "ledger/registry/registry.h"

namespace ledger::log {

// The registry that the registrars' submissions below `size` give, from the
// root's key on. Fails as the store, the decoder and Apply do.
Result<registry::Registry> ReplayRegistry(const LogStore& store,
                                          const note::VerifierKey& root,
                                          std::uint64_t size);

}  // namespace ledger::log
