#include "ledger/fold/engine.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>

#include "ledger/base/bytes.h"
#include "ledger/fold/codec.h"
#include "ledger/views/all.h"
#include "ledger/views/event_index/event_index.h"
#include "ledger/views/family/family.h"
#include "tests/unit/fold/history.h"

namespace ledger::fold {
namespace {

using testing::EntriesOf;
using testing::Folded;
using testing::History;
using testing::MemorySource;
using testing::Story;
using testing::TemporaryDirectory;
using testing::Token;

// Counts events by period, and keeps an ordered list of them.
class CountingFold final : public Fold {
 public:
  explicit CountingFold(std::uint32_t version = 1) : version_(version) {}
  std::string_view name() const override { return "test.count"; }
  std::uint32_t version() const override { return version_; }
  bool Apply(const FoldedEvent& folded, Writer& state) override {
    const std::string key = "\x01" + folded.event.period_id();
    std::uint64_t count = 0;
    if (const auto stored = state.Get(name(), key)) count = GetU64(*stored);
    std::string value;
    AppendU64(value, count + 1);
    state.Put(name(), key, value);
    std::string row = "\x80";
    AppendU64(row, folded.index);
    state.Put(name(), row, folded.event.period_id());
    // Keeps the last ten of the list, seen through the overlay and the disk.
    std::vector<std::string> rows;
    state.Scan(name(), "\x80", AfterPrefix("\x80"),
               [&](std::string_view k, std::string_view) {
                 rows.emplace_back(k);
                 return true;
               });
    EXPECT_LE(rows.size(), 11u);
    if (rows.size() > 10) state.Delete(name(), rows.front());
    return true;
  }
  void Retract(const Retraction&, Writer&) override {}

 private:
  const std::uint32_t version_;
};

std::vector<std::unique_ptr<Fold>> Counting(std::uint32_t version = 1) {
  std::vector<std::unique_ptr<Fold>> folds;
  folds.push_back(views::event_index::MakeFold());
  folds.push_back(std::make_unique<CountingFold>(version));
  return folds;
}

History SomeHistory(std::size_t size) {
  Story story;
  for (std::size_t i = 0; i < size; ++i) {
    story.Credited("k" + std::to_string(i % 7), "2025-02-03", 1'000,
                   "P-" + std::to_string(i % 5));
  }
  return story.history();
}

EngineOptions OptionsIn(const TemporaryDirectory& directory,
                        std::size_t batch_entries) {
  EngineOptions options;
  options.directory = directory.path();
  options.batch_entries = batch_entries;
  return options;
}

std::string DigestOf(const Engine& engine) {
  std::string digests;
  for (const FoldStatus& status : engine.statuses()) {
    const Result<crypto::Hash> digest = engine.DigestOf(status.name);
    EXPECT_TRUE(digest.ok());
    digests.append(digest->view());
  }
  return HexEncode(AsBytes(digests));
}

TEST(EngineTest, AScanSeesChangesAndDiskAsOne) {
  // CountingFold itself checks that it never sees more than it has kept.
  const Folded folded(SomeHistory(100), Counting(), 7);
  std::uint64_t rows = 0;
  folded.view().Scan("test.count", "\x80", AfterPrefix("\x80"),
                     [&](std::string_view, std::string_view) {
                       ++rows;
                       return true;
                     });
  EXPECT_EQ(rows, 10u);
  EXPECT_EQ(GetU64(*folded.view().Get("test.count", "\x01P-0")), 20u);
}

TEST(EngineTest, RestartsAtRandomPointsGiveTheBytesOfOneRun) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const History history = SomeHistory(500);
  const Folded straight(history, Counting(), 100'000);
  const auto entries = EntriesOf(history);
  for (int round = 0; round < 5; ++round) {
    const TemporaryDirectory directory;
    for (std::uint64_t at = 0; at < entries->size();) {
      auto engine =
          Engine::Open(OptionsIn(directory, 1 + random() % 60), Counting(),
                       std::make_unique<MemorySource>(entries));
      ASSERT_TRUE(engine.ok());
      // What was committed is continued, nothing is folded twice.
      EXPECT_EQ((*engine)->position(), at);
      ASSERT_TRUE((*engine)->CatchUp(at + 1 + random() % 150).ok());
      at = (*engine)->position();
      if (at == entries->size()) {
        EXPECT_EQ(DigestOf(**engine), DigestOf(straight.engine()));
      }
    }
  }
}

// Fails in the middle of a batch, as a full disk or a bad entry would.
TEST(EngineTest, AFailureInTheMiddleOfABatchCommitsNothingOfIt) {
  const History history = SomeHistory(50);
  auto damaged = std::make_shared<std::vector<log::Entry>>(*EntriesOf(history));
  (*damaged)[30].bytes = "\x0a\xff";
  const TemporaryDirectory directory;
  {
    auto engine = Engine::Open(OptionsIn(directory, 20), Counting(),
                               std::make_unique<MemorySource>(damaged));
    ASSERT_TRUE(engine.ok());
    const Status stopped = (*engine)->CatchUp(100);
    ASSERT_FALSE(stopped.ok());
    EXPECT_EQ(stopped.error().reason, kFoldEntryUnreadable);
    EXPECT_EQ((*engine)->position(), 20u);
  }
  auto engine =
      Engine::Open(OptionsIn(directory, 20), Counting(),
                   std::make_unique<MemorySource>(EntriesOf(history)));
  ASSERT_TRUE(engine.ok());
  EXPECT_EQ((*engine)->position(), 20u);
  ASSERT_TRUE((*engine)->CatchUp(100).ok());
  const Folded straight(history, Counting());
  EXPECT_EQ(DigestOf(**engine), DigestOf(straight.engine()));
}

TEST(EngineTest, AChangedVersionIsBuiltFromTheBeginning) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path() + "/somebody-elses.txt") << "precious";
  const auto entries = EntriesOf(SomeHistory(50));
  for (const std::uint32_t version : {1u, 2u}) {
    auto engine = Engine::Open(OptionsIn(directory, 20), Counting(version),
                               std::make_unique<MemorySource>(entries));
    ASSERT_TRUE(engine.ok());
    EXPECT_EQ((*engine)->position(), 0u);
    ASSERT_TRUE((*engine)->CatchUp(100).ok());
  }
  // One folder is left: that of the last set of folds; what is not the
  // engine's stays.
  const std::filesystem::directory_iterator left(directory.path());
  EXPECT_EQ(std::distance(begin(left), end(left)), 2);
}

TEST(EngineTest, ALogThatIsShorterOrOtherThanWhatWasFoldedIsFoldedAnew) {
  const TemporaryDirectory directory;
  const auto entries = EntriesOf(SomeHistory(50));
  const auto fold_all = [&](std::shared_ptr<const std::vector<log::Entry>> of,
                            std::uint64_t size) {
    auto source = std::make_unique<MemorySource>(std::move(of));
    source->set_size(size);
    auto engine =
        Engine::Open(OptionsIn(directory, 20), Counting(), std::move(source));
    EXPECT_TRUE(engine.ok());
    const std::uint64_t began_at = (*engine)->position();
    EXPECT_TRUE((*engine)->CatchUp(size).ok());
    return began_at;
  };
  EXPECT_EQ(fold_all(entries, 51), 0u);
  EXPECT_EQ(fold_all(entries, 51), 51u);
  EXPECT_EQ(fold_all(entries, 40), 0u);
  auto other = std::make_shared<std::vector<log::Entry>>(*entries);
  (*other)[39].bytes = (*other)[38].bytes;
  EXPECT_EQ(fold_all(other, 51), 0u);
}

TEST(EngineTest, ADamagedDatabaseIsBuiltAgain) {
  const TemporaryDirectory directory;
  const auto entries = EntriesOf(SomeHistory(50));
  std::string digest;
  for (int run = 0; run < 2; ++run) {
    auto engine = Engine::Open(OptionsIn(directory, 20), Counting(),
                               std::make_unique<MemorySource>(entries));
    ASSERT_TRUE(engine.ok()) << engine.error().message;
    EXPECT_EQ((*engine)->position(), 0u);
    ASSERT_TRUE((*engine)->CatchUp(100).ok());
    if (run == 0) {
      digest = DigestOf(**engine);
    } else {
      EXPECT_EQ(DigestOf(**engine), digest);
    }
    engine->reset();
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(directory.path())) {
      if (file.path().filename() == "CURRENT") {
        std::ofstream(file.path()) << "MANIFEST-999999\n";
      }
    }
  }
}

TEST(EngineTest, AViewKeepsItsMomentWhileFoldingGoesOn) {
  const TemporaryDirectory directory;
  const auto entries = EntriesOf(SomeHistory(50));
  auto engine = Engine::Open(OptionsIn(directory, 20), Counting(),
                             std::make_unique<MemorySource>(entries));
  ASSERT_TRUE((*engine)->CatchUp(20).ok());
  const auto view = (*engine)->View();
  ASSERT_TRUE((*engine)->CatchUp(51).ok());
  EXPECT_EQ((*view)->position(), 20u);
  EXPECT_EQ(GetU64(*(*view)->Get("test.count", "\x01P-0")), 4u);
  EXPECT_EQ((*(*engine)->View())->position(), 51u);
}

TEST(EngineTest, AViewThatIsNotThereByTheDeadlineIsRefused) {
  const Folded folded(SomeHistory(10), Counting());
  const auto late = folded.engine().View(
      100, std::chrono::steady_clock::now() + std::chrono::milliseconds(1));
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().reason, kViewBehind);
  EXPECT_EQ(late.error().code, Code::kUnavailable);
}

TEST(EngineTest, TheFolderThreadCatchesUpAndAnswersThoseWhoWait) {
  const TemporaryDirectory directory;
  const auto entries = EntriesOf(SomeHistory(300));
  auto engine = Engine::Open(OptionsIn(directory, 20), Counting(),
                             std::make_unique<MemorySource>(entries));
  (*engine)->Start();
  const auto view =
      (*engine)->View(entries->size(), std::chrono::steady_clock::now() +
                                           std::chrono::seconds(30));
  ASSERT_TRUE(view.ok());
  EXPECT_EQ((*view)->position(), entries->size());
  (*engine)->Stop();
}

TEST(EngineTest, AFactToldTwiceByOneSubmitterCountsOnce) {
  Story story;
  story.Credited("k1", "2025-02-03", 1'000, "P-1");
  History history = story.history();
  history.push_back(history.front());
  history.push_back(history.front());
  // Another submitter's fact of the same id is another fact.
  history.back().submitter = 2;
  const Folded folded(history, Counting());
  EXPECT_EQ(GetU64(*folded.view().Get("test.count", "\x01P-1")), 2u);
  EXPECT_EQ(
      views::event_index::Find(folded.view(), history.front().event.event_id()),
      1u);
  EXPECT_EQ(views::event_index::Find(folded.view(), Token("none")),
            std::nullopt);
}

TEST(EngineTest, AnUnknownFoldHasNoDigest) {
  const Folded folded(SomeHistory(1), Counting());
  const auto digest = folded.engine().DigestOf("nobody");
  ASSERT_FALSE(digest.ok());
  EXPECT_EQ(digest.error().reason, kFoldUnknown);
}

class TrespassingFold final : public Fold {
 public:
  std::string_view name() const override { return "test.trespass"; }
  std::uint32_t version() const override { return 1; }
  bool Apply(const FoldedEvent&, Writer& state) override {
    state.Put(views::event_index::kName, "\x01", "");
    return true;
  }
  void Retract(const Retraction&, Writer&) override {}
};

TEST(EngineDeathTest, AFoldWritesNowhereButUnderItsOwnName) {
  std::vector<std::unique_ptr<Fold>> folds;
  folds.push_back(views::event_index::MakeFold());
  folds.push_back(std::make_unique<TrespassingFold>());
  EXPECT_DEATH(Folded(SomeHistory(1), std::move(folds)), "permitted");
}

TEST(EngineTest, DigestsOfOneHistoryAgreeWhateverTheBatches) {
  const History history = SomeHistory(200);
  const Folded small(history, views::MakeAll(), 3);
  const Folded large(history, views::MakeAll(), 100'000);
  EXPECT_EQ(DigestOf(small.engine()), DigestOf(large.engine()));
}

}  // namespace
}  // namespace ledger::fold
