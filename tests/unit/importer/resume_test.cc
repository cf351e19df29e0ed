// Goal: a stream is a function of its inputs, and skipping is resuming.

#include <random>

#include "ledger/crypto/hash.h"
#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

class YearOf : public testing::TestWithParam<std::string_view> {
 protected:
  Plan PlanOfYear() const {
    auto plan =
        MakePlan(profile_, YearDirectory(), ImportJournal(profile_.origin()));
    AMANAH_CHECK(plan.ok());
    return *std::move(plan);
  }
  const Profile profile_ = ProfileOf(GetParam());
};

TEST_P(YearOf, TwiceTheSameBytesInTheSameOrder) {
  const Plan plan = PlanOfYear();
  const auto first = RunPlan(profile_, plan);
  const auto second = RunPlan(ProfileOf(GetParam()), PlanOfYear());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->bytes, second->bytes);
}

TEST_P(YearOf, SkippingAnyNumberGivesTheRest) {
  const Plan plan = PlanOfYear();
  const auto whole = RunPlan(profile_, plan);
  ASSERT_TRUE(whole.ok());
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<std::size_t> points = {0, 1, whole->bytes.size() - 1,
                                     whole->bytes.size()};
  for (int i = 0; i < 3; ++i) points.push_back(random() % whole->bytes.size());
  for (const std::size_t point : points) {
    RejectList sink;
    const auto stream =
        EventStream::Open(profile_, plan, Key(), Regions(), sink);
    ASSERT_TRUE(stream.ok());
    std::size_t at = 0;
    const auto skipped = (*stream)->Skip(point, [&](std::string_view event) {
      EXPECT_EQ(event, whole->bytes[at]);
      ++at;
    });
    ASSERT_TRUE(skipped.ok());
    ASSERT_EQ(at, point);
    for (std::string event;; ++at) {
      const auto more = (*stream)->Next(event);
      ASSERT_TRUE(more.ok());
      if (!*more) break;
      ASSERT_LT(at, whole->bytes.size());
      ASSERT_EQ(event, whole->bytes[at]);
    }
    EXPECT_EQ(at, whole->bytes.size());
    const Progress progress = (*stream)->progress();
    EXPECT_EQ(progress.bytes_read, progress.bytes_total);
    EXPECT_EQ(progress.counts.events, whole->bytes.size());
    EXPECT_EQ(sink.rejects.size(), whole->rejects.size());
  }
}

TEST_P(YearOf, SkippingMoreThanThereIsSaysSo) {
  const Plan plan = PlanOfYear();
  RejectList sink;
  const auto stream = EventStream::Open(profile_, plan, Key(), Regions(), sink);
  ASSERT_TRUE(stream.ok());
  const auto skipped = (*stream)->Skip(1'000'000);
  ASSERT_FALSE(skipped.ok());
  EXPECT_EQ(skipped.error().reason, kStreamEndedEarly);
}

INSTANTIATE_TEST_SUITE_P(Year, YearOf, testing::ValuesIn(kSources),
                         [](const auto& source) {
                           return std::string(source.param);
                         });

// Files that come month by month give the same log as files that came at once.
TEST(Resume, MonthsThatComeOneByOneGiveTheSameLog) {
  const Profile profile = ProfileOf("bank_a");
  const TemporaryDirectory data;
  const std::string all = YearDirectory() + "/bank_a/";
  ImportJournal journal(profile.origin());
  std::size_t imports = 0;
  for (const char* month : {"202501", "202502", "202503", "202504"}) {
    for (const std::string kind : {"credits_", "mutasi_"}) {
      const std::string name = kind + month + ".csv";
      std::filesystem::copy_file(all + name, data / name);
    }
    auto plan = MakePlan(profile, data.path(), journal);
    ASSERT_TRUE(plan.ok());
    EXPECT_TRUE(plan->has_new_files());
    journal = plan->journal;
    ++imports;
  }
  EXPECT_EQ(journal.batches().size(), imports);
  const auto slowly = MakePlan(profile, data.path(), journal);
  const auto at_once = RunImport(profile, data.path());
  ASSERT_TRUE(slowly.ok() && at_once.ok());
  const auto imported = RunPlan(profile, *slowly);
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(imported->bytes, at_once->bytes);
}

TEST(Stream, AFileThatGrewSinceThePlanIsNamed) {
  const TemporaryDirectory directory;
  directory.Write("a.csv", "k\n1\n");
  const Profile profile = MustParse(R"([source]
origin = "b.example/amanah"
display_name = "B"
[[file]]
name = "a.csv"
step = 1
[file.columns]
k = "reference"
[[file.event]]
kind = "sp2d_issued"
key = ["k"]
[file.event.set]
occurred_at = { const = "2025-01-01" }
body.sp2d_no = "k"
)");
  const auto plan =
      MakePlan(profile, directory.path(), ImportJournal(profile.origin()));
  ASSERT_TRUE(plan.ok());
  directory.Write("a.csv", "k\n1\n2\n");
  const auto imported = RunPlan(profile, *plan);
  ASSERT_FALSE(imported.ok());
  EXPECT_EQ(imported.error().reason, kFileChanged);
  std::filesystem::remove(directory / "a.csv");
  const auto gone = RunPlan(profile, *plan);
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().reason, kFileUnreadable);
}

}  // namespace
}  // namespace services::importer
