#include "ledger/views/duty/duty.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/views/common/rows.h"
#include "ledger/views/duty/tables.h"

namespace ledger::views::duty {
namespace {

using amanah::v1::Event;

bool BitOf(std::string_view bitmap, std::uint32_t place) {
  const std::size_t byte = place / 8;
  return byte < bitmap.size() &&
         (static_cast<unsigned char>(bitmap[byte]) >> (place % 8) & 1) != 0;
}

}  // namespace

std::vector<Work> WorkFor(const fold::Reader& reader, std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  return RowsUnder<Work>(reader, kName, fold::Key(kWork, kpm));
}

std::vector<Membership> MembershipsOf(const fold::Reader& reader,
                                      std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  return RowsUnder<Membership>(reader, kName, fold::Key(kMemberships, kpm));
}

std::vector<Attendance> AttendanceOf(const fold::Reader& reader,
                                     std::string_view kpm) {
  std::vector<Attendance> all;
  std::set<std::uint64_t> seen;
  for (const Membership& member : MembershipsOf(reader, kpm)) {
    const fold::Key prefix = NamedKey(kSessions, member.group_id);
    fold::Key begin = prefix;
    begin.AppendOrdered(member.from.unix_micros);
    reader.Scan(
        kName, begin, fold::AfterPrefix(prefix),
        [&](std::string_view, std::string_view value) {
          const auto session = fold::Decode<Session>(value);
          // Registers know days: the last day counts.
          if (member.until && session.at.unix_micros >=
                                  member.until->unix_micros + kMicrosPerDay) {
            return false;
          }
          if (!seen.insert(session.index).second) return true;
          all.push_back({member.group_id, session.module, session.at,
                         session.by, !session.bitmap.empty(),
                         BitOf(session.bitmap, member.sequence),
                         session.index});
          return true;
        });
  }
  std::sort(all.begin(), all.end(),
            [](const Attendance& a, const Attendance& b) {
              return std::tie(a.at, a.index) < std::tie(b.at, b.index);
            });
  return all;
}

std::vector<std::string> FamiliesOf(const fold::Reader& reader,
                                    std::string_view companion) {
  std::vector<std::string> families;
  if (!IsToken(companion)) return families;
  const fold::Key prefix(kCharges, companion);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                const auto kpm = key.substr(1 + kTokenBytes, kTokenBytes);
                if (families.empty() || families.back() != kpm) {
                  families.emplace_back(kpm);
                }
                return true;
              });
  return families;
}

std::string RegionOfGroup(const fold::Reader& reader,
                          std::string_view group_id) {
  std::string village;
  if (group_id.empty()) return village;
  const fold::Key prefix = NamedKey(kGroups, group_id);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                village = value;
                return true;
              });
  return village;
}

void VisitGroupFamilies(
    const fold::Reader& reader, std::string_view region_prefix,
    const std::function<bool(std::string_view region, std::string_view kpm)>&
        visit) {
  std::map<std::string, std::set<std::string>> groups;  // By village.
  const fold::Key all(kGroupsIn, region_prefix);
  reader.Scan(
      kName, all, fold::AfterPrefix(all),
      [&](std::string_view key, std::string_view) {
        key = key.substr(1);
        const std::size_t mark = key.find('\0');
        key.remove_suffix(kIndexBytes + 1);
        groups[std::string(key.substr(0, mark))].emplace(key.substr(mark + 1));
        return true;
      });
  for (const auto& [village, names] : groups) {
    std::set<std::string> families;
    for (const std::string& name : names) {
      const fold::Key prefix = NamedKey(kMembers, name);
      reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
                  [&](std::string_view key, std::string_view) {
                    key.remove_suffix(kIndexBytes);
                    families.emplace(key.substr(key.size() - kTokenBytes));
                    return true;
                  });
    }
    for (const std::string& kpm : families) {
      if (!visit(village, kpm)) return;
    }
  }
}

std::optional<std::int64_t> FirstDone(const fold::Reader& reader,
                                      Event::BodyCase kind) {
  std::optional<std::int64_t> first;
  const fold::Key prefix = FirstKey(kind);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                first = fold::GetOrdered(key.substr(prefix.view().size()));
                return false;
              });
  return first;
}

std::vector<Conduct> ConductOf(const fold::Reader& reader, Matter matter,
                               std::string_view subject) {
  return RowsUnder<Conduct>(reader, kName, ConductKey(matter, subject));
}

void VisitConduct(const fold::Reader& reader, Matter matter,
                  std::string_view after,
                  const std::function<bool(const Conduct&)>& visit) {
  fold::Key all(kConduct);
  all.Push(static_cast<char>(matter));
  const std::string begin = after.empty()
                                ? std::string(all.view())
                                : fold::AfterPrefix(ConductKey(matter, after));
  reader.Scan(kName, begin, fold::AfterPrefix(all),
              [&](std::string_view, std::string_view value) {
                return visit(fold::Decode<Conduct>(value));
              });
}

}  // namespace ledger::views::duty
