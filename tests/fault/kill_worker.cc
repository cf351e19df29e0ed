// The one that gets killed: submits as fast as it can and tells of each
// receipt on standard output, a line each, until it is stopped from outside.
//
//   kill_worker <ledger directory> <anchor> <step> <count>
//
// With a step of LedgerOptions.on_step, it kills itself there, the count-th
// time; with `none` it waits for somebody else to.

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/crypto/hash.h"
#include "ledger/log/ledger.h"
#include "tests/fault/kill_events.h"
#include "tests/support/small_world.h"

namespace {

namespace log = ledger::log;

// One write, shorter than a pipe's atomic size: lines never mix.
void Say(const std::string& line) {
  if (::write(STDOUT_FILENO, line.data(), line.size()) !=
      static_cast<ssize_t>(line.size())) {
    std::_Exit(4);
  }
}

void Tell(const std::string& origin, std::uint64_t size,
          const ledger::Result<log::Receipt>& receipt,
          const ledger::note::VerifierKey& key,
          const std::string& submitter_checkpoint, std::uint64_t event_count) {
  if (!receipt.ok()) {
    Say(fmt::format("refused {} {}\n", receipt.error().reason,
                    receipt.error().message));
    std::_Exit(3);
  }
  const auto signed_head = log::CheckReceipt(*receipt, submitter_checkpoint,
                                             event_count, key.name(), key);
  if (!signed_head.ok()) {
    Say("refused RECEIPT_INVALID\n");
    std::_Exit(3);
  }
  Say(fmt::format("ack {} {} {} {} {}\n", origin, size,
                  receipt->submission_index, signed_head->size,
                  ledger::HexEncode(signed_head->root.bytes)));
}

// Keeps `kInFlight` submissions of one bank on the way.
void SubmitForEver(log::Ledger& ledger, small_world::Submitter bank,
                   std::uint64_t bank_number) {
  constexpr int kInFlight = 8;
  std::atomic<int> in_flight = 0;
  const ledger::note::VerifierKey key = small_world::LedgerKey().vkey();
  for (std::uint64_t round = 0; true; ++round) {
    while (in_flight.load() >= kInFlight) in_flight.wait(kInFlight);
    std::vector<std::string> events;
    const std::uint64_t count = 1 + (bank.size() + round) % 7;
    for (std::uint64_t i = 0; i < count; ++i) {
      events.push_back(fault::KillEvent(bank_number, bank.size() + i));
    }
    log::SubmissionBytes submission = bank.Sign(events);
    bank.Advance(events);
    ++in_flight;
    ledger.Submit(submission,
                  [&in_flight, &key, origin = bank.origin(), size = bank.size(),
                   checkpoint = submission.checkpoint, count](auto receipt) {
                    Tell(origin, size, receipt, key, checkpoint, count);
                    --in_flight;
                    in_flight.notify_all();
                  });
  }
}

small_world::Submitter Resumed(const log::Ledger& ledger,
                               small_world::Submitter bank) {
  const auto head = ledger.GetSubmitterHead(bank.origin());
  AMANAH_CHECK(head.ok());
  bank.Resume(*head);
  return bank;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  log::LedgerOptions options;
  options.directory = argv[1];
  options.anchor_path = argv[2];
  options.disk_low_water_bytes = 1024 * 1024;
  const std::string step = argv[3];
  int left = std::atoi(argv[4]);
  if (step != "none") {
    options.on_step = [step, left](std::string_view at) mutable {
      if (at == step && --left == 0) ::raise(SIGKILL);
    };
  }
  auto opened = log::Ledger::Open(options, small_world::LedgerKey());
  if (!opened.ok()) {
    Say(fmt::format("refused {} {}\n", opened.error().reason,
                    opened.error().message));
    return 3;
  }
  log::Ledger& ledger = **opened;
  Say("open\n");
  std::thread bank_b(
      [&] { SubmitForEver(ledger, Resumed(ledger, small_world::BankB()), 2); });
  SubmitForEver(ledger, Resumed(ledger, small_world::BankA()), 1);
}
