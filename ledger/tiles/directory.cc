#include "ledger/tiles/directory.h"

#include <functional>
#include <optional>
#include <utility>

#include "ledger/note/note.h"
#include "ledger/tiles/file.h"

namespace ledger::tiles {
namespace {

using merkle::kTileWidth;

// A file and the width that its path promises.
struct Found {
  std::string path;  // Below the directory.
  std::uint64_t width = 0;
  std::string bytes;
};

// The file of exactly `width`, or the full one.
Result<Found> FindFile(
    const std::string& directory, std::uint64_t width, std::size_t max_bytes,
    const std::function<std::string(std::uint64_t)>& path_of) {
  for (const std::uint64_t promised : {width, kTileWidth}) {
    std::string path = path_of(promised);
    LEDGER_ASSIGN_OR_RETURN(
        std::optional<std::string> bytes,
        ReadWholeFile(JoinPath(directory, path), max_bytes));
    if (bytes) return Found{std::move(path), promised, *std::move(bytes)};
  }
  return Error{Code::kDataLoss, kFileMissing, path_of(width) + " is missing"};
}

Error Malformed(const std::string& path, const std::string& why) {
  return Error{Code::kDataLoss, kFileMalformed, path + ": " + why};
}

}  // namespace

Result<std::string> TilesDirectory::ReadCheckpoint() const {
  LEDGER_ASSIGN_OR_RETURN(
      std::optional<std::string> bytes,
      ReadWholeFile(JoinPath(path_, kCheckpointFile), note::kMaxNoteBytes));
  if (!bytes) {
    return Error{Code::kNotFound, kFileMissing, "the checkpoint is missing"};
  }
  return *std::move(bytes);
}

Result<std::string> TilesDirectory::ReadTile(merkle::TileId id,
                                             std::uint64_t width) const {
  const std::size_t full_bytes = kTileWidth * crypto::Hash::kSize;
  LEDGER_ASSIGN_OR_RETURN(
      Found found,
      FindFile(path_, width, full_bytes, [&](std::uint64_t promised) {
        return merkle::TilePath(id, promised);
      }));
  if (found.bytes.size() != found.width * crypto::Hash::kSize) {
    return Malformed(found.path,
                     std::to_string(found.width) + " hashes cannot be " +
                         std::to_string(found.bytes.size()) + " bytes");
  }
  found.bytes.resize(width * crypto::Hash::kSize);
  return std::move(found.bytes);
}

Result<std::vector<std::string>> TilesDirectory::ReadEntries(
    std::uint64_t index, std::uint64_t width) const {
  LEDGER_ASSIGN_OR_RETURN(
      const Found found,
      FindFile(path_, width, kMaxBundleBytes, [&](std::uint64_t promised) {
        return merkle::EntriesPath(index, promised);
      }));
  const Result<std::vector<std::string_view>> entries =
      merkle::ParseBundle(found.bytes);
  if (!entries.ok()) return Malformed(found.path, entries.error().message);
  if (entries->size() != found.width) {
    return Malformed(found.path, "holds " + std::to_string(entries->size()) +
                                     " entries, not " +
                                     std::to_string(found.width));
  }
  return std::vector<std::string>(
      entries->begin(), entries->begin() + static_cast<std::ptrdiff_t>(width));
}

}  // namespace ledger::tiles
