#include "ledger/merkle/frontier.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/merkle/tree.h"

namespace ledger::merkle {

using crypto::Hash;

Result<Frontier> Frontier::Load(const TileReader& tiles, std::uint64_t size) {
  Frontier frontier;
  frontier.size_ = size;
  std::uint64_t count = size;
  for (int level = 0; count > 0; ++level, count /= kTileWidth) {
    frontier.levels_.emplace_back();
    frontier.levels_.back().first = count - count % kTileWidth;
    const std::uint64_t width = count % kTileWidth;
    if (width == 0) continue;
    LEDGER_ASSIGN_OR_RETURN(
        const std::string hashes,
        tiles.ReadTile(TileId{level, count / kTileWidth}, width));
    for (std::size_t at = 0; at < hashes.size(); at += Hash::kSize) {
      const auto hash = crypto::HashFromBytes(
          std::string_view(hashes).substr(at, Hash::kSize));
      AMANAH_CHECK(hash.has_value());
      // A partial tile never completes one of the next level.
      frontier.Push(static_cast<std::size_t>(level), *hash);
    }
    frontier.levels_.back().settled_width = width;
  }
  return frontier;
}

void Frontier::Append(const Hash& leaf) {
  Push(0, leaf);
  ++size_;
}

void Frontier::Push(std::size_t level, const Hash& hash) {
  if (levels_.size() <= level) levels_.resize(level + 1);
  Hash carry = hash;
  for (std::size_t r = 0; r < kTileHeight; ++r) {
    std::vector<Hash>& row = levels_[level].rows[r];
    row.push_back(carry);
    // Rows begin at even numbers, so an even length means a complete pair.
    if (row.size() % 2 != 0) return;
    carry = NodeHash(row[row.size() - 2], row[row.size() - 1]);
  }
  Push(level + 1, carry);
}

const Hash& Frontier::Node(int height, std::uint64_t index) const {
  const auto level = static_cast<std::size_t>(height / kTileHeight);
  const auto r = static_cast<std::size_t>(height % kTileHeight);
  AMANAH_CHECK(level < levels_.size());
  const std::uint64_t first = levels_[level].first >> r;
  const std::vector<Hash>& row = levels_[level].rows[r];
  AMANAH_CHECK(index >= first && index - first < row.size());
  return row[static_cast<std::size_t>(index - first)];
}

std::vector<Hash> Frontier::Borders() const {
  std::vector<Hash> borders(65);
  bool any = false;
  Hash border;
  for (int height = 0; height < 64; ++height) {
    borders[static_cast<std::size_t>(height)] = border;
    if (((size_ >> height) & 1) == 0) continue;
    const Hash& full = Node(height, (size_ >> height) - 1);
    border = any ? NodeHash(full, border) : full;
    any = true;
  }
  borders[64] = border;
  return borders;
}

Hash Frontier::Root() const {
  if (size_ == 0) return crypto::Sha256({});
  return Borders()[64];
}

std::vector<Proof> Frontier::ProveInclusion(
    const std::vector<std::uint64_t>& indices) const {
  const std::vector<Hash> borders = Borders();
  std::vector<Proof> proofs;
  proofs.reserve(indices.size());
  for (const std::uint64_t index : indices) {
    AMANAH_CHECK(index < size_);
    Proof proof;
    for (int height = 0; ((size_ - 1) >> height) != 0; ++height) {
      const std::uint64_t node = index >> height;
      const std::uint64_t last = (size_ - 1) >> height;
      if (node % 2 == 1) {
        proof.push_back(Node(height, node - 1));
      } else if (node < last) {
        const bool full = (node + 2) << height <= size_;
        proof.push_back(full ? Node(height, node + 1)
                             : borders[static_cast<std::size_t>(height)]);
      }
    }
    proofs.push_back(std::move(proof));
  }
  return proofs;
}

std::vector<Frontier::ChangedTile> Frontier::ChangedTiles() const {
  std::vector<ChangedTile> changed;
  for (std::size_t l = 0; l < levels_.size(); ++l) {
    const Level& level = levels_[l];
    const std::vector<Hash>& row = level.rows[0];
    if (row.size() == level.settled_width) continue;
    for (std::size_t at = 0; at < row.size(); at += kTileWidth) {
      const std::size_t end =
          std::min<std::size_t>(row.size(), at + kTileWidth);
      // The first tile held is unchanged when it was full at the last Settle;
      // Settle lets go of full tiles, so every tile here has grown.
      ChangedTile tile;
      tile.id = TileId{static_cast<int>(l), (level.first + at) / kTileWidth};
      tile.hashes.reserve((end - at) * Hash::kSize);
      for (std::size_t i = at; i < end; ++i) tile.hashes += row[i].view();
      changed.push_back(std::move(tile));
    }
  }
  return changed;
}

void Frontier::Settle() {
  for (Level& level : levels_) {
    const std::uint64_t full = level.rows[0].size() / kTileWidth * kTileWidth;
    level.first += full;
    for (std::size_t r = 0; r < kTileHeight; ++r) {
      std::vector<Hash>& row = level.rows[r];
      row.erase(row.begin(),
                row.begin() + static_cast<std::ptrdiff_t>(full >> r));
    }
    level.settled_width = level.rows[0].size();
  }
}

}  // namespace ledger::merkle
