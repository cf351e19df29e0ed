// A ledger with a root, a registrar and two banks in a folder of its own, and
// submitters that keep their own logs: for fault tests and measurements.
//
// Everything but the clock is the same every time.

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/log/ledger.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/note.h"

namespace small_world {

inline constexpr char kLedgerOrigin[] = "ledger.example/amanah";
inline constexpr char kRootOrigin[] = "root.example/amanah";
inline constexpr char kRegistrarOrigin[] = "registrar.example/amanah";
inline constexpr char kBankA[] = "bank-a.example/amanah";
inline constexpr char kBankB[] = "bank-b.example/amanah";

ledger::note::SigningKey LedgerKey();
ledger::note::SigningKey RootKey();

// A folder under the machine's temporary one, removed at the end.
class Folder {
 public:
  explicit Folder(const std::string& name);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path() const { return path_.string(); }
  // Options of a ledger in it, its anchor beside the ledger's directory.
  ledger::log::LedgerOptions options() const;

 private:
  std::filesystem::path path_;
};

// Keeps a submitter's log and signs its checkpoints.
class Submitter {
 public:
  // `keys` sign each checkpoint.
  Submitter(std::string origin, std::vector<ledger::note::SigningKey> keys);

  const std::string& origin() const { return origin_; }
  std::uint64_t size() const { return tree_.size(); }
  std::vector<ledger::note::VerifierKey> vkeys() const;

  // A submission of `events` after those before; nothing is remembered.
  ledger::log::SubmissionBytes Sign(std::vector<std::string> events) const;
  // The same, with whatever this says instead of the truth.
  ledger::log::SubmissionBytes SignAs(const ledger::note::Checkpoint& claim,
                                      std::vector<std::string> events) const;
  // What the checkpoint after `events` says.
  ledger::note::Checkpoint After(const std::vector<std::string>& events) const;
  // Remembers them as submitted.
  void Advance(const std::vector<std::string>& events);
  // Goes on from where the ledger says.
  void Resume(const ledger::log::SubmitterHead& head);

 private:
  std::string origin_;
  std::vector<ledger::note::SigningKey> keys_;
  ledger::merkle::Tree tree_;
};

Submitter Root();
Submitter Registrar();
Submitter BankA();
Submitter BankB();

// Bytes of the `number`th withdrawal of a bank: valid, different for each
// number, about 290 bytes.
std::string Withdrawal(std::uint64_t number);
// The smallest event that a bank may submit, different for each number.
std::string SmallEvent(std::uint64_t number);
std::vector<std::string> Withdrawals(std::uint64_t first, std::uint64_t count);

// Makes the ledger and registers registrar and banks; closed again after.
void Create(const ledger::log::LedgerOptions& options);
// The registrar registers `banks` as BankA is.
void RegisterBanks(ledger::log::Ledger& ledger,
                   const std::vector<Submitter>& banks);
// Opens it. Aborts when it does not open.
std::unique_ptr<ledger::log::Ledger> Open(
    const ledger::log::LedgerOptions& options);

}  // namespace small_world
