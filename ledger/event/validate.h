// The rules of each body. Each checks its own message and what of the envelope
// it requires (a card event without a card is malformed); paths begin at the
// event.
//
// Thread safety: pure functions.

#pragma once

#include "amanah/v1/event.pb.h"
#include "ledger/event/checker.h"

namespace ledger::event {

// Each requires that event.body_case() is one of its kinds: those of its
// family, or of the part of it that its file is named after.
void CheckRegistryBody(const amanah::v1::Event& event, Checker& checker);
void CheckProgrammeBody(const amanah::v1::Event& event, Checker& checker);
void CheckListBody(const amanah::v1::Event& event, Checker& checker);
void CheckFamilyBody(const amanah::v1::Event& event, Checker& checker);
void CheckCardBody(const amanah::v1::Event& event, Checker& checker);
void CheckMoneyBody(const amanah::v1::Event& event, Checker& checker);
void CheckAccountBody(const amanah::v1::Event& event, Checker& checker);
void CheckContextBody(const amanah::v1::Event& event, Checker& checker);
void CheckPeopleBody(const amanah::v1::Event& event, Checker& checker);
void CheckDutyBody(const amanah::v1::Event& event, Checker& checker);
void CheckOutreachBody(const amanah::v1::Event& event, Checker& checker);
void CheckGrievanceBody(const amanah::v1::Event& event, Checker& checker);
void CheckConductBody(const amanah::v1::Event& event, Checker& checker);
void CheckRecordBody(const amanah::v1::Event& event, Checker& checker);

// Subjects that a kind cannot do without.
inline void RequireKpm(const amanah::v1::Event& event, Checker& checker) {
  checker.Require(!event.subjects().kpm().empty(), "subjects.kpm",
                  Checker::kRequired);
}
inline void RequireKks(const amanah::v1::Event& event, Checker& checker) {
  checker.Require(!event.subjects().kks().empty(), "subjects.kks",
                  Checker::kRequired);
}
inline void RequireAccount(const amanah::v1::Event& event, Checker& checker) {
  checker.Require(!event.subjects().account().empty(), "subjects.account",
                  Checker::kRequired);
}

// The rest of the envelope that a kind cannot do without.
inline void RequireProgramme(const amanah::v1::Event& event, Checker& checker) {
  checker.Require(event.programme() != 0, "programme", Checker::kRequired);
}
inline void RequirePeriod(const amanah::v1::Event& event, Checker& checker) {
  checker.Require(!event.period_id().empty(), "period_id", Checker::kRequired);
}
inline void RequireRegion(const amanah::v1::Event& event, Checker& checker) {
  checker.Require(!event.region_code().empty(), "region_code",
                  Checker::kRequired);
}

// Of a body with latitude and longitude, millionths of a degree.
template <typename Body>
void CheckCoordinates(const Body& body, Checker& checker) {
  constexpr std::int32_t kMaxLatitude = 90'000'000;
  constexpr std::int32_t kMaxLongitude = 180'000'000;
  const std::int32_t latitude = body.latitude_microdegrees();
  checker.Require(latitude >= -kMaxLatitude && latitude <= kMaxLatitude,
                  "latitude_microdegrees", "must be in [-90, 90] degrees");
  const std::int32_t longitude = body.longitude_microdegrees();
  checker.Require(longitude >= -kMaxLongitude && longitude <= kMaxLongitude,
                  "longitude_microdegrees", "must be in [-180, 180] degrees");
}

// Of a body about a person by token or an agent by code, and not both.
template <typename Body>
void CheckOneParty(const Body& body, Checker& checker) {
  checker.Require(!body.party().empty() || !body.agent_id().empty(), "party",
                  "or agent_id is required");
  checker.TokenIfAny(body.party(), "party");
  checker.TextIfAny(body.agent_id(), "agent_id", kShortCode);
  checker.Require(body.party().empty() || body.agent_id().empty(), "agent_id",
                  "must be empty for a person");
}

}  // namespace ledger::event
