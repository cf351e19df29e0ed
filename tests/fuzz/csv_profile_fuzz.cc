// Profiles, and rows through them: a profile of any bytes is understood or
// refused with its faults; whatever a real profile makes of any file, its
// events are well formed and its rows all accounted for.
//
// Input: a byte; 0: the rest is a profile; otherwise it picks one of the files
// that the profiles in services/importer/profiles know, counted from 1, and
// the rest is that file's bytes.

#include <string>
#include <vector>

#include "ledger/event/event.h"
#include "services/importer/importer.h"
#include "services/importer/profile.h"
#include "services/importer/region_list.h"
#include "services/importer/reject.h"
#include "services/importer/rules.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_file.h"

namespace {

namespace importer = services::importer;

struct House {
  std::vector<importer::Profile> profiles;
  importer::RegionList regions;
  ledger::crypto::TokenKey key;
};

const House& Get() {
  static const House house = [] {
    auto profiles = importer::LoadProfiles(AMANAH_PROFILES);
    auto regions = importer::RegionList::BuiltIn();
    auto key = ledger::crypto::TokenKey::FromBytes(
        ledger::AsBytes(std::string(32, 't')));
    AMANAH_CHECK(profiles.ok() && regions.ok() && key.ok());
    return House{*std::move(profiles), *std::move(regions), *std::move(key)};
  }();
  return house;
}

class CountingSink final : public importer::RejectSink {
 public:
  void Take(const importer::Reject& /*reject*/) override { ++count; }
  std::uint64_t count = 0;
};

void FuzzRows(std::uint8_t pick, std::string_view bytes) {
  const House& house = Get();
  std::size_t rule = pick - 1u;
  std::size_t number = 0;
  while (rule >= house.profiles[number].rules().files.size()) {
    rule -= house.profiles[number].rules().files.size();
    if (++number == house.profiles.size()) return;
  }
  const importer::Profile& profile = house.profiles[number];
  const fuzz::MemoryFile file(bytes);
  importer::Plan plan{
      .batches = {{{{"fuzz.csv", file.path(), bytes.size(), rule}}}},
      .journal = importer::ImportJournal(profile.origin())};
  plan.total_bytes = bytes.size();
  CountingSink sink;
  auto stream = importer::EventStream::Open(profile, plan, house.key,
                                            house.regions, sink);
  if (!stream.ok()) return;
  std::string event;
  std::uint64_t events = 0;
  while (true) {
    const auto more = (*stream)->Next(event);
    AMANAH_CHECK(more.ok());
    if (!*more) break;
    ++events;
    const auto decoded = ledger::event::DecodeEvent(event);
    AMANAH_CHECK(decoded.ok());
    AMANAH_CHECK(ledger::event::ValidateEvent(*decoded).empty());
  }
  const importer::Counts counts = (*stream)->progress().counts;
  AMANAH_CHECK(counts.events == events);
  AMANAH_CHECK(counts.rows_rejected == sink.count);
  AMANAH_CHECK(counts.rows >= counts.rows_rejected + counts.rows_ignored);
}

}  // namespace

AMANAH_FUZZ_TARGET(input) {
  fuzz::Reader reader(input);
  const std::uint8_t pick = reader.U8();
  const std::string_view rest = reader.Take(input.size());
  if (pick != 0) return FuzzRows(pick, rest);
  auto profile = importer::Profile::Parse(rest, "fuzz.toml");
  if (!profile.ok()) {
    AMANAH_CHECK(profile.error().violations.size() <= 100);
    return;
  }
  AMANAH_CHECK(!profile->origin().empty());
}
