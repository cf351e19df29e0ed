// What is planted in a village, for scoring. Rules never see it.
//
// Whole rupiah.
//
// Thread safety: values.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "services/simulate/scheme.h"

namespace services::simulate {

struct Label {
  Planted planted;
  std::string rule;  // That should find it.
  std::string region_code;
  std::uint32_t village = 0;
  std::string holder;  // Token of the person behind it; empty: nobody.
  amanah::v1::PartyRole holder_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  // Tokens. Cards as at the start of the year, and those that the scheme
  // itself had made since; families are the same all year.
  std::vector<std::string> cards;
  std::vector<std::string> families;
  std::int64_t moved_rupiah = 0;  // Through that hand.
  std::int64_t lost_rupiah = 0;   // That families did not get.
};

}  // namespace services::simulate
