#include "services/importer/event_fields.h"

#include "ledger/base/check.h"

namespace services::importer {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;

const google::protobuf::Descriptor& EventType() {
  return *amanah::v1::Event::descriptor();
}

bool IsTime(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type()->full_name() == "amanah.v1.ZonedTime";
}

// The number of the enum's value of that name without its prefix.
std::optional<int> NumberOf(const EnumDescriptor& type, std::string_view name) {
  std::string full = type.value(0)->name();
  constexpr std::string_view kZero = "UNSPECIFIED";
  AMANAH_CHECK(full.ends_with(kZero));
  full.resize(full.size() - kZero.size());
  full += name;
  const EnumValueDescriptor* value = type.FindValueByName(full);
  if (value == nullptr) return std::nullopt;
  return value->number();
}

// Position of the scope for `field` of `parent`, made if need be.
std::size_t ScopeOf(EventRule& rule, std::size_t parent,
                    const FieldDescriptor* field) {
  for (std::size_t i = 1; i < rule.scopes.size(); ++i) {
    if (rule.scopes[i].parent == parent && rule.scopes[i].field == field) {
      return i;
    }
  }
  rule.scopes.push_back({parent, field});
  return rule.scopes.size() - 1;
}

// True for the fields that the importer fills itself.
bool IsOwn(const FieldDescriptor& field) {
  return field.containing_type() == &EventType() &&
         (field.name() == "event_id" || field.name() == "quality_flags" ||
          field.name() == "region_code_version" ||
          field.containing_oneof() != nullptr);
}

bool IsNumber(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return true;
    default:
      return false;
  }
}

// What the bytes of a field are: its name tells.
enum class BytesOf { kNothing, kToken, kHash, kFingerprint, kBitmap, kSealed };

BytesOf BytesOfField(const FieldDescriptor& field) {
  const std::string& name = field.name();
  if (field.type() != FieldDescriptor::TYPE_BYTES) return BytesOf::kNothing;
  if (name == "evidence_hashes" || name.ends_with("_hash") ||
      name.ends_with("_root")) {
    return BytesOf::kHash;
  }
  if (name.ends_with("_fingerprint")) return BytesOf::kFingerprint;
  if (name.ends_with("_bitmap")) return BytesOf::kBitmap;
  if (name.starts_with("sealed_")) return BytesOf::kSealed;
  return BytesOf::kToken;
}

bool Fits(const FieldDescriptor& field, Form form) {
  const BytesOf bytes = BytesOfField(field);
  const bool text = field.type() == FieldDescriptor::TYPE_STRING;
  const bool many = field.is_repeated();
  switch (form) {
    case Form::kText:
    case Form::kReference:
    case Form::kLast4:
    case Form::kRegion:
      return text && !many;
    case Form::kCode:
      return (text || field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) &&
             !many;
    case Form::kMoney:
    case Form::kInteger:
      return IsNumber(field) && !many;
    case Form::kDegrees:
      return field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 && !many;
    case Form::kTime:
    case Form::kDay:
    case Form::kDayEnd:
      return IsTime(field) && !many;
    case Form::kMonths:
      return field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32 && many;
    case Form::kSha256:
    case Form::kTextHash:
      return bytes == BytesOf::kHash;
    case Form::kFingerprint:
      return bytes == BytesOf::kFingerprint;
    case Form::kBitmap:
      return bytes == BytesOf::kBitmap;
    case Form::kFlag:
      return field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL && !many;
    case Form::kList:
      return text && many;
    case Form::kToken:
      return (bytes == BytesOf::kToken || text) && !many;
    case Form::kPrivate:
      return false;
  }
  return false;
}

std::string FitCodes(Assignment& assignment, const ValueRule& value) {
  for (const auto& [code, name] : *value.codes) {
    const auto number = NumberOf(*assignment.field->enum_type(), name);
    if (!number) {
      return name + " is no value of " + assignment.field->enum_type()->name();
    }
    assignment.numbers.emplace(code, *number);
  }
  return {};
}

}  // namespace

const FieldDescriptor* FieldOfKind(std::string_view kind) {
  const FieldDescriptor* field = EventType().FindFieldByName(std::string(kind));
  if (field == nullptr || field->containing_oneof() == nullptr) return nullptr;
  return field->containing_oneof()->name() == "body" ? field : nullptr;
}

EventRule EventRuleOfKind(std::string_view kind) {
  EventRule rule;
  rule.kind = std::string(kind);
  rule.scopes.push_back({});
  const FieldDescriptor* const body = FieldOfKind(kind);
  AMANAH_CHECK(body != nullptr);
  rule.body_scope = ScopeOf(rule, 0, body);
  return rule;
}

std::optional<Assignment> AssignmentAt(EventRule& rule,
                                       const std::vector<std::string>& path) {
  Assignment assignment;
  const google::protobuf::Descriptor* type = &EventType();
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (i == 0 && path[0] == "body") {
      assignment.scope = rule.body_scope;
      assignment.path = rule.kind;
      type = rule.scopes[rule.body_scope].field->message_type();
      continue;
    }
    const FieldDescriptor* const field = type->FindFieldByName(path[i]);
    if (field == nullptr || IsOwn(*field)) return std::nullopt;
    assignment.path += (assignment.path.empty() ? "" : ".") + path[i];
    if (i + 1 == path.size()) {
      assignment.field = field;
      return assignment;
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
        field->is_repeated() || IsTime(*field)) {
      return std::nullopt;
    }
    assignment.scope = ScopeOf(rule, assignment.scope, field);
    type = field->message_type();
  }
  return std::nullopt;
}

std::string FitValue(Assignment& assignment, const ValueRule& value) {
  const FieldDescriptor& field = *assignment.field;
  if (value.form == Form::kPrivate) {
    return value.name + " is private: it must not go into an event";
  }
  if (!Fits(field, value.form)) {
    return value.name + " has a type that does not fit " + field.full_name();
  }
  assignment.day_only = value.form == Form::kDay || value.form == Form::kDayEnd;
  if (value.form == Form::kCode &&
      field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return FitCodes(assignment, value);
  }
  return {};
}

std::string FitConstant(Assignment& assignment, std::string_view text,
                        int zone_offset_minutes) {
  const FieldDescriptor& field = *assignment.field;
  if (field.is_repeated() && field.type() != FieldDescriptor::TYPE_STRING) {
    return "no constant fits " + field.full_name();
  }
  if (field.type() == FieldDescriptor::TYPE_STRING) {
    assignment.constant = std::string(text);
    return {};
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const auto number = NumberOf(*field.enum_type(), text);
    if (!number) {
      return std::string(text) + " is no value of " + field.enum_type()->name();
    }
    assignment.constant = std::int64_t{*number};
    return {};
  }
  if (IsTime(field)) {
    auto moment = ledger::ParseDate(text, zone_offset_minutes);
    assignment.day_only = moment.has_value();
    if (!moment) moment = ledger::ParseRfc3339(text);
    if (!moment) return std::string(text) + " is neither a day nor a time";
    assignment.constant = *moment;
    return {};
  }
  return "no text fits " + field.full_name();
}

std::string FitConstant(Assignment& assignment, std::int64_t number) {
  const FieldDescriptor& field = *assignment.field;
  if (!IsNumber(field) || field.is_repeated()) {
    return "no number fits " + field.full_name();
  }
  assignment.constant = number;
  return {};
}

std::optional<amanah::v1::QualityFlag> FlagOfName(std::string_view name) {
  const auto number = NumberOf(*amanah::v1::QualityFlag_descriptor(), name);
  if (!number || *number == 0) return std::nullopt;
  return static_cast<amanah::v1::QualityFlag>(*number);
}

}  // namespace services::importer
