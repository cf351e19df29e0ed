// A fixed number of secret bytes outside the ordinary heap: locked against
// swapping where the system allows, between guard pages, wiped on release.
//
// Thread safety: as an array.

#pragma once

#include <cstddef>
#include <span>

namespace ledger::crypto {

class LockedBytes {
 public:
  // Zeroed. Aborts when the system has no memory to lock away.
  explicit LockedBytes(std::size_t size);
  LockedBytes(const LockedBytes&) = delete;
  LockedBytes& operator=(const LockedBytes&) = delete;
  ~LockedBytes();

  unsigned char* data() { return data_; }
  const unsigned char* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  unsigned char* data_;  // Owned.
};

}  // namespace ledger::crypto
