// The house's one way to fail.
//
// A function that can fail returns Result<T>, or Status when it has nothing to
// give back. Nothing under ledger/ throws, and a failure is a value: a code
// that gRPC understands, a reason that a program may match on, and a sentence
// for a person.
//
// Thread safety: a Result is a plain value; share it as you would an int.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "ledger/base/check.h"

namespace ledger {

// Numbered as google.rpc.Code is, so that the gRPC seam is a cast.
enum class Code : int {
  kCancelled = 1,
  kInvalidArgument = 3,
  kDeadlineExceeded = 4,
  kNotFound = 5,
  kAlreadyExists = 6,
  kPermissionDenied = 7,
  kResourceExhausted = 8,
  kFailedPrecondition = 9,
  kAborted = 10,
  kOutOfRange = 11,
  kUnimplemented = 12,
  kInternal = 13,
  kUnavailable = 14,
  kDataLoss = 15,
  kUnauthenticated = 16,
};

// Why a call failed.
struct Error {
  Code code;

  // UPPER_SNAKE_CASE, at most 63 characters, never reused for another meaning.
  // Must point at static storage: rooms declare theirs as constexpr.
  std::string_view reason;

  // For people. Holds ids and sizes; never payloads, keys or names.
  std::string message;

  // What else was wrong, one by one: path of the field and what is wrong with
  // it, such as `events[3].period_id`. At most 100; empty for most errors.
  struct Violation {
    std::string field;
    std::string description;
  };
  std::vector<Violation> violations = {};

  // Facts a program needs to go on, such as the submitter's head. Few.
  struct Fact {
    std::string name;
    std::string value;
  };
  std::vector<Fact> facts = {};
};

// A T, or the Error that says why there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  // Implicit, so that `return value;` and `return Error{...};` both read well.
  // NOLINTBEGIN(google-explicit-constructor)
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}
  // NOLINTEND(google-explicit-constructor)

  bool ok() const { return state_.index() == 0; }

  // The value. Requires ok().
  const T& operator*() const& {
    AMANAH_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T& operator*() & {
    AMANAH_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T&& operator*() && { return std::move(**this); }
  const T* operator->() const { return &**this; }
  T* operator->() { return &**this; }

  // The failure. Requires !ok().
  const Error& error() const {
    AMANAH_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

// Success without a value: `return Ok{};`.
struct Ok {};
using Status = Result<Ok>;

}  // namespace ledger

// Returns the enclosing function's error when `expr`, a Result, holds one.
#define LEDGER_RETURN_IF_ERROR(expr)            \
  do {                                          \
    if (auto status_ = (expr); !status_.ok()) { \
      return status_.error();                   \
    }                                           \
  } while (false)

// Declares `lhs` as the value of `expr`, a Result, or returns its error.
#define LEDGER_ASSIGN_OR_RETURN(lhs, expr) \
  LEDGER_ASSIGN_OR_RETURN_(LEDGER_CONCAT_(result_, __LINE__), lhs, expr)
#define LEDGER_ASSIGN_OR_RETURN_(result, lhs, expr) \
  auto result = (expr);                             \
  if (!result.ok()) return result.error();          \
  lhs = *std::move(result)
#define LEDGER_CONCAT_(a, b) LEDGER_CONCAT2_(a, b)
#define LEDGER_CONCAT2_(a, b) a##b
