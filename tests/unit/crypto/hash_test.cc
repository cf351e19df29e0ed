// Goal: Sha256 is FIPS 180-4, whatever the parts it is given.
// Method: the standard's examples; then libsodium's SHA-256, a second
// implementation, over random lengths cut at random places.

#include "ledger/crypto/hash.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <random>
#include <string>

namespace ledger::crypto {
namespace {

std::string SodiumSha256(std::string_view text) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  return hash;
}

TEST(HashTest, Sha256GivesThePublishedExamples) {
  EXPECT_EQ(HexEncode(Sha256({}).bytes),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HexEncode(Sha256({AsBytes("abc")}).bytes),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HashTest, Sha256OfPartsIsSha256OfTheirConcatenation) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string text(random() % 700, '\0');
    for (char& c : text) c = static_cast<char>(random());
    const std::string_view whole = text;
    const std::size_t cut = random() % (text.size() + 1);
    ASSERT_EQ(
        Sha256({AsBytes(whole.substr(0, cut)), AsBytes(whole.substr(cut))})
            .view(),
        SodiumSha256(text));
  }
}

TEST(HashTest, HashFromBytesWantsExactly32Bytes) {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string bytes(size, 'x');
    const std::optional<Hash> hash = HashFromBytes(bytes);
    ASSERT_EQ(hash.has_value(), size == Hash::kSize) << size;
    if (hash) {
      EXPECT_EQ(hash->view(), bytes);
    }
  }
}

TEST(HashTest, OrderIsThatOfTheBytesUnsigned) {
  Hash low;
  Hash high;
  low.bytes[0] = std::byte{0x7f};
  high.bytes[0] = std::byte{0x80};
  EXPECT_LT(low, high);
}

}  // namespace
}  // namespace ledger::crypto
