// Small files, whole: configuration, keys, certificates.
//
// Thread safety: as the file system's.

#pragma once

#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace ledger::runtime {

inline constexpr std::string_view kFileUnreadable = "FILE_UNREADABLE";
inline constexpr std::string_view kFileUnwritable = "FILE_UNWRITABLE";
inline constexpr std::string_view kFileExists = "FILE_EXISTS";

inline constexpr std::size_t kMaxSmallFileBytes = 1024 * 1024;

// Everything in the file at `path`. FILE_UNREADABLE, kNotFound, with the
// system's reason, also when it is over kMaxSmallFileBytes.
Result<std::string> ReadSmallFile(const std::string& path);

// Who may read a file.
enum class Access { kEverybody, kOwner };

// Makes the file at `path` hold `bytes`, durable. FILE_EXISTS,
// kAlreadyExists, when it is there: nothing is overwritten.
// FILE_UNWRITABLE, kFailedPrecondition.
Status CreateFile(const std::string& path, std::string_view bytes,
                  Access access);

// The same, in the place of what may be there, whole or not at all.
Status ReplaceFile(const std::string& path, std::string_view bytes,
                   Access access);

// Makes the folder and those above it. FILE_UNWRITABLE.
Status MakeFolder(const std::string& path, Access access);

}  // namespace ledger::runtime
