#include "ledger/log/second_opinion.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/log/ledger.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tree.h"

namespace ledger::log {
namespace {

using crypto::Hash;

// The committed tiles, lengthened by leaves that are not committed yet.
class LengthenedTiles final : public merkle::TileReader {
 public:
  LengthenedTiles(const LogStore& store, std::uint64_t committed,
                  const std::vector<Hash>& added)
      : committed_tiles_(store), committed_(committed), added_(added) {}

  Result<std::string> ReadTile(merkle::TileId id,
                               std::uint64_t width) const override {
    const std::uint64_t stored =
        std::min(width, merkle::TileWidthAt(id, committed_));
    std::string hashes;
    if (stored > 0) {
      LEDGER_ASSIGN_OR_RETURN(hashes, committed_tiles_.ReadTile(id, stored));
    }
    for (std::uint64_t at = stored; at < width; ++at) {
      LEDGER_ASSIGN_OR_RETURN(
          const Hash hash,
          AddedHash(id.level, id.index * merkle::kTileWidth + at));
      hashes += hash.view();
    }
    return hashes;
  }

 private:
  // Hash `position` of tile level `level`, not in the committed tiles.
  Result<Hash> AddedHash(int level, std::uint64_t position) const {
    if (level == 0) {
      return added_.at(static_cast<std::size_t>(position - committed_));
    }
    LEDGER_ASSIGN_OR_RETURN(
        const std::string below,
        ReadTile(merkle::TileId{level - 1, position}, merkle::kTileWidth));
    std::vector<Hash> row;
    for (std::size_t at = 0; at < below.size(); at += Hash::kSize) {
      row.push_back(*crypto::HashFromBytes(
          std::string_view(below).substr(at, Hash::kSize)));
    }
    while (row.size() > 1) {
      for (std::size_t i = 0; i < row.size() / 2; ++i) {
        row[i] = merkle::NodeHash(row[2 * i], row[2 * i + 1]);
      }
      row.resize(row.size() / 2);
    }
    return row.front();
  }

  LedgerTiles committed_tiles_;
  std::uint64_t committed_;
  const std::vector<Hash>& added_;
};

Error Disagreement(std::string message) {
  return Error{Code::kDataLoss, kHashDisagreement, std::move(message)};
}

}  // namespace

Status CheckBeforeSigning(
    const LogStore& store, const note::Checkpoint& last,
    const note::Checkpoint& next,
    const std::vector<std::pair<std::uint64_t, std::string>>& runs) {
  std::vector<Hash> added;
  for (const auto& [first, run] : runs) {
    LEDGER_ASSIGN_OR_RETURN(const std::vector<std::string_view> entries,
                            merkle::ParseBundle(run));
    if (first != last.size + added.size()) {
      return Disagreement(fmt::format("a run begins at {}, not at {}", first,
                                      last.size + added.size()));
    }
    for (const std::string_view entry : entries) {
      added.push_back(merkle::LeafHash(AsBytes(entry)));
    }
  }
  if (last.size + added.size() != next.size) {
    return Disagreement(fmt::format("{} entries are to be stored, {} signed",
                                    last.size + added.size(), next.size));
  }
  const LengthenedTiles tiles(store, last.size, added);
  LEDGER_ASSIGN_OR_RETURN(const Hash root, merkle::ReadRoot(tiles, next.size));
  if (root != next.root) {
    return Disagreement(
        fmt::format("two roots for size {} from the same entries", next.size));
  }
  LEDGER_ASSIGN_OR_RETURN(
      const merkle::Proof proof,
      merkle::ProveConsistency(tiles, last.size, next.size));
  const Status consistent = merkle::VerifyConsistency(
      last.size, next.size, last.root, next.root, proof);
  if (!consistent.ok()) {
    return Disagreement(fmt::format("size {} is not a prefix of size {}: {}",
                                    last.size, next.size,
                                    consistent.error().message));
  }
  return Ok{};
}

}  // namespace ledger::log
