// Rows of the log's database: one form a row.

#include "ledger/log/schema.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  namespace log = ledger::log;
  if (auto row = log::DecodeRecordRow(input); row.ok()) {
    AMANAH_CHECK(log::EncodeRecordRow(*row) == input);
  }
  if (auto row = log::DecodeSubmissionRow(input); row.ok()) {
    AMANAH_CHECK(log::EncodeSubmissionRow(*row) == input);
  }
  if (auto row = log::DecodeSubmitterRow(input); row.ok()) {
    AMANAH_CHECK(log::EncodeSubmitterRow(*row) == input);
  }
  if (auto row = log::DecodeHeadRow(input); row.ok()) {
    AMANAH_CHECK(log::EncodeHeadRow(*row) == input);
  }
}
