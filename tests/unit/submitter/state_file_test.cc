// Goal: the file holds the old state or the new one, whole, whenever the
// process dies; and only one process has it.

#include "ledger/submitter/state_file.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

namespace ledger::submitter {
namespace {

char Next(char letter) {
  return letter == 'z' ? 'a' : static_cast<char>(letter + 1);
}

class StateFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "state_file_XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string Path() const { return directory_ + "/state"; }

  std::unique_ptr<StateFile> Open() const {
    Result<std::unique_ptr<StateFile>> file = StateFile::Open(Path());
    AMANAH_CHECK(file.ok());
    return *std::move(file);
  }

  std::string directory_;
};

TEST_F(StateFileTest, NothingWasSavedAtFirst) {
  const auto loaded = Open()->Load();
  ASSERT_TRUE(loaded.ok());
  EXPECT_FALSE(loaded->has_value());
}

TEST_F(StateFileTest, WhatWasSavedLastIsLoaded) {
  for (const std::string& bytes :
       {std::string("one"), std::string(100'000, 'x'), std::string()}) {
    ASSERT_TRUE(Open()->Save(bytes).ok());
    EXPECT_EQ(**Open()->Load(), bytes);
  }
}

TEST_F(StateFileTest, ASecondOpenerIsRefusedUntilTheFirstIsGone) {
  auto first = Open();
  const auto second = StateFile::Open(Path());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().reason, kStateBusy);
  first.reset();
  EXPECT_TRUE(StateFile::Open(Path()).ok());
}

TEST_F(StateFileTest, ADirectoryThatIsNotThereIsUnwritable) {
  const auto file = StateFile::Open(directory_ + "/none/state");
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().reason, kStateUnwritable);
}

TEST_F(StateFileTest, AFailedSaveLeavesTheOldState) {
  const auto file = Open();
  ASSERT_TRUE(file->Save("old").ok());
  // A directory in the way of the new file.
  std::filesystem::create_directory(Path() + ".new");
  const Status saved = file->Save("new");
  ASSERT_FALSE(saved.ok());
  EXPECT_EQ(saved.error().reason, kStateUnwritable);
  EXPECT_EQ(**file->Load(), "old");
}

TEST_F(StateFileTest, AnUnreadableStateIsNotAnEmptyOne) {
  std::filesystem::create_directory(Path());
  const auto loaded = Open()->Load();
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().reason, kStateUnreadable);
}

TEST_F(StateFileTest, AKilledWriterLeavesAWholeState) {
  for (int round = 1; round <= 20; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t writer = fork();
    if (writer == 0) {
      // Tells each state's letter once it is saved, until it is killed.
      const auto file = Open();
      for (char letter = 'a';; letter = Next(letter)) {
        if (!file->Save(std::string(20'000, letter)).ok()) _exit(1);
        if (write(pipe_ends[1], &letter, 1) != 1) _exit(1);
      }
    }
    close(pipe_ends[1]);
    char told = 0;
    for (int i = 0; i < round; ++i) {
      ASSERT_EQ(read(pipe_ends[0], &told, 1), 1);
    }
    kill(writer, SIGKILL);
    waitpid(writer, nullptr, 0);
    while (read(pipe_ends[0], &told, 1) == 1) {
    }
    close(pipe_ends[0]);
    const auto loaded = Open()->Load();
    ASSERT_TRUE(loaded.ok() && loaded->has_value());
    const std::string& bytes = **loaded;
    ASSERT_EQ(bytes, std::string(20'000, bytes.front()));
    EXPECT_TRUE(bytes.front() == told || bytes.front() == Next(told));
  }
}

}  // namespace
}  // namespace ledger::submitter
