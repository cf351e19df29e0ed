// Reads every byte of a ledger directory again and checks it against one key.
//
// The auditor (audit/auditor.h) checks what the entries say; this checks that
// the database says the same: every run, row, tile and checkpoint, and the
// anchor. Opens without writing, also beside a running server.
//
// Threads: one.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/note/note.h"

namespace ledger::log {

struct VerifyOptions {
  std::string directory;
  // Empty: the anchor is not looked at.
  std::string anchor_path;
  // Called now and then with entries checked and entries there are.
  std::function<void(std::uint64_t, std::uint64_t)> progress;
  void* storage_env = nullptr;  // As in LedgerOptions.
};

// Something that is not what was signed.
struct Damage {
  // The entry it is about, when it is about one.
  std::optional<std::uint64_t> entry;
  std::string what;
};

struct VerifyReport {
  std::string origin;
  std::uint64_t entry_count = 0;
  std::uint64_t submission_count = 0;
  std::uint64_t event_count = 0;
  std::uint64_t signature_count = 0;
  std::uint64_t tile_count = 0;
  std::uint64_t checkpoint_count = 0;
  std::uint64_t submitter_count = 0;
  std::uint64_t equivocation_count = 0;
  std::uint64_t bytes = 0;
  std::string head_checkpoint;  // Signed; empty when none could be read.
  bool anchor_checked = false;
  // Empty when all is well. After damage to an entry nothing behind it can be
  // checked, and is not.
  std::vector<Damage> damages;
};

// The report; fails only when there is nothing to verify or the operating
// system refuses to read.
Result<VerifyReport> VerifyDirectory(const VerifyOptions& options,
                                     const note::VerifierKey& root);

}  // namespace ledger::log
