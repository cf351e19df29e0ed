// Goal: identifiers are refused at the door, honest numbers of the same files
// are not. Method: each form against numbers of the kinds that the sources'
// files hold, beside the identifiers that stand in the columns next to them.

#include "ledger/event/text.h"

#include <gtest/gtest.h>

#include <string>

namespace ledger::event {
namespace {

bool Passes(std::string_view text, const TextForm& form) {
  return TextProblem(text, form).empty();
}

TEST(TextTest, HonestNumbersPassTheirOwnFields) {
  EXPECT_TRUE(Passes("503510000771", kRrn));
  EXPECT_TRUE(Passes("CR503401000037", kCreditRef));
  EXPECT_TRUE(Passes("999900002231310", kMid));
  EXPECT_TRUE(Passes("12231310", kTid));
  EXPECT_TRUE(Passes("251801300000001", kSp2d));
  EXPECT_TRUE(Passes("4080849CD67D309E", kNtpn));
  EXPECT_TRUE(Passes("KLP180118200101", kGroup));
  EXPECT_TRUE(Passes("503510000771", kSourceRef));
  EXPECT_TRUE(Passes("CR503401000037", kSourceRef));
  EXPECT_TRUE(Passes("JDW-202502-000001", kSourceRef));
  EXPECT_TRUE(Passes("SEMBAKO-2025-0102", kPeriod));
  for (const char* code :
       {"LA02231300", "AGN2231300", "A180118-18718", "A1801001",
        "SK/18.01.18/PKH/001/2022", "SKUASA/18.01.18.2003/9693/74",
        "SI/2025/00001", "00001A/LJS/2025", "RTA000001", "300.2.2-2138/2025"}) {
    EXPECT_TRUE(Passes(code, kShortCode)) << code;
  }
}

TEST(TextTest, IdentifiersAreRefusedEverywhere) {
  const TextForm forms[] = {kWords, kShortCode, kDisplayName, kPeriod,
                            kTid,   kMid,       kRrn,         kCreditRef,
                            kSp2d,  kGroup,     kSourceRef};
  for (const TextForm& form : forms) {
    EXPECT_FALSE(Passes("1801182654975011", form));     // NIK.
    EXPECT_FALSE(Passes("9999144711785022", form));     // Card.
    EXPECT_FALSE(Passes("9999 1447 1178 5022", form));  // As it is printed.
    EXPECT_FALSE(Passes("9999-1447-1178-5022", form));
    EXPECT_FALSE(Passes("x9999.1447.1178.5022y", form));
  }
}

TEST(TextTest, AccountsAndFamiliesAreRefusedWhereNoLongNumberBelongs) {
  for (const TextForm& form :
       {kWords, kShortCode, kDisplayName, kPeriod, kTid, kSourceRef}) {
    EXPECT_FALSE(Passes("009912910528502", form));              // Account.
    EXPECT_FALSE(Passes("992873684567", form));                 // Account.
    EXPECT_FALSE(Passes("0123456789", form));                   // Shortest.
    EXPECT_FALSE(Passes("K180118200100001", form));             // KPM.
    EXPECT_FALSE(Passes("BAST/01801/18743/4471178502", form));  // Card digits.
    EXPECT_FALSE(Passes("hp 081234567890", form));              // Mobile.
  }
}

TEST(TextTest, ARunOfDigitsIsCountedByItselfUpToItsLimit) {
  for (std::size_t limit = 0; limit <= 20; ++limit) {
    const TextForm form{.max_bytes = 64,
                        .max_digit_run = static_cast<std::uint8_t>(limit)};
    for (std::size_t length = 1; length <= 24; ++length) {
      if (length == 4) continue;
      const std::string run(length, '7');
      EXPECT_EQ(Passes(run, form), length <= limit);
      EXPECT_EQ(
          Passes(std::string("a").append(run).append("b").append(run), form),
          length <= limit);
    }
  }
}

TEST(TextTest, FourGroupsOfFourNeedOneSeparatorBetweenEach) {
  EXPECT_TRUE(Passes("2025-0102-0304", kWords));
  EXPECT_TRUE(Passes("2025-0102-0304-05", kWords));
  EXPECT_TRUE(Passes("2025-0102  0304-0506", kWords));
  EXPECT_TRUE(Passes("2025a0102a0304a0506", kWords));
  EXPECT_FALSE(Passes("2025-0102-0304-0506", kWords));
  EXPECT_FALSE(Passes("12/2025-0102-0304-0506", kWords));
}

TEST(TextTest, ASourceRefTakesTwelveDigitsOnlyInTheShapeOfAnRrn) {
  EXPECT_TRUE(Passes("536623999999", kSourceRef));
  EXPECT_FALSE(Passes("536723999999", kSourceRef));  // Day 367.
  EXPECT_FALSE(Passes("500023999999", kSourceRef));  // Day 0.
  EXPECT_FALSE(Passes("536624999999", kSourceRef));  // Hour 24.
  EXPECT_FALSE(Passes("5366239999990", kSourceRef));
  EXPECT_FALSE(Passes("53662399999", kSourceRef));
}

TEST(TextTest, LengthIsCappedInBytes) {
  EXPECT_TRUE(Passes(std::string(256, 'a'), kWords));
  EXPECT_FALSE(Passes(std::string(257, 'a'), kWords));
}

TEST(TextTest, OnlyPrintableTextPasses) {
  for (int c = 0; c < 256; ++c) {
    const std::string text(1, static_cast<char>(c));
    const bool printable = c >= 0x20 && c < 0x7f;
    EXPECT_EQ(Passes(text, kWords), printable) << c;
    EXPECT_EQ(Passes(text, kSourceRef), printable) << c;
  }
  EXPECT_TRUE(Passes("Désa Ngawén – 日本 😀", kWords));
  EXPECT_FALSE(Passes("Désa", kSourceRef));
  for (const char* bad :
       {"\xc2\x80", "\xc2\x9f", "\xe2\x80\xaeyz", "\xe2\x80\xa8",
        "\xef\xbb\xbf", "\xe2\x80\x8b", "\xc0\xaf", "\xe0\x80\xaf",
        "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf0\x80\x80\xaf", "\xc3",
        "\xe2\x82", "\xf0\x9f\x98", "\xff", "\xc3\x28"}) {
    EXPECT_FALSE(Passes(bad, kWords)) << bad;
  }
}

}  // namespace
}  // namespace ledger::event
