#include "ledger/log/registry_replay.h"

#include <map>
#include <optional>
#include <set>

#include "ledger/base/bytes.h"
#include "ledger/event/event.h"
#include "ledger/log/schema.h"

namespace ledger::log {
namespace {

class Replay {
 public:
  Replay(const LogStore& store, const note::VerifierKey& root,
         std::uint64_t size)
      : store_(store),
        size_(size),
        registry_(registry::Registry::FromGenesis(root)) {}

  Result<registry::Registry> Run() {
    LEDGER_RETURN_IF_ERROR(FollowRegistrars());
    while (!waiting_.empty()) {
      const auto [index, count] = *waiting_.begin();
      waiting_.erase(waiting_.begin());
      LEDGER_RETURN_IF_ERROR(Fold(index, count));
      LEDGER_RETURN_IF_ERROR(FollowRegistrars());
    }
    return std::move(registry_);
  }

 private:
  // Waits for the submissions of everybody who has become a registrar.
  Status FollowRegistrars() {
    for (const auto& submitter : registry_.submitters()) {
      const bool may_change = submitter->is_root || submitter->IsRegistrar();
      if (!may_change || !followed_.insert(submitter->number).second) continue;
      LEDGER_RETURN_IF_ERROR(AddSubmissions(submitter->number));
    }
    return Ok{};
  }

  Status AddSubmissions(std::uint32_t number) {
    const auto rows = store_.database().NewIterator(kSubmissions);
    for (rows->Seek(NumberSizeKey(number, 0)); rows->Valid(); rows->Next()) {
      LEDGER_ASSIGN_OR_RETURN(const NumberAndSize key,
                              NumberSizeOfKey("submissions", rows->key()));
      if (key.number != number) break;
      LEDGER_ASSIGN_OR_RETURN(const SubmissionRow row,
                              DecodeSubmissionRow(rows->value()));
      if (row.record_index >= folded_ && row.record_index < size_) {
        waiting_[row.record_index] = row.count;
      }
    }
    return rows->status();
  }

  // Events of other kinds change nothing, so all of a submission's are folded.
  Status Fold(std::uint64_t record_index, std::uint64_t count) {
    folded_ = record_index + 1;
    Status applied = Ok{};
    LEDGER_RETURN_IF_ERROR(
        store_.ScanBytes(record_index + 1, record_index + 1 + count,
                         [&](std::uint64_t index, std::string_view bytes) {
                           applied = event::DecodeEvent(bytes, event_);
                           if (applied.ok())
                             applied = registry_.Apply(event_, index);
                           return applied.ok();
                         }));
    return applied;
  }

  const LogStore& store_;
  std::uint64_t size_;
  registry::Registry registry_;
  amanah::v1::Event event_;
  std::set<std::uint32_t> followed_;
  std::map<std::uint64_t, std::uint64_t> waiting_;  // Record index → count.
  std::uint64_t folded_ = 0;
};

}  // namespace

Result<registry::Registry> ReplayRegistry(const LogStore& store,
                                          const note::VerifierKey& root,
                                          std::uint64_t size) {
  return Replay(store, root, size).Run();
}

}  // namespace ledger::log
