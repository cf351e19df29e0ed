#include "ledger/views/family/family.h"

#include <algorithm>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"

namespace ledger::views::family {
namespace {

using amanah::v1::Event;

// On disk: 0x01 ‖ kpm token -> Family.
constexpr char kTable = 0x01;

fold::Key KeyOf(std::string_view kpm) { return fold::Key(kTable, kpm); }

// Keeps `items` ascending by time, then index. A later entry about an earlier
// time takes its place among those of that time.
template <typename T>
void InsertByTime(std::vector<T>& items, T item) {
  const auto after = [](const T& a, const T& b) {
    return std::pair(a.from, a.index) < std::pair(b.from, b.index);
  };
  items.insert(std::upper_bound(items.begin(), items.end(), item, after),
               std::move(item));
}

void AddPengurus(Family& family, std::string_view person, const Moment& from,
                 std::uint64_t index) {
  if (!IsToken(person)) return;
  const auto at =
      std::lower_bound(family.pengurus.begin(), family.pengurus.end(), person,
                       [](const Pengurus& p, std::string_view token) {
                         return p.person < token;
                       });
  if (at != family.pengurus.end() && at->person == person) {
    if (from < at->from) {
      at->from = from;
      at->index = index;
    }
    return;
  }
  family.pengurus.insert(at, Pengurus{std::string(person), from, index});
}

void TakeRegion(Family& family, const Event& event, const Moment& at,
                std::uint64_t index) {
  if (event.region_code().empty()) return;
  // Of two that say so at the same time, the greater code: any rule that does
  // not depend on the order of arrival.
  if (!family.region_code.empty() &&
      std::pair(at, event.region_code()) <=
          std::pair(family.region_at, family.region_code)) {
    return;
  }
  family.region_code = event.region_code();
  family.region_at = at;
  family.region_index = index;
}

std::optional<Moment> Optional(bool has, const amanah::v1::ZonedTime& time) {
  if (!has) return std::nullopt;
  return MomentOf(time);
}

class FamilyFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    if (!IsAboutFamily(event)) return true;
    const fold::Key key = KeyOf(event.subjects().kpm());
    Family family;
    if (const auto stored = state.Get(kName, key)) {
      family = fold::Decode<Family>(*stored);
    }
    Take(event, folded.index, family);
    state.Put(kName, key, fold::Encode(family));
    return true;
  }

  // Reads again what else was told of the family.
  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const Event& wrong = retraction.wrong.event;
    if (!IsAboutFamily(wrong)) return;
    const fold::Key key = KeyOf(wrong.subjects().kpm());
    const auto stored = state.Get(kName, key);
    AMANAH_CHECK(stored.has_value());
    Family family;
    for (const std::uint64_t index : fold::Decode<Family>(*stored).told) {
      if (index == retraction.wrong.index) continue;
      retraction.past.Read(index, [&](const fold::FoldedEvent& folded) {
        Take(folded.event, folded.index, family);
      });
    }
    if (family.told.empty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(family));
    }
  }

 private:
  static bool IsAboutFamily(const Event& event) {
    switch (event.body_case()) {
      case Event::kFamilyListed:
      case Event::kPengurusReplaced:
      case Event::kFamilyStatusChanged:
      case Event::kFamilyAssigned:
      case Event::kProxyAuthorised:
      case Event::kKksPrinted:
        return IsToken(event.subjects().kpm());
      default:
        return false;
    }
  }

  static void Take(const Event& event, std::uint64_t index, Family& family) {
    family.told.push_back(index);
    const Moment at = MomentOf(event.occurred_at());
    switch (event.body_case()) {
      case Event::kFamilyListed:
        TakeRegion(family, event, at, index);
        AddPengurus(family, event.subjects().pengurus(), at, index);
        if (at >= family.last_listed_at) {
          family.last_listed_at = at;
          if (!event.subjects().household().empty()) {
            family.household = event.subjects().household();
          }
        }
        return;
      case Event::kPengurusReplaced:
        AddPengurus(family, event.subjects().pengurus(), at, index);
        AddPengurus(family, event.pengurus_replaced().previous_pengurus(), at,
                    index);
        return;
      case Event::kKksPrinted:
        AddPengurus(family, event.subjects().pengurus(), at, index);
        return;
      case Event::kFamilyStatusChanged:
        InsertByTime(
            family.statuses,
            StatusChange{
                event.family_status_changed().status(), at,
                event.has_recorded_at() ? MomentOf(event.recorded_at()) : at,
                index});
        return;
      case Event::kFamilyAssigned: {
        const auto& body = event.family_assigned();
        InsertByTime(
            family.assignments,
            Assignment{body.companion(), body.group_id(), body.group_leader(),
                       at, Optional(body.has_until(), body.until()), index});
        return;
      }
      case Event::kProxyAuthorised: {
        const auto& body = event.proxy_authorised();
        InsertByTime(
            family.proxies,
            Proxy{body.proxy(), body.proxy_household(), body.relation(), at,
                  Optional(body.has_valid_until(), body.valid_until()), index});
        return;
      }
      default:
        return;
    }
  }
};

}  // namespace

std::int64_t OverMicros(const Moment& until) {
  return until.unix_micros + kMicrosPerDay;
}

bool Family::HasPengurus(std::string_view person) const {
  return std::any_of(pengurus.begin(), pengurus.end(),
                     [&](const Pengurus& p) { return p.person == person; });
}

const Proxy* Family::ProxyAt(std::string_view person, std::int64_t at) const {
  for (const Proxy& proxy : proxies) {
    if (proxy.person == person && proxy.from.unix_micros <= at &&
        (!proxy.until || at < OverMicros(*proxy.until))) {
      return &proxy;
    }
  }
  return nullptr;
}

const Assignment* Family::AssignmentAt(std::int64_t at) const {
  const Assignment* found = nullptr;
  for (const Assignment& assignment : assignments) {
    if (assignment.from.unix_micros <= at &&
        (!assignment.until || at < OverMicros(*assignment.until))) {
      found = &assignment;
    }
  }
  return found;
}

std::optional<Family> Find(const fold::Reader& reader, std::string_view kpm) {
  if (!IsToken(kpm)) return std::nullopt;
  const auto stored = reader.Get(kName, KeyOf(kpm));
  if (!stored) return std::nullopt;
  return fold::Decode<Family>(*stored);
}

std::string RegionOf(const fold::Reader& reader, std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  const auto stored = reader.Get(kName, KeyOf(kpm));
  if (!stored) return {};
  std::string region_code;
  fold::Decoder decoder(*stored);
  decoder(region_code);  // Family's first field.
  return region_code;
}

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<FamilyFold>();
}

}  // namespace ledger::views::family
