// Memory given out piece by piece and taken back all at once: what a batch or
// a cache holds is millions of short strings that end together.
//
// Threads: one at a time; what was given out may be read by any.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace ledger::fold {

class Arena final : public std::pmr::memory_resource {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // `size_bytes` bytes, aligned for any number; good until Clear.
  char* Take(std::size_t size_bytes) {
    size_bytes = (size_bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (size_bytes > left_) NextChunk(size_bytes);
    char* const taken = at_;
    at_ += size_bytes;
    left_ -= size_bytes;
    taken_bytes_ += size_bytes;
    return taken;
  }

  std::string_view Copy(std::string_view bytes) {
    if (bytes.empty()) return {"", 0};
    char* const to = Take(bytes.size());
    std::memcpy(to, bytes.data(), bytes.size());
    return {to, bytes.size()};
  }

  std::size_t taken_bytes() const { return taken_bytes_; }

  // Takes all back. The chunks stay, for the next time.
  void Clear() {
    next_ = 0;
    left_ = 0;
    taken_bytes_ = 0;
  }

 private:
  static constexpr std::size_t kAlignment = alignof(std::max_align_t);
  static constexpr std::size_t kChunkBytes = 64 * 1024;

  struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size_bytes = 0;
  };

  void NextChunk(std::size_t size_bytes) {
    while (next_ < chunks_.size() && chunks_[next_].size_bytes < size_bytes) {
      ++next_;
    }
    if (next_ == chunks_.size()) {
      const std::size_t wanted = std::max(size_bytes, kChunkBytes);
      chunks_.push_back(
          {std::make_unique_for_overwrite<char[]>(wanted), wanted});
    }
    at_ = chunks_[next_].bytes.get();
    left_ = chunks_[next_].size_bytes;
    ++next_;
  }

  // As a memory resource, for nodes of maps: gives back nothing by itself.
  void* do_allocate(std::size_t size_bytes, std::size_t) override {
    return Take(size_bytes);
  }
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  bool do_is_equal(const memory_resource& other) const noexcept override {
    return this == &other;
  }

  std::vector<Chunk> chunks_;
  std::size_t next_ = 0;
  char* at_ = nullptr;
  std::size_t left_ = 0;
  std::size_t taken_bytes_ = 0;
};

}  // namespace ledger::fold
