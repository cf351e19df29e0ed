// Messages as JSON for programs: names as in the proto; bytes as lower-case
// hex; ZonedTime as RFC 3339 with its zone, null when absent; numbers as
// numbers (none here comes near 2^53 but a p-value, which is text); enums by
// name; fields that are not set are there with their default, so that a row
// always has the same keys.
//
// Thread safety: pure function.

#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace services::cli {

// One line, no LF.
std::string ToJson(const google::protobuf::Message& message);

// `text` quoted (RFC 8259, section 7). Invalid UTF-8 becomes U+FFFD.
std::string JsonString(std::string_view text);

}  // namespace services::cli
