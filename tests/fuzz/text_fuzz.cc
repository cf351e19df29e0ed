// Text forms of base/: what decodes must encode to the same text.

#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  if (auto bytes = ledger::Base64Decode(input)) {
    AMANAH_CHECK(ledger::Base64Encode(ledger::AsBytes(*bytes)) == input);
  }
  if (auto bytes = ledger::HexDecode(input)) {
    const std::string again = ledger::HexEncode(ledger::AsBytes(*bytes));
    AMANAH_CHECK(again.size() == input.size());
    AMANAH_CHECK(ledger::HexDecode(again) == bytes);
  }
  if (auto number = ledger::ParseDecimal(input)) {
    AMANAH_CHECK(std::to_string(*number) == input);
  }
  if (auto instant = ledger::ParseUtcMicros(input)) {
    AMANAH_CHECK(ledger::FormatUtcMicros(*instant) == input);
    AMANAH_CHECK(ledger::ParseRfc3339(input)->instant == *instant);
  }
  if (auto moment = ledger::ParseRfc3339(input)) {
    const std::string utc = ledger::FormatUtcMicros(moment->instant);
    AMANAH_CHECK(ledger::ParseUtcMicros(utc) == moment->instant);
  }
  if (auto date = ledger::ParseDate(input, ledger::kWitMinutes)) {
    AMANAH_CHECK(ledger::FormatDate(date->instant, ledger::kWitMinutes) ==
                 input);
  }
  if (ledger::IsRegionCode(input)) {
    AMANAH_CHECK(ledger::IsWithinRegion(input, input.substr(0, 2)));
    AMANAH_CHECK(ledger::ZoneOffsetMinutesOfRegion(input) % 60 == 0);
  }
}
