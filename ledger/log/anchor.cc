#include "ledger/log/anchor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/crypto/hash.h"
#include "ledger/log/ledger.h"

namespace ledger::log {
namespace {

constexpr std::size_t kSlotBytes = 4096;
constexpr std::string_view kHeader = "amanah/anchor/v1\n";

struct Slot {
  std::uint64_t sequence = 0;
  std::string checkpoint;
};

Error IoError(const std::string& path, std::string_view what) {
  return Error{
      Code::kUnavailable, kAnchorIo,
      fmt::format("anchor {}: {}: {}", path, what, std::strerror(errno))};
}

// The bytes of `slot`; nullopt when it does not fit.
std::optional<std::string> FormatSlot(const Slot& slot) {
  std::string bytes =
      fmt::format("{}sequence {}\nlength {}\n{}", kHeader, slot.sequence,
                  slot.checkpoint.size(), slot.checkpoint);
  bytes += fmt::format("sha256 {}\n",
                       HexEncode(crypto::Sha256({AsBytes(bytes)}).bytes));
  if (bytes.size() > kSlotBytes) return std::nullopt;
  bytes.resize(kSlotBytes, '\0');
  return bytes;
}

// Takes `<name> <decimal>` LF off the front.
std::optional<std::uint64_t> TakeNumber(std::string_view& text,
                                        std::string_view name) {
  if (!text.starts_with(name)) return std::nullopt;
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || end <= name.size()) return std::nullopt;
  const auto number =
      ParseDecimal(text.substr(name.size() + 1, end - name.size() - 1));
  text.remove_prefix(end + 1);
  return number;
}

// The slot that `bytes` hold; nullopt unless whole.
std::optional<Slot> ParseSlot(std::string_view bytes) {
  std::string_view rest = bytes;
  if (!rest.starts_with(kHeader)) return std::nullopt;
  rest.remove_prefix(kHeader.size());
  const auto sequence = TakeNumber(rest, "sequence");
  const auto length = TakeNumber(rest, "length");
  if (!sequence || !length || *length > rest.size()) return std::nullopt;
  const Slot slot{*sequence, std::string(rest.substr(0, *length))};
  if (FormatSlot(slot) != bytes) return std::nullopt;
  return slot;
}

// What the file holds: the latest whole slot, if any, and whether another is
// damaged.
struct Slots {
  bool any_whole = false;
  Slot latest;
  bool any_damaged = false;
};

Result<Slots> ReadSlots(int file, const std::string& path) {
  Slots slots;
  for (off_t at = 0; at < static_cast<off_t>(2 * kSlotBytes);
       at += static_cast<off_t>(kSlotBytes)) {
    std::string bytes(kSlotBytes, '\0');
    const ssize_t got = ::pread(file, bytes.data(), bytes.size(), at);
    if (got < 0) return IoError(path, "read");
    std::optional<Slot> slot;
    if (static_cast<std::size_t>(got) == kSlotBytes) slot = ParseSlot(bytes);
    const bool unused = static_cast<std::size_t>(got) == kSlotBytes &&
                        bytes.find_first_not_of('\0') == std::string::npos;
    if (!slot && !unused) slots.any_damaged = true;
    if (slot && (!slots.any_whole || slot->sequence > slots.latest.sequence)) {
      slots.latest = *std::move(slot);
      slots.any_whole = true;
    }
  }
  return slots;
}

Status WriteSlot(int file, const std::string& path, const Slot& slot) {
  const std::optional<std::string> formatted = FormatSlot(slot);
  // The ledger's own signature alone is far below a slot's room.
  AMANAH_CHECK(formatted.has_value());
  const std::string& bytes = *formatted;
  const auto at = static_cast<off_t>((slot.sequence % 2) * kSlotBytes);
  const ssize_t put = ::pwrite(file, bytes.data(), bytes.size(), at);
  if (put != static_cast<ssize_t>(bytes.size())) return IoError(path, "write");
  // Durable from here.
  if (::fdatasync(file) != 0) return IoError(path, "fdatasync");
  return Ok{};
}

// Makes the new file's name durable.
Status SyncFolderOf(const std::string& path) {
  const std::string folder =
      std::filesystem::absolute(path).parent_path().string();
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return IoError(folder, "open");
  const int synced = ::fsync(file);
  (void)::close(file);
  if (synced != 0) return IoError(folder, "fsync");
  return Ok{};
}

// As ReadSlots; ANCHOR_DAMAGED when no slot is whole.
Result<Slots> RequireSlots(int file, const std::string& path) {
  LEDGER_ASSIGN_OR_RETURN(Slots slots, ReadSlots(file, path));
  if (!slots.any_whole) {
    return Error{Code::kDataLoss, kAnchorDamaged,
                 "anchor " + path + ": neither slot is whole"};
  }
  return slots;
}

Result<int> OpenFile(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file >= 0) return file;
  if (errno == ENOENT) {
    return Error{Code::kDataLoss, kAnchorMissing, "no anchor at " + path};
  }
  return IoError(path, "open");
}

}  // namespace

Anchor::Anchor(int file, std::string path, std::uint64_t sequence,
               std::string checkpoint)
    : file_(file),
      path_(std::move(path)),
      sequence_(sequence),
      checkpoint_(std::move(checkpoint)) {}

Anchor::~Anchor() { (void)::close(file_); }

Result<std::unique_ptr<Anchor>> Anchor::Create(const std::string& path,
                                               std::string_view checkpoint) {
  constexpr mode_t kMode = 0644;
  const int file =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  if (file < 0) {
    if (errno == EEXIST) {
      return Error{Code::kAlreadyExists, kAnchorExists,
                   "there is an anchor at " + path};
    }
    return IoError(path, "create");
  }
  std::unique_ptr<Anchor> anchor(
      new Anchor(file, path, 0, std::string(checkpoint)));
  if (::ftruncate(file, 2 * kSlotBytes) != 0) return IoError(path, "size");
  LEDGER_RETURN_IF_ERROR(
      WriteSlot(file, path, Slot{0, std::string(checkpoint)}));
  if (::fsync(file) != 0) return IoError(path, "fsync");
  LEDGER_RETURN_IF_ERROR(SyncFolderOf(path));
  return anchor;
}

Result<std::unique_ptr<Anchor>> Anchor::Open(const std::string& path) {
  LEDGER_ASSIGN_OR_RETURN(const int file, OpenFile(path, O_RDWR));
  std::unique_ptr<Anchor> anchor(new Anchor(file, path, 0, ""));
  LEDGER_ASSIGN_OR_RETURN(Slots slots, RequireSlots(file, path));
  anchor->sequence_ = slots.latest.sequence;
  anchor->checkpoint_ = std::move(slots.latest.checkpoint);
  anchor->other_slot_damaged_ = slots.any_damaged;
  return anchor;
}

Result<Anchor::Reading> Anchor::Read(const std::string& path) {
  LEDGER_ASSIGN_OR_RETURN(const int file, OpenFile(path, O_RDONLY));
  const Result<Slots> slots = RequireSlots(file, path);
  (void)::close(file);
  if (!slots.ok()) return slots.error();
  return Reading{slots->latest.checkpoint, slots->any_damaged};
}

Status Anchor::Advance(std::string_view checkpoint) {
  LEDGER_ASSIGN_OR_RETURN(const Slots slots, RequireSlots(file_, path_));
  const Slot& found = slots.latest;
  if (found.sequence != sequence_ || found.checkpoint != checkpoint_) {
    return Error{Code::kFailedPrecondition, kAnchorMoved,
                 fmt::format("anchor {}: sequence {} found, {} expected; "
                             "another process writes it",
                             path_, found.sequence, sequence_)};
  }
  LEDGER_RETURN_IF_ERROR(
      WriteSlot(file_, path_, Slot{sequence_ + 1, std::string(checkpoint)}));
  ++sequence_;
  checkpoint_ = std::string(checkpoint);
  return Ok{};
}

}  // namespace ledger::log
