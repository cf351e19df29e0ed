#include <gtest/gtest.h>

#include "services/wire/advice.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"
#include "services/wire/receipt.h"

namespace services::wire {
namespace {

using namespace std::chrono_literals;

TEST(Advice, IsFoundFromTheFirstReasonToTheLast) {
  // The table is searched by halves: it must be in order.
  for (const char* reason :
       {"ANCHOR_DAMAGED", "ANCHOR_MISSING", "LISTEN_FAILED",
        "LOG_BEHIND_ANCHOR", "LOG_DAMAGED", "LOG_FORKED_FROM_ANCHOR",
        "SERVER_UNREACHABLE", "SIGNATURE_MISSING", "SUBMITTER_PENDING_DIFFERS",
        "SUBMITTER_STATE_BEHIND", "SUBMITTER_WRONG_HEAD", "VIEW_BEHIND"}) {
    EXPECT_FALSE(NextStep(reason).empty()) << reason;
  }
  EXPECT_TRUE(NextStep("SOMETHING_ELSE").empty());
  EXPECT_TRUE(NextStep("").empty());
}

TEST(PageToken, ComesBackAndBelongsToItsListing) {
  const std::string token = FormatPageToken("entries", 12'345);
  auto position = ParsePageToken("entries", token);
  ASSERT_TRUE(position.ok());
  EXPECT_EQ(*position, 12'345u);
  for (const std::string& bad :
       {token + "x", std::string("x"), FormatPageToken("others", 1)}) {
    auto refused = ParsePageToken("entries", bad);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, kPageTokenInvalid);
  }
  EXPECT_EQ(*ParsePageToken("entries", ""), 0u);
}

TEST(PageToken, SizesAreBounded) {
  EXPECT_EQ(PageSize(0), kDefaultPageSize);
  EXPECT_EQ(PageSize(7), 7u);
  EXPECT_EQ(PageSize(1'000'000), kMaxPageSize);
}

TEST(Receipt, ComesBackFieldByField) {
  ledger::log::Receipt receipt;
  receipt.submission_index = 7;
  receipt.submission_record = "record";
  receipt.checkpoint = "checkpoint";
  receipt.inclusion_path.resize(3);
  receipt.inclusion_path[1].bytes[0] = std::byte{9};
  receipt.event_count = 4;
  amanah::v1::Receipt message;
  FillReceipt(ledger::log::Receipt(receipt), &message);
  auto back = ReceiptOf(message);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->submission_index, receipt.submission_index);
  EXPECT_EQ(back->submission_record, receipt.submission_record);
  EXPECT_EQ(back->checkpoint, receipt.checkpoint);
  EXPECT_EQ(back->inclusion_path, receipt.inclusion_path);
  EXPECT_EQ(back->event_count, receipt.event_count);
  message.add_inclusion_path("short");
  auto refused = ReceiptOf(message);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, kMessageMalformed);
}

TEST(Moment, TokensHaveSixteenBytes) {
  EXPECT_TRUE(CheckToken(std::string(16, 'x'), "kks").ok());
  for (const std::size_t size : {0u, 15u, 17u, 32u}) {
    auto refused = CheckToken(std::string(size, 'x'), "kks");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, kTokenMalformed);
    EXPECT_EQ(refused.error().violations[0].field, "kks");
  }
}

TEST(Moment, TheViewsAreWaitedForNoLongerThanTheCallerWaits) {
  const auto now = std::chrono::steady_clock::now();
  const auto wall = std::chrono::system_clock::now();
  EXPECT_LE(ViewDeadline(wall + 1s), now + 1s);
  const auto late = ViewDeadline(wall - 1s);
  EXPECT_LE(late, std::chrono::steady_clock::now());
  const auto patient =
      ViewDeadline(std::chrono::system_clock::time_point::max());
  EXPECT_GE(patient, now + kViewPatience);
  EXPECT_LE(patient, now + kViewPatience + 5s);
}

}  // namespace
}  // namespace services::wire
