// Messages as JSON for programs: names as in the proto; bytes as lower-case
// hex; ZonedTime as RFC 3339 with its zone, null when absent; numbers as
// numbers (none here comes near 2^53 but a p-value, which is text); enums by
// name; fields that are not set are there with their default, so that a row
// always has the same keys.
//
// Thread safety: pure function.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace services::cli {

// One line, no LF.
std::string ToJson(const google::protobuf::Message& message);

// `text` quoted (RFC 8259, section 7). Invalid UTF-8 becomes U+FFFD.
std::string JsonString(std::string_view text);

// The value of a field that is no message, without quotes: element `index` of
// a repeated one, the field itself when -1.
std::string ScalarText(const google::protobuf::Message& message,
                       const google::protobuf::FieldDescriptor* field,
                       int index);

// RFC 3339 when `message` is a ZonedTime.
std::optional<std::string> TimeText(const google::protobuf::Message& message);

}  // namespace services::cli
