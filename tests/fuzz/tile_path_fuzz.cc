// Tile paths: one path a tile.

#include "ledger/merkle/tile.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  auto path = ledger::merkle::ParseTilePath(input);
  if (!path.ok()) return;
  AMANAH_CHECK(path->width >= 1 && path->width <= 256);
  if (path->level < 0) {
    AMANAH_CHECK(ledger::merkle::EntriesPath(path->index, path->width) ==
                 input);
  } else {
    AMANAH_CHECK(ledger::merkle::TilePath({path->level, path->index},
                                          path->width) == input);
  }
}
