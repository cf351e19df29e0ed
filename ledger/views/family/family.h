// Beneficiary families: village, account managers, household, standing,
// companions, proxies. Bank events carry no village: join here by kpm.
//
// Facts are kept as sets ordered by time, so the order in which sources were
// imported does not matter.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "amanah/v1/family_event.pb.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::family {

inline constexpr std::string_view kName = "view.family";

// A person is or was the family's account manager.
struct Pengurus {
  std::string person;
  Moment from;  // First moment at which a source says so.
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(person)(from)(index);
  }
};

struct StatusChange {
  amanah::v1::FamilyStatus status = amanah::v1::FAMILY_STATUS_UNSPECIFIED;
  Moment from;
  Moment reported_at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(status)(from)(reported_at)(index);
  }
};

// Who was responsible for the family, and when.
struct Assignment {
  std::string companion;
  std::string group_id;
  std::string group_leader;
  Moment from;
  std::optional<Moment> until;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(companion)(group_id)(group_leader)(from)(until)(index);
  }
};

// A registered proxy (wali, kuasa).
struct Proxy {
  std::string person;
  std::string household;  // Empty for a volunteer.
  std::string relation;
  Moment from;
  std::optional<Moment> until;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(person)(household)(relation)(from)(until)(index);
  }
};

struct Family {
  std::string region_code;  // Village as last listed; empty when unknown.
  Moment region_at;
  std::uint64_t region_index = 0;
  std::string household;
  // Last final list that names it, and what was read from it.
  Moment last_listed_at;
  std::vector<Pengurus> pengurus;  // By person.
  std::vector<StatusChange> statuses;
  std::vector<Assignment> assignments;
  std::vector<Proxy> proxies;
  std::vector<std::uint64_t> told;  // All events it rests on, ascending.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(region_code)(region_at)(region_index)(household)(last_listed_at);
    archive(pengurus)(statuses)(assignments)(proxies)(told);
  }

  // True when some source names `person` as its account manager, at any time.
  bool HasPengurus(std::string_view person) const;
  // The registration by which `person` may act for it at `at`; null if none.
  const Proxy* ProxyAt(std::string_view person, std::int64_t at) const;
  // Who was responsible at `at`; null if nobody is known.
  const Assignment* AssignmentAt(std::int64_t at) const;
};

// The first moment at which a term that ends `until` is over: registers know
// days, not times, so its last day counts.
std::int64_t OverMicros(const Moment& until);

// The family of that token, or nullopt.
std::optional<Family> Find(const fold::Reader& reader, std::string_view kpm);

// The village of the family of that token; empty when unknown.
std::string RegionOf(const fold::Reader& reader, std::string_view kpm);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::family
