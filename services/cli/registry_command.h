// `amanah register`, `authorise`, `rotate-key`, `retire`, `compromise`: who
// may sign what, as signed events of the root or the registrar.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

// What a submitter may sign, as given on the command line.
struct AuthorityOptions {
  std::vector<std::string> kinds;  // `money.*`, `credit_posted`.
  std::vector<std::string> regions;
  std::vector<std::string> programmes;
  std::string bank;
};

struct RegisterOptions {
  bool registrar = false;  // Else an ordinary submitter.
  std::string origin;
  std::string display_name;
  std::vector<std::string> vkeys;  // Each a vkey, or a file that holds one.
  std::uint32_t threshold = 0;     // 0: 2 for a registrar, else 1.
  AuthorityOptions authority;
  // Instead of all the above: a profile or a folder of them; each source's
  // key is KEYS/<profile>.key, made when it is not there.
  std::string profile;
  std::string keys_folder;
  std::vector<std::string> signing_keys;  // Files of those who register.
};
ledger::Status RunRegister(const RegisterOptions& options, Session& session);

struct AuthoriseOptions {
  std::string origin;
  AuthorityOptions authority;
  std::vector<std::string> signing_keys;
};
ledger::Status RunAuthorise(const AuthoriseOptions& options, Session& session);

struct RotateKeyOptions {
  std::string origin;
  std::vector<std::string> added;
  std::vector<std::string> retired;
  std::uint32_t threshold = 0;
  std::vector<std::string> signing_keys;
};
ledger::Status RunRotateKey(const RotateKeyOptions& options, Session& session);

struct RetireOptions {
  std::string origin;
  std::vector<std::string> signing_keys;
};
ledger::Status RunRetire(const RetireOptions& options, Session& session);

struct CompromiseOptions {
  std::string origin;
  std::string vkey;
  std::uint64_t from_index = 0;
  std::vector<std::string> signing_keys;
};
ledger::Status RunCompromise(const CompromiseOptions& options,
                             Session& session);

}  // namespace services::cli
