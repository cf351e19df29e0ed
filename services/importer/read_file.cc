#include "services/importer/read_file.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "ledger/base/check.h"

namespace services::importer {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;

constexpr std::size_t kPieceBytes = 256 * 1024;

Error ReadFailed(const std::string& path) {
  return Error{Code::kNotFound, kReadFailed,
               path + ": " + std::strerror(errno)};
}

// Gives the file to `take` piece by piece, until it returns false.
template <typename Take>
bool ReadPieces(const std::string& path, Take take) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  std::string piece(kPieceBytes, '\0');
  bool good = true;
  for (;;) {
    const ssize_t got = ::read(fd, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    good = got >= 0;
    if (got <= 0) break;
    if (!take(std::string_view(piece.data(), static_cast<std::size_t>(got)))) {
      break;
    }
  }
  const int error = errno;
  ::close(fd);
  errno = error;
  return good;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

Result<std::string> ReadWholeFile(const std::string& path,
                                  std::uint64_t most_bytes) {
  std::string bytes;
  const bool good = ReadPieces(path, [&](std::string_view piece) {
    bytes += piece;
    return bytes.size() <= most_bytes;
  });
  if (!good) return ReadFailed(path);
  if (bytes.size() > most_bytes) {
    return Error{
        Code::kOutOfRange, kFileTooLong,
        path + " is longer than " + std::to_string(most_bytes) + " bytes"};
  }
  return bytes;
}

Result<FileDigest> DigestFile(const std::string& path) {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  bool hashed = EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  FileDigest digest;
  const bool good = ReadPieces(path, [&](std::string_view piece) {
    digest.size_bytes += piece.size();
    hashed = hashed &&
             EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    return true;
  });
  if (!good) return ReadFailed(path);
  hashed = hashed && EVP_DigestFinal_ex(context.get(),
                                        reinterpret_cast<unsigned char*>(
                                            digest.sha256.bytes.data()),
                                        nullptr) == 1;
  AMANAH_CHECK(hashed);
  return digest;
}

}  // namespace services::importer
