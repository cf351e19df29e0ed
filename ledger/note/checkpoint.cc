#include "ledger/note/checkpoint.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/merkle/tree.h"

namespace ledger::note {
namespace {

constexpr std::size_t kMinOrigin = 3;
constexpr std::size_t kMaxOrigin = 128;
constexpr std::uint64_t kSizeBound = std::uint64_t{1} << 63;

Error Malformed(std::string message) {
  return Error{Code::kInvalidArgument, kCheckpointMalformed,
               std::move(message)};
}

// The lines of `text`, which must be exactly `lines` many, each with its LF.
template <std::size_t lines>
std::optional<std::array<std::string_view, lines>> SplitLines(
    std::string_view text) {
  std::array<std::string_view, lines> split;
  for (std::string_view& line : split) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) return std::nullopt;
  return split;
}

}  // namespace

bool IsOrigin(std::string_view origin) {
  if (origin.size() < kMinOrigin || origin.size() > kMaxOrigin) return false;
  return std::ranges::all_of(origin, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '/' || c == '-';
  });
}

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  AMANAH_CHECK(IsOrigin(checkpoint.origin) && checkpoint.size < kSizeBound);
  return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
         Base64Encode(checkpoint.root.bytes) + '\n';
}

Result<Checkpoint> ParseCheckpoint(std::string_view text) {
  const auto lines = SplitLines<3>(text);
  if (!lines) return Malformed("a checkpoint has three lines here");
  const auto& [origin, size_text, root_text] = *lines;
  if (!IsOrigin(origin)) return Malformed("the origin is malformed");
  const std::optional<std::uint64_t> size = ParseDecimal(size_text);
  if (!size || *size >= kSizeBound) return Malformed("the size is malformed");
  const std::optional<std::string> root_bytes = Base64Decode(root_text);
  const std::optional<crypto::Hash> root =
      root_bytes ? crypto::HashFromBytes(*root_bytes) : std::nullopt;
  if (!root) return Malformed("the root is not 32 bytes in base64");
  if (*size == 0 && *root != merkle::Tree().Root()) {
    return Malformed("a tree of no leaves has another root");
  }
  return Checkpoint{std::string(origin), *size, *root};
}

}  // namespace ledger::note
