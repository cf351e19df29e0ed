// Goal: an event is decoded only when every reader must read it the same.

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "ledger/event/event.h"
#include "tests/unit/event/sample_events.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

std::string_view ReasonOf(std::string_view bytes) {
  const Result<Event> event = DecodeEvent(bytes);
  return event.ok() ? std::string_view("OK") : event.error().reason;
}

std::string Withdrawal() {
  return SampleEvent(Event::kWithdrawalPosted).SerializeAsString();
}

// A length-delimited field.
std::string Field(int number, std::string_view value) {
  std::string out;
  for (std::size_t tag = static_cast<std::size_t>(number) << 3 | 2;;
       tag >>= 7) {
    out.push_back(static_cast<char>((tag & 0x7f) | (tag > 0x7f ? 0x80 : 0)));
    if (tag <= 0x7f) break;
  }
  std::size_t size = value.size();
  for (; size > 0x7f; size >>= 7) {
    out.push_back(static_cast<char>((size & 0x7f) | 0x80));
  }
  out.push_back(static_cast<char>(size));
  return out.append(value);
}

TEST(DecodeTest, EveryKindComesBackAsItWas) {
  for (const Event::BodyCase kind : AllSampleKinds()) {
    const std::string bytes = SampleEvent(kind).SerializeAsString();
    const Result<Event> event = DecodeEvent(bytes);
    ASSERT_TRUE(event.ok()) << KindName(kind) << event.error().message;
    EXPECT_EQ(event->SerializeAsString(), bytes);
  }
}

TEST(DecodeTest, AReusedEventKeepsNothingOfTheLastOne) {
  Event event;
  for (const Event::BodyCase kind : AllSampleKinds()) {
    const std::string bytes = SampleEvent(kind).SerializeAsString();
    ASSERT_TRUE(DecodeEvent(bytes, event).ok());
    EXPECT_EQ(event.SerializeAsString(), bytes);
  }
  ASSERT_TRUE(DecodeEvent(Field(4, "PKH-2025-T1"), event).ok());
  EXPECT_EQ(event.SerializeAsString(), Field(4, "PKH-2025-T1"));
}

TEST(DecodeTest, AnEntryIsAtMost65535Bytes) {
  Event event = SampleEvent(Event::kKksBlocked);
  const std::size_t rest =
      event.SerializeAsString().size() - event.kks_blocked().reason().size();
  event.mutable_kks_blocked()->set_reason(
      std::string(kMaxEventBytes - rest - 4, 'x'));
  std::string bytes = event.SerializeAsString();
  ASSERT_EQ(bytes.size(), kMaxEventBytes);
  EXPECT_EQ(ReasonOf(bytes), "OK");
  EXPECT_EQ(ReasonOf(bytes + "x"), kEntryTooLong);
}

TEST(DecodeTest, TheFirstByteIsNeverThatOfATextEntry) {
  EXPECT_EQ(ReasonOf(""), kEventFirstByte);
  EXPECT_EQ(ReasonOf("amanah/submission/v1\n"), kEventFirstByte);
  EXPECT_EQ(ReasonOf("a"), kEventFirstByte);
  // Field 12 as fixed64, the reason why that number is reserved.
  EXPECT_EQ(ReasonOf("a12345678" + Withdrawal()), kEventFirstByte);
}

TEST(DecodeTest, UnknownFieldsAreRefusedAtAnyDepth) {
  EXPECT_EQ(ReasonOf(Withdrawal() + Field(14, "x")), kEventMalformed);
  EXPECT_EQ(ReasonOf(Withdrawal() + Field(12, "x")), kEventMalformed);
  EXPECT_EQ(ReasonOf(Withdrawal() + Field(5000, "x")), kEventMalformed);
  const std::string time = Field(9, "x");
  EXPECT_EQ(ReasonOf(Field(2, time)), kEventMalformed);
  EXPECT_EQ(ReasonOf(Field(122, Field(1, Field(15, "x")))), kEventMalformed);
  EXPECT_EQ(ReasonOf(Field(122, Field(1, Field(14, Field(3, "x"))))),
            kEventMalformed);
}

TEST(DecodeTest, ASecondValueOfASingularFieldIsRefused) {
  EXPECT_EQ(ReasonOf(Withdrawal() + Field(1, SampleToken('e'))),
            kEventMalformed);
  EXPECT_EQ(ReasonOf(Withdrawal() + Field(88, "")), kEventMalformed);
  EXPECT_EQ(ReasonOf(Field(122, Field(1, Field(1, "5") + Field(1, "6")))),
            kEventMalformed);
  // Repeated fields may repeat.
  EXPECT_EQ(ReasonOf(Withdrawal() + Field(9, std::string(32, 'y'))), "OK");
}

TEST(DecodeTest, PackedAndUnpackedNumbersBothRead) {
  const std::string packed = Field(5, "\x95\xae\x0c");
  const Result<Event> one = DecodeEvent(packed);
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(one->allocation_months(0), 202517u);
  const Result<Event> two = DecodeEvent("\x28\x95\xae\x0c\x28\x96\xae\x0c");
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(two->allocation_months_size(), 2);
  EXPECT_EQ(ReasonOf(Field(5, "\x95")), kEventMalformed);
}

TEST(DecodeTest, AnotherWireTypeThanDeclaredIsRefused) {
  EXPECT_EQ(ReasonOf(std::string("\x08\x01", 2)), kEventMalformed);
  EXPECT_EQ(ReasonOf(Field(3, "x")), kEventMalformed);
  EXPECT_EQ(ReasonOf(std::string("\x0b\x0c", 2)), kEventMalformed);  // Group.
  EXPECT_EQ(ReasonOf(std::string("\x0d\0\0\0\0", 5)), kEventMalformed);
}

TEST(DecodeTest, DeepNestingIsRefusedWithoutGoingDown) {
  std::string nested;
  for (int i = 0; i < 10'000; ++i) nested = Field(1, nested).substr(0, 60'000);
  EXPECT_EQ(ReasonOf(Field(122, nested)), kEventMalformed);
  // Groups nest without lengths: one byte a level.
  EXPECT_EQ(ReasonOf(std::string(60'000, '\x0b')), kEventMalformed);
}

TEST(DecodeTest, TextMustBeUtf8) {
  EXPECT_EQ(ReasonOf(Field(4, "PKH\xff")), kEventMalformed);
  EXPECT_EQ(ReasonOf(Field(86, Field(1, "\xc3\x28"))), kEventMalformed);
}

TEST(DecodeTest, VarintsOverSixtyFourBitsAreRefused) {
  const std::string nines(9, '\xff');
  EXPECT_EQ(ReasonOf(Field(2, "\x08" + nines + "\x01")), "OK");
  EXPECT_EQ(ReasonOf(Field(2, "\x08" + nines + "\x02")), kEventMalformed);
  EXPECT_EQ(ReasonOf(Field(2, "\x08" + nines + "\xff\x01")), kEventMalformed);
}

TEST(DecodeTest, EveryTruncationIsRefusedOrShorterByWholeFields) {
  const std::string bytes = Withdrawal();
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    const Result<Event> event =
        DecodeEvent(std::string_view(bytes).substr(0, size));
    if (event.ok()) {
      EXPECT_EQ(event->SerializeAsString(), bytes.substr(0, size));
    } else {
      EXPECT_EQ(event.error().reason, kEventMalformed);
    }
  }
}

TEST(DecodeTest, WhatDecodesHasNoUnknownFieldsAfterRandomDamage) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 20'000; ++round) {
    const auto kinds = AllSampleKinds();
    std::string bytes =
        SampleEvent(kinds[random() % kinds.size()]).SerializeAsString();
    for (std::uint32_t i = 0; i <= random() % 3; ++i) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    const Result<Event> event = DecodeEvent(bytes);
    if (!event.ok()) continue;
    Event known = *event;
    known.DiscardUnknownFields();
    ASSERT_EQ(known.ByteSizeLong(), event->ByteSizeLong());
    ASSERT_LE(ValidateEvent(*event).size(), 100u);
  }
}

}  // namespace
}  // namespace ledger::event
