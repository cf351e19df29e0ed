#include "ledger/fold/codec.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace ledger::fold {
namespace {

enum class Colour : std::uint8_t { kRed = 1, kBlue = 200 };

struct Inner {
  std::string text;
  std::optional<std::int64_t> number;
  auto operator<=>(const Inner&) const = default;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(text)(number);
  }
};

struct Outer {
  std::uint64_t count = 0;
  std::int32_t offset = 0;
  bool is_odd = false;
  Colour colour = Colour::kRed;
  std::vector<Inner> inners;
  auto operator<=>(const Outer&) const = default;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(count)(offset)(is_odd)(colour)(inners);
  }
};

TEST(CodecTest, DecodingGivesBackWhatWasEncoded) {
  const Outer outer{
      std::numeric_limits<std::uint64_t>::max(),
      std::numeric_limits<std::int32_t>::min(),
      true,
      Colour::kBlue,
      {{"", std::nullopt},
       {std::string(300, 'x'), std::numeric_limits<std::int64_t>::min()}}};
  EXPECT_EQ(Decode<Outer>(Encode(outer)), outer);
}

TEST(CodecTest, BytesAreAsTheCommentSays) {
  const Outer outer{300, -1, true, Colour::kBlue, {{"ab", 2}}};
  // 300 = ac 02; -1 zigzag = 01; true; 200 = c8 01; one element; length 2,
  // "ab"; present, 2 zigzag = 04.
  EXPECT_EQ(Encode(outer), std::string("\xac\x02\x01\x01\xc8\x01\x01\x02"
                                       "ab\x01\x04",
                                       12));
}

TEST(CodecDeathTest, CutBytesBreakAPromise) {
  const std::string bytes =
      Encode(Outer{1, 2, false, Colour::kRed, {{"a", 1}}});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_DEATH(Decode<Outer>(bytes.substr(0, size)), "");
  }
}

TEST(CodecTest, OrderedBytesSortAsNumbers) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  std::vector<std::int64_t> numbers = {
      0, -1, 1, std::numeric_limits<std::int64_t>::min(),
      std::numeric_limits<std::int64_t>::max()};
  for (int i = 0; i < 200; ++i) {
    numbers.push_back(static_cast<std::int64_t>(random()));
  }
  for (const std::int64_t a : numbers) {
    std::string a_bytes;
    AppendOrdered(a_bytes, a);
    EXPECT_EQ(GetOrdered(a_bytes), a);
    for (const std::int64_t b : numbers) {
      std::string b_bytes;
      AppendOrdered(b_bytes, b);
      EXPECT_EQ(a < b, a_bytes < b_bytes);
    }
  }
}

}  // namespace
}  // namespace ledger::fold
