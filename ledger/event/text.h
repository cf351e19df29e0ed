// What text in an event may look like, and the guard against identifiers.
//
// The log holds no NIK, No. KK, name, card or account number, for ever; a bank
// that maps a wrong column would put one there by mistake. The guard refuses
// every field whose text holds
//   - a run of more digits than that field honestly has: 9 by default, since
//     the shortest identifier in use (an account, a mobile number) has 10;
//   - four groups of four digits with one space, dash, dot or slash between
//     them, which is how a card number is printed.
// The few fields with longer honest runs say so in their form. It cannot see
// names; that is the mapping's duty.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <string_view>

namespace ledger::event {

// The form of one field.
struct TextForm {
  std::uint16_t max_bytes = 0;
  std::uint8_t max_digit_run = 9;
  // Printable ASCII only; otherwise printable UTF-8.
  bool ascii_only = false;
  // Also runs of twelve digits that have the shape of an RRN: digit of the
  // year, day of the year 001 to 366, hour 00 to 23, six digits. No account of
  // the kind that banks number from 0099 or 99 fits it.
  bool rrn_allowed = false;
};

// Words: a reason, a place, a status, a relation.
inline constexpr TextForm kWords{.max_bytes = 256};
// Codes and numbers of documents.
inline constexpr TextForm kShortCode{.max_bytes = 64};
// An origin or the name of a submitter.
inline constexpr TextForm kDisplayName{.max_bytes = 128};
inline constexpr TextForm kPeriod{.max_bytes = 64};
// Terminal id, DE41.
inline constexpr TextForm kTid{.max_bytes = 32};
// Merchant id, DE42: 15 digits at many banks.
inline constexpr TextForm kMid{.max_bytes = 32, .max_digit_run = 15};
// Retrieval reference, DE37: 12 digits.
inline constexpr TextForm kRrn{.max_bytes = 20, .max_digit_run = 12};
// A bank's reference of a credit: letters and an RRN.
inline constexpr TextForm kCreditRef{.max_bytes = 32, .max_digit_run = 12};
// Treasury payment order: 15 digits.
inline constexpr TextForm kSp2d{.max_bytes = 32, .max_digit_run = 15};
// Treasury receipt, 16 characters that can by chance all be digits.
inline constexpr TextForm kNtpn{.max_bytes = 16, .max_digit_run = 16};
// KPM group: letters, ten digits of its village and its number there.
inline constexpr TextForm kGroup{.max_bytes = 64, .max_digit_run = 13};
// The source's own reference; an RRN passes, a KPM, card, account or handover
// number does not.
inline constexpr TextForm kSourceRef{
    .max_bytes = 64, .ascii_only = true, .rrn_allowed = true};

// True for well-formed UTF-8, as the Unicode Standard, table 3-7, has it.
bool IsUtf8(std::string_view text);

// The rule that `text` breaks; empty when none.
std::string_view TextProblem(std::string_view text, const TextForm& form);

}  // namespace ledger::event
