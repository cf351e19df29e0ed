// Goal: a profile that does not fit is refused, and says where and why.

#include "services/importer/profile.h"

#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

constexpr std::string_view kGood = R"([source]
origin = "b.example/amanah"
display_name = "B"
[map.m]
A = "PKH"
[[file]]
name = "a.csv"
step = 1
[file.columns]
day = "day"
kpm = "token:family"
card = "token:card"
prog = "code:m"
name = "private"
n = "integer"
t = "text"
h = "text_hash"
[file.set.s]
subjects.kpm = "kpm"
[[file.event]]
kind = "family_listed"
key = ["kpm"]
use = "s"
[file.event.set]
occurred_at = "day"
programme = "prog"
)";

// The good profile with `from` put in place of `to`.
std::string With(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// What is wrong with it, as `line N: what`; empty when nothing.
std::string FaultsOf(const std::string& toml) {
  const auto profile = Profile::Parse(toml, "p.toml");
  if (profile.ok()) return "";
  EXPECT_EQ(profile.error().reason, kProfileInvalid);
  EXPECT_FALSE(profile.error().violations.empty());
  std::string all;
  for (const auto& violation : profile.error().violations) {
    all += violation.field + ": " + violation.description + "\n";
  }
  return all;
}

TEST(Profile, TheGoodOneIsGood) {
  EXPECT_EQ(FaultsOf(std::string(kGood)), "");
  const Profile profile = MustParse(kGood);
  EXPECT_EQ(profile.origin(), "b.example/amanah");
  EXPECT_EQ(profile.display_name(), "B");
  EXPECT_EQ(profile.bank(), "");
  EXPECT_EQ(profile.event_kinds(), std::vector<std::string>{"family_listed"});
}

struct Fault {
  std::string_view from;
  std::string_view to;
  std::string_view line;
  std::string_view what;
};

TEST(Profile, EveryFaultIsNamedWithItsLine) {
  const Fault kFaults[] = {
      {"origin = ", "orign = ", "line 2", "`orign` means nothing here"},
      {"origin = \"b.example/amanah\"\n", "", "line 1", "`origin` is missing"},
      {"display_name = \"B\"", "display_name = 7", "line 3", "must be a text"},
      {"[source]", "[sauce]", "line 1", "`sauce` means nothing here"},
      {"A = \"PKH\"", "A = 1", "line 5", "a code must map to a text"},
      {"A = \"PKH\"", "A = \"PKX\"", "", "PKX is no value of Programme"},
      {"name = \"a.csv\"", "name = \"x/a.csv\"", "", "is no file name"},
      {"step = 1", "step = \"1\"", "", "`step` must be a whole number"},
      {"\"day\"\nkpm", "\"dya\"\nkpm", "line 10", "`dya` is no type"},
      {"token:family", "token:famly", "line 11", "is no kind of token"},
      {"code:m", "code:mm", "line 13", "there is no [map.mm]"},
      {"\"integer\"", "\"integer:x\"", "line 15", "nothing after a colon"},
      {"family_listed", "family_liste", "", "is no kind of event"},
      {"key = [\"kpm\"]\n", "", "", "the event has no `key`"},
      {"key = [\"kpm\"]", "key = [\"x\"]", "", "not named in [file.columns]"},
      {"key = [\"kpm\"]", "key = [\"name\"]", "", "must not be in a key"},
      {"key = [\"kpm\"]", "key = [\"h\"]", "", "must not be in a key"},
      {"use = \"s\"", "use = \"r\"", "", "there is no [file.set.r]"},
      {"occurred_at = \"day\"\n", "", "", "the event has no `occurred_at`"},
      {"occurred_at = \"day\"", "occurred_at = \"n\"", "line 25",
       "does not fit amanah.v1.Event.occurred_at"},
      {"programme = \"prog\"", "programe = \"prog\"", "line 26",
       "`programe` is no field of family_listed"},
      {"programme = \"prog\"", "event_id = \"t\"", "line 26",
       "`event_id` is no field"},
      {"programme = \"prog\"", "subjects.kpm = \"card\"", "line 26",
       "`subjects.kpm` is set twice"},
      {"programme = \"prog\"", "body.bank = \"name\"", "line 26",
       "name is private"},
      {"programme = \"prog\"", "body.bank = { const = 1.5 }", "line 26",
       "a constant is a text or a whole number"},
      {"programme = \"prog\"", "programme = { const = \"X\" }", "line 26",
       "X is no value of Programme"},
      {"occurred_at = \"day\"", "occurred_at = { const = \"soon\" }", "line 25",
       "soon is neither a day nor a time"},
      {"t = \"text\"", "t = { column = \"name\", type = \"text\" }", "",
       "t: its column is a token, hashed or private elsewhere"},
      {"t = \"text\"",
       "t = \"text\"\nhh = { column = \"t\", type = \"text_hash\" }", "",
       "t: its column is a token, hashed or private elsewhere"},
      {"t = \"text\"",
       "t = { column = \"t\", type = \"text_hash\" }\n"
       "u = { column = \"t\", type = \"list\", separator = \",\" }",
       "", "u: its column is a token, hashed or private elsewhere"},
      {"programme = \"prog\"", "evidence_hashes = \"kpm\"", "line 26",
       "does not fit amanah.v1.Event.evidence_hashes"},
      {"t = \"text\"", "t = { column = \"kpm\", type = \"last4\" }", "",
       "only a card has a `last4`"},
      {"t = \"text\"", "t = { type = \"text\", when = { z = \"1\" } }",
       "line 16", "`z` is no column"},
      {"t = \"text\"",
       "t = { type = \"text\", when = { n = { like = \"1\" } } }", "line 16",
       "`like` means nothing here"},
      {"t = \"text\"", "t = { type = \"text\", zone = \"Mars\" }", "line 16",
       "`Mars` is no zone"},
      {"t = \"text\"", "t = { type = \"day\", format = \"DD/MM\" }", "line 16",
       "`format` needs YYYY, MM, DD"},
      {"step = 1", "step = 1\nmerge = \"n\"", "line 9",
       "files are merged by a time or a day"},
      {"[map.m]", "[dialect]\nseparator = \"ab\"\n[map.m]", "line 5",
       "must be one ASCII character"},
      {"[map.m]", "[dialect]\nseparator = '\"'\n[map.m]", "line 4",
       "other than the quote"},
      {"[map.m]", "[dialect]\nencoding = \"ebcdic\"\n[map.m]", "line 4",
       "utf-8 or windows-1252"},
      {"[map.m]", "[dialect]\ntime = \"hh:mm\"\n[map.m]", "line 4",
       "`time` needs YYYY, MM, DD"},
      {"[map.m]", "[dialect]\nmonths = { format = \"M/Y\" }\n[map.m]", "line 5",
       "`months` needs a format"},
      {"[map.m]", "[dialect]\nmoney = \"id\"\n[map.m]", "line 5",
       "`money` must be"},
      {"[source]", "[source", "line 1", ""},
      {"use = \"s\"", "flags = { LATE = true }", "", "LATE is no quality flag"},
      {"use = \"s\"", "use = \"s\"\n[[file.ignore]]\nwhen = {}", "",
       "`because` is missing"},
  };
  for (const Fault& fault : kFaults) {
    const std::string faults = FaultsOf(With(fault.from, fault.to));
    EXPECT_NE(faults.find(fault.what), std::string::npos) << fault.to << "\n"
                                                          << faults;
    if (faults.empty()) ADD_FAILURE() << fault.to << " is taken";
    EXPECT_NE(faults.find(std::string(fault.line)), std::string::npos)
        << fault.to << "\n"
        << faults;
  }
}

TEST(Profile, HostileTomlIsRefusedAndNotObeyed) {
  EXPECT_NE(FaultsOf("[source]\n[[=]]\n").find("line 2"), std::string::npos);
  EXPECT_NE(FaultsOf("[[").find("line 1"), std::string::npos);
  std::string dotted = "a";
  while (dotted.size() < 1'000'000) dotted += ".a";
  EXPECT_NE(FaultsOf(dotted + " = 1").find("dots"), std::string::npos);
  std::string deep = "a";
  for (int i = 0; i < 40; ++i) deep += ".a";
  EXPECT_NE(FaultsOf(deep + " = 1").find("nested too deep"), std::string::npos);
  // A letter that the parser would take for a blank, and not.
  EXPECT_NE(FaultsOf("[source]\n[a\xD8\x98]").find("line 2: not ASCII"),
            std::string::npos);
  EXPECT_NE(FaultsOf("a = " + std::string(100'000, '[')), "");
}

TEST(Profile, AMissingFileIsUnreadable) {
  const auto profile = Profile::Load("/nowhere/p.toml");
  ASSERT_FALSE(profile.ok());
  EXPECT_EQ(profile.error().reason, kProfileUnreadable);
  const auto profiles = LoadProfiles("/nowhere");
  ASSERT_FALSE(profiles.ok());
  EXPECT_EQ(profiles.error().reason, kProfileUnreadable);
}

TEST(Profile, TheProjectsOwnLoadInOrderOfTheirNames) {
  const auto profiles = LoadProfiles(std::string(AMANAH_SOURCE_DIR) +
                                     "/services/importer/profiles");
  ASSERT_TRUE(profiles.ok()) << profiles.error().message;
  std::vector<std::string> origins;
  for (const Profile& profile : *profiles) origins.push_back(profile.origin());
  EXPECT_EQ(origins,
            (std::vector<std::string>{
                "bank-a.example/amanah", "bank-b.example/amanah",
                "dinsos-1801.example/amanah", "kemensos.example/amanah"}));
  EXPECT_EQ((*profiles)[0].bank(), "BANK A");
}

}  // namespace
}  // namespace services::importer
