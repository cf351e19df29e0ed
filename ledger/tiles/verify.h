// Verifies a log in the tlog-tiles layout, whole, from its checkpoint down.
//
// Nothing is believed that the signed root does not lead to: the partial tiles
// of the right edge are hashed to the root, then each hash in a tile vouches
// for the full tile below it, and each leaf hash for its entry. So damage is
// found at the file that has it, and no tile stays unauthenticated.
//
// Thread safety: pure functions over a directory that nobody writes to.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/note/checkpoint.h"
#include "ledger/note/note.h"
#include "ledger/tiles/directory.h"

namespace ledger::tiles {

inline constexpr std::string_view kRootMismatch = "TILES_ROOT_MISMATCH";
inline constexpr std::string_view kTileMismatch = "TILES_TILE_MISMATCH";
inline constexpr std::string_view kEntryMismatch = "TILES_ENTRY_MISMATCH";

// Given each entry, in order, once it is verified. An error stops the
// verification and is its result.
using EntryVisitor =
    std::function<Status(std::uint64_t index, std::string_view entry)>;

// Ok, with the checkpoint, when at least `threshold` of `keys` signed the
// directory's checkpoint for `origin`, and every tile and every entry below
// its size is there and is what its root says. `visit` may be null. Memory
// does not grow with the log.
//
// Fails as OpenCheckpoint (note/signed_checkpoint.h) and TilesDirectory do;
// with kDataLoss, TILES_ROOT_MISMATCH when the right edge leads to another
// root, TILES_TILE_MISMATCH when a full tile is not what the tile above says,
// TILES_ENTRY_MISMATCH when an entry is not what its leaf hash says. The
// message names the file and, for an entry, its index.
Result<note::Checkpoint> VerifyDirectory(
    const TilesDirectory& directory, std::string_view origin,
    const std::vector<note::VerifierKey>& keys, std::size_t threshold,
    const EntryVisitor& visit);

}  // namespace ledger::tiles
