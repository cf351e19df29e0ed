#include "ledger/tiles/verify.h"

#include <string>
#include <utility>

#include "ledger/merkle/tree.h"
#include "ledger/note/signed_checkpoint.h"

namespace ledger::tiles {
namespace {

using crypto::Hash;
using merkle::kTileWidth;
using merkle::TileId;

Error Mismatch(std::string_view reason, std::string message) {
  return Error{Code::kDataLoss, reason, std::move(message)};
}

// `size` >> 8·`level`, for every level.
std::uint64_t HashesAtLevel(std::uint64_t size, int level) {
  const int bits = merkle::kTileHeight * level;
  return bits < 64 ? size >> bits : 0;
}

std::vector<Hash> HashesOf(std::string_view tile) {
  std::vector<Hash> hashes;
  for (; !tile.empty(); tile.remove_prefix(Hash::kSize)) {
    hashes.push_back(*crypto::HashFromBytes(tile.substr(0, Hash::kSize)));
  }
  return hashes;
}

class Verifier {
 public:
  Verifier(const TilesDirectory& directory, const EntryVisitor& visit)
      : directory_(directory), visit_(visit) {}

  Status VerifyLog(const note::Checkpoint& checkpoint) {
    const std::uint64_t size = checkpoint.size;
    LEDGER_ASSIGN_OR_RETURN(const std::vector<Partial> edge, ReadEdge(size));
    if (RootOf(edge) != checkpoint.root) {
      return Mismatch(kRootMismatch,
                      "the tiles on the right edge do not lead to the root of "
                      "the signed checkpoint of size " +
                          std::to_string(size));
    }
    for (const Partial& partial : edge) {
      LEDGER_RETURN_IF_ERROR(VerifyBelow(partial.id, partial.hashes));
    }
    return Ok{};
  }

 private:
  // A tile of fewer than 256 hashes: only the right edge has them, one a level
  // at most, and together they make the root.
  struct Partial {
    TileId id;
    std::vector<Hash> hashes;
  };

  Result<std::vector<Partial>> ReadEdge(std::uint64_t size) const {
    std::vector<Partial> edge;
    for (int level = merkle::kMaxTileLevel; level >= 0; --level) {
      const TileId id{level, HashesAtLevel(size, level + 1)};
      const std::uint64_t width = merkle::TileWidthAt(id, size);
      if (width == 0) continue;
      LEDGER_ASSIGN_OR_RETURN(const std::string tile,
                              directory_.ReadTile(id, width));
      edge.push_back({id, HashesOf(tile)});
    }
    return edge;
  }

  // The tiles from the highest level down are the tree from the left: pairs
  // within a tile are joined into what one bit of its width stands for.
  static Hash RootOf(const std::vector<Partial>& edge) {
    if (edge.empty()) return merkle::Tree().Root();
    std::vector<Hash> subtrees;
    for (const Partial& partial : edge) {
      merkle::Tree tree;
      for (const Hash& hash : partial.hashes) tree.Append(hash);
      subtrees.insert(subtrees.end(), tree.edge().begin(), tree.edge().end());
    }
    Hash root = subtrees.back();
    for (std::size_t i = subtrees.size() - 1; i-- > 0;) {
      root = merkle::NodeHash(subtrees[i], root);
    }
    return root;
  }

  // What `hashes`, of tile `id` and verified, vouch for.
  Status VerifyBelow(TileId id, const std::vector<Hash>& hashes) const {
    if (id.level == 0) return VerifyEntries(id.index, hashes);
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      LEDGER_RETURN_IF_ERROR(
          VerifyFullTile({id.level - 1, id.index * kTileWidth + i}, hashes[i]));
    }
    return Ok{};
  }

  // Recursion is at most as deep as there are levels of tiles: 8.
  Status VerifyFullTile(TileId id, const Hash& expected) const {
    LEDGER_ASSIGN_OR_RETURN(const std::string tile,
                            directory_.ReadTile(id, kTileWidth));
    const std::vector<Hash> hashes = HashesOf(tile);
    merkle::Tree tree;
    for (const Hash& hash : hashes) tree.Append(hash);
    if (tree.Root() != expected) {
      return Mismatch(kTileMismatch, merkle::TilePath(id, kTileWidth) +
                                         " is not what the tile above it says");
    }
    return VerifyBelow(id, hashes);
  }

  Status VerifyEntries(std::uint64_t bundle,
                       const std::vector<Hash>& leaves) const {
    LEDGER_ASSIGN_OR_RETURN(const std::vector<std::string> entries,
                            directory_.ReadEntries(bundle, leaves.size()));
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const std::uint64_t index = bundle * kTileWidth + i;
      if (merkle::LeafHash(AsBytes(entries[i])) != leaves[i]) {
        return Mismatch(kEntryMismatch,
                        "entry " + std::to_string(index) + " in " +
                            merkle::EntriesPath(bundle, leaves.size()) +
                            " is not what its leaf hash says");
      }
      if (visit_) LEDGER_RETURN_IF_ERROR(visit_(index, entries[i]));
    }
    return Ok{};
  }

  const TilesDirectory& directory_;
  const EntryVisitor& visit_;
};

}  // namespace

Result<note::Checkpoint> VerifyDirectory(
    const TilesDirectory& directory, std::string_view origin,
    const std::vector<note::VerifierKey>& keys, std::size_t threshold,
    const EntryVisitor& visit) {
  LEDGER_ASSIGN_OR_RETURN(const std::string signed_note,
                          directory.ReadCheckpoint());
  LEDGER_ASSIGN_OR_RETURN(
      note::Checkpoint checkpoint,
      note::OpenCheckpoint(signed_note, origin, keys, threshold));
  LEDGER_RETURN_IF_ERROR(Verifier(directory, visit).VerifyLog(checkpoint));
  return checkpoint;
}

}  // namespace ledger::tiles
