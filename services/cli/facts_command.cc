#include "services/cli/facts_command.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "ledger/base/time.h"
#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/moment_argument.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"

namespace services::cli {
namespace {

using amanah::v1::LogService;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

void AddText(const Message& message, std::string& text);

// One value of a field, as a person reads it; empty for what is not for eyes.
std::string ValueText(const Message& message, const FieldDescriptor* field,
                      int at) {
  const auto* reflection = message.GetReflection();
  const bool many = field->is_repeated();
  std::string scratch;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& inner =
          many ? reflection->GetRepeatedMessage(message, field, at)
               : reflection->GetMessage(message, field);
      if (const auto* time =
              dynamic_cast<const amanah::v1::ZonedTime*>(&inner)) {
        return Date(*time);
      }
      std::string text;
      AddText(inner, text);
      return "(" + text + ")";
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      std::string name((many ? reflection->GetRepeatedEnum(message, field, at)
                             : reflection->GetEnum(message, field))
                           ->name());
      // `GRIEVANCE_KIND_SALDO_NOL` of GrievanceKind: the type is known.
      const std::size_t prefix = field->enum_type()->value(0)->name().size() -
                                 std::string_view("UNSPECIFIED").size();
      return name.substr(std::min(prefix, name.size()));
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string& value =
          many ? reflection->GetRepeatedStringReference(message, field, at,
                                                        &scratch)
               : reflection->GetStringReference(message, field, &scratch);
      return field->type() == FieldDescriptor::TYPE_BYTES ? ShortToken(value)
                                                          : value;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetBool(message, field) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(
          many ? reflection->GetRepeatedInt64(message, field, at)
               : reflection->GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(
          many ? reflection->GetRepeatedUInt64(message, field, at)
               : reflection->GetUInt64(message, field));
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(
          many ? reflection->GetRepeatedInt32(message, field, at)
               : reflection->GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(
          many ? reflection->GetRepeatedUInt32(message, field, at)
               : reflection->GetUInt32(message, field));
    default:
      return {};
  }
}

// `name value, name value`: every field that is set, in their order.
void AddText(const Message& message, std::string& text) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated()
                          ? message.GetReflection()->FieldSize(message, field)
                          : 1;
    for (int at = 0; at < count; ++at) {
      const std::string value = ValueText(message, field, at);
      if (value.empty()) continue;
      if (!text.empty()) text += ", ";
      text.append(field->name()).append(" ").append(value);
    }
  }
}

std::string BodyText(const amanah::v1::Event& event) {
  const auto* field =
      amanah::v1::Event::descriptor()->FindFieldByNumber(event.body_case());
  std::string text;
  if (field != nullptr) {
    AddText(event.GetReflection()->GetMessage(event, field), text);
  }
  return text;
}

Result<amanah::v1::ListFactsRequest> RequestOf(const FactsOptions& options,
                                               Session& session) {
  amanah::v1::ListFactsRequest request;
  request.mutable_kinds()->Assign(options.kinds.begin(), options.kinds.end());
  const auto name = [&](const std::string& text,
                        ledger::crypto::TokenKind kind) -> Status {
    if (text.empty()) return Ok{};
    LEDGER_ASSIGN_OR_RETURN(std::string token,
                            TokenOf(text, kind, session.TokenKeyPath()));
    request.set_named(std::move(token));
    return Ok{};
  };
  LEDGER_RETURN_IF_ERROR(name(options.family, ledger::crypto::TokenKind::kKpm));
  LEDGER_RETURN_IF_ERROR(
      name(options.party, ledger::crypto::TokenKind::kPerson));
  request.set_region_prefix(options.region);
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t begin, ParseDay(options.from));
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t end, ParseDay(options.until, 1));
  request.set_begin_unix_micros(begin);
  request.set_end_unix_micros(end);
  return request;
}

}  // namespace

Status RunFacts(const FactsOptions& options, Session& session) {
  const Console& console = session.console();
  LEDGER_ASSIGN_OR_RETURN(amanah::v1::ListFactsRequest request,
                          RequestOf(options, session));
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  Table table = Columns(console)
                    .Left({"when", "waktu"})
                    .Left({"what", "apa"})
                    .Left({"place", "tempat"})
                    .Left({"family", "keluarga"})
                    .Right({"index", "indeks"})
                    .Left({"as told", "isi"})
                    .Build();
  const auto show = [&](const amanah::v1::Fact& fact) {
    if (console.for_programs()) {
      PrintRow(console, fact);
      return;
    }
    table.Add({DateTime(fact.event().occurred_at()), fact.kind(),
               RegionText(fact.region_code()),
               ShortToken(fact.event().subjects().kpm()),
               std::to_string(fact.index()), BodyText(fact.event())});
  };
  LEDGER_ASSIGN_OR_RETURN(
      const bool has_more,
      EachPage(client->log(), &LogService::Stub::ListFacts, std::move(request),
               options.most, [&](const amanah::v1::ListFactsResponse& page) {
                 for (const auto& fact : page.facts()) show(fact);
                 return page.facts_size();
               }));
  PrintList(table, console);
  NoteMore(has_more, console);
  return Ok{};
}

}  // namespace services::cli
