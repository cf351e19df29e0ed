#include "ledger/views/profile/profile.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/views/family/family.h"

namespace ledger::views::profile {
namespace {

constexpr std::size_t kMostCards = 1'000;

bool IsAt(const party::Role& role, std::int64_t at) {
  // The last day of an office counts.
  return role.from.unix_micros <= at &&
         (!role.until || at < family::OverMicros(*role.until));
}

bool Overlaps(const party::Suspension& order, const custody::Interval& held) {
  const bool begins_before_end =
      !held.end || order.effective_from.unix_micros < held.end->unix_micros;
  const bool ends_after_begin =
      !order.effective_until ||
      held.begin.unix_micros < family::OverMicros(*order.effective_until);
  return begins_before_end && ends_after_begin;
}

// One card beside all that is known of the party.
class Explanation {
 public:
  Explanation(const fold::Reader& reader, const Profile& profile,
              custody::HeldCard held)
      : profile_(profile),
        family_(family::Find(reader, held.interval.kpm)),
        custody_(custody::Find(reader, held.interval.kks)) {
    seen_.is_foreign = custody::IsForeign(reader, held.interval);
    seen_.card = std::move(held);
  }

  SeenCard Run() {
    TakeTies();
    TakeWitnesses();
    for (const party::Role& role : profile_.roles) {
      if (IsAt(role, At())) seen_.roles_then.push_back(role);
    }
    for (const party::Suspension& order : profile_.suspensions) {
      if (Overlaps(order, Held())) seen_.was_suspended = true;
    }
    return std::move(seen_);
  }

 private:
  const custody::Interval& Held() const { return seen_.card.interval; }
  std::int64_t At() const { return Held().begin.unix_micros; }

  void TakeTies() {
    const std::string& party = profile_.token;
    const auto add = [&](Tie tie, bool is_so) {
      if (is_so) seen_.ties.push_back(tie);
    };
    const family::Assignment* assigned =
        family_ ? family_->AssignmentAt(At()) : nullptr;
    add(Tie::kPengurus, family_ && family_->HasPengurus(party));
    add(Tie::kFamilyMember, custody::IsFamilyRole(Held().holder_role));
    add(Tie::kProxy, family_ && family_->ProxyAt(party, At()) != nullptr);
    add(Tie::kAdvocacy, !Held().case_ref.empty());
    add(Tie::kCompanion, assigned != nullptr && assigned->companion == party);
    add(Tie::kGroupLeader,
        assigned != nullptr && assigned->group_leader == party);
    add(Tie::kRelatedFamily,
        !Held().kpm.empty() &&
            std::any_of(profile_.conflicts.begin(), profile_.conflicts.end(),
                        [&](const party::Conflict& conflict) {
                          return conflict.related_kpm == Held().kpm;
                        }));
  }

  void AddWitness(const std::string& party, amanah::v1::PartyRole role,
                  std::uint64_t index) {
    if (party.empty() || party == profile_.token) return;
    const bool is_known =
        std::any_of(seen_.witnesses.begin(), seen_.witnesses.end(),
                    [&](const Witness& known) { return known.party == party; });
    if (!is_known) seen_.witnesses.push_back({party, role, index});
  }

  void TakeWitnesses() {
    if (family_) {
      for (const auto& one : family_->pengurus) {
        AddWitness(one.person, amanah::v1::PARTY_ROLE_PENGURUS, one.index);
      }
      for (const auto& proxy : family_->proxies) {
        if (family_->ProxyAt(proxy.person, At()) == nullptr) continue;
        AddWitness(proxy.person, amanah::v1::PARTY_ROLE_PROXY, proxy.index);
      }
      if (const auto* assigned = family_->AssignmentAt(At())) {
        AddWitness(assigned->group_leader, amanah::v1::PARTY_ROLE_GROUP_LEADER,
                   assigned->index);
        AddWitness(assigned->companion, amanah::v1::PARTY_ROLE_COMPANION,
                   assigned->index);
      }
    }
    if (!custody_) return;
    for (const custody::Statement& said : custody_->statements) {
      if (said.holder == profile_.token) {
        AddWitness(said.stated_by, said.stated_by_role, said.index);
      }
    }
  }

  const Profile& profile_;
  const std::optional<family::Family> family_;
  const std::optional<custody::CardCustody> custody_;
  SeenCard seen_;
};

void CountCards(Profile& profile) {
  std::set<std::string> foreign;
  std::set<std::string> unexplained;
  for (const SeenCard& seen : profile.cards) {
    if (!seen.is_foreign) continue;
    foreign.insert(seen.card.interval.kks);
    if (std::none_of(seen.ties.begin(), seen.ties.end(), IsReason)) {
      unexplained.insert(seen.card.interval.kks);
    }
  }
  profile.foreign_cards = foreign.size();
  profile.unexplained_cards = unexplained.size();
}

}  // namespace

bool IsReason(Tie tie) {
  return tie == Tie::kPengurus || tie == Tie::kFamilyMember ||
         tie == Tie::kProxy || tie == Tie::kAdvocacy;
}

Result<Profile> Of(const fold::Reader& reader, std::string_view token,
                   std::optional<std::int64_t> as_of_micros,
                   bool include_ended) {
  Profile profile;
  profile.token = token;
  profile.roles = party::RolesOf(reader, token);
  profile.groups = party::GroupsLedBy(reader, token);
  profile.agents = party::AgentsOwnedBy(reader, token);
  profile.conflicts = party::ConflictsOf(reader, token);
  profile.suspensions = party::SuspensionsOfPerson(reader, token);
  profile.allegations = custody::AllegationsOf(reader, token).size();
  custody::HeldQuery query;
  query.holder = token;
  query.as_of_micros = as_of_micros;
  query.include_ended = include_ended;
  query.page_size = kMostCards;
  LEDGER_ASSIGN_OR_RETURN(custody::HeldPage page,
                          custody::ListHeld(reader, query));
  if (!page.holder_known && profile.roles.empty() && profile.groups.empty() &&
      profile.agents.empty() && profile.conflicts.empty() &&
      profile.suspensions.empty()) {
    return Error{Code::kNotFound, kPartyUnknown,
                 "no office, outlet, card or order names this party"};
  }
  for (custody::HeldCard& card : page.cards) {
    profile.cards.push_back(
        Explanation(reader, profile, std::move(card)).Run());
  }
  CountCards(profile);
  LEDGER_RETURN_IF_ERROR(reader.status());
  return profile;
}

}  // namespace ledger::views::profile
