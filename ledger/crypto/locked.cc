#include "ledger/crypto/locked.h"

#include <sodium.h>

#include "ledger/base/check.h"
#include "ledger/crypto/sign.h"

namespace ledger::crypto {

void Init() {
  static const bool ready = sodium_init() >= 0;
  AMANAH_CHECK(ready);
}

LockedBytes::LockedBytes(std::size_t size) : size_(size) {
  Init();
  data_ = static_cast<unsigned char*>(sodium_malloc(size));
  AMANAH_CHECK(data_ != nullptr);
  sodium_memzero(data_, size_);
}

LockedBytes::~LockedBytes() { sodium_free(data_); }

}  // namespace ledger::crypto
