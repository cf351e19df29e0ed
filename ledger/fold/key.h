// A key being put together, without the heap: keys are short and many.
//
// Thread safety: a value.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace ledger::fold {

class Key {
 public:
  explicit Key(char table) { Push(table); }
  Key(char table, std::string_view rest) {
    Push(table);
    Append(rest);
  }

  Key& Push(char letter) { return Append({&letter, 1}); }
  Key& Append(std::string_view text) {
    if (!long_.empty() || text.size() > kInlineBytes - size_) {
      if (long_.empty()) long_.assign(bytes_.data(), size_);
      long_.append(text);
    } else if (!text.empty()) {
      std::memcpy(&bytes_[size_], text.data(), text.size());
      size_ += text.size();
    }
    return *this;
  }
  // Big-endian.
  Key& AppendU32(std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      Push(static_cast<char>(value >> shift));
    }
    return *this;
  }
  Key& AppendU64(std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      Push(static_cast<char>(value >> shift));
    }
    return *this;
  }
  // As AppendOrdered of codec.h.
  Key& AppendOrdered(std::int64_t value) {
    return AppendU64(static_cast<std::uint64_t>(value) ^ (1ull << 63));
  }

  std::string_view view() const {
    return long_.empty() ? std::string_view(bytes_.data(), size_) : long_;
  }
  // NOLINTNEXTLINE(google-explicit-constructor): it is a string of bytes.
  operator std::string_view() const { return view(); }

 private:
  static constexpr std::size_t kInlineBytes = 112;

  std::array<char, kInlineBytes> bytes_{};
  std::size_t size_ = 0;
  std::string long_;  // All of it, when it is longer.
};

}  // namespace ledger::fold
