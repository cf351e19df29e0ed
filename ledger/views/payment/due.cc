#include "ledger/views/payment/due.h"

#include <algorithm>
#include <string_view>

namespace ledger::views::payment {
namespace {

struct Component {
  amanah::v1::Programme programme;
  std::string_view name;
  std::int64_t yearly_rupiah;
  std::ptrdiff_t most;  // Counted in one family.
};

constexpr std::uint32_t kValidFrom = 202001;
constexpr std::size_t kMostCounted = 4;
constexpr std::int64_t kMonths = 12;

constexpr Component kIndex[] = {
    {amanah::v1::PROGRAMME_PKH, "HAMIL", 3'000'000, 2},
    {amanah::v1::PROGRAMME_PKH, "BALITA", 3'000'000, 2},
    {amanah::v1::PROGRAMME_PKH, "SD", 900'000, kMostCounted},
    {amanah::v1::PROGRAMME_PKH, "SMP", 1'500'000, kMostCounted},
    {amanah::v1::PROGRAMME_PKH, "SMA", 2'000'000, kMostCounted},
    {amanah::v1::PROGRAMME_PKH, "DISABILITAS", 2'400'000, 1},
    {amanah::v1::PROGRAMME_PKH, "LANSIA", 2'400'000, 1},
    {amanah::v1::PROGRAMME_SEMBAKO, "SEMBAKO", 2'400'000, 1},
};

const Component* Find(amanah::v1::Programme programme, std::string_view name) {
  for (const Component& component : kIndex) {
    if (component.programme == programme && component.name == name) {
      return &component;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<std::int64_t> DueRupiah(
    amanah::v1::Programme programme, const std::vector<std::string>& components,
    const std::vector<std::uint32_t>& months,
    const std::vector<std::string>& unkept) {
  if (components.empty() || components.size() > kMostCounted ||
      months.empty() ||
      *std::min_element(months.begin(), months.end()) < kValidFrom) {
    return std::nullopt;
  }
  std::vector<std::string_view> left(unkept.begin(), unkept.end());
  std::int64_t due = 0;
  for (const std::string& name : components) {
    const Component* component = Find(programme, name);
    if (component == nullptr || std::count(components.begin(), components.end(),
                                           name) > component->most) {
      return std::nullopt;
    }
    if (const auto at = std::find(left.begin(), left.end(), name);
        at != left.end()) {
      left.erase(at);
      continue;
    }
    due += component->yearly_rupiah * static_cast<std::int64_t>(months.size()) /
           kMonths;
  }
  return due;
}

}  // namespace ledger::views::payment
