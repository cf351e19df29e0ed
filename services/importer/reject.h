// Rows that made no event, and where they are told of.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace services::importer {

// Why a row was rejected. PROFILES.md says each in a sentence.
inline constexpr std::string_view kQuoteUnclosed = "QUOTE_UNCLOSED";
inline constexpr std::string_view kQuoteMisplaced = "QUOTE_MISPLACED";
inline constexpr std::string_view kLineTooLong = "LINE_TOO_LONG";
inline constexpr std::string_view kFieldTooLong = "FIELD_TOO_LONG";
inline constexpr std::string_view kNulByte = "NUL_BYTE";
inline constexpr std::string_view kTextNotUtf8 = "TEXT_NOT_UTF8";
inline constexpr std::string_view kColumnCount = "COLUMN_COUNT";
inline constexpr std::string_view kValueMissing = "VALUE_MISSING";
inline constexpr std::string_view kNumberMalformed = "NUMBER_MALFORMED";
inline constexpr std::string_view kMoneyMalformed = "MONEY_MALFORMED";
inline constexpr std::string_view kMoneyFraction = "MONEY_FRACTION";
inline constexpr std::string_view kTimeMalformed = "TIME_MALFORMED";
inline constexpr std::string_view kMonthsMalformed = "MONTHS_MALFORMED";
inline constexpr std::string_view kHashMalformed = "HASH_MALFORMED";
inline constexpr std::string_view kDegreesMalformed = "DEGREES_MALFORMED";
inline constexpr std::string_view kTextMalformed = "TEXT_MALFORMED";
inline constexpr std::string_view kCodeUnknown = "CODE_UNKNOWN";
inline constexpr std::string_view kRegionUnknown = "REGION_UNKNOWN";
inline constexpr std::string_view kIdentifierForm = "IDENTIFIER_FORM";
inline constexpr std::string_view kIdentifierInText = "IDENTIFIER_IN_TEXT";
inline constexpr std::string_view kRowUnmapped = "ROW_UNMAPPED";
inline constexpr std::string_view kRowEventInvalid = "EVENT_INVALID";

// One rejected row.
struct Reject {
  std::string file;         // as in PlannedFile.name
  std::uint64_t line = 0;   // first line of the row; the header is line 1
  std::string column;       // empty when it is about the whole row
  std::string value;        // masked by Mask; empty when about the whole row
  std::string_view reason;  // one of the above
};

// The shape of `value` without what could tell a person: letters become `x`,
// control and non-ASCII bytes `?`, digits `#`; at most 40 bytes. Runs of up to
// eight digits stay as they are with `show_digits`: for a money, time or
// region column, where they say what is wrong and no identifier belongs.
std::string Mask(std::string_view value, bool show_digits);

// Takes rejects in the order in which their rows are read. Called on the
// thread that calls EventStream::Next.
class RejectSink {
 public:
  virtual ~RejectSink() = default;
  virtual void Take(const Reject& reject) = 0;
};

// Writes them as CSV: `file,line,column,value,reason`, UTF-8, LF.
//
// The rejects are a function of the files, so a stream writes all of them
// each time, also when it skips events: the file is replaced, not appended
// to.
class RejectFile final : public RejectSink {
 public:
  // REJECT_FILE_UNWRITABLE, kUnavailable: `path` cannot be replaced.
  static constexpr std::string_view kUnwritable = "REJECT_FILE_UNWRITABLE";
  static ledger::Result<RejectFile> Create(const std::string& path);

  RejectFile(RejectFile&& other) noexcept;
  RejectFile& operator=(RejectFile&&) = delete;
  ~RejectFile() override;

  void Take(const Reject& reject) override;

  // Writes out what is buffered. REJECT_FILE_UNWRITABLE when any write since
  // Create failed.
  ledger::Status Close();

 private:
  RejectFile(int fd, std::string path);
  void Write();

  int fd_;
  std::string path_;
  std::string buffer_;
  bool failed_ = false;
};

}  // namespace services::importer
