// Goal: what is exported verifies, and nothing that was changed since does.
// Method: small logs written to a folder of the test; every file of one of
// them flipped at every byte, cut, lengthened and removed.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/signed_checkpoint.h"
#include "ledger/tiles/export.h"
#include "ledger/tiles/file.h"
#include "ledger/tiles/verify.h"

namespace ledger::tiles {
namespace {

namespace fs = std::filesystem;

constexpr char kOrigin[] = "example.id/log";

// A folder that goes with its test. In memory where there is such a file
// system: an export waits for all that is unwritten on its own, other
// programs' bytes among it.
class Folder {
 public:
  Folder() {
    const fs::path parent =
        fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
    std::string name = (parent / "tiles-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

void WriteAll(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string TestEntry(std::uint64_t index) {
  return "entry " + std::to_string(index);
}

class TilesTest : public testing::Test {
 protected:
  void Grow(std::uint64_t size) {
    while (tiles_.size() < size) {
      tiles_.Append(merkle::LeafHash(AsBytes(TestEntry(tiles_.size()))));
    }
  }

  note::Checkpoint CheckpointOf(std::uint64_t size) const {
    return {kOrigin, size, *merkle::ReadRoot(tiles_, size)};
  }

  Status Export(std::uint64_t size, const std::string& directory) {
    Grow(size);
    return ExportWith(CheckpointOf(size), directory);
  }

  Status ExportWith(const note::Checkpoint& checkpoint,
                    const std::string& directory) {
    const ExportedLog log{tiles_, entries_, checkpoint,
                          note::SignCheckpoint(checkpoint, {&key_})};
    return ExportTiles(log, directory, nullptr);
  }

  Result<note::Checkpoint> Verify(const std::string& directory) const {
    return VerifyDirectory(TilesDirectory(directory), kOrigin, {key_.vkey()}, 1,
                           nullptr);
  }

  std::string_view ReasonOf(const std::string& directory) const {
    const auto verified = Verify(directory);
    return verified.ok() ? "" : verified.error().reason;
  }

  merkle::MemoryTiles tiles_;
  const note::SigningKey key_ = note::SigningKey::Generate(kOrigin);
  EntrySource entries_ = [](std::uint64_t begin, std::uint64_t end) {
    std::vector<std::string> entries;
    for (; begin < end; ++begin) entries.push_back(TestEntry(begin));
    return Result<std::vector<std::string>>(std::move(entries));
  };
};

TEST_F(TilesTest, AnExportVerifiesAndGivesEveryEntryInOrder) {
  for (const std::uint64_t size : {0, 1, 2, 255, 256, 257, 511, 512, 70'000}) {
    const Folder folder;
    const Status exported = Export(size, folder.path());
    ASSERT_TRUE(exported.ok()) << exported.error().message;
    std::uint64_t seen = 0;
    const auto visit = [&](std::uint64_t index, std::string_view entry) {
      EXPECT_EQ(index, seen++);
      EXPECT_EQ(entry, TestEntry(index));
      return Status(Ok{});
    };
    const auto verified = VerifyDirectory(TilesDirectory(folder.path()),
                                          kOrigin, {key_.vkey()}, 1, visit);
    ASSERT_TRUE(verified.ok()) << verified.error().message;
    EXPECT_EQ(verified->size, size);
    EXPECT_EQ(seen, size);
  }
}

TEST_F(TilesTest, TheExampleOfTheSpecificationHasItsWidths) {
  const Folder folder;
  ASSERT_TRUE(Export(70'000, folder.path()).ok());
  const fs::path root = folder.path();
  EXPECT_EQ(fs::file_size(root / "tile/0/272"), 8192U);
  EXPECT_FALSE(fs::exists(root / "tile/0/273"));
  EXPECT_EQ(fs::file_size(root / "tile/0/273.p/112"), 112U * 32);
  EXPECT_EQ(fs::file_size(root / "tile/1/001.p/17"), 17U * 32);
  EXPECT_EQ(fs::file_size(root / "tile/2/000.p/1"), 32U);
  EXPECT_FALSE(fs::exists(root / "tile/3"));
}

TEST_F(TilesTest, NoByteOfAnExportCanBeChangedUnseen) {
  const Folder folder;
  ASSERT_TRUE(Export(258, folder.path()).ok());
  std::size_t files = 0;
  for (const auto& file : fs::recursive_directory_iterator(folder.path())) {
    if (!file.is_regular_file()) continue;
    ++files;
    const std::string whole = ReadAll(file.path());
    const auto refused = [&](const std::string& bytes) {
      WriteAll(file.path(), bytes);
      return !Verify(folder.path()).ok();
    };
    for (std::size_t i = 0; i < whole.size(); ++i) {
      std::string flipped = whole;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << (i % 8)));
      ASSERT_TRUE(refused(flipped)) << file.path() << " byte " << i;
    }
    EXPECT_TRUE(refused("")) << file.path();
    EXPECT_TRUE(refused(whole.substr(1))) << file.path();
    EXPECT_TRUE(refused(whole.substr(0, whole.size() - 1))) << file.path();
    EXPECT_TRUE(refused(whole + '\0')) << file.path();
    EXPECT_TRUE(refused(whole + whole)) << file.path();
    fs::remove(file.path());
    EXPECT_FALSE(Verify(folder.path()).ok()) << file.path();
    WriteAll(file.path(), whole);
    ASSERT_TRUE(Verify(folder.path()).ok()) << file.path();
  }
  // checkpoint; tile/0/000, 001.p/2; tile/1/000.p/1; two bundles.
  EXPECT_EQ(files, 6U);
}

TEST_F(TilesTest, AnEntryAndItsTileEditedAlikeAreRefused) {
  // CVE-2026-56865: a tile reader that leaves tiles unauthenticated where the
  // right edge shares them.
  for (const std::uint64_t size : {256, 257, 300, 512, 513, 65'792}) {
    const Folder folder;
    ASSERT_TRUE(Export(size, folder.path()).ok());
    for (std::uint64_t bundle = 0; bundle * 256 < size; ++bundle) {
      if (bundle > 3 && bundle < size / 256 - 1) continue;
      const std::uint64_t width =
          std::min<std::uint64_t>(256, size - bundle * 256);
      const fs::path root = folder.path();
      const fs::path bundle_path = root / merkle::EntriesPath(bundle, width);
      const fs::path tile_path = root / merkle::TilePath({0, bundle}, width);
      const std::string bundle_bytes = ReadAll(bundle_path);
      const std::string tile_bytes = ReadAll(tile_path);
      std::string forged_bundle = bundle_bytes;
      forged_bundle[2] = 'E';
      const auto entries = merkle::ParseBundle(forged_bundle);
      std::string forged_tile = tile_bytes;
      forged_tile.replace(0, 32,
                          merkle::LeafHash(AsBytes(entries->front())).view());
      WriteAll(bundle_path, forged_bundle);
      WriteAll(tile_path, forged_tile);
      const std::string_view reason = ReasonOf(folder.path());
      EXPECT_EQ(reason, width == 256 ? kTileMismatch : kRootMismatch);
      WriteAll(bundle_path, bundle_bytes);
      WriteAll(tile_path, tile_bytes);
    }
    EXPECT_EQ(ReasonOf(folder.path()), "");
  }
}

TEST_F(TilesTest, DamageIsNamedByFileAndEntry) {
  const Folder folder;
  ASSERT_TRUE(Export(600, folder.path()).ok());
  const fs::path path = folder.path() + "/tile/entries/001";
  std::string bytes = ReadAll(path);
  bytes[bytes.find("entry 300")] = 'E';
  WriteAll(path, bytes);
  const auto verified = Verify(folder.path());
  ASSERT_FALSE(verified.ok());
  EXPECT_EQ(verified.error().code, Code::kDataLoss);
  EXPECT_EQ(verified.error().reason, kEntryMismatch);
  EXPECT_EQ(verified.error().message,
            "entry 300 in tile/entries/001 is not what its leaf hash says");
}

TEST_F(TilesTest, AnUndersizedTileUnderAFullPathIsRefused) {
  const Folder folder;
  ASSERT_TRUE(Export(512, folder.path()).ok());
  const fs::path path = folder.path() + "/tile/0/001";
  WriteAll(path, ReadAll(path).substr(0, 255 * 32));
  EXPECT_EQ(ReasonOf(folder.path()), kFileMalformed);
}

TEST_F(TilesTest, AFullTileStandsInForAMissingPartialOne) {
  const Folder folder;
  ASSERT_TRUE(Export(300, folder.path()).ok());
  const std::string checkpoint = ReadAll(folder.path() + "/checkpoint");
  ASSERT_TRUE(Export(512, folder.path()).ok());
  fs::remove_all(folder.path() + "/tile/0/001.p");
  fs::remove_all(folder.path() + "/tile/entries/001.p");
  WriteAll(folder.path() + "/checkpoint", checkpoint);
  EXPECT_EQ(ReasonOf(folder.path()), "");
  fs::remove(folder.path() + "/tile/0/001");
  EXPECT_EQ(ReasonOf(folder.path()), kFileMissing);
}

TEST_F(TilesTest, AnExportGrowsAFolderAndRunsAgain) {
  const Folder folder;
  for (const std::uint64_t size : {10, 10, 256, 700, 700}) {
    ASSERT_TRUE(Export(size, folder.path()).ok());
    const auto verified = Verify(folder.path());
    ASSERT_TRUE(verified.ok());
    EXPECT_EQ(verified->size, size);
  }
}

TEST_F(TilesTest, AFileThatAPowerCutEmptiedIsWrittenAgain) {
  const Folder folder;
  ASSERT_TRUE(Export(300, folder.path()).ok());
  WriteAll(folder.path() + "/tile/0/000", "");
  ASSERT_TRUE(Export(300, folder.path()).ok());
  EXPECT_EQ(ReasonOf(folder.path()), "");
}

TEST_F(TilesTest, AnExportLeavesAnotherLogsFolderAlone) {
  const Folder folder;
  ASSERT_TRUE(Export(300, folder.path()).ok());
  const std::string before = ReadAll(folder.path() + "/checkpoint");
  entries_ = [](std::uint64_t begin, std::uint64_t end) {
    return Result<std::vector<std::string>>(
        std::vector<std::string>(end - begin, "other"));
  };
  tiles_ = {};
  for (int i = 0; i < 300; ++i) {
    tiles_.Append(merkle::LeafHash(AsBytes("other")));
  }
  const Status exported = Export(300, folder.path());
  ASSERT_FALSE(exported.ok());
  EXPECT_EQ(exported.error().code, Code::kAlreadyExists);
  EXPECT_EQ(exported.error().reason, kExportConflict);
  EXPECT_EQ(ReadAll(folder.path() + "/checkpoint"), before);
}

TEST_F(TilesTest, AnExportOfAStoreThatDisagreesWithItselfWritesNoCheckpoint) {
  Grow(300);
  const EntrySource good = entries_;
  for (const int what : {0, 1, 2, 3}) {
    const Folder folder;
    entries_ = good;
    note::Checkpoint checkpoint = CheckpointOf(300);
    if (what == 0) checkpoint.root = tiles_.leaf(0);
    if (what > 0) {
      entries_ = [&](std::uint64_t begin, std::uint64_t end) {
        auto entries = good(begin, end);
        if (what == 1) entries->pop_back();
        if (what == 2) entries->back() = "forged";
        if (what == 3) entries->back() = std::string(65'536, 'x');
        return entries;
      };
    }
    const Status exported = ExportWith(checkpoint, folder.path());
    ASSERT_FALSE(exported.ok()) << what;
    EXPECT_EQ(exported.error().code, Code::kDataLoss);
    EXPECT_EQ(exported.error().reason, kExportMismatch) << what;
    EXPECT_FALSE(fs::exists(folder.path() + "/checkpoint"));
  }
}

TEST_F(TilesTest, AVisitorsErrorStopsTheVerification) {
  const Folder folder;
  ASSERT_TRUE(Export(300, folder.path()).ok());
  const auto verified =
      VerifyDirectory(TilesDirectory(folder.path()), kOrigin, {key_.vkey()}, 1,
                      [](std::uint64_t index, std::string_view) -> Status {
                        if (index < 7) return Ok{};
                        return Error{Code::kCancelled, "STOPPED", "enough"};
                      });
  ASSERT_FALSE(verified.ok());
  EXPECT_EQ(verified.error().reason, "STOPPED");
}

TEST_F(TilesTest, AFolderWithoutACheckpointIsNotFound) {
  const Folder folder;
  const auto verified = Verify(folder.path());
  ASSERT_FALSE(verified.ok());
  EXPECT_EQ(verified.error().code, Code::kNotFound);
  EXPECT_EQ(verified.error().reason, kFileMissing);
}

TEST_F(TilesTest, AnotherKeyOrAnotherOriginIsRefused) {
  const Folder folder;
  ASSERT_TRUE(Export(3, folder.path()).ok());
  const TilesDirectory directory(folder.path());
  const note::SigningKey other = note::SigningKey::Generate(kOrigin);
  const auto by_key =
      VerifyDirectory(directory, kOrigin, {other.vkey()}, 1, nullptr);
  ASSERT_FALSE(by_key.ok());
  EXPECT_EQ(by_key.error().reason, note::kSignatureMissing);
  const auto by_origin =
      VerifyDirectory(directory, "example.id/other", {key_.vkey()}, 1, nullptr);
  ASSERT_FALSE(by_origin.ok());
  EXPECT_EQ(by_origin.error().reason, note::kOriginMismatch);
}

TEST(FileTest, WhatTheSystemRefusesIsSaidWithItsPath) {
  const Folder folder;
  const Status written = WriteBeside("/proc/nowhere/file", "bytes");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().reason, kFileUnwritable);
  const auto read = ReadWholeFile(folder.path(), 10);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().reason, kFileUnreadable);
  WriteAll(folder.path() + "/eleven", "12345678901");
  const auto large = ReadWholeFile(folder.path() + "/eleven", 10);
  ASSERT_FALSE(large.ok());
  EXPECT_EQ(large.error().reason, kFileTooLarge);
  const auto none = ReadWholeFile(folder.path() + "/none", 10);
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->has_value());
}

}  // namespace
}  // namespace ledger::tiles
