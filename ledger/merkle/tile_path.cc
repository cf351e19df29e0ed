// Names of tiles, as tlog-tiles v0.1.0 spells them.

#include <fmt/format.h>

#include <string>

#include "ledger/base/check.h"
#include "ledger/merkle/tile.h"

namespace ledger::merkle {
namespace {

constexpr std::string_view kTilePrefix = "tile/";
constexpr std::string_view kEntriesPrefix = "tile/entries/";
constexpr std::string_view kPartialMark = ".p/";

// 1234067 is `x001/x234/067`.
std::string IndexPath(std::uint64_t index) {
  std::string path = fmt::format("{:03}", index % 1000);
  for (index /= 1000; index != 0; index /= 1000) {
    path = fmt::format("x{:03}/{}", index % 1000, path);
  }
  return path;
}

std::string WithWidth(std::string path, std::uint64_t width) {
  AMANAH_CHECK(width >= 1 && width <= kTileWidth);
  if (width < kTileWidth) path += fmt::format("{}{}", kPartialMark, width);
  return path;
}

Error Malformed(std::string_view path) {
  constexpr std::size_t kShown = 80;
  return Error{Code::kInvalidArgument, kTilePathMalformed,
               fmt::format("`{}` is no tile path", path.substr(0, kShown))};
}

// The number that `path`, in groups of three digits, stands for, if any: only
// its digits are read here; whoever calls compares the spelling.
std::optional<std::uint64_t> ReadIndex(std::string_view path) {
  std::string digits;
  for (const char c : path) {
    if (c != 'x' && c != '/') digits.push_back(c);
  }
  const std::size_t zeros = digits.find_first_not_of('0');
  if (digits.empty()) return std::nullopt;
  if (zeros == std::string::npos) return 0;
  return ParseDecimal(std::string_view(digits).substr(zeros));
}

}  // namespace

std::string TilePath(TileId id, std::uint64_t width) {
  AMANAH_CHECK(id.level >= 0 && id.level <= kMaxTileLevel);
  return WithWidth(
      fmt::format("{}{}/{}", kTilePrefix, id.level, IndexPath(id.index)),
      width);
}

std::string EntriesPath(std::uint64_t index, std::uint64_t width) {
  return WithWidth(fmt::format("{}{}", kEntriesPrefix, IndexPath(index)),
                   width);
}

Result<ParsedTilePath> ParseTilePath(std::string_view path) {
  ParsedTilePath parsed;
  std::string_view rest = path;
  if (rest.starts_with(kEntriesPrefix)) {
    parsed.level = kEntriesLevel;
    rest.remove_prefix(kEntriesPrefix.size());
  } else if (rest.starts_with(kTilePrefix) && rest.size() > 6 &&
             rest[5] >= '0' && rest[5] <= '0' + kMaxTileLevel) {
    parsed.level = rest[5] - '0';
    rest.remove_prefix(7);
  } else {
    return Malformed(path);
  }
  if (const std::size_t mark = rest.find(kPartialMark);
      mark != std::string_view::npos) {
    const auto width = ParseDecimal(rest.substr(mark + kPartialMark.size()));
    if (!width || *width == 0 || *width >= kTileWidth) return Malformed(path);
    parsed.width = *width;
    rest = rest.substr(0, mark);
  }
  const std::optional<std::uint64_t> index = ReadIndex(rest);
  if (!index) return Malformed(path);
  parsed.index = *index;
  // One form a tile: what we would write, and nothing else.
  const std::string spelled =
      parsed.level == kEntriesLevel
          ? EntriesPath(parsed.index, parsed.width)
          : TilePath({parsed.level, parsed.index}, parsed.width);
  if (spelled != path) return Malformed(path);
  return parsed;
}

}  // namespace ledger::merkle
