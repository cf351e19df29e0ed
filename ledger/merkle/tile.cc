#include "ledger/merkle/tile.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/merkle/tree.h"

namespace ledger::merkle {
namespace {

using crypto::Hash;

constexpr std::size_t kTileHashes = static_cast<std::size_t>(kTileWidth);

// `value` >> `bits`, for any number of bits.
std::uint64_t ShiftDown(std::uint64_t value, int bits) {
  return bits < 64 ? value >> bits : 0;
}

// Reads a tile and holds its reader to its word.
Result<std::string> ReadWholeTile(const TileReader& tiles, TileId id,
                                  std::uint64_t width) {
  LEDGER_ASSIGN_OR_RETURN(std::string tile, tiles.ReadTile(id, width));
  if (tile.size() != width * Hash::kSize) {
    return Error{
        Code::kDataLoss, kTileMalformed,
        TilePath(id, width) + " has " + std::to_string(tile.size()) + " bytes"};
  }
  return tile;
}

// Root of the full subtree over the hashes that `hashes` holds, 32 bytes each;
// their count is a power of two, at most 256.
Hash FoldHashes(std::string_view hashes) {
  std::array<Hash, kTileHashes> row;
  std::size_t count = hashes.size() / Hash::kSize;
  AMANAH_CHECK(std::has_single_bit(count) && count <= row.size());
  for (std::size_t i = 0; i < count; ++i) {
    row.at(i) =
        *crypto::HashFromBytes(hashes.substr(i * Hash::kSize, Hash::kSize));
  }
  for (; count > 1; count /= 2) {
    for (std::size_t i = 0; i < count / 2; ++i) {
      row.at(i) = NodeHash(row.at(2 * i), row.at(2 * i + 1));
    }
  }
  return row.front();
}

}  // namespace

std::uint64_t TileWidthAt(TileId id, std::uint64_t size) {
  const std::uint64_t hashes = ShiftDown(size, kTileHeight * id.level);
  const std::uint64_t full_tiles = hashes / kTileWidth;
  if (id.index < full_tiles) return kTileWidth;
  return id.index == full_tiles ? hashes % kTileWidth : 0;
}

void AppendToBundle(std::string& bundle, std::string_view entry) {
  AMANAH_CHECK(entry.size() <= kMaxEntryBytes);
  AppendU16(bundle, static_cast<std::uint16_t>(entry.size()));
  bundle += entry;
}

Result<std::vector<std::string_view>> ParseBundle(std::string_view bundle) {
  std::vector<std::string_view> entries;
  for (std::size_t at = 0; at < bundle.size();) {
    const std::size_t left = bundle.size() - at;
    if (left < 2 || left - 2 < GetU16(bundle.substr(at))) {
      return Error{Code::kDataLoss, kTileMalformed,
                   "entry " + std::to_string(entries.size()) +
                       " of a bundle runs past its end at byte " +
                       std::to_string(bundle.size())};
    }
    entries.push_back(bundle.substr(at + 2, GetU16(bundle.substr(at))));
    at += 2 + entries.back().size();
  }
  return entries;
}

Result<Hash> ReadSubtree(const TileReader& tiles, std::uint64_t size,
                         int height, std::uint64_t index) {
  AMANAH_CHECK(height >= 0 && height < 64 && index < (size >> height));
  const TileId id{height / kTileHeight,
                  ShiftDown(index, kTileHeight - height % kTileHeight)};
  // The subtree's share of its tile: 2^rest hashes from `first` on.
  const int rest = height % kTileHeight;
  const std::uint64_t first = (index << rest) % kTileWidth;
  const std::uint64_t width = TileWidthAt(id, size);
  LEDGER_ASSIGN_OR_RETURN(const std::string tile,
                          ReadWholeTile(tiles, id, width));
  return FoldHashes(std::string_view(tile).substr(
      first * Hash::kSize, (std::uint64_t{1} << rest) * Hash::kSize));
}

Result<std::vector<Hash>> ReadEdge(const TileReader& tiles,
                                   std::uint64_t size) {
  std::vector<Hash> edge;
  // The partial tile of each level holds the edge's eight heights there.
  for (int level = kMaxTileLevel; level >= 0; --level) {
    const TileId id{level, ShiftDown(size, kTileHeight * (level + 1))};
    const std::uint64_t width = TileWidthAt(id, size);
    if (width == 0) continue;
    LEDGER_ASSIGN_OR_RETURN(const std::string tile,
                            ReadWholeTile(tiles, id, width));
    std::string_view left = tile;
    while (!left.empty()) {
      const std::size_t subtree =
          std::bit_floor(left.size() / Hash::kSize) * Hash::kSize;
      edge.push_back(FoldHashes(left.substr(0, subtree)));
      left.remove_prefix(subtree);
    }
  }
  return edge;
}

Result<Hash> ReadRoot(const TileReader& tiles, std::uint64_t size) {
  LEDGER_ASSIGN_OR_RETURN(std::vector<Hash> edge, ReadEdge(tiles, size));
  LEDGER_ASSIGN_OR_RETURN(const Tree tree, Tree::Resume(size, std::move(edge)));
  return tree.Root();
}

}  // namespace ledger::merkle
