// A ledger in a temporary folder with a root, a registrar of two keys and any
// number of banks, and the means to submit as each of them.

#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/bytes.h"
#include "ledger/crypto/hash.h"
#include "ledger/log/ledger.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/checkpoint.h"
#include "ledger/note/note.h"

namespace ledger::log {

// A clock that a test turns.
class HandClock final : public Clock {
 public:
  Instant Now() override { return now; }
  Instant now{1'735'689'600'000'000};  // 2025-01-01
};

// One who submits: its own log, kept as a submitter keeps it.
struct TestSubmitter {
  std::string origin;
  std::vector<std::shared_ptr<const note::SigningKey>> keys;
  merkle::Tree tree;

  // Signs the next `events` without taking them as submitted.
  SubmissionBytes Sign(const std::vector<std::string>& events,
                       merkle::Tree* grown = nullptr) const {
    merkle::Tree next = tree;
    for (const std::string& event : events) {
      next.Append(merkle::LeafHash(AsBytes(event)));
    }
    std::vector<const note::SigningKey*> signers;
    signers.reserve(keys.size());
    for (const auto& key : keys) signers.push_back(key.get());
    SubmissionBytes submission;
    submission.checkpoint = note::SignNote(
        note::FormatCheckpoint({origin, next.size(), next.Root()}), signers);
    submission.events = events;
    if (grown != nullptr) *grown = std::move(next);
    return submission;
  }
};

inline TestSubmitter MakeSubmitter(std::string_view origin,
                                   std::size_t key_count = 1) {
  TestSubmitter submitter;
  submitter.origin = std::string(origin);
  for (std::size_t i = 0; i < key_count; ++i) {
    submitter.keys.push_back(
        std::make_shared<const note::SigningKey>(note::SigningKey::Generate(
            std::string(origin) + (i == 0 ? "" : "/" + std::to_string(i)))));
  }
  return submitter;
}

// A valid withdrawal; `n` makes it one of its kind, `padding` makes it longer.
inline std::string WithdrawalBytes(std::uint64_t n, std::size_t padding = 0) {
  amanah::v1::Event event;
  const crypto::Hash id =
      crypto::Sha256({AsBytes("event"), AsBytes(std::to_string(n))});
  event.set_event_id(std::string(id.view().substr(0, 16)));
  event.mutable_occurred_at()->set_unix_micros(1'738'548'000'000'000 +
                                               static_cast<std::int64_t>(n));
  event.mutable_occurred_at()->set_zone_offset_minutes(420);
  event.mutable_subjects()->set_kks(std::string(id.view().substr(16)));
  event.mutable_subjects()->set_account(std::string(id.view().substr(8, 16)));
  for (std::size_t i = 0; i < padding / crypto::Hash::kSize; ++i) {
    event.add_evidence_hashes(std::string(id.view()));
  }
  amanah::v1::Transaction& transaction =
      *event.mutable_withdrawal_posted()->mutable_transaction();
  transaction.set_rrn("503409000153");
  transaction.set_stan(503279);
  transaction.set_tid("12232010");
  transaction.set_channel(amanah::v1::TRANSACTION_CHANNEL_AGENT);
  transaction.set_entry_mode(amanah::v1::ENTRY_MODE_CHIP);
  transaction.set_response_code("00");
  transaction.set_amount_rupiah(400'000);
  transaction.set_balance_after_rupiah(2'500);
  *transaction.mutable_posted_at() = event.occurred_at();
  return event.SerializeAsString();
}

inline std::vector<std::string> Withdrawals(std::uint64_t begin,
                                            std::uint64_t count) {
  std::vector<std::string> events;
  for (std::uint64_t n = begin; n < begin + count; ++n) {
    events.push_back(WithdrawalBytes(n));
  }
  return events;
}

// An event of the registry about `submitter`.
inline std::string RegistrationBytes(const TestSubmitter& submitter,
                                     std::uint32_t threshold,
                                     const std::vector<std::string>& kinds) {
  amanah::v1::Event event;
  const crypto::Hash id =
      crypto::Sha256({AsBytes("register"), AsBytes(submitter.origin)});
  event.set_event_id(std::string(id.view().substr(0, 16)));
  event.mutable_occurred_at()->set_unix_micros(1'735'689'600'000'000);
  event.mutable_occurred_at()->set_zone_offset_minutes(420);
  amanah::v1::SubmitterRegistered& body = *event.mutable_submitter_registered();
  body.set_origin(submitter.origin);
  body.set_display_name("Submitter " + submitter.origin);
  for (const auto& key : submitter.keys) {
    body.add_vkeys(key->vkey().ToString());
  }
  body.set_threshold(threshold);
  for (const std::string& kind : kinds) {
    body.mutable_authority()->add_event_kinds(kind);
  }
  return event.SerializeAsString();
}

class LedgerTest : public ::testing::Test {
 protected:
  static constexpr std::string_view kOrigin = "ledger.example/test";

  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("ledger_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "data");
    options_.directory = (folder_ / "data").string();
    options_.anchor_path = (folder_ / "anchor").string();
    options_.disk_low_water_bytes = 1;
    options_.clock = &clock_;
    options_.max_clock_jump = std::chrono::seconds(0);
    const Status created =
        Ledger::Create(options_, kOrigin, ledger_key_, *root_.keys[0]);
    ASSERT_TRUE(created.ok()) << created.error().message;
    Reopen();
  }
  void TearDown() override {
    ledger_.reset();
    std::filesystem::remove_all(folder_);
  }

  note::SigningKey LedgerKey() const {
    return *note::SigningKey::Parse(ledger_key_.ToString());
  }
  void Reopen() {
    ledger_.reset();
    Result<std::unique_ptr<Ledger>> opened =
        Ledger::Open(options_, LedgerKey());
    ASSERT_TRUE(opened.ok())
        << opened.error().reason << ": " << opened.error().message;
    ledger_ = *std::move(opened);
  }
  // Submits and, when it is taken, moves the submitter's own log on.
  Result<Receipt> Submit(TestSubmitter& submitter,
                         const std::vector<std::string>& events) {
    merkle::Tree grown;
    Result<Receipt> receipt =
        ledger_->SubmitAndWait(submitter.Sign(events, &grown));
    if (receipt.ok()) submitter.tree = grown;
    return receipt;
  }
  // Registers the registrar and `bank_`.
  void RegisterAll() {
    const Result<Receipt> registrar =
        Submit(root_, {RegistrationBytes(registrar_, 2, {"registry.*"})});
    ASSERT_TRUE(registrar.ok()) << registrar.error().message;
    const Result<Receipt> bank =
        Submit(registrar_, {RegistrationBytes(bank_, 1, {"money.*"})});
    ASSERT_TRUE(bank.ok()) << bank.error().message;
  }

  std::filesystem::path folder_;
  HandClock clock_;
  LedgerOptions options_;
  note::SigningKey ledger_key_ = note::SigningKey::Generate(kOrigin);
  TestSubmitter root_ = MakeSubmitter("root.example/test");
  TestSubmitter registrar_ = MakeSubmitter("registrar.example/test", 2);
  TestSubmitter bank_ = MakeSubmitter("bank-a.example/test");
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace ledger::log
