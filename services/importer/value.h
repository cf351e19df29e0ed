// A cell, read as its rule says.
//
// Thread safety: one thread a reader.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/crypto/token.h"
#include "services/importer/region_list.h"
#include "services/importer/rules.h"

namespace services::importer {

// What a value of a row came to. Texts live as long as the row.
struct Value {
  bool present = false;
  // Why it could not be read, of reject.h; then it is not present.
  std::string_view fault;
  // The zone of its clock was not known.
  bool zone_assumed = false;

  std::string_view raw;  // the cell, trimmed
  std::string_view text;
  std::int64_t number = 0;
  ledger::ZonedInstant time;
  ledger::crypto::Token token;
  std::string bytes;                    // of a hash, fingerprint or bitmap
  std::string_view code;                // the map's line that the cell is of
  std::vector<std::uint32_t> months;    // YYYYMM
  std::vector<std::string_view> items;  // of a list
};

// Terminal id -> region code and the like, by name of the lookup.
using Lookups =
    std::map<std::string, std::map<std::string, std::string, std::less<>>>;

// True when all that `when` asks holds for the cells. `cells[i]` is the cell
// of FileRule.columns[i], trimmed.
bool Holds(const When& when, const std::vector<std::string_view>& cells);

class ValueReader {
 public:
  // All must outlive the reader.
  ValueReader(const SourceRules& rules, const ledger::crypto::TokenKey& key,
              const RegionList& regions, const Lookups& lookups)
      : rules_(rules), key_(key), regions_(regions), lookups_(lookups) {}

  // Reads the value of `rule` from the row's cells into `value`, which is
  // cleared first.
  void Read(const ValueRule& rule, const std::vector<std::string_view>& cells,
            Value& value) const;

 private:
  std::string_view ReadForm(const ValueRule& rule,
                            const std::vector<std::string_view>& cells,
                            Value& value) const;
  std::string_view ReadMoney(Value& value) const;
  std::string_view ReadMonths(const ValueRule& rule, Value& value) const;
  std::string_view ReadTime(const ValueRule& rule,
                            const std::vector<std::string_view>& cells,
                            Value& value) const;
  std::string_view ReadToken(const ValueRule& rule, Value& value) const;
  std::string_view ReadTextHash(Value& value) const;

  const SourceRules& rules_;
  const ledger::crypto::TokenKey& key_;
  const RegionList& regions_;
  const Lookups& lookups_;
};

}  // namespace services::importer
