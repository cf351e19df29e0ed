// Synthetic histories: events in memory as a source of entries, an engine over
// them, and short ways to write down what happened.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/time.h"
#include "ledger/fold/engine.h"

namespace ledger::fold::testing {

using amanah::v1::Event;

// A token of `name`, for people to read in a failure.
inline std::string Token(std::string_view name) {
  std::string token(name.substr(0, 16));
  token.resize(16, '.');
  return token;
}

// `2025-02-03` or `2025-02-03T08:00:00`, on a clock in WIB.
inline amanah::v1::ZonedTime Time(std::string_view text) {
  std::string full(text);
  if (full.size() == 10) full += "T00:00:00";
  const auto parsed = ParseRfc3339(full + "+07:00");
  EXPECT_TRUE(parsed.has_value()) << text;
  amanah::v1::ZonedTime time;
  time.set_unix_micros(parsed->instant.unix_micros);
  time.set_zone_offset_minutes(kWibMinutes);
  return time;
}

inline amanah::v1::ZonedTime TimeAt(std::int64_t unix_micros) {
  amanah::v1::ZonedTime time;
  time.set_unix_micros(unix_micros);
  time.set_zone_offset_minutes(kWibMinutes);
  return time;
}

// An event that a submitter reported.
struct Told {
  std::uint32_t submitter = 1;
  Event event;
};
using History = std::vector<Told>;

class MemorySource final : public EntrySource {
 public:
  explicit MemorySource(std::shared_ptr<const std::vector<log::Entry>> entries)
      : entries_(std::move(entries)), size_(entries_->size()) {}
  // Shows only the first `size` entries.
  void set_size(std::uint64_t size) { size_ = size; }

  std::uint64_t Size() const override { return size_; }
  Status Scan(
      std::uint64_t begin, std::uint64_t end,
      const std::function<bool(const log::Entry&)>& visit) const override {
    for (std::uint64_t i = begin; i < end; ++i) {
      if (!visit((*entries_)[i])) break;
    }
    return Ok{};
  }
  std::uint64_t WaitForMore(
      std::uint64_t, std::chrono::steady_clock::time_point) const override {
    return size_;
  }

 private:
  std::shared_ptr<const std::vector<log::Entry>> entries_;
  std::uint64_t size_;
};

// Entries as a log would hold them: a genesis first.
inline std::shared_ptr<const std::vector<log::Entry>> EntriesOf(
    const History& history) {
  auto entries = std::make_shared<std::vector<log::Entry>>();
  log::Entry genesis;
  genesis.kind = log::EntryKind::kGenesis;
  genesis.bytes = "amanah/genesis/v1\n";
  entries->push_back(genesis);
  for (const Told& told : history) {
    log::Entry entry;
    entry.index = entries->size();
    entry.kind = log::EntryKind::kEvent;
    entry.bytes = told.event.SerializeAsString();
    entry.submitter_number = told.submitter;
    entries->push_back(std::move(entry));
  }
  return entries;
}

// A directory that ends with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "amanah-fold-XXXXXX")
            .string();
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// An engine that has folded the whole history.
class Folded {
 public:
  Folded(const History& history, std::vector<std::unique_ptr<Fold>> folds,
         std::size_t batch_entries = 1'000) {
    EngineOptions options;
    options.directory = directory_.path();
    options.batch_entries = batch_entries;
    auto entries = EntriesOf(history);
    auto engine = Engine::Open(options, std::move(folds),
                               std::make_unique<MemorySource>(entries));
    EXPECT_TRUE(engine.ok()) << engine.error().message;
    engine_ = *std::move(engine);
    const Status done = engine_->CatchUp(entries->size());
    EXPECT_TRUE(done.ok()) << done.error().message;
    auto view = engine_->View();
    EXPECT_TRUE(view.ok());
    view_ = *std::move(view);
  }
  const Engine& engine() const { return *engine_; }
  const ReadView& view() const { return *view_; }

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<ReadView> view_;
};

// --- Short ways to write down what happened -------------------------------

// Numbers event ids, so that the same story has the same ids.
class Story {
 public:
  // What follows is told by this submitter.
  Story& By(std::uint32_t submitter) {
    submitter_ = submitter;
    return *this;
  }

  // An event whose subjects are named; empty names stay empty.
  Event& Add(std::string_view at, std::string_view kks = "",
             std::string_view account = "", std::string_view kpm = "",
             std::string_view pengurus = "") {
    return AddAt(Time(at), kks, account, kpm, pengurus);
  }
  Event& AddAt(const amanah::v1::ZonedTime& at, std::string_view kks,
               std::string_view account, std::string_view kpm,
               std::string_view pengurus) {
    Told told;
    told.submitter = submitter_;
    ++count_;
    told.event.set_event_id(Token("event " + std::to_string(count_)));
    *told.event.mutable_occurred_at() = at;
    auto* subjects = told.event.mutable_subjects();
    if (!kks.empty()) subjects->set_kks(Token(kks));
    if (!account.empty()) subjects->set_account(Token(account));
    if (!kpm.empty()) subjects->set_kpm(Token(kpm));
    if (!pengurus.empty()) subjects->set_pengurus(Token(pengurus));
    history_.push_back(std::move(told));
    return history_.back().event;
  }

  // Family `name`: card `<name> card`, account `<name> acct`, pengurus
  // `<name> ibu`.
  static std::string Card(std::string_view name) {
    return std::string(name) + " card";
  }
  static std::string Account(std::string_view name) {
    return std::string(name) + " acct";
  }
  static std::string Pengurus(std::string_view name) {
    return std::string(name) + " ibu";
  }

  Story& Listed(std::string_view name, std::string_view at,
                std::string_view village = "18.01.18.2001") {
    Event& event = Add(at, "", Account(name), name, Pengurus(name));
    event.set_region_code(std::string(village));
    event.set_region_code_version("test");
    event.mutable_family_listed()->set_amount_rupiah(400'000);
    return *this;
  }
  Story& Printed(std::string_view name, std::string_view at) {
    Event& event = Add(at, Card(name), Account(name), name, Pengurus(name));
    event.mutable_kks_printed()->set_last4("1234");
    event.mutable_kks_printed()->set_bank("BANK A");
    return *this;
  }
  Story& AtBranch(std::string_view name, std::string_view at,
                  std::string_view branch = "01801") {
    Event& event = Add(at, Card(name), Account(name), name);
    event.mutable_kks_received_at_branch()->set_branch_code(
        std::string(branch));
    return *this;
  }
  Story& HandedOver(
      std::string_view name, std::string_view at,
      std::string_view receiver = "",
      amanah::v1::PartyRole role = amanah::v1::PARTY_ROLE_PENGURUS,
      std::string_view recorded_at = "") {
    Event& event = Add(at, Card(name), Account(name), name);
    if (!recorded_at.empty()) *event.mutable_recorded_at() = Time(recorded_at);
    auto* body = event.mutable_kks_handed_over();
    body->set_receiver(
        Token(receiver.empty() ? Pengurus(name) : std::string(receiver)));
    body->set_receiver_role(role);
    body->set_officer_id("A1");
    body->set_place("KANTOR UNIT");
    body->set_identity_check(amanah::v1::IDENTITY_CHECK_KTP);
    event.add_evidence_hashes(Token("signature") + Token(name));
    return *this;
  }
  Story& Credited(std::string_view name, std::string_view at,
                  std::int64_t rupiah,
                  std::string_view period = "SEMBAKO-2025-0102") {
    Event& event = Add(at, Card(name), Account(name), name);
    event.set_period_id(std::string(period));
    event.mutable_credit_posted()->set_amount_rupiah(rupiah);
    event.mutable_credit_posted()->set_credit_ref(
        "CR" + std::to_string(100'000'000'000 + count_));
    return *this;
  }
  amanah::v1::Transaction& Transact(Event& event,
                                    amanah::v1::Transaction& transaction,
                                    std::int64_t rupiah, std::string_view tid) {
    transaction.set_rrn(std::to_string(100'000'000'000 + count_));
    transaction.set_tid(std::string(tid));
    transaction.set_amount_rupiah(rupiah);
    transaction.set_response_code("00");
    transaction.set_channel(amanah::v1::TRANSACTION_CHANNEL_AGENT);
    *transaction.mutable_posted_at() = event.occurred_at();
    return transaction;
  }
  Story& Drew(std::string_view name, std::string_view at, std::int64_t rupiah,
              std::string_view tid = "T1", std::string_view agent = "") {
    Event& event = Add(at, Card(name), Account(name));
    auto& transaction = Transact(
        event, *event.mutable_withdrawal_posted()->mutable_transaction(),
        rupiah, tid);
    transaction.set_agent_id(std::string(agent));
    return *this;
  }
  Story& Proxy(std::string_view name, std::string_view proxy,
               std::string_view at, std::string_view until = "2030-01-01") {
    Event& event = Add(at, "", "", name);
    event.mutable_proxy_authorised()->set_proxy(Token(proxy));
    event.mutable_proxy_authorised()->set_relation("ANAK");
    *event.mutable_proxy_authorised()->mutable_valid_until() = Time(until);
    return *this;
  }

  enum class Said { kAttested, kObserved, kReported };
  // Somebody says that `holder` has the card of family `name`.
  Event& States(Said said, std::string_view name, std::string_view at,
                std::string_view holder, amanah::v1::PartyRole role,
                std::string_view by = "somebody",
                amanah::v1::PartyRole by_role =
                    amanah::v1::PARTY_ROLE_MONITORING_OFFICER) {
    Event& event = Add(at, Card(name), "", name);
    auto& statement =
        said == Said::kAttested
            ? *event.mutable_kks_custody_attested()->mutable_statement()
        : said == Said::kObserved
            ? *event.mutable_kks_custody_observed()->mutable_statement()
            : *event.mutable_kks_custody_reported()->mutable_statement();
    statement.set_holder(Token(holder));
    statement.set_holder_role(role);
    if (!by.empty()) statement.set_stated_by(Token(by));
    statement.set_stated_by_role(by_role);
    return event;
  }
  // The family is said to have its own card.
  Event& StatesOwn(Said said, std::string_view name, std::string_view at,
                   std::string_view by = "somebody") {
    return States(said, name, at, Pengurus(name),
                  amanah::v1::PARTY_ROLE_PENGURUS, by);
  }

  const History& history() const { return history_; }

 private:
  std::uint32_t submitter_ = 1;
  std::uint64_t count_ = 0;
  History history_;
};

}  // namespace ledger::fold::testing
