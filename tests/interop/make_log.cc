// Writes a log of made-up entries for other people's verifiers:
//
//   interop_make_log FOLDER SIZE
//
//   FOLDER/vkey, FOLDER/origin     who signed it
//   FOLDER/log/                    the log in the tlog-tiles layout
//   FOLDER/proofs/<i>.tlog-proof   proofs of some entries
//   FOLDER/proofs/<i>.entry        their bytes

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/proof.h"
#include "ledger/note/proof_file.h"
#include "ledger/note/signed_checkpoint.h"
#include "ledger/tiles/export.h"
#include "ledger/tiles/file.h"

namespace {

using ledger::Result;
using ledger::Status;

constexpr char kOrigin[] = "interop.example.id/log";

// Of every length that matters: none, one, the largest, and ordinary ones.
std::string EntryOf(std::uint64_t index) {
  if (index % 1000 == 7) return "";
  if (index % 1000 == 8) return std::string(1, '\0');
  if (index == 40) return std::string(65'535, 'x');
  std::string entry = "entry " + std::to_string(index) + "\n";
  for (std::uint64_t i = 0; i < index % 50; ++i) {
    entry.push_back(static_cast<char>((index * 31 + i * 7) % 256));
  }
  return entry;
}

void OrDie(const Status& status) {
  if (status.ok()) return;
  (void)std::fprintf(stderr, "%s: %s\n",
                     std::string(status.error().reason).c_str(),
                     status.error().message.c_str());
  std::exit(1);
}

void Write(const std::string& path, std::string_view bytes) {
  OrDie(ledger::tiles::WriteBeside(path, bytes));
  OrDie(ledger::tiles::MoveIntoPlace(path));
}

void WriteProofs(const std::string& folder,
                 const ledger::merkle::MemoryTiles& tiles,
                 const std::string& signed_checkpoint) {
  const std::uint64_t size = tiles.size();
  std::set<std::uint64_t> indexes;
  for (const std::uint64_t index :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{40},
        std::uint64_t{255}, std::uint64_t{256}, size / 2, size - 2, size - 1}) {
    if (index < size) indexes.insert(index);
  }
  for (const std::uint64_t index : indexes) {
    const ledger::note::ProofFile proof{
        .extra = std::nullopt,
        .index = index,
        .path = *ledger::merkle::ProveInclusion(tiles, index, size),
        .checkpoint = signed_checkpoint};
    const std::string name = folder + "/proofs/" + std::to_string(index);
    Write(name + ".tlog-proof", ledger::note::FormatProofFile(proof));
    Write(name + ".entry", EntryOf(index));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    (void)std::fputs("usage: interop_make_log FOLDER SIZE\n", stderr);
    return 2;
  }
  const std::string folder = argv[1];
  const std::uint64_t size = ledger::ParseDecimal(argv[2]).value();

  ledger::merkle::MemoryTiles tiles;
  while (tiles.size() < size) {
    tiles.Append(
        ledger::merkle::LeafHash(ledger::AsBytes(EntryOf(tiles.size()))));
  }
  const auto key = *ledger::note::SigningKey::FromSeed(
      kOrigin, ledger::AsBytes(std::string(32, 'k')));
  const ledger::note::Checkpoint checkpoint{kOrigin, size, tiles.tree().Root()};
  const std::string signed_checkpoint =
      ledger::note::SignCheckpoint(checkpoint, {&key});

  Write(folder + "/vkey", key.vkey().ToString());
  Write(folder + "/origin", kOrigin);
  WriteProofs(folder, tiles, signed_checkpoint);
  const ledger::tiles::EntrySource entries = [](std::uint64_t begin,
                                                std::uint64_t end) {
    std::vector<std::string> read;
    for (; begin < end; ++begin) read.push_back(EntryOf(begin));
    return Result<std::vector<std::string>>(std::move(read));
  };
  OrDie(ledger::tiles::ExportTiles(
      {tiles, entries, checkpoint, signed_checkpoint}, folder + "/log",
      nullptr));
  return 0;
}
