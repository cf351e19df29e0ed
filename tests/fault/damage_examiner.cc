// Looks at one damaged ledger and says what became of it, on one line:
// opened (0 or 1), reason, size, refusals, lies, whether verify complains.
//
//   damage_examiner <ledger directory> <anchor> <file of the true entries>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/log/ledger.h"
#include "ledger/log/verify.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tree.h"
#include "tests/support/small_world.h"

namespace {

namespace log = ledger::log;

std::vector<std::string> ReadTruth(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string> entries;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = ledger::GetU16(std::string_view(bytes).substr(at));
    entries.push_back(bytes.substr(at + 2, size));
    at += 2 + size;
  }
  return entries;
}

bool VerifyComplains(const std::string& directory, const std::string& anchor) {
  log::VerifyOptions verify;
  verify.directory = directory;
  verify.anchor_path = anchor;
  const auto report =
      log::VerifyDirectory(verify, small_world::RootKey().vkey());
  return !report.ok() || !report->damages.empty();
}

// Whether what is served at `index` is there and provably the truth.
bool Serves(const log::Ledger& ledger, std::uint64_t index,
            const std::string& truth) {
  const auto head = ledger.head()->checkpoint;
  const auto proof = ledger.ProveInclusion("", index, head.size);
  // A proof that does not verify deceives nobody, but shows damage.
  return proof.ok() &&
         ledger::merkle::VerifyInclusion(
             index, head.size, ledger::merkle::LeafHash(ledger::AsBytes(truth)),
             *proof, head.root)
             .ok();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::vector<std::string> truth = ReadTruth(argv[3]);
  const bool complains = VerifyComplains(argv[1], argv[2]);
  log::LedgerOptions options;
  options.directory = argv[1];
  options.anchor_path = argv[2];
  options.disk_low_water_bytes = 0;
  const auto opened = log::Ledger::Open(options, small_world::LedgerKey());
  if (!opened.ok()) {
    std::printf("0 %s 0 0 0 %d\n", std::string(opened.error().reason).c_str(),
                complains);
    return 0;
  }
  const log::Ledger& ledger = **opened;
  const std::uint64_t size = ledger.head()->checkpoint.size;
  int refused = 0;
  int lies = size > truth.size() ? 1 : 0;
  for (std::uint64_t i = 0; i < size && i < truth.size(); ++i) {
    const auto entry = ledger.ReadEntry(i);
    if (entry.ok() && entry->bytes != truth[i]) ++lies;
    if (!entry.ok() || !Serves(ledger, i, truth[i])) ++refused;
  }
  std::printf("1 - %llu %d %d %d\n", static_cast<unsigned long long>(size),
              refused, lies, complains);
  return 0;
}
