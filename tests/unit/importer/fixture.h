// Imports of small files and of the year, for the tests of this room.

#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/base/time.h"
#include "services/importer/importer.h"

namespace services::importer {

// A directory that goes with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = testing::TempDir() + "importer.XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const {
    return path_ + "/" + std::string(name);
  }
  void Write(std::string_view name, std::string_view bytes) const {
    std::ofstream(*this / name, std::ios::binary) << bytes;
  }

 private:
  std::string path_;
};

class RejectList final : public RejectSink {
 public:
  void Take(const Reject& reject) override { rejects.push_back(reject); }
  std::vector<Reject> rejects;
};

inline const RegionList& Regions() {
  static const RegionList list = [] {
    auto built_in = RegionList::BuiltIn();
    AMANAH_CHECK(built_in.ok());
    return *std::move(built_in);
  }();
  return list;
}

inline const ledger::crypto::TokenKey& Key() {
  static const ledger::crypto::TokenKey key = [] {
    const std::string bytes(32, 'k');
    auto made = ledger::crypto::TokenKey::FromBytes(ledger::AsBytes(bytes));
    AMANAH_CHECK(made.ok());
    return *std::move(made);
  }();
  return key;
}

// What an import gave.
struct Imported {
  std::vector<std::string> bytes;
  std::vector<Reject> rejects;
  Counts counts;
  std::vector<FileCounts> files;

  amanah::v1::Event Event(std::size_t index) const {
    amanah::v1::Event event;
    EXPECT_TRUE(event.ParseFromString(bytes.at(index)));
    return event;
  }
};

inline ledger::Result<Imported> RunPlan(const Profile& profile,
                                        const Plan& plan) {
  RejectList sink;
  LEDGER_ASSIGN_OR_RETURN(
      const auto stream,
      EventStream::Open(profile, plan, Key(), Regions(), sink));
  Imported imported;
  for (std::string event;;) {
    LEDGER_ASSIGN_OR_RETURN(const bool more, stream->Next(event));
    if (!more) break;
    imported.bytes.push_back(event);
  }
  imported.rejects = std::move(sink.rejects);
  imported.counts = stream->progress().counts;
  imported.files = stream->file_counts();
  return imported;
}

// Imports `directory` afresh.
inline ledger::Result<Imported> RunImport(const Profile& profile,
                                          const std::string& directory) {
  LEDGER_ASSIGN_OR_RETURN(
      const Plan plan,
      MakePlan(profile, directory, ImportJournal(profile.origin())));
  return RunPlan(profile, plan);
}

inline Profile MustParse(std::string_view toml) {
  auto profile = Profile::Parse(toml, "test.toml");
  EXPECT_TRUE(profile.ok()) << (profile.ok() ? "" : profile.error().message);
  AMANAH_CHECK(profile.ok());
  return *std::move(profile);
}

// The year of Merbau Mataram, unpacked once a process.
inline const std::string& YearDirectory() {
  static const std::string directory = [] {
    const std::string command = std::string(AMANAH_SOURCE_DIR) +
                                "/scripts/unpack-data " + AMANAH_YEAR_DIR;
    AMANAH_CHECK(std::system(command.c_str()) == 0);
    return std::string(AMANAH_YEAR_DIR) + "/merbau-mataram";
  }();
  return directory;
}

inline Profile ProfileOf(std::string_view source) {
  auto profile = Profile::Load(std::string(AMANAH_SOURCE_DIR) +
                               "/services/importer/profiles/" +
                               std::string(source) + ".toml");
  EXPECT_TRUE(profile.ok()) << (profile.ok() ? "" : profile.error().message);
  AMANAH_CHECK(profile.ok());
  return *std::move(profile);
}

inline constexpr std::string_view kSources[] = {"bank_a", "bank_b",
                                                "dinsos_1801", "kemensos"};

}  // namespace services::importer
