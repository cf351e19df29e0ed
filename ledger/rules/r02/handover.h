// A handover as R02 keeps it, under its receiver, signature and officer's day.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/views/common/moment.h"

namespace ledger::rules::r02 {

struct Handover {
  std::string kks;
  std::string kpm;
  std::string account;
  std::string receiver;
  amanah::v1::PartyRole role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  amanah::v1::IdentityCheck identity_check =
      amanah::v1::IDENTITY_CHECK_UNSPECIFIED;
  std::string officer_id;
  views::Moment at;
  views::Moment recorded_at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kks)(kpm)(account)(receiver)(role)(identity_check)(officer_id)(at);
    archive(recorded_at)(index);
  }
};

}  // namespace ledger::rules::r02
