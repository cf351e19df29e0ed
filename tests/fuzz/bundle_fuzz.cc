// Entry bundles: what parses is the concatenation of its entries, and an
// independent reading of the lengths finds the same number.

#include <string>

#include "ledger/merkle/tile.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  std::size_t counted = 0;
  std::size_t at = 0;
  while (at + 2 <= input.size()) {
    const auto high = static_cast<unsigned char>(input[at]);
    const auto low = static_cast<unsigned char>(input[at + 1]);
    const std::size_t length = high * 256u + low;
    if (at + 2 + length > input.size()) break;
    at += 2 + length;
    ++counted;
  }
  const bool whole = at == input.size();

  auto entries = ledger::merkle::ParseBundle(input);
  // A bundle holds at most 256 entries.
  AMANAH_CHECK(!entries.ok() || whole);
  AMANAH_CHECK(entries.ok() || !whole || counted > 256);
  if (!entries.ok()) return;
  AMANAH_CHECK(entries->size() == counted);
  std::string again;
  for (const auto entry : *entries) {
    ledger::merkle::AppendToBundle(again, entry);
  }
  AMANAH_CHECK(again == input);
}
