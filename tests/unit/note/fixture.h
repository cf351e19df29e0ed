// Keys and a small log that the tests of this room share.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/note.h"

namespace ledger::note {

inline constexpr char kOrigin[] = "example.id/log";

// The key of FORMAT.md: its seed counts from `first`, which is 0 there.
inline SigningKey KeyOf(std::string_view name, char first = 0) {
  std::string seed;
  for (int i = 0; i < 32; ++i) seed.push_back(static_cast<char>(first + i));
  return *SigningKey::FromSeed(name, AsBytes(seed));
}

inline std::string EntryOf(std::uint64_t index) {
  return "entry " + std::to_string(index);
}

inline merkle::MemoryTiles LogOf(std::uint64_t size) {
  merkle::MemoryTiles tiles;
  while (tiles.size() < size) {
    tiles.Append(merkle::LeafHash(AsBytes(EntryOf(tiles.size()))));
  }
  return tiles;
}

// `text` with `from` replaced by `to`, once.
inline std::string Replaced(std::string text, std::string_view from,
                            std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace ledger::note
