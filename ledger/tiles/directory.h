// A folder in the tlog-tiles layout, read:
//
//   checkpoint                  signed note
//   tile/<L>/<N>[.p/<W>]        hashes (merkle/tile.h)
//   tile/entries/<N>[.p/<W>]    entry bundles
//
// Nothing here is verified: verify.h does that.
//
// Thread safety: const methods, from any thread.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/merkle/tile.h"

namespace ledger::tiles {

inline constexpr std::string_view kFileMissing = "TILES_FILE_MISSING";
inline constexpr std::string_view kFileMalformed = "TILES_FILE_MALFORMED";

inline constexpr char kCheckpointFile[] = "checkpoint";
// A bundle of 256 entries of the greatest size.
inline constexpr std::size_t kMaxBundleBytes =
    merkle::kTileWidth * (2 + merkle::kMaxEntryBytes);

class TilesDirectory final : public merkle::TileReader {
 public:
  explicit TilesDirectory(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  // The signed note. TILES_FILE_MISSING, kNotFound; else as ReadWholeFile.
  Result<std::string> ReadCheckpoint() const;

  // The first `width` hashes of a tile: from the file of exactly that width
  // or, when there is none, from the full tile (a log may drop partial tiles
  // once the full one is there). TILES_FILE_MISSING or TILES_FILE_MALFORMED (a
  // size that is not that of the path), kDataLoss; else as ReadWholeFile.
  Result<std::string> ReadTile(merkle::TileId id,
                               std::uint64_t width) const override;

  // The first `width` entries of bundle `index`, found likewise.
  Result<std::vector<std::string>> ReadEntries(std::uint64_t index,
                                               std::uint64_t width) const;

 private:
  std::string path_;
};

}  // namespace ledger::tiles
