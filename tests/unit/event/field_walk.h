// Every field of an event by its path, for tests that break them one by one.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/event/event.h"

namespace ledger::event {

// The fields that ValidateEvent names, blank separated.
inline std::string FieldsOf(const amanah::v1::Event& event) {
  std::string fields;
  for (const Error::Violation& violation : ValidateEvent(event)) {
    fields += (fields.empty() ? "" : " ") + violation.field;
  }
  return fields;
}

// A field that is set in an event; `element` is -1 for a singular one.
struct SetField {
  std::string path;  // As ValidateEvent tells it.
  std::vector<const google::protobuf::FieldDescriptor*> parents;
  const google::protobuf::FieldDescriptor* field = nullptr;
  int element = -1;
};

inline void CollectFields(
    const google::protobuf::Message& message, const std::string& prefix,
    const std::vector<const google::protobuf::FieldDescriptor*>& parents,
    std::vector<SetField>& found) {
  std::vector<const google::protobuf::FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const auto* field : set) {
    const std::string path = prefix + field->name();
    if (field->is_repeated()) {
      const int count = message.GetReflection()->FieldSize(message, field);
      for (int i = 0; i < count; ++i) {
        found.push_back(
            {path + "[" + std::to_string(i) + "]", parents, field, i});
      }
      continue;
    }
    found.push_back({path, parents, field, -1});
    if (field->message_type() == nullptr) continue;
    auto below = parents;
    below.push_back(field);
    CollectFields(message.GetReflection()->GetMessage(message, field),
                  path + ".", below, found);
  }
}

// All fields set in `event`, messages and what is in them.
inline std::vector<SetField> AllFields(const amanah::v1::Event& event) {
  std::vector<SetField> found;
  CollectFields(event, "", {}, found);
  return found;
}

// The message of `event` that holds `field`.
inline google::protobuf::Message& HolderOf(amanah::v1::Event& event,
                                           const SetField& field) {
  google::protobuf::Message* holder = &event;
  for (const auto* parent : field.parents) {
    holder = holder->GetReflection()->MutableMessage(holder, parent);
  }
  return *holder;
}

inline void Clear(amanah::v1::Event& event, const SetField& field) {
  google::protobuf::Message& holder = HolderOf(event, field);
  holder.GetReflection()->ClearField(&holder, field.field);
}

inline void SetText(amanah::v1::Event& event, const SetField& field,
                    const std::string& text) {
  google::protobuf::Message& holder = HolderOf(event, field);
  const auto* reflection = holder.GetReflection();
  if (field.element < 0) {
    reflection->SetString(&holder, field.field, text);
  } else {
    reflection->SetRepeatedString(&holder, field.field, field.element, text);
  }
}

inline void SetEnum(amanah::v1::Event& event, const SetField& field,
                    int value) {
  google::protobuf::Message& holder = HolderOf(event, field);
  const auto* reflection = holder.GetReflection();
  if (field.element < 0) {
    reflection->SetEnumValue(&holder, field.field, value);
  } else {
    reflection->SetRepeatedEnumValue(&holder, field.field, field.element,
                                     value);
  }
}

}  // namespace ledger::event
