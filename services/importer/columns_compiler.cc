#include "services/importer/columns_compiler.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace services::importer {
namespace {

using ledger::crypto::TokenKind;

struct FormName {
  std::string_view name;
  Form form;
};
constexpr FormName kForms[] = {
    {"text", Form::kText},       {"reference", Form::kReference},
    {"code", Form::kCode},       {"money", Form::kMoney},
    {"integer", Form::kInteger}, {"time", Form::kTime},
    {"day", Form::kDay},         {"day_end", Form::kDayEnd},
    {"months", Form::kMonths},   {"sha256", Form::kSha256},
    {"degrees", Form::kDegrees}, {"region", Form::kRegion},
    {"flag", Form::kFlag},       {"list", Form::kList},
    {"token", Form::kToken},     {"last4", Form::kLast4},
    {"private", Form::kPrivate}, {"fingerprint", Form::kFingerprint},
    {"bitmap", Form::kBitmap},   {"text_hash", Form::kTextHash},
};

struct TokenName {
  std::string_view name;
  TokenKind kind;
};
constexpr TokenName kTokens[] = {
    {"family", TokenKind::kKpm},          {"person", TokenKind::kPerson},
    {"household", TokenKind::kHousehold}, {"card", TokenKind::kKks},
    {"account", TokenKind::kAccount},     {"document", TokenKind::kDocument},
};

// The column that `node`, a type or a table, reads under the name `name`.
std::string ColumnOf(const TomlNode& node, const std::string& name) {
  const TomlNode* const column = node.Get("column");
  return column != nullptr && column->is_text() ? column->text : name;
}

std::string TypeOf(const TomlNode& node) {
  if (node.is_text()) return node.text;
  const TomlNode* const type = node.Get("type");
  return type != nullptr ? type->text : std::string();
}

}  // namespace

// Two passes: conditions and zones may name any column.
void ColumnsCompiler::ReadColumns(const TomlNode& columns, FileRule& file) {
  for (const TomlNode& node : columns.members)
    NameColumn(node, node.name, file);
  for (const TomlNode& node : columns.members) ReadValue(node, node.name, file);
  for (const ValueRule& value : file.values) CheckGuard(columns, value, file);
}

void ColumnsCompiler::NameColumn(const TomlNode& node, const std::string& name,
                                 FileRule& file) {
  const std::string column = ColumnOf(node, name);
  const std::string type = TypeOf(node);
  const bool optional = type.find('?') != std::string::npos;
  const bool identifier = type.starts_with("token:") ||
                          type.starts_with("private") ||
                          type.starts_with("text_hash");
  for (ColumnRule& known : file.columns) {
    if (known.name != column) continue;
    known.optional = known.optional && optional;
    known.identifier = known.identifier || identifier;
    return;
  }
  file.columns.push_back({column, optional, identifier});
}

void ColumnsCompiler::ReadValue(const TomlNode& node, const std::string& name,
                                FileRule& file) {
  if (!node.is_text() && !node.is_table()) {
    reader_.Fault(node, "a column is a type or a table");
    return;
  }
  ValueRule value;
  value.name = name;
  value.separator = defaults_.months_separator;
  value.zone.minutes = defaults_.zone_offset_minutes;
  value.column = reader_.ColumnAt(node, ColumnOf(node, name), file);
  ReadType(node, TypeOf(node), value);
  value.time_format =
      value.form == Form::kTime ? defaults_.time : defaults_.day;
  if (node.is_table()) ReadOptions(node, file, value);
  file.values.push_back(std::move(value));
}

void ColumnsCompiler::ReadOptions(const TomlNode& table, const FileRule& file,
                                  ValueRule& value) {
  reader_.CheckKeys(table, {"column", "type", "when", "absent", "strip_prefix",
                            "separator", "format", "zone", "sixteen_digits"});
  reader_.Text(table, "column");
  reader_.Needed(table, "type");
  value.separator = reader_.Letter(table, "separator", value.separator);
  value.strip_prefix = reader_.Text(table, "strip_prefix");
  if (const TomlNode* const sixteen = table.Get("sixteen_digits")) {
    value.sixteen_digits = sixteen->boolean;
  }
  if (const TomlNode* const absent = table.Get("absent")) {
    value.absent = reader_.Texts(*absent);
  }
  if (const TomlNode* const text = table.Get("format")) {
    const auto format = TimeFormat::Parse(reader_.Text(table, "format"));
    if (!format) reader_.Fault(*text, "`format` needs YYYY, MM, DD");
    value.time_format = format.value_or(TimeFormat());
  }
  if (const TomlNode* const zone = table.Get("zone")) {
    ReadZone(*zone, file, value.zone);
  }
  value.when = reader_.ReadWhen(table.Get("when"), file);
}

void ColumnsCompiler::ReadType(const TomlNode& at, std::string_view type,
                               ValueRule& value) {
  while (type.ends_with('?') || type.ends_with('!')) {
    if (type.ends_with('!')) value.required = true;
    type.remove_suffix(1);
  }
  const std::size_t colon = type.find(':');
  const std::string_view base = type.substr(0, colon);
  const auto* const form =
      std::find_if(std::begin(kForms), std::end(kForms),
                   [&](const FormName& known) { return known.name == base; });
  if (form == std::end(kForms)) {
    reader_.Fault(at, "`" + std::string(type) + "` is no type");
    return;
  }
  value.form = form->form;
  ReadTypeArgument(
      at, colon == std::string_view::npos ? "" : type.substr(colon + 1), value);
}

void ColumnsCompiler::ReadTypeArgument(const TomlNode& at,
                                       std::string_view argument,
                                       ValueRule& value) {
  const std::string name(argument);
  if (value.form == Form::kToken) {
    const auto* const token = std::find_if(
        std::begin(kTokens), std::end(kTokens),
        [&](const TokenName& known) { return known.name == argument; });
    if (token == std::end(kTokens)) {
      reader_.Fault(at, "`" + name + "` is no kind of token");
    } else {
      value.token = token->kind;
    }
  } else if (value.form == Form::kCode) {
    const auto map = rules_.maps.find(name);
    if (map == rules_.maps.end()) {
      reader_.Fault(at, "there is no [map." + name + "]");
      value.form = Form::kPrivate;  // Without codes there is nothing to read.
    } else {
      value.codes = &map->second;
    }
  } else if (!name.empty()) {
    reader_.Fault(at, "this type takes nothing after a colon");
  }
}

void ColumnsCompiler::ReadZone(const TomlNode& node, const FileRule& file,
                               ZoneRule& zone) {
  const std::string name =
      node.is_table() ? reader_.Text(node, "otherwise", "WIB") : node.text;
  const auto minutes = ReadZoneName(name);
  if (!minutes) reader_.Fault(node, "`" + name + "` is no zone");
  zone.minutes = minutes.value_or(zone.minutes);
  if (!node.is_table()) return;
  reader_.CheckKeys(node, {"region", "lookup", "column", "otherwise"});
  if (node.Get("region") != nullptr) {
    zone.from = ZoneRule::From::kRegionColumn;
    zone.column = reader_.ColumnAt(node, reader_.Text(node, "region"), file);
  } else {
    zone.from = ZoneRule::From::kLookup;
    zone.lookup = reader_.Needed(node, "lookup");
    zone.column = reader_.ColumnAt(node, reader_.Needed(node, "column"), file);
  }
}

// A cell that is an identifier in every row must have no other way out.
void ColumnsCompiler::CheckGuard(const TomlNode& at, const ValueRule& value,
                                 const FileRule& file) {
  const auto any = [&](auto test) {
    return std::any_of(file.values.begin(), file.values.end(),
                       [&](const ValueRule& other) {
                         return other.column == value.column && test(other);
                       });
  };
  if (value.form == Form::kToken || value.form == Form::kPrivate) return;
  if (value.form == Form::kLast4) {
    const bool card = any([](const ValueRule& other) {
      return other.form == Form::kToken && other.token == TokenKind::kKks;
    });
    if (!card) reader_.Fault(at, value.name + ": only a card has a `last4`");
    return;
  }
  if (value.form == Form::kTextHash) return;
  // Of a hashed text a code may tell what it means, and a part of some rows
  // what they say.
  const bool whole = value.form != Form::kCode && value.when.empty();
  const bool guarded = any([&](const ValueRule& other) {
    return other.when.empty() &&
           (other.form == Form::kToken || other.form == Form::kPrivate ||
            (other.form == Form::kTextHash && whole));
  });
  if (guarded) {
    reader_.Fault(
        at,
        value.name + ": its column is a token, hashed or private elsewhere");
  }
}

void ColumnsCompiler::ReadLookups(const TomlNode& lookups, FileRule& file) {
  for (const TomlNode& node : lookups.members) {
    if (!node.is_table()) {
      reader_.Fault(node, "a lookup must be a table");
      continue;
    }
    reader_.CheckKeys(node, {"key", "region"});
    LookupRule lookup;
    lookup.name = node.name;
    lookup.key = reader_.ColumnAt(node, reader_.Needed(node, "key"), file);
    lookup.region =
        reader_.ColumnAt(node, reader_.Needed(node, "region"), file);
    file.lookups.push_back(std::move(lookup));
  }
}

}  // namespace services::importer
