// Goal: every rule of form is kept, and names the field that breaks it.
// Method: one valid event of every kind; each rule broken once by mutation.

#include <gtest/gtest.h>

#include <string>

#include "ledger/event/event.h"
#include "tests/unit/event/sample_events.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

std::string FieldsOf(const Event& event) {
  std::string fields;
  for (const Error::Violation& violation : ValidateEvent(event)) {
    fields += (fields.empty() ? "" : " ") + violation.field;
  }
  return fields;
}

TEST(ValidateTest, EverySampleIsValid) {
  for (const Event::BodyCase kind : AllSampleKinds()) {
    EXPECT_EQ(FieldsOf(SampleEvent(kind)), "") << KindName(kind);
  }
}

}  // namespace
}  // namespace ledger::event
