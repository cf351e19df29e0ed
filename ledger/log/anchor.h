// The anchor: the last signed checkpoint, kept outside the database, so that
// a database that was rolled back or lost its tail is found out.
//
// A file of two slots of 4,096 bytes, written in turn (FORMAT.md): whatever
// moment the machine stops at, one slot is whole.
//
// Threads: one at a time.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace ledger::log {

inline constexpr std::string_view kAnchorExists = "ANCHOR_EXISTS";
inline constexpr std::string_view kAnchorIo = "ANCHOR_IO";
inline constexpr std::string_view kAnchorMoved = "ANCHOR_MOVED";

class Anchor {
 public:
  // Makes the file with its first checkpoint. ANCHOR_EXISTS when there is one.
  static Result<std::unique_ptr<Anchor>> Create(const std::string& path,
                                                std::string_view checkpoint);
  // ANCHOR_MISSING; ANCHOR_DAMAGED when no slot is whole; ANCHOR_IO.
  static Result<std::unique_ptr<Anchor>> Open(const std::string& path);
  // The same without opening it for writing.
  struct Reading {
    std::string checkpoint;
    bool other_slot_damaged = false;
  };
  static Result<Reading> Read(const std::string& path);
  ~Anchor();

  // The latest checkpoint, as it was given.
  const std::string& checkpoint() const { return checkpoint_; }

  // True when the other slot is neither whole nor unused. That is what a crash
  // leaves while a slot is written, and then the log is ahead of checkpoint();
  // else somebody damaged it, perhaps to hide a rollback.
  bool other_slot_damaged() const { return other_slot_damaged_; }

  // Replaces it, durably. ANCHOR_MOVED, kFailedPrecondition, when the file no
  // longer holds what this object last read or wrote: somebody else has the
  // ledger open. ANCHOR_IO.
  Status Advance(std::string_view checkpoint);

 private:
  Anchor(int file, std::string path, std::uint64_t sequence,
         std::string checkpoint);
  int file_;
  std::string path_;
  std::uint64_t sequence_;
  std::string checkpoint_;
  bool other_slot_damaged_ = false;
};

}  // namespace ledger::log
