#include "tests/support/small_world.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/base/time.h"
#include "ledger/crypto/hash.h"
#include "ledger/note/checkpoint.h"
#include "tests/support/keys.h"

namespace small_world {
namespace {

using ledger::log::SubmissionBytes;
using testing_keys::FixedKey;

void SetTime(amanah::v1::ZonedTime& time, std::int64_t unix_micros) {
  time.set_unix_micros(unix_micros);
  time.set_zone_offset_minutes(ledger::kWibMinutes);
}

// The first bytes of a hash of the words.
std::string Digits(std::string_view kind, std::uint64_t number,
                   std::size_t size) {
  const std::string words = fmt::format("{} {}", kind, number);
  return std::string(
      ledger::crypto::Sha256({ledger::AsBytes(words)}).view().substr(0, size));
}

// 2025-02-03T01:00:00Z, then one a second.
std::int64_t MicrosOf(std::uint64_t number) {
  constexpr std::int64_t kFirst = 1'738'544'400;
  constexpr std::uint64_t kYear = 300ull * 24 * 3600;
  return (kFirst + static_cast<std::int64_t>(number % kYear)) *
         ledger::kMicrosPerSecond;
}

amanah::v1::Event Registration(const Submitter& submitter,
                               std::uint32_t threshold,
                               const std::vector<std::string>& kinds) {
  amanah::v1::Event event;
  event.set_event_id(Digits(submitter.origin(), 0, 16));
  SetTime(*event.mutable_occurred_at(), MicrosOf(0));
  auto* body = event.mutable_submitter_registered();
  body->set_origin(submitter.origin());
  for (const auto& vkey : submitter.vkeys()) body->add_vkeys(vkey.ToString());
  body->set_threshold(threshold);
  for (const auto& kind : kinds) {
    body->mutable_authority()->add_event_kinds(kind);
  }
  body->set_display_name(submitter.origin());
  return event;
}

std::vector<ledger::note::SigningKey> Keys(const std::string& name,
                                           std::string_view seeds) {
  std::vector<ledger::note::SigningKey> keys;
  for (const char seed : seeds) keys.push_back(FixedKey(name, seed));
  return keys;
}

void SubmitOrAbort(ledger::log::Ledger& ledger, Submitter& submitter,
                   const std::vector<std::string>& events) {
  const auto receipt = ledger.SubmitAndWait(submitter.Sign(events));
  if (!receipt.ok()) {
    std::fprintf(stderr, "%s\n", receipt.error().message.c_str());
  }
  AMANAH_CHECK(receipt.ok());
  submitter.Advance(events);
}

}  // namespace

ledger::note::SigningKey LedgerKey() { return FixedKey(kLedgerOrigin, 'l'); }
ledger::note::SigningKey RootKey() { return FixedKey(kRootOrigin, 'r'); }

Folder::Folder(const std::string& name)
    : path_(std::filesystem::temp_directory_path() /
            fmt::format("amanah-{}-{}", name, ::getpid())) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_ / "ledger");
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ledger::log::LedgerOptions Folder::options() const {
  ledger::log::LedgerOptions options;
  options.directory = (path_ / "ledger").string();
  options.anchor_path = (path_ / "ledger.anchor").string();
  options.disk_low_water_bytes = 1024 * 1024;
  return options;
}

Submitter::Submitter(std::string origin,
                     std::vector<ledger::note::SigningKey> keys)
    : origin_(std::move(origin)), keys_(std::move(keys)) {}

std::vector<ledger::note::VerifierKey> Submitter::vkeys() const {
  std::vector<ledger::note::VerifierKey> vkeys;
  vkeys.reserve(keys_.size());
  for (const auto& key : keys_) vkeys.push_back(key.vkey());
  return vkeys;
}

SubmissionBytes Submitter::SignAs(const ledger::note::Checkpoint& claim,
                                  std::vector<std::string> events) const {
  std::vector<const ledger::note::SigningKey*> keys;
  keys.reserve(keys_.size());
  for (const auto& key : keys_) keys.push_back(&key);
  return SubmissionBytes{
      ledger::note::SignNote(ledger::note::FormatCheckpoint(claim), keys),
      std::move(events)};
}

ledger::note::Checkpoint Submitter::After(
    const std::vector<std::string>& events) const {
  ledger::merkle::Tree tree = tree_;
  for (const auto& event : events) {
    tree.Append(ledger::merkle::LeafHash(ledger::AsBytes(event)));
  }
  return {origin_, tree.size(), tree.Root()};
}

SubmissionBytes Submitter::Sign(std::vector<std::string> events) const {
  const ledger::note::Checkpoint claim = After(events);
  return SignAs(claim, std::move(events));
}

void Submitter::Advance(const std::vector<std::string>& events) {
  for (const auto& event : events) {
    tree_.Append(ledger::merkle::LeafHash(ledger::AsBytes(event)));
  }
}

void Submitter::Resume(const ledger::log::SubmitterHead& head) {
  auto tree = ledger::merkle::Tree::Resume(head.size, head.edge);
  AMANAH_CHECK(tree.ok());
  tree_ = *std::move(tree);
}

Submitter Root() { return {kRootOrigin, Keys(kRootOrigin, "r")}; }
Submitter Registrar() {
  return {kRegistrarOrigin, Keys(kRegistrarOrigin, "xy")};
}
Submitter BankA() { return {kBankA, Keys(kBankA, "a")}; }
Submitter BankB() { return {kBankB, Keys(kBankB, "b")}; }

std::string Withdrawal(std::uint64_t number) {
  amanah::v1::Event event;
  event.set_event_id(Digits("event", number, 16));
  SetTime(*event.mutable_occurred_at(), MicrosOf(number));
  event.set_region_code("18.01.18.2001");
  event.set_region_code_version("300.2.2-2138/2025");
  auto* subjects = event.mutable_subjects();
  subjects->set_kpm(Digits("kpm", number % 5'000, 16));
  subjects->set_kks(Digits("kks", number % 5'000, 16));
  subjects->set_account(Digits("account", number % 5'000, 16));
  subjects->set_pengurus(Digits("pengurus", number % 5'000, 16));
  event.add_evidence_hashes(Digits("evidence", number, 32));
  SetTime(*event.mutable_recorded_at(), MicrosOf(number));
  auto* posted = event.mutable_withdrawal_posted()->mutable_transaction();
  posted->set_rrn(fmt::format("{:012}", number % 1'000'000'000'000));
  posted->set_stan(static_cast<std::uint32_t>(1 + number % 999'999));
  posted->set_tid("12231310");
  posted->set_mid("999900002231310");
  posted->set_agent_id("LA02231300");
  posted->set_channel(amanah::v1::TRANSACTION_CHANNEL_AGENT);
  posted->set_entry_mode(amanah::v1::ENTRY_MODE_CHIP);
  posted->set_response_code("00");
  posted->set_amount_rupiah(400'000);
  posted->set_fee_rupiah(2'500);
  posted->set_balance_after_rupiah(197'500);
  posted->set_pin_attempts(1);
  posted->set_pin_duration_ms(static_cast<std::uint32_t>(2'000 + number % 999));
  SetTime(*posted->mutable_posted_at(), MicrosOf(number));
  return event.SerializeAsString();
}

std::string SmallEvent(std::uint64_t number) {
  amanah::v1::Event event;
  std::string id("event ..");
  ledger::AppendU64(id, number);
  event.set_event_id(id);
  SetTime(*event.mutable_occurred_at(), MicrosOf(number));
  event.mutable_subjects()->set_kks(Digits("kks", number % 64, 16));
  event.mutable_pin_changed();
  return event.SerializeAsString();
}

std::vector<std::string> Withdrawals(std::uint64_t first, std::uint64_t count) {
  std::vector<std::string> events;
  events.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    events.push_back(Withdrawal(first + i));
  }
  return events;
}

void Create(const ledger::log::LedgerOptions& options) {
  const auto made = ledger::log::Ledger::Create(options, kLedgerOrigin,
                                                LedgerKey(), RootKey());
  if (!made.ok()) std::fprintf(stderr, "%s\n", made.error().message.c_str());
  AMANAH_CHECK(made.ok());
  const auto ledger = Open(options);
  Submitter root = Root();
  Submitter registrar = Registrar();
  SubmitOrAbort(
      *ledger, root,
      {Registration(registrar, 2, {"registry.*"}).SerializeAsString()});
  std::vector<Submitter> banks;
  banks.push_back(BankA());
  banks.push_back(BankB());
  RegisterBanks(*ledger, banks);
}

void RegisterBanks(ledger::log::Ledger& ledger,
                   const std::vector<Submitter>& banks) {
  Submitter registrar = Registrar();
  const auto head = ledger.GetSubmitterHead(registrar.origin());
  AMANAH_CHECK(head.ok());
  registrar.Resume(*head);
  std::vector<std::string> events;
  for (const Submitter& bank : banks) {
    events.push_back(
        Registration(bank, 1, {"money.*", "card.*"}).SerializeAsString());
  }
  SubmitOrAbort(ledger, registrar, events);
}

std::unique_ptr<ledger::log::Ledger> Open(
    const ledger::log::LedgerOptions& options) {
  auto opened = ledger::log::Ledger::Open(options, LedgerKey());
  if (!opened.ok()) {
    std::fprintf(stderr, "%s\n", opened.error().message.c_str());
  }
  AMANAH_CHECK(opened.ok());
  return *std::move(opened);
}

}  // namespace small_world
