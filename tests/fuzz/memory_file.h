// Bytes as a file with a path, for readers that want one.

#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "ledger/base/check.h"

namespace fuzz {

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes)
      : file_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    AMANAH_CHECK(file_ >= 0);
    AMANAH_CHECK(::write(file_, bytes.data(), bytes.size()) ==
                 static_cast<ssize_t>(bytes.size()));
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

}  // namespace fuzz
