// Goal: the threshold counts different keys of the submitter that verify, and
// doubt falls on exactly what a compromised key signed.

#include <gtest/gtest.h>

#include "tests/unit/registry/registry_events.h"

namespace ledger::registry {
namespace {

using note::SigningKey;

constexpr std::string_view kText = "bank\n1\nroot\n";

class SignatureTest : public testing::Test {
 protected:
  note::Note Signed(const std::vector<const SigningKey*>& keys) const {
    Result<note::Note> parsed = note::ParseNote(note::SignNote(kText, keys));
    AMANAH_CHECK(parsed.ok());
    return *std::move(parsed);
  }

  std::string_view ReasonOf(const std::vector<const SigningKey*>& keys) const {
    const Status status = Registry::CheckSignatures(submitter_, Signed(keys));
    return status.ok() ? std::string_view("OK") : status.error().reason;
  }

  const SigningKey first_ = SigningKey::Generate("first");
  const SigningKey second_ = SigningKey::Generate("second");
  const SigningKey stranger_ = SigningKey::Generate("stranger");
  Submitter submitter_ = [this] {
    Submitter submitter;
    submitter.origin = "bank";
    submitter.vkeys = {first_.vkey(), second_.vkey()};
    submitter.threshold = 2;
    return submitter;
  }();
};

TEST_F(SignatureTest, TheThresholdNeedsThatManyDifferentKeys) {
  EXPECT_EQ(ReasonOf({&first_, &second_}), "OK");
  EXPECT_EQ(ReasonOf({&second_, &stranger_, &first_}), "OK");
  EXPECT_EQ(ReasonOf({&first_}), kSignatureThreshold);
  EXPECT_EQ(ReasonOf({&first_, &first_}), kSignatureThreshold);
  EXPECT_EQ(ReasonOf({&first_, &stranger_}), kSignatureThreshold);
  submitter_.threshold = 1;
  EXPECT_EQ(ReasonOf({&second_}), "OK");
}

TEST_F(SignatureTest, OnlyStrangersIsASignatureMissing) {
  EXPECT_EQ(ReasonOf({&stranger_}), note::kSignatureMissing);
  submitter_.vkeys.clear();
  EXPECT_EQ(ReasonOf({&first_, &second_}), note::kSignatureMissing);
}

TEST_F(SignatureTest, ABadSignatureOfAKnownKeyRefusesTheNote) {
  note::Note bad = Signed({&first_, &second_});
  bad.text[0] = 'c';
  const Status status = Registry::CheckSignatures(submitter_, bad);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().reason, note::kSignatureInvalid);
}

TEST_F(SignatureTest, ARetiredSubmitterSignsNothing) {
  submitter_.retired = true;
  EXPECT_EQ(ReasonOf({&first_, &second_}), kSubmitterRetired);
}

TEST_F(SignatureTest, DoubtBeginsAtTheIndexForNotesOfThatKey) {
  const Registry registry = SmallRegistry();
  submitter_.compromised = {{first_.vkey(), 100}};
  const note::Note both = Signed({&first_, &second_});
  EXPECT_FALSE(registry.IsInDoubt(submitter_, both, 99));
  EXPECT_TRUE(registry.IsInDoubt(submitter_, both, 100));
  EXPECT_TRUE(registry.IsInDoubt(submitter_, both, 5000));
  EXPECT_FALSE(registry.IsInDoubt(submitter_, Signed({&second_}), 5000));
}

TEST_F(SignatureTest, AForgedLineUnderACompromisedNameCastsNoDoubt) {
  const Registry registry = SmallRegistry();
  submitter_.compromised = {{first_.vkey(), 0}};
  note::Note forged = Signed({&second_, &first_});
  forged.signatures[1].signature[3] ^= 1;
  EXPECT_FALSE(registry.IsInDoubt(submitter_, forged, 7));
}

}  // namespace
}  // namespace ledger::registry
