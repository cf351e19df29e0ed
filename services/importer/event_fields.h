// Fields of the event by their path, and what fits into them.
//
// A path is as in PROFILES.md: `occurred_at`, `subjects.kks`,
// `body.transaction.rrn`, where `body` is the event's kind.
//
// Thread safety: pure functions on values.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/importer/rules.h"

namespace services::importer {

// The field of Event that is the kind `kind`; nullptr for none.
const google::protobuf::FieldDescriptor* FieldOfKind(std::string_view kind);

// A new event rule of that kind with the scopes that it always has.
// Requires FieldOfKind(kind).
EventRule EventRuleOfKind(std::string_view kind);

// Finds the field at `path`, making the scopes on the way; nullopt when there
// is none, or when it is one that the importer fills itself.
std::optional<Assignment> AssignmentAt(EventRule& rule,
                                       const std::vector<std::string>& path);

// Readies `assignment` for `value`; says why it does not fit, or nothing.
std::string FitValue(Assignment& assignment, const ValueRule& value);

// Readies `assignment` for a constant, given as text or number; says why it
// does not fit, or nothing. Days are in the zone of `zone_offset_minutes`.
std::string FitConstant(Assignment& assignment, std::string_view text,
                        int zone_offset_minutes);
std::string FitConstant(Assignment& assignment, std::int64_t number);

// The flag of that name without its prefix, such as `OFFLINE`.
std::optional<amanah::v1::QualityFlag> FlagOfName(std::string_view name);

}  // namespace services::importer
