// Events: the refusals at the door are exactly what their reasons say, and
// what decodes survives another round of protobuf.

#include <string>

#include "ledger/event/event.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  namespace event = ledger::event;
  auto decoded = event::DecodeEvent(input);
  if (input.size() > event::kMaxEventBytes) {
    AMANAH_CHECK(!decoded.ok());
    AMANAH_CHECK(decoded.error().reason == event::kEntryTooLong);
    return;
  }
  if (input.empty() || input.front() == 'a') {
    AMANAH_CHECK(!decoded.ok());
    AMANAH_CHECK(decoded.error().reason == event::kEventFirstByte);
    return;
  }
  if (!decoded.ok()) {
    AMANAH_CHECK(decoded.error().reason == event::kEventMalformed);
    return;
  }
  const auto violations = event::ValidateEvent(*decoded);
  AMANAH_CHECK(violations.size() <= 100);

  const auto kind = decoded->body_case();
  AMANAH_CHECK(event::KindOfName(event::KindName(kind)) == kind);
  const std::string once = decoded->SerializeAsString();
  amanah::v1::Event again;
  AMANAH_CHECK(again.ParseFromString(once));
  AMANAH_CHECK(event::ValidateEvent(again).size() == violations.size());
}
