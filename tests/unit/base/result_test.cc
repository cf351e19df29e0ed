// Goal: a Result is its value or its error, and the macros hand errors on.

#include "ledger/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace ledger {
namespace {

constexpr std::string_view kOdd = "NUMBER_ODD";

Result<int> Half(int number) {
  if (number % 2 != 0) {
    return Error{Code::kInvalidArgument, kOdd, std::to_string(number)};
  }
  return number / 2;
}

Result<int> Quarter(int number) {
  LEDGER_ASSIGN_OR_RETURN(const int half, Half(number));
  LEDGER_ASSIGN_OR_RETURN(const int quarter, Half(half));
  return quarter;
}

Status IsEven(int number) {
  LEDGER_RETURN_IF_ERROR(Half(number));
  return Ok{};
}

TEST(ResultTest, HoldsAValueOrAnError) {
  const Result<int> value = Half(4);
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(*value, 2);
  const Result<int> failed = Half(3);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, Code::kInvalidArgument);
  EXPECT_EQ(failed.error().reason, kOdd);
  EXPECT_EQ(failed.error().message, "3");
  EXPECT_TRUE(failed.error().violations.empty());
  EXPECT_TRUE(failed.error().facts.empty());
}

TEST(ResultTest, MacrosReturnTheFirstError) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_EQ(Quarter(7).error().message, "7");
  EXPECT_EQ(Quarter(6).error().message, "3");
  EXPECT_TRUE(IsEven(2).ok());
  EXPECT_EQ(IsEven(1).error().reason, kOdd);
}

TEST(ResultTest, AValueThatOnlyMovesIsMovedOut) {
  Result<std::unique_ptr<int>> made(std::make_unique<int>(7));
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(**made, 7);
  const std::unique_ptr<int> owned = *std::move(made);
  EXPECT_EQ(*owned, 7);
}

TEST(ResultDeathTest, TakingWhatIsNotThereIsABrokenPromise) {
  EXPECT_DEATH((void)*Half(3), "broken promise");
  EXPECT_DEATH((void)Half(4).error(), "broken promise");
}

TEST(CheckDeathTest, ABrokenPromiseNamesFileAndWords) {
  const int two = 2;
  AMANAH_CHECK(two == 2);
  EXPECT_DEATH(AMANAH_CHECK(two == 3),
               "result_test.cc:[0-9]+: broken promise: two == 3");
}

}  // namespace
}  // namespace ledger
