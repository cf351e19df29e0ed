// A profile, compiled: what PROFILES.md says in words, as plain structs.
//
// Cells, values and events are named by their position in these vectors.
//
// Thread safety: values; shared once compiled.

#pragma once

#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/time.h"
#include "ledger/crypto/token.h"
#include "services/importer/csv_reader.h"
#include "services/importer/file_pattern.h"
#include "services/importer/time_format.h"

namespace services::importer {

// What is asked of one cell, its blanks trimmed.
struct Condition {
  enum class Test { kOneOf, kNoneOf, kPrefix, kDigits };
  std::size_t column = 0;  // in FileRule.columns
  Test test = Test::kOneOf;
  std::vector<std::string> texts;
  std::size_t digits = 0;
};

// All must hold; none: always.
using When = std::vector<Condition>;

// How a cell is read.
enum class Form {
  kText,
  kReference,
  kCode,
  kMoney,
  kInteger,
  kTime,
  kDay,
  kDayEnd,
  kMonths,
  kSha256,
  kFingerprint,
  kBitmap,
  kTextHash,
  kDegrees,
  kRegion,
  kFlag,
  kList,
  kToken,
  kLast4,
  kPrivate,
};

// In which zone a clock without one stood.
struct ZoneRule {
  enum class From { kFixed, kRegionColumn, kLookup };
  From from = From::kFixed;
  int minutes = ledger::kWibMinutes;  // fixed, or where nothing is found
  std::size_t column = 0;             // in FileRule.columns
  std::string lookup;
};

// Codes of the source -> values of the ledger; `X*` stands for all that begin
// with X and have no line of their own.
using CodeMap = std::map<std::string, std::string, std::less<>>;

// A value of a row, under its own name.
struct ValueRule {
  std::string name;
  std::size_t column = 0;  // in FileRule.columns
  Form form = Form::kText;
  ledger::crypto::TokenKind token = ledger::crypto::TokenKind::kKpm;
  const CodeMap* codes = nullptr;
  bool required = false;        // an empty cell is a fault
  bool sixteen_digits = false;  // a reference that may have so many
  std::vector<std::string> absent;
  std::string strip_prefix;
  char separator = 0;  // of a list or of months
  TimeFormat time_format;
  ZoneRule zone;
  When when;
};

// A message inside the event that fields are set in; the first is the event.
struct Scope {
  std::size_t parent = 0;
  const google::protobuf::FieldDescriptor* field = nullptr;
};

// What a constant is, once it is known which field it goes to.
using Constant = std::variant<std::string, std::int64_t, ledger::ZonedInstant>;

// One field of the event, and what it gets.
struct Assignment {
  static constexpr std::size_t kNoValue = static_cast<std::size_t>(-1);
  std::size_t scope = 0;
  const google::protobuf::FieldDescriptor* field = nullptr;
  std::size_t value = kNoValue;  // in FileRule.values
  Constant constant;             // when there is no value
  // Of an enum field that gets a code: line of its map -> number.
  std::map<std::string, int, std::less<>> numbers;
  bool day_only = false;  // gets a day, not a time
  std::string path;       // as ValidateEvent writes it
};

struct EventRule {
  std::string kind;
  When when;
  std::vector<std::size_t> key;  // values
  std::vector<Scope> scopes;     // parents before children
  std::vector<Assignment> assignments;
  std::size_t body_scope = 0;
  std::vector<std::pair<amanah::v1::QualityFlag, When>> flags;
};

struct ColumnRule {
  std::string name;
  bool optional = false;    // may be missing from the header
  bool identifier = false;  // in some row tokenised or private
};

// Which cells of a file the zone rules look up: key -> region code.
struct LookupRule {
  std::string name;
  std::size_t key = 0;     // in FileRule.columns
  std::size_t region = 0;  // in FileRule.columns
};

struct FileRule {
  static constexpr std::size_t kNotMerged = static_cast<std::size_t>(-1);
  FilePattern pattern;
  std::int64_t step = 0;
  std::size_t merge = kNotMerged;  // a time or day value
  std::vector<ColumnRule> columns;
  std::vector<ValueRule> values;
  std::vector<EventRule> events;
  std::vector<When> ignored;
  std::vector<LookupRule> lookups;
};

struct MoneyFormat {
  char thousands = 0;  // 0: digits only
  char decimal = 0;
};

struct SourceRules {
  std::string origin;
  std::string display_name;
  std::string bank;
  std::string directory;
  std::vector<std::string> event_kinds;
  CsvDialect dialect;
  MoneyFormat money;
  bool months_year_first = true;
  std::string months_infix;  // between year and month, such as `-`
  std::vector<std::string> yes;
  std::vector<std::string> no;
  std::map<std::string, CodeMap> maps;
  std::vector<FileRule> files;
  std::vector<FilePattern> unmapped;
};

}  // namespace services::importer
