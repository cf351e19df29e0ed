// State as bytes: what folds keep under their keys.
//
// A struct lists its fields once:
//
//   struct Sighting {
//     std::string holder;
//     std::int64_t at = 0;
//     template <typename Archive>
//     void Fields(Archive& archive) { archive(holder)(at); }
//   };
//
// and Encode<Sighting> / Decode<Sighting> do the rest. Unsigned numbers, enums
// and bools are LEB128 varints; signed ones zigzag varints; text is its length
// as a varint and its bytes; optionals a byte 0 or 1 and the value; vectors
// and sets a count and the elements; structs their fields in order.
//
// On disk: the order of fields is the format. A change to it is a change of
// the fold's version.
//
// Decode aborts on bytes that Encode did not write: only this process writes
// them, and the store's checksums have caught damage before.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "ledger/base/check.h"

namespace ledger::fold {

class Encoder {
 public:
  explicit Encoder(std::string& out) : out_(out) {}

  template <typename T>
  Encoder& operator()(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      Varint(static_cast<std::uint64_t>(value));
    } else if constexpr (std::is_integral_v<T> && std::is_unsigned_v<T>) {
      Varint(value);
    } else if constexpr (std::is_integral_v<T>) {
      const auto wide = static_cast<std::int64_t>(value);
      Varint((static_cast<std::uint64_t>(wide) << 1) ^
             static_cast<std::uint64_t>(wide >> 63));
    } else {
      // Fields is not const because decoding shares it; encoding only reads.
      const_cast<T&>(value).Fields(*this);
    }
    return *this;
  }
  Encoder& operator()(const std::string& text) {
    Varint(text.size());
    out_.append(text);
    return *this;
  }
  template <typename T>
  Encoder& operator()(const std::optional<T>& value) {
    Varint(value.has_value() ? 1 : 0);
    if (value.has_value()) (*this)(*value);
    return *this;
  }
  template <typename T>
  Encoder& operator()(const std::vector<T>& values) {
    Varint(values.size());
    for (const T& value : values) (*this)(value);
    return *this;
  }
  template <typename T>
  Encoder& operator()(const std::set<T>& values) {
    Varint(values.size());
    for (const T& value : values) (*this)(value);
    return *this;
  }

 private:
  void Varint(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<char>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<char>(value));
  }

  std::string& out_;
};

class Decoder {
 public:
  explicit Decoder(std::string_view in) : in_(in) {}

  bool done() const { return in_.empty(); }

  template <typename T>
  Decoder& operator()(T& value) {
    if constexpr (std::is_enum_v<T> || std::is_unsigned_v<T>) {
      value = static_cast<T>(Varint());
    } else if constexpr (std::is_integral_v<T>) {
      const std::uint64_t raw = Varint();
      value = static_cast<T>(static_cast<std::int64_t>(raw >> 1) ^
                             -static_cast<std::int64_t>(raw & 1));
    } else {
      value.Fields(*this);
    }
    return *this;
  }
  Decoder& operator()(std::string& text) {
    const std::uint64_t size = Varint();
    AMANAH_CHECK(size <= in_.size());
    text.assign(in_.substr(0, size));
    in_.remove_prefix(size);
    return *this;
  }
  template <typename T>
  Decoder& operator()(std::optional<T>& value) {
    value.reset();
    if (Varint() != 0) (*this)(value.emplace());
    return *this;
  }
  template <typename T>
  Decoder& operator()(std::vector<T>& values) {
    const std::uint64_t count = Varint();
    AMANAH_CHECK(count <= in_.size());
    values.resize(count);
    for (T& value : values) (*this)(value);
    return *this;
  }
  template <typename T>
  Decoder& operator()(std::set<T>& values) {
    const std::uint64_t count = Varint();
    AMANAH_CHECK(count <= in_.size());
    values.clear();
    for (std::uint64_t i = 0; i < count; ++i) {
      T value{};
      (*this)(value);
      values.insert(values.end(), std::move(value));
    }
    return *this;
  }

 private:
  std::uint64_t Varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      AMANAH_CHECK(!in_.empty());
      const auto byte = static_cast<unsigned char>(in_.front());
      in_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    AMANAH_CHECK(false);
  }

  std::string_view in_;
};

template <typename T>
std::string Encode(const T& value) {
  std::string out;
  constexpr std::size_t kUsualBytes = 160;
  out.reserve(kUsualBytes);
  Encoder encoder(out);
  encoder(value);
  return out;
}

template <typename T>
T Decode(std::string_view bytes) {
  T value;
  Decoder decoder(bytes);
  decoder(value);
  AMANAH_CHECK(decoder.done());
  return value;
}

// Bytes that sort as the signed numbers do.
inline void AppendOrdered(std::string& out, std::int64_t value) {
  const auto biased = static_cast<std::uint64_t>(value) ^ (1ull << 63);
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(biased >> shift));
  }
}
inline std::int64_t GetOrdered(std::string_view bytes) {
  AMANAH_CHECK(bytes.size() >= 8);
  std::uint64_t biased = 0;
  for (int i = 0; i < 8; ++i) {
    biased = biased << 8 | static_cast<unsigned char>(bytes[std::size_t(i)]);
  }
  return static_cast<std::int64_t>(biased ^ (1ull << 63));
}

}  // namespace ledger::fold
