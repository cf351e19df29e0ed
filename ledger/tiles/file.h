// Whole small files, read and written at once.
//
// Thread safety: as the file system's; two writers of one path need an order.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace ledger::tiles {

inline constexpr std::string_view kFileUnreadable = "TILES_FILE_UNREADABLE";
inline constexpr std::string_view kFileUnwritable = "TILES_FILE_UNWRITABLE";
inline constexpr std::string_view kFileTooLarge = "TILES_FILE_TOO_LARGE";

// `folder`, a slash, `name`.
std::string JoinPath(std::string_view folder, std::string_view name);

// What the file at `path` holds; nullopt when there is none.
// TILES_FILE_TOO_LARGE, kDataLoss, when that is more than `max_bytes`;
// TILES_FILE_UNREADABLE, kUnavailable, when the system refuses.
Result<std::optional<std::string>> ReadWholeFile(const std::string& path,
                                                 std::size_t max_bytes);

// Makes the folder `path` and those above it, where they are not there.
// TILES_FILE_UNWRITABLE, kUnavailable.
Status MakeFolder(const std::string& path);

// A file is replaced in two steps, so that whoever reads it sees all or
// nothing: written beside `path`, in a folder made if need be, then renamed to
// it. Neither step is durable before SyncAll. TILES_FILE_UNWRITABLE,
// kUnavailable.
Status WriteBeside(const std::string& path, std::string_view bytes);
Status MoveIntoPlace(const std::string& path);

// Makes durable all that was written on the file system of `path`.
// TILES_FILE_UNWRITABLE, kUnavailable.
Status SyncAll(const std::string& path);

}  // namespace ledger::tiles
