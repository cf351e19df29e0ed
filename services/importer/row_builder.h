// From one row's cells to its events, all of them or none.
//
// Thread safety: one thread.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "services/importer/value.h"

namespace services::importer {

class RowBuilder {
 public:
  enum class Outcome { kEvents, kIgnored, kRejected };

  // What a row came to. `column` and `value` are of the rejected cell.
  struct Built {
    Outcome outcome = Outcome::kIgnored;
    std::string_view reason;
    std::string_view column;
    std::string_view value;
    bool identifier = false;  // the cell is one: show no digit of it
  };

  // All must outlive the builder.
  RowBuilder(const SourceRules& rules, const FileRule& file,
             const ValueReader& reader, const RegionList& regions);

  // Begins a row. cells[i] is that of file.columns[i], trimmed; they live
  // until the next row.
  void Begin(const std::vector<std::string_view>& cells);

  // The value of the row, read once. Requires Begin.
  const Value& ValueOf(std::size_t value);

  // Appends the bytes of the row's events to `events`; appends nothing when
  // the row is rejected or ignored.
  Built Build(std::vector<std::string>& events);

 private:
  // Why one event of the row cannot be; nothing when it can.
  struct Fault {
    std::string_view reason;
    std::size_t column = CsvFault::kWholeRow;
  };
  Fault BuildEvent(const EventRule& rule, std::string& bytes);
  Fault Assign(const EventRule& rule, const Assignment& assignment,
               std::vector<google::protobuf::Message*>& scopes);
  Fault CheckShown(std::string_view text, std::size_t column);
  std::string EventId(const EventRule& rule, Fault& fault);
  Fault FaultOfInvalid(const EventRule& rule);

  const SourceRules& rules_;
  const FileRule& file_;
  const ValueReader& reader_;
  const RegionList& regions_;

  const std::vector<std::string_view>* cells_ = nullptr;
  // Values that are tokenised or private.
  std::vector<const ValueRule*> identifiers_;
  std::vector<Value> values_;
  // values_[i] is of this row when read_[i] == row_.
  std::vector<std::uint64_t> read_;
  std::uint64_t row_ = 0;
  amanah::v1::Event event_;
  std::vector<google::protobuf::Message*> scopes_;
};

}  // namespace services::importer
