// Reading what folds have written, and writing it.
//
// A fold's state is a family of keys. Views and rules read through a Reader,
// so the same code answers a rule in the middle of folding (which sees every
// entry up to and including its own) and a query (which sees a committed
// moment, fold/engine.h).
//
// Keys: the first byte of a key is its table. Tables below kFirstOrderedTable
// can be looked up only while folding; tables from it on can also be scanned.
// Queries may scan all.
//
// Threads: a Reader by one thread at a time.

#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "ledger/base/result.h"

namespace ledger::fold {

inline constexpr unsigned char kFirstOrderedTable = 0x80;

// Gets key and value; false stops the scan. Must not use the reader's Put or
// Delete.
using Visitor = std::function<bool(std::string_view, std::string_view)>;

class Reader {
 public:
  virtual ~Reader() = default;

  // The value under `key` of the fold named `fold`, or nullopt; lives until
  // the reader's next call. `fold` must be one of the engine's.
  //
  // A disk that fails gives nullopt and sets status(): look at it before
  // relying on an absence that goes out of the house.
  virtual std::optional<std::string_view> Get(std::string_view fold,
                                              std::string_view key) const = 0;

  // Keys in [begin, end), ascending. An empty `end` is the end of the fold.
  virtual void Scan(std::string_view fold, std::string_view begin,
                    std::string_view end, const Visitor& visit) const = 0;

  // Entries folded into what is read.
  virtual std::uint64_t position() const = 0;

  // The first failure of the disk, for ever; Ok while there was none.
  virtual Status status() const = 0;
};

// The same, for the fold that is being applied.
class Writer : public Reader {
 public:
  // Into the fold being applied, or one of those it shares (Fold::Shares).
  virtual void Put(std::string_view fold, std::string_view key,
                   std::string_view value) = 0;
  virtual void Delete(std::string_view fold, std::string_view key) = 0;
};

// The smallest key greater than every key that begins with `prefix`; empty
// when there is none.
std::string AfterPrefix(std::string_view prefix);

}  // namespace ledger::fold
