// Our own verifier, behind the door that verify.py and verify.go have too:
//
//   interop_check VKEY ORIGIN < questions
//
// A question a line: `log`, folder; or `proof`, file, entry file; parted by
// tabs. Answers `ok` or `refused <why>`.

#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "ledger/note/proof_file.h"
#include "ledger/tiles/file.h"
#include "ledger/tiles/verify.h"

namespace {

using ledger::Result;
using ledger::note::Checkpoint;
using ledger::note::VerifierKey;

constexpr std::size_t kLargest = 1 << 20;

Result<std::string> Read(const std::string& path) {
  LEDGER_ASSIGN_OR_RETURN(const auto bytes,
                          ledger::tiles::ReadWholeFile(path, kLargest));
  return bytes.value_or("");
}

Result<Checkpoint> CheckProof(const std::string& proof_path,
                              const std::string& entry_path,
                              const std::string& origin,
                              const VerifierKey& vkey) {
  LEDGER_ASSIGN_OR_RETURN(const std::string file, Read(proof_path));
  LEDGER_ASSIGN_OR_RETURN(const std::string entry, Read(entry_path));
  LEDGER_ASSIGN_OR_RETURN(const ledger::note::ProofFile proof,
                          ledger::note::ParseProofFile(file));
  return ledger::note::CheckProofFile(proof, entry, origin, {vkey}, 1);
}

std::vector<std::string> SplitAtTabs(const std::string& line) {
  std::vector<std::string> parts(1);
  for (const char c : line) {
    if (c == '\t') {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const VerifierKey vkey = *VerifierKey::Parse(argv[1]);
  const std::string origin = argv[2];
  for (std::string line; std::getline(std::cin, line);) {
    const std::vector<std::string> question = SplitAtTabs(line);
    const Result<Checkpoint> checked =
        question.at(0) == "log"
            ? ledger::tiles::VerifyDirectory(
                  ledger::tiles::TilesDirectory(question.at(1)), origin, {vkey},
                  1, nullptr)
            : CheckProof(question.at(1), question.at(2), origin, vkey);
    std::cout << (checked.ok()
                      ? "ok"
                      : fmt::format("refused {}: {}", checked.error().reason,
                                    checked.error().message))
              << std::endl;
  }
  return 0;
}
