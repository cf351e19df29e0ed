// Where a submitter's state is kept.
//
// Thread safety: one thread.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace ledger::submitter {

inline constexpr std::string_view kStateUnreadable =
    "SUBMITTER_STATE_UNREADABLE";
inline constexpr std::string_view kStateUnwritable =
    "SUBMITTER_STATE_UNWRITABLE";
inline constexpr std::string_view kStateBusy = "SUBMITTER_STATE_BUSY";

class StateStore {
 public:
  virtual ~StateStore() = default;

  // What was last saved; nullopt when nothing ever was.
  virtual Result<std::optional<std::string>> Load() = 0;

  // Replaces it. When this returns Ok, Load gives `bytes` even after the power
  // failed; when it fails, Load gives either the old or the new, never a mix.
  virtual Status Save(std::string_view bytes) = 0;
};

// A file, replaced by atomic rename: `<path>.new` is written and synced, then
// renamed, then the directory is synced. `<path>.lock` is held, so that no two
// processes sign for one log.
class StateFile final : public StateStore {
 public:
  // SUBMITTER_STATE_BUSY, kFailedPrecondition, when another process has it;
  // SUBMITTER_STATE_UNWRITABLE, kUnavailable, when the lock can't be made.
  static Result<std::unique_ptr<StateFile>> Open(std::string path);
  ~StateFile() override;

  // SUBMITTER_STATE_UNREADABLE, kUnavailable, with errno.
  Result<std::optional<std::string>> Load() override;
  // SUBMITTER_STATE_UNWRITABLE, kUnavailable, with errno.
  Status Save(std::string_view bytes) override;

 private:
  StateFile(std::string path, int lock);

  const std::string path_;
  const int lock_;  // Descriptor; the lock goes with it.
};

}  // namespace ledger::submitter
