// The registry's stored form: one form a registry, and no form that breaks
// its own promises.

#include "ledger/registry/registry.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  auto registry = ledger::registry::Registry::Deserialize(input);
  if (!registry.ok()) return;
  AMANAH_CHECK(registry->Serialize() == input);
  std::uint32_t number = 0;
  for (const auto& submitter : registry->submitters()) {
    AMANAH_CHECK(submitter->number == number);
    AMANAH_CHECK(registry->FindNumber(number) == submitter.get());
    AMANAH_CHECK(registry->Find(submitter->origin) == submitter.get());
    ++number;
  }
}
