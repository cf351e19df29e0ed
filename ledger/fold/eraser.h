// Undoing by doing: what Apply puts under keys of the event's own is deleted
// when the same event is applied to an Eraser.
//
// For folds, or parts of one, that put rows whose keys end in the event's
// index and do nothing else.
//
// Threads: the folder thread.

#pragma once

#include <optional>
#include <string_view>

#include "ledger/base/check.h"
#include "ledger/fold/reader.h"

namespace ledger::fold {

class Eraser final : public Writer {
 public:
  explicit Eraser(Writer& state) : state_(state) {}

  std::optional<std::string_view> Get(std::string_view fold,
                                      std::string_view key) const override {
    return state_.Get(fold, key);
  }
  void Scan(std::string_view fold, std::string_view begin, std::string_view end,
            const Visitor& visit) const override {
    state_.Scan(fold, begin, end, visit);
  }
  void Put(std::string_view fold, std::string_view key,
           std::string_view) override {
    state_.Delete(fold, key);
  }
  // What was deleted cannot be known again.
  void Delete(std::string_view, std::string_view) override {
    AMANAH_CHECK(false);
  }
  std::uint64_t position() const override { return state_.position(); }
  Status status() const override { return state_.status(); }

 private:
  Writer& state_;
};

}  // namespace ledger::fold
