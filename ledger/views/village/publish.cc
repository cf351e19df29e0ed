#include "ledger/views/village/publish.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/grievance/grievance.h"
#include "ledger/views/listing/listing.h"
#include "ledger/views/money/money.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/village/suppress.h"

namespace ledger::views::village {
namespace {

constexpr std::size_t kSubdistrictSize = 8;  // `PP.KK.CC`

std::size_t PlaceOf(Measure measure) {
  return static_cast<std::size_t>(measure) - 1;
}

// One village's sums before anything is withheld.
struct Sums {
  std::array<std::uint64_t, kMeasures> families{};
  std::array<std::int64_t, kMeasures> rupiah{};

  void Add(Measure measure, std::int64_t amount = 0) {
    ++families[PlaceOf(measure)];
    rupiah[PlaceOf(measure)] += amount;
  }
};

bool HasRupiah(Measure measure) {
  return measure == Measure::kListed || measure == Measure::kPaid ||
         measure == Measure::kReturned;
}

// The months paid for, [begin, end) microseconds where the village is.
struct Months {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

std::int64_t BeginOfMonth(std::uint32_t month, int zone) {
  constexpr std::uint32_t kHundred = 100;
  Civil civil;
  civil.year = static_cast<int>(month / kHundred);
  civil.month = static_cast<int>(month % kHundred);
  return InstantFromCivil(civil, zone).unix_micros;
}

std::uint32_t MonthAfter(std::uint32_t month) {
  constexpr std::uint32_t kHundred = 100;
  constexpr std::uint32_t kLastMonth = 12;
  return month % kHundred == kLastMonth ? month - kLastMonth + kHundred + 1
                                        : month + 1;
}

// One family of a list, counted.
class FamilyCount {
 public:
  FamilyCount(const fold::Reader& reader, const listing::VillageEntry& entry,
              const Months& months)
      : reader_(reader), entry_(entry), months_(months) {
    for (const std::string& kks : card::CardsOfFamily(reader, entry.kpm)) {
      if (const auto card = card::Find(reader, kks)) {
        cards_.push_back(kks);
        accounts_.insert(card->account);
      }
    }
  }

  void AddTo(Sums& sums) const {
    sums.Add(Measure::kListed, entry_.amount_rupiah);
    AddPayment(sums);
    AddCustody(sums);
    for (const auto& complaint : grievance::ComplaintsOf(reader_, entry_.kpm)) {
      if (months_.begin <= complaint.filed_at.unix_micros &&
          complaint.filed_at.unix_micros < months_.end) {
        sums.Add(Measure::kComplained);
        break;
      }
    }
  }

 private:
  void AddPayment(Sums& sums) const {
    const auto payment = payment::Find(reader_, entry_.period_id, entry_.kpm);
    if (!payment) return;
    const std::int64_t paid =
        payment->credited.rupiah + payment->paid_in_cash.rupiah;
    if (payment->credited.count + payment->paid_in_cash.count == 0) return;
    sums.Add(Measure::kPaid, paid);
    if (payment->debited_back.count > 0) {
      sums.Add(Measure::kReturned, payment->debited_back.rupiah);
    }
    if (payment->paid_in_cash.count > 0 || Drew(payment->credited.first_at)) {
      sums.Add(Measure::kDrew);
    }
  }

  bool Drew(const Moment& credited_at) const {
    bool drew = false;
    for (const std::string& account : accounts_) {
      money::VisitLines(reader_, account, credited_at.unix_micros,
                        credited_at.unix_micros + kDrawDays * kMicrosPerDay,
                        [&](const money::Line& line) {
                          drew = drew || line.IsDebitByPerson();
                          return !drew;
                        });
    }
    return drew;
  }

  void AddCustody(Sums& sums) const {
    bool is_known = false;
    bool is_held_by_family = true;
    for (const std::string& kks : cards_) {
      const auto held = custody::At(reader_, kks, months_.end - 1);
      if (!held) continue;
      is_known = true;
      is_held_by_family =
          is_held_by_family && !custody::IsForeign(reader_, *held);
    }
    if (!is_known) return;
    sums.Add(Measure::kCardKnown);
    if (is_held_by_family) sums.Add(Measure::kSelfHeld);
  }

  const fold::Reader& reader_;
  const listing::VillageEntry& entry_;
  const Months months_;
  std::vector<std::string> cards_;
  std::set<std::string> accounts_;
};

// The period's months: what most of the entries are paid for ends with its
// last one, and begins as long before as the shortest list says.
Months MonthsOf(const std::vector<listing::VillageEntry>& entries,
                std::string_view region_code) {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  for (const auto& entry : entries) {
    // Back-payments make months before the period's own: the latest first
    // month is the period's.
    first = std::max(first, entry.first_month);
    last = std::max(last, entry.last_month);
  }
  const int zone = ZoneOffsetMinutesOfRegion(region_code);
  if (last == 0) {
    std::int64_t closed = std::numeric_limits<std::int64_t>::max();
    for (const auto& entry : entries) {
      closed = std::min(closed, entry.closed_at.unix_micros);
    }
    return {closed, closed + kDrawDays * kMicrosPerDay};
  }
  return {BeginOfMonth(first, zone), BeginOfMonth(MonthAfter(last), zone)};
}

void FillRow(const Sums& sums, const Shown& shown, std::size_t at,
             PublicTable& table, PublicRow& row) {
  for (std::size_t m = 0; m < kMeasures; ++m) {
    if (!shown[m][at]) {
      ++table.withheld_cells;
      continue;
    }
    row.cells[m].families = sums.families[m];
    if (HasRupiah(static_cast<Measure>(m + 1))) {
      row.cells[m].rupiah = sums.rupiah[m];
    }
  }
}

std::vector<Column> ColumnsOf(const std::map<std::string, Sums>& villages) {
  std::vector<Column> columns(kMeasures);
  for (std::size_t m = 0; m < kMeasures; ++m) {
    const auto base = BaseOf(static_cast<Measure>(m + 1));
    if (base) columns[m].base = PlaceOf(*base);
    for (const auto& [code, sums] : villages) {
      columns[m].counts.push_back(sums.families[m]);
    }
  }
  return columns;
}

PublicTable TableOf(const fold::Reader& reader, const std::string& subdistrict,
                    const std::vector<listing::VillageEntry>& entries) {
  PublicTable table;
  table.region_code = subdistrict;
  table.period_id = entries.front().period_id;
  table.programme = entries.front().programme;
  const Months months = MonthsOf(entries, subdistrict);
  std::map<std::string, Sums> villages;
  for (const auto& entry : entries) {
    FamilyCount(reader, entry, months).AddTo(villages[entry.region_code]);
  }
  const Shown shown = Suppress(ColumnsOf(villages));
  Sums all;
  std::size_t at = 0;
  for (const auto& [code, sums] : villages) {
    for (std::size_t m = 0; m < kMeasures; ++m) {
      all.families[m] += sums.families[m];
      all.rupiah[m] += sums.rupiah[m];
    }
    PublicRow row;
    row.region_code = code;
    FillRow(sums, shown, at++, table, row);
    table.villages.push_back(std::move(row));
  }
  table.total.region_code = subdistrict;
  FillRow(all, shown, at, table, table.total);
  return table;
}

Error Invalid(std::string_view reason, std::string message) {
  return Error{Code::kInvalidArgument, reason, std::move(message)};
}

}  // namespace

std::optional<Measure> BaseOf(Measure measure) {
  switch (measure) {
    case Measure::kListed:
      return std::nullopt;
    case Measure::kDrew:
    case Measure::kReturned:
      return Measure::kPaid;
    case Measure::kSelfHeld:
      return Measure::kCardKnown;
    case Measure::kPaid:
    case Measure::kComplained:
    case Measure::kCardKnown:
      break;
  }
  return Measure::kListed;
}

Result<PublicPage> PublishFigures(const fold::Reader& reader,
                                  const PublicQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Invalid(kRegionMalformed, "region prefix is not a region code");
  }
  if (!query.page_token.empty() && !IsRegionCode(query.page_token)) {
    return Invalid(kPageTokenInvalid,
                   "page token is not from an earlier answer");
  }
  const std::string_view prefix =
      std::string_view(query.region_prefix).substr(0, kSubdistrictSize);
  PublicPage page;
  std::vector<listing::VillageEntry> entries;  // Of one subdistrict.
  std::string subdistrict;
  bool is_any = false;
  const auto finish = [&] {
    if (entries.empty()) return;
    page.tables.push_back(TableOf(reader, subdistrict, entries));
    entries.clear();
  };
  std::vector<listing::VillageEntry> all;
  listing::VisitVillageLists(
      reader, prefix, query.period_id, [&](const listing::VillageEntry& entry) {
        is_any = true;
        const std::string of = entry.region_code.substr(0, kSubdistrictSize);
        if (!entry.is_removed && of > query.page_token) all.push_back(entry);
        return true;
      });
  for (listing::VillageEntry& entry : all) {
    const std::string of = entry.region_code.substr(0, kSubdistrictSize);
    if (of != subdistrict) {
      finish();
      if (page.tables.size() == query.page_size) {
        page.next_page_token = subdistrict;
        break;
      }
      subdistrict = of;
    }
    entries.push_back(std::move(entry));
  }
  if (page.next_page_token.empty()) finish();
  LEDGER_RETURN_IF_ERROR(reader.status());
  if (!is_any) {
    return Error{Code::kNotFound, kPeriodUnknown,
                 "no list of that period is known in that region"};
  }
  return page;
}

}  // namespace ledger::views::village
