#include "services/query/party_service.h"

#include <memory>

#include "ledger/views/profile/profile.h"
#include "services/query/custody_messages.h"
#include "services/query/view.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"

namespace services::query {
namespace {

namespace party = ledger::views::party;
namespace profile = ledger::views::profile;
using ledger::Status;
using ledger::fold::ReadView;

void FillOffice(const party::Role& role, amanah::v1::PartyOffice* message) {
  message->set_role(role.role);
  message->set_region_code(role.region_code);
  wire::FillMoment(role.from, message->mutable_from_at());
  if (role.until) wire::FillMoment(*role.until, message->mutable_until_at());
  message->set_index(role.index);
}

void FillGroup(const party::Group& group, amanah::v1::LedGroup* message) {
  message->set_group_id(group.group_id);
  message->set_region_code(group.region_code);
  message->set_member_count(group.member_count);
  wire::FillMoment(group.from, message->mutable_from_at());
  message->set_index(group.index);
}

void FillConflict(const party::Conflict& conflict,
                  amanah::v1::PartyConflict* message) {
  message->set_relation(conflict.relation);
  message->set_related_party(conflict.related_party);
  message->set_related_kpm(conflict.related_kpm);
  message->set_agent_id(conflict.agent_id);
  message->set_self_declared(conflict.self_declared);
  wire::FillMoment(conflict.at, message->mutable_at());
  message->set_index(conflict.index);
}

void FillSuspension(const party::Suspension& order,
                    amanah::v1::PartySuspension* message) {
  wire::FillMoment(order.effective_from, message->mutable_effective_from());
  if (order.effective_until) {
    wire::FillMoment(*order.effective_until,
                     message->mutable_effective_until());
  }
  message->set_basis(order.basis);
  message->set_index(order.index);
}

void FillSeen(const profile::SeenCard& seen, amanah::v1::SeenCard* message) {
  FillHeldCard(seen.card, message->mutable_card());
  message->set_foreign(seen.is_foreign);
  for (const profile::Tie tie : seen.ties) {
    // Numbered alike (views/profile/profile.h).
    message->add_ties(static_cast<amanah::v1::FamilyTie>(tie));
  }
  for (const party::Role& role : seen.roles_then) {
    FillOffice(role, message->add_offices_then());
  }
  message->set_suspended(seen.was_suspended);
  for (const profile::Witness& witness : seen.witnesses) {
    auto* one = message->add_witnesses();
    one->set_party(witness.party);
    one->set_role(witness.role);
    one->set_index(witness.index);
  }
}

void FillProfile(const profile::Profile& found,
                 amanah::v1::GetPartyProfileResponse* response) {
  for (const auto& role : found.roles) {
    FillOffice(role, response->add_offices());
  }
  for (const auto& group : found.groups) {
    FillGroup(group, response->add_groups());
  }
  for (const auto& agent : found.agents) response->add_agent_ids(agent);
  for (const auto& conflict : found.conflicts) {
    FillConflict(conflict, response->add_conflicts());
  }
  for (const auto& order : found.suspensions) {
    FillSuspension(order, response->add_suspensions());
  }
  for (const auto& seen : found.cards) FillSeen(seen, response->add_cards());
  response->set_foreign_count(found.foreign_cards);
  response->set_unexplained_count(found.unexplained_cards);
  response->set_allegation_count(found.allegations);
}

}  // namespace

grpc::Status PartyService::GetPartyProfile(
    grpc::ServerContext* context,
    const amanah::v1::GetPartyProfileRequest* request,
    amanah::v1::GetPartyProfileResponse* response) {
  return rpc::Answer(*context, "GetPartyProfile", kReaders, [&]() -> Status {
    LEDGER_RETURN_IF_ERROR(wire::CheckToken(request->party(), "party"));
    LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        const profile::Profile found,
        profile::Of(*view, request->party(),
                    wire::OptionalMicros(request->as_of_unix_micros()),
                    request->include_ended()));
    FillProfile(found, response);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

}  // namespace services::query
