// Events as they are signed, and whether they are well formed.
//
// Validation is strict in form and never in substance: a withdrawal on a card
// that was never handed over is a fact to record, not an error.
//
// Thread safety: pure functions.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/result.h"

namespace ledger::event {

inline constexpr std::string_view kEntryTooLong = "ENTRY_TOO_LONG";
inline constexpr std::string_view kEventFirstByte = "EVENT_FIRST_BYTE";
inline constexpr std::string_view kEventMalformed = "EVENT_MALFORMED";
inline constexpr std::string_view kEventInvalid = "EVENT_INVALID";

// Longest entry of the log: its length must fit a tile bundle's uint16.
inline constexpr std::size_t kMaxEventBytes = 65'535;

// Parses `bytes`, which must be one Event and nothing else.
//   ENTRY_TOO_LONG, kOutOfRange: over kMaxEventBytes;
//   EVENT_FIRST_BYTE, kInvalidArgument: empty, or begins with 0x61 ('a'),
//     which is how the ledger's own text entries begin;
//   EVENT_MALFORMED, kInvalidArgument: not protobuf of this shape, nested
//     deeper than 16, with fields that this version does not know at any
//     depth (a fact that cannot be read must not be signed for), or with two
//     values of a singular field (it must read the same to every reader).
Result<amanah::v1::Event> DecodeEvent(std::string_view bytes);

// The same into `event`, whatever it held: it keeps its memory, so whoever
// decodes many one after the other allocates little.
Status DecodeEvent(std::string_view bytes, amanah::v1::Event& event);

// What is wrong with the form of `event`: path of the field from the event,
// such as `credit_posted.amount_rupiah`, and the rule that it breaks. Empty
// when nothing is. At most 100. The rules are those of the proto's comments
// and the guard against identifiers in text (ledger/event/text.h): a number of
// ten digits or more is refused in every field but the few that honestly have
// such (rrn, mid, sp2d_no, group_id, ...). In source_ref only a reference in
// the shape of an RRN passes; leave it empty when the source's reference holds
// a KPM, card or account number, or is in a field of its own already.
std::vector<Error::Violation> ValidateEvent(const amanah::v1::Event& event);

// The field's name in Event.body, such as `credit_posted`; empty for none.
std::string_view KindName(amanah::v1::Event::BodyCase kind);

// The kind of that name; BODY_NOT_SET for none.
amanah::v1::Event::BodyCase KindOfName(std::string_view name);

// `registry`, `programme`, `family`, `card`, `custody`, `money`, `context`,
// `duty`, `grievance`, `conduct`, `record`; empty for BODY_NOT_SET.
std::string_view FamilyOf(amanah::v1::Event::BodyCase kind);

// True when `pattern` (`credit_posted` or `money.*`) allows `kind`.
bool KindMatches(amanah::v1::Event::BodyCase kind, std::string_view pattern);
// True when `pattern` names a kind or a family with a star.
bool IsKindPattern(std::string_view pattern);

}  // namespace ledger::event
