#include "ledger/fold/log_source.h"

#include "ledger/log/ledger.h"

namespace ledger::fold {
namespace {

class LogSource final : public EntrySource {
 public:
  explicit LogSource(const log::Ledger& ledger) : ledger_(ledger) {}

  std::uint64_t Size() const override {
    return ledger_.head()->checkpoint.size;
  }

  Status Scan(
      std::uint64_t begin, std::uint64_t end,
      const std::function<bool(const log::Entry&)>& visit) const override {
    return ledger_.ScanEntries(begin, end, visit);
  }

  std::uint64_t WaitForMore(
      std::uint64_t size,
      std::chrono::steady_clock::time_point deadline) const override {
    return ledger_.WaitForMore(size, deadline);
  }

 private:
  const log::Ledger& ledger_;
};

}  // namespace

std::unique_ptr<EntrySource> SourceOf(const log::Ledger& ledger) {
  return std::make_unique<LogSource>(ledger);
}

}  // namespace ledger::fold
