// Tiles of a Merkle tree: C2SP tlog-tiles v0.1.0, tile height 8.
//
// A tile (level L, number N) holds the hashes of the 256 subtrees of 256^L
// leaves each, from leaf N·256^(L+1) on: level 0 holds leaf hashes, a higher
// level the roots of full tiles below it. A full tile is 8,192 bytes; a
// partial one holds the first W of its hashes, W in [1, 255].
//
// Thread safety: pure functions; a HashReader as its maker says.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"

namespace ledger::merkle {

inline constexpr int kTileHeight = 8;
inline constexpr std::uint64_t kTileWidth = 256;
inline constexpr int kMaxTileLevel = 7;  // 256^8 leaves: all there can be.

inline constexpr int kEntriesLevel = -1;  // Of entry bundles, in paths.
inline constexpr std::size_t kMaxEntryBytes = 65'535;

inline constexpr std::string_view kTileMissing = "MERKLE_TILE_MISSING";
inline constexpr std::string_view kTileMalformed = "MERKLE_TILE_MALFORMED";
inline constexpr std::string_view kTilePathMalformed =
    "MERKLE_TILE_PATH_MALFORMED";

struct TileId {
  int level = 0;            // [0, kMaxTileLevel]
  std::uint64_t index = 0;  // N
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 reads a 0 into it.
  auto operator<=>(const TileId&) const = default;
};

// Hashes that tile `id` holds in a tree of `size` leaves: [0, 256].
std::uint64_t TileWidthAt(TileId id, std::uint64_t size);

// `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`; width 256 has no
// suffix. Requires width in [1, 256].
std::string TilePath(TileId id, std::uint64_t width);
std::string EntriesPath(std::uint64_t index, std::uint64_t width);

// Reads what TilePath or EntriesPath wrote (kEntriesLevel for entries),
// strictly: one form a tile. MERKLE_TILE_PATH_MALFORMED.
struct ParsedTilePath {
  int level = 0;
  std::uint64_t index = 0;
  std::uint64_t width = kTileWidth;
};
Result<ParsedTilePath> ParseTilePath(std::string_view path);

// An entry bundle: each entry behind its length, a big-endian uint16.
// Requires entry.size() <= kMaxEntryBytes.
void AppendToBundle(std::string& bundle, std::string_view entry);
// The entries of a whole bundle. MERKLE_TILE_MALFORMED when a length runs past
// the end.
Result<std::vector<std::string_view>> ParseBundle(std::string_view bundle);

// Gives tiles to whoever proves something.
class TileReader {
 public:
  virtual ~TileReader() = default;
  // The first `width` hashes of tile `id`, 32·width bytes.
  // Fails as its store does; MERKLE_TILE_MISSING, kDataLoss, when it has
  // fewer.
  virtual Result<std::string> ReadTile(TileId id,
                                       std::uint64_t width) const = 0;
};

// Root of the full subtree of 2^`height` leaves that begins at leaf
// `index`·2^height, read from tiles of a tree of `size` leaves. Requires
// (index + 1) << height <= size.
Result<crypto::Hash> ReadSubtree(const TileReader& tiles, std::uint64_t size,
                                 int height, std::uint64_t index);

// The right edge (tree.h) of the tree of `size` leaves.
Result<std::vector<crypto::Hash>> ReadEdge(const TileReader& tiles,
                                           std::uint64_t size);
// Its root.
Result<crypto::Hash> ReadRoot(const TileReader& tiles, std::uint64_t size);

}  // namespace ledger::merkle
