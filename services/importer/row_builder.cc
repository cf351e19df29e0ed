#include "services/importer/row_builder.h"

#include <variant>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/crypto/hash.h"
#include "ledger/event/event.h"
#include "services/importer/reject.h"

namespace services::importer {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// In the log for ever: never change what is hashed.
constexpr std::string_view kEventIdDomain = "amanah/event-id/v1\n";
constexpr std::size_t kEventIdBytes = 16;
// Shorter cells are too common to tell a person.
constexpr std::size_t kLeastIdentifierBytes = 6;

void SetTime(const ledger::ZonedInstant& moment, Message& parent,
             const FieldDescriptor* field) {
  auto& time = static_cast<amanah::v1::ZonedTime&>(
      *parent.GetReflection()->MutableMessage(&parent, field));
  time.set_unix_micros(moment.instant.unix_micros);
  time.set_zone_offset_minutes(moment.zone_offset_minutes);
}

// False when `number` does not fit the field.
bool SetNumber(std::int64_t number, Message& parent,
               const FieldDescriptor* field) {
  const Reflection& to = *parent.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      to.SetInt64(&parent, field, number);
      return true;
    case FieldDescriptor::CPPTYPE_UINT64:
      to.SetUInt64(&parent, field, static_cast<std::uint64_t>(number));
      return number >= 0;
    case FieldDescriptor::CPPTYPE_INT32:
      to.SetInt32(&parent, field, static_cast<std::int32_t>(number));
      return number == static_cast<std::int32_t>(number);
    case FieldDescriptor::CPPTYPE_UINT32:
      to.SetUInt32(&parent, field, static_cast<std::uint32_t>(number));
      return number == static_cast<std::uint32_t>(number);
    case FieldDescriptor::CPPTYPE_BOOL:
      to.SetBool(&parent, field, number != 0);
      return true;
    default:
      return false;
  }
}

void SetConstant(const Constant& constant, Message& parent,
                 const FieldDescriptor* field) {
  const Reflection& to = *parent.GetReflection();
  if (const auto* text = std::get_if<std::string>(&constant)) {
    if (field->is_repeated()) {
      to.AddString(&parent, field, *text);
    } else {
      to.SetString(&parent, field, *text);
    }
  } else if (const auto* number = std::get_if<std::int64_t>(&constant)) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      to.SetEnumValue(&parent, field, static_cast<int>(*number));
    } else {
      SetNumber(*number, parent, field);
    }
  } else {
    SetTime(std::get<ledger::ZonedInstant>(constant), parent, field);
  }
}

// A token where the event has a text: two letters of `a` to `p` a byte. Hex
// could by chance look like a number, which no text of an event may.
std::string LettersOf(const ledger::crypto::Token& token) {
  std::string letters;
  for (const std::byte byte : token.bytes) {
    const auto number = std::to_integer<unsigned>(byte);
    letters += static_cast<char>('a' + (number >> 4));
    letters += static_cast<char>('a' + (number & 15));
  }
  return letters;
}

void AppendPart(std::string& out, std::string_view part) {
  ledger::AppendU32(out, static_cast<std::uint32_t>(part.size()));
  out += part;
}

void AddFlag(amanah::v1::Event& event, amanah::v1::QualityFlag flag) {
  for (const int known : event.quality_flags()) {
    if (known == flag) return;
  }
  event.add_quality_flags(flag);
}

}  // namespace

RowBuilder::RowBuilder(const SourceRules& rules, const FileRule& file,
                       const ValueReader& reader, const RegionList& regions)
    : rules_(rules),
      file_(file),
      reader_(reader),
      regions_(regions),
      values_(file.values.size()),
      read_(file.values.size(), 0) {
  for (const ValueRule& value : file.values) {
    if (value.form == Form::kToken || value.form == Form::kPrivate ||
        value.form == Form::kTextHash) {
      identifiers_.push_back(&value);
    }
  }
}

void RowBuilder::Begin(const std::vector<std::string_view>& cells) {
  AMANAH_CHECK(cells.size() == file_.columns.size());
  cells_ = &cells;
  ++row_;
}

const Value& RowBuilder::ValueOf(std::size_t value) {
  if (read_[value] != row_) {
    reader_.Read(file_.values[value], *cells_, values_[value]);
    read_[value] = row_;
  }
  return values_[value];
}

// No cell that is an identifier of this row may show in what is written.
RowBuilder::Fault RowBuilder::CheckShown(std::string_view text,
                                         std::size_t column) {
  if (text.size() < kLeastIdentifierBytes) return {};
  for (const ValueRule* const identifier : identifiers_) {
    const std::string_view cell = (*cells_)[identifier->column];
    if (cell.size() < kLeastIdentifierBytes || cell.size() > text.size()) {
      continue;
    }
    if (text.find(cell) != std::string_view::npos &&
        Holds(identifier->when, *cells_)) {
      return {kIdentifierInText, column};
    }
  }
  return {};
}

RowBuilder::Fault RowBuilder::Assign(const EventRule& rule,
                                     const Assignment& assignment,
                                     std::vector<Message*>& scopes) {
  const Value* value = nullptr;
  if (assignment.value != Assignment::kNoValue) {
    value = &ValueOf(assignment.value);
    if (!value->fault.empty()) {
      return {value->fault, file_.values[assignment.value].column};
    }
    if (!value->present) return {};
  }
  // Scopes are made when the first field in them is set.
  std::size_t scope = assignment.scope;
  if (scopes[scope] == nullptr) {
    std::vector<std::size_t> chain;
    for (; scopes[scope] == nullptr; scope = rule.scopes[scope].parent) {
      chain.push_back(scope);
    }
    for (; !chain.empty(); chain.pop_back()) {
      const Scope& made = rule.scopes[chain.back()];
      Message* const parent = scopes[made.parent];
      scopes[chain.back()] =
          parent->GetReflection()->MutableMessage(parent, made.field);
    }
    scope = assignment.scope;
  }
  Message& parent = *scopes[scope];
  const Reflection& to = *parent.GetReflection();
  const FieldDescriptor* const field = assignment.field;
  if (value == nullptr) {
    SetConstant(assignment.constant, parent, field);
    return {};
  }
  const ValueRule& from = file_.values[assignment.value];
  switch (from.form) {
    case Form::kText:
    case Form::kReference: {
      const Fault shown = CheckShown(value->text, from.column);
      if (!shown.reason.empty()) return shown;
      to.SetString(&parent, field, std::string(value->text));
      return {};
    }
    case Form::kRegion:
    case Form::kLast4:
      to.SetString(&parent, field, std::string(value->text));
      return {};
    case Form::kCode:
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        const auto number = assignment.numbers.find(value->code);
        AMANAH_CHECK(number != assignment.numbers.end());
        to.SetEnumValue(&parent, field, number->second);
      } else {
        to.SetString(&parent, field, std::string(value->text));
      }
      return {};
    case Form::kMoney:
    case Form::kInteger:
    case Form::kDegrees:
    case Form::kFlag:
      if (!SetNumber(value->number, parent, field)) {
        return {kNumberMalformed, from.column};
      }
      return {};
    case Form::kTime:
    case Form::kDay:
    case Form::kDayEnd:
      SetTime(value->time, parent, field);
      return {};
    case Form::kMonths:
      for (const std::uint32_t month : value->months) {
        to.AddUInt32(&parent, field, month);
      }
      return {};
    case Form::kSha256:
    case Form::kFingerprint:
    case Form::kBitmap:
    case Form::kTextHash:
      if (field->is_repeated()) {
        to.AddString(&parent, field, value->bytes);
      } else {
        to.SetString(&parent, field, value->bytes);
      }
      return {};
    case Form::kList:
      for (const std::string_view item : value->items) {
        const Fault shown = CheckShown(item, from.column);
        if (!shown.reason.empty()) return shown;
        to.AddString(&parent, field, std::string(item));
      }
      return {};
    case Form::kToken:
      to.SetString(&parent, field,
                   field->type() == FieldDescriptor::TYPE_BYTES
                       ? std::string(value->token.view())
                       : LettersOf(value->token));
      return {};
    case Form::kPrivate:
      break;
  }
  AMANAH_CHECK(false && "the compiler lets no private value be assigned");
  return {};
}

std::string RowBuilder::EventId(const EventRule& rule, Fault& fault) {
  std::string hashed(kEventIdDomain);
  AppendPart(hashed, rules_.origin);
  AppendPart(hashed, rule.kind);
  bool any = false;
  for (const std::size_t key : rule.key) {
    const Value& value = ValueOf(key);
    const ValueRule& from = file_.values[key];
    if (!value.fault.empty()) {
      fault = {value.fault, from.column};
      return {};
    }
    any = any || value.present;
    // An identifier never by itself: its hash could be guessed.
    if (!value.present) {
      AppendPart(hashed, {});
    } else if (from.form == Form::kToken) {
      AppendPart(hashed, value.token.view());
    } else {
      AppendPart(hashed, value.raw);
    }
  }
  if (!any) {
    fault = {kValueMissing, file_.values[rule.key[0]].column};
    return {};
  }
  const auto digest = ledger::crypto::Sha256({ledger::AsBytes(hashed)});
  return std::string(digest.view().substr(0, kEventIdBytes));
}

// Which column the first violation is of, as far as the rule tells.
RowBuilder::Fault RowBuilder::FaultOfInvalid(const EventRule& rule) {
  const auto violations = ledger::event::ValidateEvent(event_);
  if (violations.empty()) return {};
  for (const Assignment& assignment : rule.assignments) {
    if (assignment.value != Assignment::kNoValue &&
        violations[0].field.starts_with(assignment.path)) {
      return {kRowEventInvalid, file_.values[assignment.value].column};
    }
  }
  return {kRowEventInvalid};
}

RowBuilder::Fault RowBuilder::BuildEvent(const EventRule& rule,
                                         std::string& bytes) {
  event_.Clear();
  scopes_.assign(rule.scopes.size(), nullptr);
  scopes_[0] = &event_;
  scopes_[rule.body_scope] = event_.GetReflection()->MutableMessage(
      &event_, rule.scopes[rule.body_scope].field);
  Fault fault;
  event_.set_event_id(EventId(rule, fault));
  if (!fault.reason.empty()) return fault;
  for (const Assignment& assignment : rule.assignments) {
    fault = Assign(rule, assignment, scopes_);
    if (!fault.reason.empty()) return fault;
    if (assignment.path != "occurred_at") continue;
    if (assignment.day_only) {
      AddFlag(event_, amanah::v1::QUALITY_FLAG_DAY_ONLY);
    }
    if (assignment.value != Assignment::kNoValue &&
        ValueOf(assignment.value).zone_assumed) {
      AddFlag(event_, amanah::v1::QUALITY_FLAG_ESTIMATED);
    }
  }
  for (const auto& [flag, when] : rule.flags) {
    if (Holds(when, *cells_)) AddFlag(event_, flag);
  }
  if (!event_.region_code().empty()) {
    event_.set_region_code_version(std::string(regions_.version()));
  }
  fault = FaultOfInvalid(rule);
  if (!fault.reason.empty()) return fault;
  AMANAH_CHECK(event_.SerializeToString(&bytes));
  return {};
}

RowBuilder::Built RowBuilder::Build(std::vector<std::string>& events) {
  const std::size_t before = events.size();
  for (const EventRule& rule : file_.events) {
    if (!Holds(rule.when, *cells_)) continue;
    events.emplace_back();
    const Fault fault = BuildEvent(rule, events.back());
    if (fault.reason.empty()) continue;
    events.resize(before);
    Built built;
    built.outcome = Outcome::kRejected;
    built.reason = fault.reason;
    if (fault.column != CsvFault::kWholeRow) {
      const ColumnRule& column = file_.columns[fault.column];
      built.column = column.name;
      built.value = (*cells_)[fault.column];
      built.identifier = column.identifier;
    }
    return built;
  }
  Built built;
  if (events.size() > before) {
    built.outcome = Outcome::kEvents;
    return built;
  }
  for (const When& ignored : file_.ignored) {
    if (Holds(ignored, *cells_)) return built;
  }
  built.outcome = Outcome::kRejected;
  built.reason = kRowUnmapped;
  return built;
}

}  // namespace services::importer
