// One thing that happened to an account.
//
// Whole rupiah; positive is into the account.
//
// Thread safety: a value.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "amanah/v1/event.pb.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::money {

// Declines and failed credits too, with amount 0.
struct Line {
  Moment at;  // Terminal's clock.
  std::uint64_t index = 0;
  amanah::v1::Event::BodyCase kind = amanah::v1::Event::BODY_NOT_SET;
  std::int64_t posted_micros = 0;  // Host's clock.
  std::int64_t amount_rupiah = 0;  // Signed, fee apart.
  std::int64_t fee_rupiah = 0;
  std::optional<std::int64_t> balance_after_rupiah;
  std::string kks;
  std::string place;  // Terminal; empty without one.
  std::string agent_id;
  amanah::v1::TransactionChannel channel =
      amanah::v1::TRANSACTION_CHANNEL_UNSPECIFIED;
  std::string reference;  // RRN or credit reference.
  std::string period_id;
  std::string reason;           // Of a decline, failure or return.
  bool is_in_chain = false;     // The balance after it follows from it.
  std::string subject;          // Of a credit: the family; else the account.
  std::string sp2d_no;          // Of a credit.
  std::uint32_t submitter = 0;  // Who told of it.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(at)(index)(kind)(posted_micros)(amount_rupiah)(fee_rupiah);
    archive(balance_after_rupiah)(kks)(place)(agent_id)(channel)(reference);
    archive(period_id)(reason)(is_in_chain)(subject)(sp2d_no);
    archive(submitter);
  }

  // What it does to the balance.
  std::int64_t DeltaRupiah() const { return amount_rupiah - fee_rupiah; }
  // A person took money out: withdrawal, purchase or transfer.
  bool IsDebitByPerson() const;
  bool IsCredit() const { return kind == amanah::v1::Event::kCreditPosted; }
  // Money left the account, but for a mere fee: the account is not silent.
  bool EndsSilence() const;
};

}  // namespace ledger::views::money
