#include "services/importer/journal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "ledger/base/bytes.h"
#include "services/importer/read_file.h"

namespace services::importer {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;
using ledger::Status;

// On disk: never change; a new layout is a new first line.
constexpr std::string_view kFirstLine = "amanah/import-journal/v1";
constexpr std::uint64_t kMostJournalBytes = std::uint64_t{64} << 20;

Error Malformed(std::size_t line, std::string_view what) {
  return Error{Code::kDataLoss, kJournalMalformed,
               "line " + std::to_string(line) + ": " + std::string(what)};
}

// `text` up to `end`, which with `end` is taken off `text`; nullopt when
// there is no `end`.
std::optional<std::string_view> TakeUntil(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at + 1);
  return taken;
}

// `file <sha256> <size> <name>`, the name to the end of the line.
std::optional<ImportJournal::File> ReadFileLine(std::string_view line) {
  const auto word = TakeUntil(line, ' ');
  if (word != "file") return std::nullopt;
  const auto hex = TakeUntil(line, ' ');
  const auto size = TakeUntil(line, ' ');
  if (!hex || !size || line.empty()) return std::nullopt;
  const auto digest = ledger::HexDecode(*hex);
  const auto size_bytes = ledger::ParseDecimal(*size);
  if (!digest || digest->size() != 32 || !size_bytes) return std::nullopt;
  ImportJournal::File file;
  file.name = std::string(line);
  file.size_bytes = *size_bytes;
  std::memcpy(file.sha256.bytes.data(), digest->data(), digest->size());
  return file;
}

bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(fd, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

// Makes a rename in the directory of `path` durable.
bool SyncDirectoryOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string directory =
      slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = ::fsync(fd) == 0;
  return ::close(fd) == 0 && synced;
}

Error Unwritable(const std::string& path) {
  return Error{Code::kUnavailable, kJournalUnwritable,
               path + ": " + std::strerror(errno)};
}

}  // namespace

ImportJournal::ImportJournal(std::string origin) : origin_(std::move(origin)) {}

Result<ImportJournal> ImportJournal::Load(const std::string& path,
                                          std::string_view origin) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 && errno == ENOENT) {
    return ImportJournal(std::string(origin));
  }
  auto text = ReadWholeFile(path, kMostJournalBytes);
  if (!text.ok()) {
    return Error{Code::kDataLoss, kJournalMalformed, text.error().message};
  }
  auto journal = Parse(*text, origin);
  if (!journal.ok()) {
    Error error = journal.error();
    error.message = path + ", " + error.message;
    return error;
  }
  return journal;
}

Result<ImportJournal> ImportJournal::Parse(std::string_view text,
                                           std::string_view origin) {
  ImportJournal journal{std::string(origin)};
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto line = TakeUntil(text, '\n');
    if (!line) return Malformed(number, "no line end");
    if (number == 1) {
      if (line != kFirstLine) return Malformed(1, "not an import journal");
    } else if (number == 2) {
      if (*line != "origin " + journal.origin_) {
        return Malformed(
            2, "the journal is of another origin than " + journal.origin_);
      }
    } else if (line == "batch") {
      journal.batches_.emplace_back();
    } else if (auto file = ReadFileLine(*line); !file) {
      return Malformed(number, "neither a batch nor a file");
    } else if (journal.batches_.empty()) {
      return Malformed(number, "a file before the first batch");
    } else if (journal.Find(file->name) != nullptr) {
      return Malformed(number, "a file that is there already");
    } else {
      journal.batches_.back().files.push_back(*std::move(file));
    }
  }
  if (number < 2) return Malformed(number + 1, "ends too early");
  for (const Batch& batch : journal.batches_) {
    if (batch.files.empty()) return Malformed(number, "a batch without files");
  }
  return journal;
}

const ImportJournal::File* ImportJournal::Find(std::string_view name) const {
  for (const Batch& batch : batches_) {
    for (const File& file : batch.files) {
      if (file.name == name) return &file;
    }
  }
  return nullptr;
}

std::string ImportJournal::Text() const {
  std::string text(kFirstLine);
  text += "\norigin " + origin_ + '\n';
  for (const Batch& batch : batches_) {
    text += "batch\n";
    for (const File& file : batch.files) {
      text += "file " + ledger::HexEncode(file.sha256.bytes) + ' ' +
              std::to_string(file.size_bytes) + ' ' + file.name + '\n';
    }
  }
  return text;
}

Status ImportJournal::Save(const std::string& path) const {
  const std::string temporary = path + ".tmp";
  const int fd =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return Unwritable(temporary);
  const bool written = WriteAll(fd, Text()) && ::fsync(fd) == 0;
  if (::close(fd) != 0 || !written) return Unwritable(temporary);
  if (::rename(temporary.c_str(), path.c_str()) != 0) return Unwritable(path);
  // Durable from here.
  if (!SyncDirectoryOf(path)) return Unwritable(path);
  return ledger::Ok{};
}

}  // namespace services::importer
