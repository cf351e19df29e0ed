#include "services/cli/json.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "amanah/v1/common.pb.h"
#include "google/protobuf/descriptor.h"
#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/base/time.h"

namespace services::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Length of the well-formed UTF-8 sequence at the front; 0 when there is none.
std::size_t SequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto follows = [&](std::size_t i, unsigned low = 0x80,
                           unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned c = byte(0);
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return follows(1) ? 2 : 0;
  if (c >= 0xE0 && c <= 0xEF) {
    const unsigned low = c == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = c == 0xED ? 0x9F : 0xBF;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (c >= 0xF0 && c <= 0xF4) {
    const unsigned low = c == 0xF0 ? 0x90 : 0x80;
    const unsigned high = c == 0xF4 ? 0x8F : 0xBF;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

void AppendMessage(const Message& message, std::string& out);

// One value: element `index` of a repeated field, or the field when -1.
void AppendValue(const Message& message, const FieldDescriptor* field,
                 int index, std::string& out) {
  const Reflection* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      AppendMessage(index < 0
                        ? reflection->GetMessage(message, field)
                        : reflection->GetRepeatedMessage(message, field, index),
                    out);
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_STRING:
      out += JsonString(ScalarText(message, field, index));
      return;
    default:
      out += ScalarText(message, field, index);
  }
}

void AppendField(const Message& message, const FieldDescriptor* field,
                 std::string& out) {
  out += JsonString(field->name());
  out += ':';
  if (field->is_repeated()) {
    out += '[';
    const int size = message.GetReflection()->FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      if (i > 0) out += ',';
      AppendValue(message, field, i, out);
    }
    out += ']';
    return;
  }
  if (field->has_presence() &&
      !message.GetReflection()->HasField(message, field)) {
    out += "null";
    return;
  }
  AppendValue(message, field, -1, out);
}

void AppendMessage(const Message& message, std::string& out) {
  if (const auto time = TimeText(message)) {
    out += JsonString(*time);
    return;
  }
  const auto* descriptor = message.GetDescriptor();
  out += '{';
  bool first = true;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    // Of a oneof, only the one that is there.
    if (field->real_containing_oneof() != nullptr &&
        !message.GetReflection()->HasField(message, field)) {
      continue;
    }
    if (!first) out += ',';
    first = false;
    AppendField(message, field, out);
  }
  out += '}';
}

// A share or a mean: the shortest text that reads back as the same.
std::string DoubleText(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.begin(), text.end(), value);
  return {text.data(), end.ptr};
}

}  // namespace

std::string ScalarText(const Message& message, const FieldDescriptor* field,
                       int index) {
  const Reflection* reflection = message.GetReflection();
  const auto pick = [&](auto single, auto repeated) {
    return index < 0 ? (reflection->*single)(message, field)
                     : (reflection->*repeated)(message, field, index);
  };
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return pick(&Reflection::GetBool, &Reflection::GetRepeatedBool) ? "true"
                                                                      : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(
          pick(&Reflection::GetInt32, &Reflection::GetRepeatedInt32));
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(
          pick(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32));
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(
          pick(&Reflection::GetInt64, &Reflection::GetRepeatedInt64));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(
          pick(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return DoubleText(
          pick(&Reflection::GetDouble, &Reflection::GetRepeatedDouble));
    case FieldDescriptor::CPPTYPE_ENUM:
      return pick(&Reflection::GetEnum, &Reflection::GetRepeatedEnum)->name();
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text =
          pick(&Reflection::GetString, &Reflection::GetRepeatedString);
      return field->type() == FieldDescriptor::TYPE_BYTES
                 ? ledger::HexEncode(ledger::AsBytes(text))
                 : text;
    }
    default:
      break;
  }
  // A message is no scalar, and the contract has no float.
  AMANAH_CHECK(false);
}

std::optional<std::string> TimeText(const Message& message) {
  if (message.GetDescriptor() != amanah::v1::ZonedTime::descriptor()) {
    return std::nullopt;
  }
  amanah::v1::ZonedTime time;
  time.CopyFrom(message);
  return ledger::FormatZoned(
      {{time.unix_micros()}, time.zone_offset_minutes()});
}

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
      continue;
    }
    const auto c = static_cast<unsigned char>(text[0]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += text[0];
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20 || c == 0x7F) {
      char escaped[8];
      std::snprintf(escaped, sizeof(escaped), "\\u%04x", c);
      out += escaped;
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out + '"';
}

std::string ToJson(const Message& message) {
  std::string out;
  AppendMessage(message, out);
  return out;
}

}  // namespace services::cli
