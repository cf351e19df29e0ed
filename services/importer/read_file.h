// Small files, whole.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"

namespace services::importer {

inline constexpr std::string_view kFileTooLong = "FILE_TOO_LONG";
inline constexpr std::string_view kReadFailed = "READ_FAILED";

// The file's bytes. FILE_TOO_LONG, kOutOfRange: more than `most_bytes`;
// READ_FAILED, kNotFound: with errno.
ledger::Result<std::string> ReadWholeFile(const std::string& path,
                                          std::uint64_t most_bytes);

// A file's length and SHA-256, read in pieces whatever its length.
// READ_FAILED, kNotFound: with errno.
struct FileDigest {
  std::uint64_t size_bytes = 0;
  ledger::crypto::Hash sha256;
};
ledger::Result<FileDigest> DigestFile(const std::string& path);

}  // namespace services::importer
