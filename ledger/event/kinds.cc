#include <array>
#include <map>

#include "ledger/event/event.h"

namespace ledger::event {
namespace {

using Kind = amanah::v1::Event::BodyCase;

struct Family {
  std::string_view name;
  int first;  // Field numbers [first, last) of Event.
  int last;
};
// On disk: registrations in the log name families.
constexpr std::array<Family, 11> kFamilies = {{{"registry", 20, 40},
                                               {"programme", 40, 60},
                                               {"family", 60, 80},
                                               {"card", 80, 100},
                                               {"custody", 100, 120},
                                               {"money", 120, 150},
                                               {"context", 150, 180},
                                               {"duty", 180, 220},
                                               {"grievance", 220, 240},
                                               {"conduct", 240, 260},
                                               {"record", 260, 280}}};
constexpr std::size_t kNumbers = 280;

struct Kinds {
  // By field number; empty where there is none.
  std::array<std::string_view, kNumbers> names{};
  std::map<std::string_view, Kind> by_name;

  Kinds() {
    const google::protobuf::OneofDescriptor* const body =
        amanah::v1::Event::descriptor()->FindOneofByName("body");
    for (int i = 0; i < body->field_count(); ++i) {
      const google::protobuf::FieldDescriptor& field = *body->field(i);
      const std::size_t number = static_cast<std::size_t>(field.number());
      AMANAH_CHECK(number < kNumbers);
      names[number] = field.name();  // Descriptors live as long as the process.
      by_name.emplace(field.name(), static_cast<Kind>(field.number()));
    }
  }
};

const Kinds& AllKinds() {
  static const Kinds kinds;
  return kinds;
}

bool IsFamilyStar(std::string_view pattern, std::string_view family) {
  return pattern.size() == family.size() + 2 && pattern.starts_with(family) &&
         pattern.ends_with(".*");
}

}  // namespace

std::string_view KindName(Kind kind) {
  const std::size_t number = static_cast<std::size_t>(kind);
  return number < kNumbers ? AllKinds().names[number] : std::string_view();
}

Kind KindOfName(std::string_view name) {
  const auto found = AllKinds().by_name.find(name);
  return found == AllKinds().by_name.end() ? amanah::v1::Event::BODY_NOT_SET
                                           : found->second;
}

std::string_view FamilyOf(Kind kind) {
  if (KindName(kind).empty()) return {};
  for (const Family& family : kFamilies) {
    if (kind >= family.first && kind < family.last) return family.name;
  }
  return {};
}

bool KindMatches(Kind kind, std::string_view pattern) {
  const std::string_view name = KindName(kind);
  return !name.empty() &&
         (pattern == name || IsFamilyStar(pattern, FamilyOf(kind)));
}

bool IsKindPattern(std::string_view pattern) {
  for (const Family& family : kFamilies) {
    if (IsFamilyStar(pattern, family.name)) return true;
  }
  return KindOfName(pattern) != amanah::v1::Event::BODY_NOT_SET;
}

}  // namespace ledger::event
