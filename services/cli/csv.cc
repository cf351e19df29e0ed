#include "services/cli/csv.h"

#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "services/cli/json.h"

namespace services::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

bool IsTime(const FieldDescriptor& field) {
  return field.message_type() == amanah::v1::ZonedTime::descriptor();
}

// The one list of messages in it; nullptr when there are none or several.
const FieldDescriptor* ListOf(const Descriptor& descriptor) {
  const FieldDescriptor* list = nullptr;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (!field.is_repeated() || !IsMessage(field) || IsTime(field)) continue;
    if (list != nullptr) return nullptr;
    list = &field;
  }
  return list;
}

// True for what is in a oneof: all of them share one column.
bool IsChoice(const FieldDescriptor& field) {
  return field.real_containing_oneof() != nullptr;
}

// The column of a oneof is where its first field is.
bool IsLaterChoice(const FieldDescriptor& field) {
  return IsChoice(field) && field.index_in_oneof() > 0;
}

// A message within itself would have no last column.
bool IsSpread(const FieldDescriptor& field, const Descriptor& top) {
  return IsMessage(field) && !IsTime(field) && !field.is_repeated() &&
         field.message_type() != &top && !IsChoice(field);
}

void AddNames(const Descriptor& descriptor, const std::string& prefix,
              const FieldDescriptor* without, std::vector<std::string>& names) {
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (&field == without || IsLaterChoice(field)) continue;
    if (IsSpread(field, descriptor)) {
      AddNames(*field.message_type(), prefix + field.name() + ".", nullptr,
               names);
    } else {
      names.push_back(prefix + (IsChoice(field)
                                    ? field.real_containing_oneof()->name()
                                    : field.name()));
    }
  }
}

std::string Element(const Message& message, const FieldDescriptor& field,
                    int index) {
  if (!IsMessage(field)) {
    std::string text = ScalarText(message, &field, index);
    const bool is_formula =
        field.type() == FieldDescriptor::TYPE_STRING && !text.empty() &&
        std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
    return is_formula ? "'" + text : text;
  }
  const auto& reflection = *message.GetReflection();
  const Message& inner =
      index < 0 ? reflection.GetMessage(message, &field)
                : reflection.GetRepeatedMessage(message, &field, index);
  return TimeText(inner).value_or(ToJson(inner));
}

std::string Value(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (IsChoice(field)) {
    const FieldDescriptor* chosen = reflection.GetOneofFieldDescriptor(
        message, field.real_containing_oneof());
    return chosen == nullptr ? "" : Element(message, *chosen, -1);
  }
  if (!field.is_repeated()) {
    const bool is_absent =
        field.has_presence() && !reflection.HasField(message, &field);
    return is_absent ? "" : Element(message, field, -1);
  }
  std::string text;
  const int size = reflection.FieldSize(message, &field);
  for (int i = 0; i < size; ++i) {
    if (i > 0) text += ' ';
    text += Element(message, field, i);
  }
  return text;
}

// The cells of AddNames. A message that is absent has all cells empty.
void AddCells(const Message& message, bool is_there,
              const FieldDescriptor* without, std::vector<std::string>& cells) {
  const Descriptor& descriptor = *message.GetDescriptor();
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (&field == without || IsLaterChoice(field)) continue;
    if (IsSpread(field, descriptor)) {
      AddCells(reflection.GetMessage(message, &field),
               is_there && reflection.HasField(message, &field), nullptr,
               cells);
    } else {
      cells.push_back(is_there ? Value(message, field) : "");
    }
  }
}

std::string Line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line += ',';
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) line.append(c == '"' ? 2 : 1, c);
    line += '"';
  }
  return line + "\r\n";
}

}  // namespace

std::string CsvHeader(const Descriptor& descriptor) {
  const FieldDescriptor* list = ListOf(descriptor);
  std::vector<std::string> names;
  AddNames(descriptor, "", list, names);
  if (list != nullptr) {
    AddNames(*list->message_type(), list->name() + ".", nullptr, names);
  }
  return Line(names);
}

std::string ToCsv(const Message& message) {
  const FieldDescriptor* list = ListOf(*message.GetDescriptor());
  std::vector<std::string> around;
  AddCells(message, true, list, around);
  if (list == nullptr) return Line(around);
  const auto& reflection = *message.GetReflection();
  std::string lines;
  const int size = reflection.FieldSize(message, list);
  for (int i = 0; i < size; ++i) {
    std::vector<std::string> cells = around;
    AddCells(reflection.GetRepeatedMessage(message, list, i), true, nullptr,
             cells);
    lines += Line(cells);
  }
  if (size > 0) return lines;
  const Message* element =
      reflection.GetMessageFactory()->GetPrototype(list->message_type());
  AddCells(*element, false, nullptr, around);
  return Line(around);
}

}  // namespace services::cli
