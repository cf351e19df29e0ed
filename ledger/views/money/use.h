// What the money on an account was used for: whose it was, and what became of
// it.
//
// Money in an account has no name. What leaves it is counted against the
// oldest money that is there: what was there before the first movement, then
// each credit in the order of the chain. What was there before, cash paid in,
// and what leaves an account that has nothing left is of no period, and the
// family's to whom the chain's first credit went.
//
// Whole rupiah.
//
// Thread safety: values.

#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/views/money/line.h"

namespace ledger::views::money {

// Whose money it is.
struct Share {
  std::string period_id;  // Empty: of no period.
  std::string subject;    // Family; account when no family is named.
  std::string sp2d_no;    // Of the credit.
  auto operator<=>(const Share&) const = default;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(period_id)(subject)(sp2d_no);
  }
};

// What became of it. A debit counts once, with the oldest money that it used.
struct Used {
  std::int64_t withdrawals = 0;  // Drawn, bought and moved.
  std::int64_t withdrawn_rupiah = 0;
  std::int64_t fee_rupiah = 0;
  std::int64_t debits_back = 0;  // To the government.
  std::int64_t debited_back_rupiah = 0;
  std::int64_t remaining_rupiah = 0;  // On the account.
  bool operator==(const Used&) const = default;
  void Add(const Used& other, std::int64_t times = 1);
  bool IsZero() const { return *this == Used{}; }
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(withdrawals)(withdrawn_rupiah)(fee_rupiah)(debits_back);
    archive(debited_back_rupiah)(remaining_rupiah);
  }
};

// Money that lies on an account.
struct Part {
  Share share;
  std::int64_t rupiah = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(share)(rupiah);
  }
};

// Follows the money of one account, movement after movement.
class Attribution {
 public:
  using Visitor = std::function<void(const Share&, const Used&)>;

  // `parts`: what lies there, oldest first. `owner`: of money of no period.
  Attribution(std::vector<Part> parts, std::string_view owner)
      : parts_(std::move(parts)), nobody_{{}, std::string(owner), {}} {}

  // Money of no period that was there before.
  void Open(std::int64_t rupiah, const Visitor& visit) {
    Put(nobody_, rupiah, visit);
  }
  // Calls `visit` with what changes.
  void Step(const Line& line, const Visitor& visit);

  std::vector<Part> TakeParts() { return std::move(parts_); }

 private:
  void Put(const Share& share, std::int64_t rupiah, const Visitor& visit);
  template <typename Use>
  void Take(std::int64_t rupiah, const Use& use);

  std::vector<Part> parts_;
  const Share nobody_;
};

}  // namespace ledger::views::money
