// Goal: signatures are RFC 8032's, of one form, and keys come and go whole.
// Method: the RFC's vectors of section 7.1; every bit of message, signature
// and key flipped once.

#include "ledger/crypto/sign.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace ledger::crypto {
namespace {

struct Vector {
  std::string seed;
  std::string public_key;
  std::string message;
  std::string signature;
};

// RFC 8032, section 7.1, tests 1 to 3.
std::vector<Vector> RfcVectors() {
  return {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821"
       "590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e"
       "43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
       "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b5"
       "38d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"}};
}

template <typename T>
T FromHex(std::string_view hex) {
  T value;
  std::ranges::copy(AsBytes(*HexDecode(hex)), value.bytes.begin());
  return value;
}

TEST(SignTest, GivesTheSignaturesOfRfc8032) {
  for (const Vector& vector : RfcVectors()) {
    const std::string message = *HexDecode(vector.message);
    const auto key = PrivateKey::FromSeed(AsBytes(*HexDecode(vector.seed)));
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(HexEncode(key->public_key().bytes), vector.public_key);
    const Signature signature = key->Sign(AsBytes(message));
    EXPECT_EQ(HexEncode(signature.bytes), vector.signature);
    EXPECT_TRUE(Verify(key->public_key(), AsBytes(message), signature));
  }
}

TEST(SignTest, RefusesEveryFlippedBitOfSignatureKeyAndMessage) {
  const Vector vector = RfcVectors().back();
  const std::string message = *HexDecode(vector.message);
  const auto key = FromHex<PublicKey>(vector.public_key);
  const auto signature = FromHex<Signature>(vector.signature);
  for (std::size_t bit = 0; bit < signature.bytes.size() * 8; ++bit) {
    Signature other = signature;
    other.bytes.at(bit / 8) ^= std::byte{1} << (bit % 8);
    EXPECT_FALSE(Verify(key, AsBytes(message), other)) << bit;
  }
  for (std::size_t bit = 0; bit < key.bytes.size() * 8; ++bit) {
    PublicKey other = key;
    other.bytes.at(bit / 8) ^= std::byte{1} << (bit % 8);
    EXPECT_FALSE(Verify(other, AsBytes(message), signature)) << bit;
  }
  EXPECT_FALSE(Verify(key, AsBytes(message + "x"), signature));
  EXPECT_FALSE(Verify(key, AsBytes(message.substr(1)), signature));
}

TEST(SignTest, RefusesASignatureWhoseScalarIsNotReduced) {
  // S + L verifies wherever S is not held below the group's order L.
  const Vector vector = RfcVectors().front();
  const std::string order = *HexDecode(
      "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  Signature other = FromHex<Signature>(vector.signature);
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += std::to_integer<unsigned>(other.bytes.at(32 + i)) +
             static_cast<unsigned char>(order[i]);
    other.bytes.at(32 + i) = std::byte(carry & 0xff);
    carry >>= 8;
  }
  ASSERT_EQ(carry, 0U);
  EXPECT_FALSE(
      Verify(FromHex<PublicKey>(vector.public_key), AsBytes(""), other));
}

TEST(SignTest, RefusesAKeyOfSmallOrder) {
  // The neutral element as key: with R the neutral element and S = 0, any
  // message would verify.
  PublicKey key;
  key.bytes[0] = std::byte{1};
  Signature signature;
  signature.bytes[0] = std::byte{1};
  EXPECT_FALSE(Verify(key, AsBytes("anything"), signature));
}

TEST(SignTest, ASeedOfAnotherLengthIsRefused) {
  for (const std::size_t size : {0U, 31U, 33U, 64U}) {
    const auto key = PrivateKey::FromSeed(AsBytes(std::string(size, 's')));
    ASSERT_FALSE(key.ok());
    EXPECT_EQ(key.error().code, Code::kInvalidArgument);
    EXPECT_EQ(key.error().reason, kSeedInvalid);
  }
}

TEST(SignTest, AKeyIsTheSameAfterItsSeedIsWrittenAndRead) {
  PrivateKey key = PrivateKey::Generate();
  std::string seed = key.Seed();
  const auto again = PrivateKey::FromSeed(AsBytes(seed));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->public_key(), key.public_key());
  const PrivateKey moved = std::move(key);
  EXPECT_EQ(moved.Sign(AsBytes("m")), again->Sign(AsBytes("m")));
  EXPECT_NE(PrivateKey::Generate().public_key(), moved.public_key());
  Wipe(seed);
  EXPECT_TRUE(seed.empty());
}

}  // namespace
}  // namespace ledger::crypto
