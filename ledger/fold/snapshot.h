// What the views' database held at a moment, as a Reader.
//
// Threads: one at a time.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/fold/engine.h"
#include "ledger/fold/names.h"
#include "ledger/store/database.h"

namespace ledger::fold {

// Ends before the two do. A failure to begin with is in status().
class SnapshotView final : public ReadView {
 public:
  SnapshotView(const store::Database& database, const FoldNames& names);

  std::optional<std::string_view> Get(std::string_view fold,
                                      std::string_view key) const override;
  void Scan(std::string_view fold, std::string_view begin, std::string_view end,
            const Visitor& visit) const override;
  std::uint64_t position() const override { return position_; }
  ::ledger::Status status() const override { return failure_; }

 private:
  const store::Database& database_;
  const FoldNames& names_;
  const std::unique_ptr<store::Database::Snapshot> snapshot_;
  std::uint64_t position_ = 0;
  mutable std::optional<std::string> loaded_;
  mutable ::ledger::Status failure_ = Ok{};
};

}  // namespace ledger::fold
