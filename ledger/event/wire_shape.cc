#include "ledger/event/wire_shape.h"

#include "google/protobuf/wire_format_lite.h"
#include "ledger/base/check.h"
#include "ledger/event/text.h"

namespace ledger::event {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;

constexpr std::uint32_t kVarint = 0;
constexpr std::uint32_t kFixed64 = 1;
constexpr std::uint32_t kLengthDelimited = 2;
constexpr std::uint32_t kFixed32 = 5;

std::uint32_t WireTypeOf(const FieldDescriptor& field) {
  return WireFormatLite::WireTypeForFieldType(
      static_cast<WireFormatLite::FieldType>(field.type()));
}

}  // namespace

// What is left to read of one message.
struct WireShape::Cursor {
  std::string_view rest;

  bool Varint(std::uint64_t& value) {
    if (!rest.empty() && static_cast<unsigned char>(rest[0]) < 0x80) {
      value = static_cast<unsigned char>(rest[0]);
      rest.remove_prefix(1);
      return true;
    }
    value = 0;
    for (std::size_t i = 0; i < rest.size() && i < 10; ++i) {
      const auto byte = static_cast<unsigned char>(rest[i]);
      if (i == 9 && byte > 1) return false;  // Over 64 bits.
      value |= static_cast<std::uint64_t>(byte & 0x7fu) << (7 * i);
      if ((byte & 0x80u) == 0) {
        rest.remove_prefix(i + 1);
        return true;
      }
    }
    return false;
  }

  bool Take(std::uint64_t count, std::string_view& taken) {
    if (count > rest.size()) return false;
    taken = rest.substr(0, static_cast<std::size_t>(count));
    rest.remove_prefix(static_cast<std::size_t>(count));
    return true;
  }

  // The value of a field of that wire type; its bytes when length-delimited.
  bool Value(std::uint64_t wire_type, std::string_view& bytes) {
    std::uint64_t number = 0;
    if (wire_type == kVarint) return Varint(number);
    if (wire_type == kFixed64) return Take(8, bytes);
    if (wire_type == kFixed32) return Take(4, bytes);
    return wire_type == kLengthDelimited && Varint(number) &&
           Take(number, bytes);
  }
};

WireShape::WireShape(const Descriptor& root) { Add(root); }

std::size_t WireShape::Add(const Descriptor& message) {
  const auto [found, inserted] = numbers_.emplace(&message, messages_.size());
  const std::size_t own = found->second;
  if (!inserted) return own;
  messages_.push_back({message.full_name(), {}});
  std::vector<Field> fields;
  int next_once = message.oneof_decl_count();
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const std::size_t number = static_cast<std::size_t>(field.number());
    if (fields.size() <= number) fields.resize(number + 1);
    Field shape{.known = true,
                .text = field.type() == FieldDescriptor::TYPE_STRING,
                .packable = field.is_packable(),
                .wire_type = WireTypeOf(field)};
    if (const auto* oneof = field.containing_oneof()) {
      shape.once = oneof->index();
    } else if (!field.is_repeated()) {
      shape.once = next_once++;
    }
    if (field.message_type() != nullptr) {
      shape.message = Add(*field.message_type());
    }
    fields[number] = shape;
  }
  AMANAH_CHECK(next_once <= 64);  // They are bits of one word.
  messages_[own].fields = std::move(fields);
  return own;
}

std::string WireShape::Problem(std::string_view bytes) const {
  std::string problem;
  Walk(bytes, messages_.front(), 1, problem);
  return problem;
}

bool WireShape::Walk(std::string_view bytes, const Message& shape, int depth,
                     std::string& problem) const {
  if (depth > kMaxDepth) {
    problem = shape.name + " is nested too deeply";
    return false;
  }
  Cursor cursor{bytes};
  std::uint64_t seen = 0;
  while (!cursor.rest.empty()) {
    if (!WalkField(cursor, shape, seen, depth, problem)) return false;
  }
  return true;
}

bool WireShape::WalkField(Cursor& cursor, const Message& shape,
                          std::uint64_t& seen, int depth,
                          std::string& problem) const {
  std::uint64_t tag = 0;
  const bool whole = cursor.Varint(tag);
  const std::uint64_t number = tag >> 3;
  const std::uint64_t wire_type = tag & 7;
  const auto wrong = [&](std::string_view what) {
    problem = "field " + std::to_string(number) + " of " + shape.name;
    problem.append(" ").append(what);
    return false;
  };
  if (!whole) return wrong("ends within its tag");
  if (number >= shape.fields.size() || !shape.fields[number].known) {
    return wrong("is not known");
  }
  const Field& field = shape.fields[number];
  const bool packed = field.packable && wire_type == kLengthDelimited;
  if (wire_type != field.wire_type && !packed) {
    return wrong("has another wire type than declared");
  }
  if (field.once != kRepeated) {
    const std::uint64_t bit = std::uint64_t{1} << field.once;
    if ((seen & bit) != 0) return wrong("has more than one value");
    seen |= bit;
  }
  std::string_view bytes;
  if (!cursor.Value(wire_type, bytes)) return wrong("is cut short");
  if (field.text && !IsUtf8(bytes)) return wrong("is not UTF-8");
  return field.message == kNoMessage ||
         Walk(bytes, messages_[field.message], depth + 1, problem);
}

}  // namespace ledger::event
