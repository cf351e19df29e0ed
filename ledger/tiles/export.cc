#include "ledger/tiles/export.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/merkle/tree.h"
#include "ledger/tiles/directory.h"
#include "ledger/tiles/file.h"

namespace ledger::tiles {
namespace {

using crypto::Hash;
using merkle::kTileWidth;
using merkle::TileId;
using merkle::Tree;

constexpr std::size_t kTileBytes = kTileWidth * Hash::kSize;

Error Mismatch(std::string message) {
  return Error{Code::kDataLoss, kExportMismatch, std::move(message)};
}

class Exporter {
 public:
  Exporter(const ExportedLog& log, const std::string& directory)
      : log_(log), directory_(directory) {}

  Status ExportBundle(std::uint64_t bundle) {
    const std::uint64_t begin = bundle * kTileWidth;
    const std::uint64_t end =
        std::min(begin + kTileWidth, log_.checkpoint.size);
    LEDGER_ASSIGN_OR_RETURN(const std::vector<std::string> entries,
                            log_.entries(begin, end));
    if (entries.size() != end - begin) {
      return Mismatch(std::to_string(entries.size()) + " entries for [" +
                      std::to_string(begin) + ", " + std::to_string(end) + ")");
    }
    std::string bytes;
    for (const std::string& entry : entries) {
      if (entry.size() > merkle::kMaxEntryBytes) {
        return Mismatch("an entry of bundle " + std::to_string(bundle) +
                        " is too long for the layout");
      }
      merkle::AppendToBundle(bytes, entry);
      LEDGER_RETURN_IF_ERROR(AppendLeaf(merkle::LeafHash(AsBytes(entry))));
    }
    return WriteOnce(merkle::EntriesPath(bundle, end - begin), bytes,
                     kMaxBundleBytes);
  }

  // What is left of each level; never an empty tile.
  Status ExportPartialTiles() {
    for (int level = 0; level <= merkle::kMaxTileLevel; ++level) {
      if (!Pending(level).hashes.empty()) {
        LEDGER_RETURN_IF_ERROR(ExportTile(level));
      }
    }
    return Ok{};
  }

  Status ExportCheckpoint() {
    if (tree_.Root() != log_.checkpoint.root) {
      return Mismatch("the entries lead to another root than that of size " +
                      std::to_string(log_.checkpoint.size));
    }
    const std::string path = JoinPath(directory_, kCheckpointFile);
    LEDGER_RETURN_IF_ERROR(WriteBeside(path, log_.signed_checkpoint));
    LEDGER_RETURN_IF_ERROR(SyncAll(directory_));
    // Durable from here: all that the checkpoint promises.
    LEDGER_RETURN_IF_ERROR(MoveIntoPlace(path));
    return SyncAll(directory_);
  }

 private:
  // The tile of a level that hashes are being added to.
  struct Tile {
    std::uint64_t index = 0;
    std::string hashes;
  };
  Tile& Pending(int level) {
    return pending_.at(static_cast<std::size_t>(level));
  }

  Status AppendLeaf(const Hash& leaf) {
    std::vector<Tree::Completed> completed;
    tree_.Append(leaf, &completed);
    LEDGER_RETURN_IF_ERROR(AppendHash(0, leaf));
    for (const Tree::Completed& subtree : completed) {
      LEDGER_RETURN_IF_ERROR(AppendHash(subtree.level, subtree.hash));
    }
    return Ok{};
  }

  Status AppendHash(int level, const Hash& hash) {
    Tile& tile = Pending(level);
    tile.hashes += hash.view();
    if (tile.hashes.size() < kTileBytes) return Ok{};
    LEDGER_RETURN_IF_ERROR(ExportTile(level));
    ++tile.index;
    tile.hashes.clear();
    return Ok{};
  }

  Status ExportTile(int level) {
    const Tile& tile = Pending(level);
    const TileId id{level, tile.index};
    // The path is made from the hashes at hand, so that no tile can lie under
    // the path of a wider one.
    const std::uint64_t width = tile.hashes.size() / Hash::kSize;
    AMANAH_CHECK(width == merkle::TileWidthAt(id, tree_.size()));
    const std::string path = merkle::TilePath(id, width);
    LEDGER_ASSIGN_OR_RETURN(const std::string stored,
                            log_.tiles.ReadTile(id, width));
    if (stored != tile.hashes) {
      return Mismatch("the store's " + path + " is not what the entries say");
    }
    return WriteOnce(path, tile.hashes, kTileBytes);
  }

  Status WriteOnce(const std::string& path, std::string_view bytes,
                   std::size_t max_bytes) {
    const std::string whole_path = JoinPath(directory_, path);
    LEDGER_ASSIGN_OR_RETURN(const std::optional<std::string> there,
                            ReadWholeFile(whole_path, max_bytes));
    // No file of the layout is empty; one that is was cut off by a power cut.
    if (there && *there == bytes) return Ok{};
    if (there && !there->empty()) {
      return Error{Code::kAlreadyExists, kExportConflict,
                   path + " is there with another content"};
    }
    LEDGER_RETURN_IF_ERROR(WriteBeside(whole_path, bytes));
    return MoveIntoPlace(whole_path);
  }

  const ExportedLog& log_;
  const std::string& directory_;
  Tree tree_;
  std::array<Tile, merkle::kMaxTileLevel + 1> pending_;
};

}  // namespace

Status ExportTiles(const ExportedLog& log, const std::string& directory,
                   const std::function<void(std::uint64_t)>& progress) {
  LEDGER_RETURN_IF_ERROR(MakeFolder(directory));
  Exporter exporter(log, directory);
  const std::uint64_t size = log.checkpoint.size;
  for (std::uint64_t begin = 0; begin < size; begin += kTileWidth) {
    LEDGER_RETURN_IF_ERROR(exporter.ExportBundle(begin / kTileWidth));
    if (progress) progress(std::min(begin + kTileWidth, size));
  }
  LEDGER_RETURN_IF_ERROR(exporter.ExportPartialTiles());
  return exporter.ExportCheckpoint();
}

}  // namespace ledger::tiles
