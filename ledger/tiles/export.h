// Writes a log as a folder in the tlog-tiles layout (directory.h), for other
// people's tools and for verify.h.
//
// Thread safety: one export at a time into a folder; readers may read.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/merkle/tile.h"
#include "ledger/note/checkpoint.h"

namespace ledger::tiles {

inline constexpr std::string_view kExportMismatch = "TILES_EXPORT_MISMATCH";
inline constexpr std::string_view kExportConflict = "TILES_EXPORT_CONFLICT";

// The entries [begin, end), at most 256 of them, in order.
using EntrySource = std::function<Result<std::vector<std::string>>(
    std::uint64_t begin, std::uint64_t end)>;

// What to export. All references outlive the call.
struct ExportedLog {
  const merkle::TileReader& tiles;
  const EntrySource& entries;
  note::Checkpoint checkpoint;    // What signed_checkpoint says.
  std::string signed_checkpoint;  // The note, verbatim.
};

// Writes `log` into the folder `directory`, made if need be. Every entry is
// hashed and every tile recomputed from those hashes; a file is written only
// when `log.tiles` says the same, and the checkpoint last, when all before it
// is durable and the recomputed root is its root. So a folder with a
// checkpoint is whole, and an export that was stopped can be run again. Files
// that are there already are left alone; tiles never change. Memory does not
// grow with the log. Ends with two waits for all that is unwritten on the
// folder's file system (one syncfs costs less than an fsync a file).
//
// `progress`, if not null, is told how many entries are done, once a bundle.
//
// kDataLoss, TILES_EXPORT_MISMATCH when tiles, entries and root disagree;
// kAlreadyExists, TILES_EXPORT_CONFLICT when the folder has another content
// under a name; TILES_FILE_UNWRITABLE; else as the sources fail.
Status ExportTiles(const ExportedLog& log, const std::string& directory,
                   const std::function<void(std::uint64_t)>& progress);

}  // namespace ledger::tiles
