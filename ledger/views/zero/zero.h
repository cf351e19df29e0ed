// Why a card is empty (R17): a decision tree over lists, payment orders,
// credits, debits, returns, handovers, custody and what the family says.
// README.md draws the tree. Composed from other views; keeps nothing.
//
// The answer is a cause, a sentence for the family and one for the officer,
// and the events it stands on. It never names a person: a cause that says that
// somebody took the money is a pattern to check.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "ledger/fold/reader.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::zero {

// kNotFound: no event names this card.
inline constexpr std::string_view kKksUnknown = "KKS_UNKNOWN";

// Numbered as amanah.v1.ZeroCause.
enum class Cause : std::uint8_t {
  kUnknown = 1,              // The ledger has neither lists nor credits of it.
  kNotInList = 2,            // Not on the period's final list.
  kRemovedFromList = 3,      // Taken off after closing.
  kAccountCheckFailed = 4,   // Name, NIK and account do not agree.
  kCreditFailed = 5,         // The bank could not credit it.
  kNotOrderedYet = 6,        // On the list; no payment order for its bank.
  kBankDelay = 7,            // Ordered; the bank has not credited it.
  kPaidAtPost = 8,           // PT Pos pays it, not the card.
  kCardNotHandedOver = 9,    // The money is there, the card never came.
  kCardOrPinProblem = 10,    // The money is there; the card was refused.
  kMoneyIsThere = 11,        // The money is there, nothing was refused.
  kReturnedToTreasury = 12,  // Taken back as unused.
  kDrawnByFamily = 13,       // Drawn; a proxy or the family's own word.
  kDrawn = 14,               // Drawn; nobody has denied it.
  kDrawnHeldByOther = 15,    // Drawn while another had the card.
  // Patterns to check:
  kTakenBeforeHandover = 20,  // Drawn before the card was given to anybody.
  kTakenByReceiver = 21,      // Drawn after it was given to another.
  kTakenFamilyDenies = 22,    // Drawn, and the family says not by it.
  kDrawnAfterExit = 23,       // Drawn long after death or graduation.
  kReceivedLess = 24,         // Drawn, and the family says it got less.
};
// `NOT_IN_LIST` and so on, as the proto names them without prefix.
std::string_view NameOf(Cause cause);
// True for kTakenBeforeHandover and later.
bool IsSuspicion(Cause cause);

// An event that the answer stands on.
struct Evidence {
  std::string_view kind;  // Name of the event's kind.
  Moment at;
  std::uint64_t index = 0;
  std::int64_t amount_rupiah = 0;  // Signed; 0 when not money.
  std::string place;               // Terminal, place, period or ticket.
};
inline constexpr std::size_t kMaxEvidence = 40;

struct Question {
  std::string kks;
  // When the family finds it empty. Absent: when it last complained of that,
  // else the latest moment the ledger knows.
  std::optional<std::int64_t> at_micros;
  // Somebody of the family says now that none of it drew the money.
  bool family_denies = false;
};

struct Answer {
  std::string kks;
  std::string account;
  std::string kpm;
  std::string bank;
  std::string region_code;
  std::int64_t at_micros = 0;
  std::string ticket;  // The complaint that says when; may be empty.
  Cause cause = Cause::kUnknown;
  std::string period_id;  // The payment that was expected.
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::int64_t due_rupiah = 0;       // As the list says.
  std::int64_t credited_rupiah = 0;  // The last credit.
  std::int64_t drawn_rupiah = 0;     // By persons since.
  std::int64_t returned_rupiah = 0;  // To the treasury since.
  std::int64_t balance_rupiah = 0;
  std::vector<Evidence> evidence;  // By time, then index; the latest.
  std::string family_id;           // For the family, in Indonesian.
  std::string family_en;
  std::string officer_id;
  std::string officer_en;
};

// KKS_UNKNOWN.
Result<Answer> Why(const fold::Reader& reader, const Question& question);

}  // namespace ledger::views::zero
