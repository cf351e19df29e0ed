// Cards (KKS): what became of each, and which belong to one account.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::card {

inline constexpr std::string_view kName = "view.card";

// On disk: never renumber.
enum class Step : std::uint8_t {
  kPrinted = 1,
  kDispatched = 2,
  kAtBranch = 3,
  kHandedOver = 4,
  kActivated = 5,
  kPinChanged = 6,
  kBlocked = 7,
  kReplaced = 8,
  kClosed = 9,
  kReturned = 10,
  kDestroyed = 11,
};

// `PRINTED`, `DISPATCHED`, `AT_BRANCH`, `HANDED_OVER`, `ACTIVATED`,
// `PIN_CHANGED`, `BLOCKED`, `REPLACED`, `CLOSED`, `RETURNED_UNDELIVERED`,
// `DESTROYED`.
std::string_view NameOf(Step step);

// One step of a card's life.
struct LifeEvent {
  Step step = Step::kPrinted;
  Moment at;
  Moment recorded_at;  // As `at` when the source gives no other.
  std::uint64_t index = 0;
  std::string place;   // Branch or place.
  std::string reason;  // Of a block, replacement, closing or return.
  std::string other;   // Handover: receiver; replacement: the other card.
  amanah::v1::PartyRole role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(step)(at)(recorded_at)(index)(place)(reason)(other)(role);
  }
};

struct Card {
  std::string account;
  std::string kpm;
  std::string pengurus;  // In whose name it was printed.
  std::string bank;
  std::string last4;
  std::string replaces;         // Earlier card on the account; may be empty.
  std::uint32_t submitter = 0;  // Who told of it first.
  std::vector<LifeEvent> life;  // By time of happening, then step, index.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(account)(kpm)(pengurus)(bank)(last4)(replaces)(submitter)(life);
  }

  // The earliest step of that kind; null when there is none.
  const LifeEvent* First(Step step) const;
  // Where its life stands: the latest of its steps, PIN changes aside.
  // `UNKNOWN` before any.
  std::string_view StateName() const;
};

std::optional<Card> Find(const fold::Reader& reader, std::string_view kks);

// All cards, ascending by token. Not while folding.
void VisitAll(
    const fold::Reader& reader,
    const std::function<bool(std::string_view kks, const Card&)>& visit);

// All cards ever of an account, ascending by token.
std::vector<std::string> CardsOf(const fold::Reader& reader,
                                 std::string_view account);

// All cards ever of a family, ascending by token.
std::vector<std::string> CardsOfFamily(const fold::Reader& reader,
                                       std::string_view kpm);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::card
