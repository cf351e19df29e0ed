// Rows of a view as most keep them: a key of a subject, a time and an index,
// and a value of one fact.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/region.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/fold/reader.h"
#include "ledger/views/common/moment.h"

namespace ledger::views {

// table ‖ subject ‖ at ‖ index, for subjects of one length.
inline fold::Key TimedKey(char table, std::string_view subject,
                          const Moment& at, std::uint64_t index) {
  fold::Key key(table, subject);
  key.AppendOrdered(at.unix_micros).AppendU64(index);
  return key;
}

// table ‖ name ‖ 0x00: what begins the keys of a name of any length.
inline fold::Key NamedKey(char table, std::string_view name) {
  fold::Key key(table, name);
  key.Push('\0');
  return key;
}

// table ‖ region ‖ 0x00 ‖ at ‖ index.
inline fold::Key PlacedKey(char table, std::string_view region,
                           const Moment& at, std::uint64_t index) {
  fold::Key key = NamedKey(table, region);
  key.AppendOrdered(at.unix_micros).AppendU64(index);
  return key;
}

// The row under `key` in `view`; nullopt when there is none.
template <typename T>
std::optional<T> FindRow(const fold::Reader& reader, std::string_view view,
                         std::string_view key) {
  const auto stored = reader.Get(view, key);
  if (!stored) return std::nullopt;
  return fold::Decode<T>(*stored);
}

// The rows of `view` whose keys begin with `prefix`, in their order.
template <typename T>
std::vector<T> RowsUnder(const fold::Reader& reader, std::string_view view,
                         const fold::Key& prefix) {
  std::vector<T> rows;
  reader.Scan(view, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                rows.push_back(fold::Decode<T>(value));
                return true;
              });
  return rows;
}

// Rows with a region_code within `region_prefix`, of a table of `view` whose
// keys begin with it.
template <typename T>
std::vector<T> RowsWithin(const fold::Reader& reader, std::string_view view,
                          char table, std::string_view region_prefix) {
  auto rows = RowsUnder<T>(reader, view, fold::Key(table, region_prefix));
  std::erase_if(rows, [&](const T& row) {
    return !IsWithinRegion(row.region_code, region_prefix);
  });
  return rows;
}

}  // namespace ledger::views
