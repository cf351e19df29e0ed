// Goal: the worked example of PROFILES.md does what the document says of it.

#include "tests/support/vectors.h"
#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

constexpr char kDocument[] = "services/importer/PROFILES.md";

TEST(ThirdDialect, TheExampleOfTheDocumentImportsAsItSays) {
  const TemporaryDirectory directory;
  for (const std::string name : {"TERMINAL.TXT", "TRX202502.TXT"}) {
    directory.Write(name, tests::TextVector(kDocument, name));
  }
  directory.Write("bank_c.toml", tests::TextVector(kDocument, "bank_c.toml"));
  const auto profile = Profile::Load(directory / "bank_c.toml");
  ASSERT_TRUE(profile.ok()) << profile.error().message;
  EXPECT_EQ(
      profile->event_kinds(),
      (std::vector<std::string>{"terminal_registered", "withdrawal_posted"}));
  const auto imported = RunImport(*profile, directory.path());
  ASSERT_TRUE(imported.ok()) << imported.error().message;

  ASSERT_EQ(imported->bytes.size(), 5u);
  EXPECT_EQ(imported->Event(1).region_code(), "73.71.01.1001");
  const auto papua = imported->Event(2);
  EXPECT_EQ(ledger::FormatZoned({{papua.occurred_at().unix_micros()}, 540}),
            "2025-02-03T09:12:44+09:00");
  EXPECT_EQ(papua.occurred_at().zone_offset_minutes(), 540);
  EXPECT_EQ(papua.withdrawal_posted().transaction().amount_rupiah(), 600000);
  EXPECT_EQ(papua.quality_flags_size(), 0);
  const auto sulawesi = imported->Event(3);
  EXPECT_EQ(sulawesi.occurred_at().zone_offset_minutes(), 480);
  ASSERT_EQ(sulawesi.quality_flags_size(), 1);
  EXPECT_EQ(sulawesi.quality_flags(0), amanah::v1::QUALITY_FLAG_OFFLINE);
  const auto unknown = imported->Event(4);
  EXPECT_EQ(unknown.occurred_at().zone_offset_minutes(), 420);
  ASSERT_EQ(unknown.quality_flags_size(), 1);
  EXPECT_EQ(unknown.quality_flags(0), amanah::v1::QUALITY_FLAG_ESTIMATED);

  EXPECT_EQ(imported->counts.rows_ignored, 1u);
  ASSERT_EQ(imported->rejects.size(), 1u);
  EXPECT_EQ(imported->rejects[0].file, "TRX202502.TXT");
  EXPECT_EQ(imported->rejects[0].line, 5u);
  EXPECT_EQ(imported->rejects[0].column, "AMT");
  EXPECT_EQ(imported->rejects[0].reason, kMoneyFraction);
}

}  // namespace
}  // namespace services::importer
