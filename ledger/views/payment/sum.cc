#include "ledger/views/payment/sum.h"

#include <algorithm>

#include "ledger/base/region.h"
#include "ledger/fold/codec.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/payment/tables.h"

namespace ledger::views::payment {
namespace {

std::string_view TakeUntilZero(std::string_view& rest) {
  const std::size_t zero = rest.find('\0');
  const std::string_view part = rest.substr(0, zero);
  rest.remove_prefix(zero + 1);
  return part;
}

// No district has a village's code.
bool IsVillage(std::string_view region) {
  return DistrictOf(region).size() < region.size();
}

}  // namespace

void Sum::Add(const Sum& other, std::int64_t times) {
  for (std::size_t i = 0; i < kColumns; ++i) {
    columns[i] += times * other.columns[i];
  }
}

std::string BankKey(std::uint32_t submitter) {
  return "#" + std::to_string(submitter);
}

void VisitSums(const fold::Reader& reader, std::string_view period_id,
               std::string_view region_prefix,
               const std::function<bool(const PlaceSum&)>& visit) {
  fold::Key prefix =
      PlaceKey(IsVillage(region_prefix) ? kVillage : kDistrict, period_id);
  const std::size_t region_at = prefix.view().size();
  prefix.Append(region_prefix);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view value) {
                key.remove_prefix(region_at);
                PlaceSum place;
                place.region = TakeUntilZero(key);
                if (!region_prefix.empty() &&
                    !IsWithinRegion(place.region, region_prefix)) {
                  return true;
                }
                place.bank = TakeUntilZero(key);
                place.sp2d_no = key;
                place.sum = fold::Decode<Sum>(value);
                return visit(place);
              });
}

std::vector<std::string> PeriodsOfSums(const fold::Reader& reader) {
  std::vector<std::string> periods;
  fold::Key table(kPlaceSums);
  table.Push(kDistrict);
  std::string begin(table.view());
  for (bool is_more = true; is_more;) {
    is_more = false;
    reader.Scan(kName, begin, fold::AfterPrefix(table),
                [&](std::string_view key, std::string_view) {
                  key.remove_prefix(table.view().size());
                  periods.emplace_back(TakeUntilZero(key));
                  is_more = true;
                  return false;
                });
    if (is_more) begin = fold::AfterPrefix(PlaceKey(kDistrict, periods.back()));
  }
  return periods;
}

Sum SumOfLot(const fold::Reader& reader, std::string_view sp2d_no,
             std::string_view period_id) {
  Sum sum;
  VisitSums(reader, period_id, {}, [&](const PlaceSum& place) {
    if (place.sp2d_no == sp2d_no) sum.Add(place.sum);
    return true;
  });
  return sum;
}

}  // namespace ledger::views::payment
