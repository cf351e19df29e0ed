#include "services/cli/json.h"

#include <gtest/gtest.h>

#include "amanah/v1/custody_service.pb.h"
#include "amanah/v1/event.pb.h"

namespace services::cli {
namespace {

TEST(Json, BytesAreHexTimesAreRfc3339EnumsAreNames) {
  amanah::v1::CustodyState custody;
  custody.set_holder(std::string(2, '\xab'));
  custody.set_holder_role(amanah::v1::PARTY_ROLE_AGENT);
  custody.mutable_since()->set_unix_micros(1'738'548'764'000'000);
  custody.mutable_since()->set_zone_offset_minutes(420);
  custody.set_index(7);
  EXPECT_EQ(ToJson(custody),
            R"({"holder":"abab","holder_role":"PARTY_ROLE_AGENT",)"
            R"("since":"2025-02-03T09:12:44+07:00",)"
            R"("rank":"CUSTODY_RANK_UNSPECIFIED","index":7})");
}

TEST(Json, ARowAlwaysHasTheSameKeys) {
  EXPECT_EQ(ToJson(amanah::v1::HeldCard()),
            R"({"kks":"","kpm":"","region_code":"","custody":null,)"
            R"("until":null,"credited_rupiah":0})");
}

TEST(Json, OfAOneofOnlyWhatIsThere) {
  amanah::v1::Event event;
  event.mutable_submitter_retired()->set_origin("x");
  const std::string json = ToJson(event);
  EXPECT_NE(json.find(R"("submitter_retired":{"origin":"x"})"),
            std::string::npos);
  EXPECT_EQ(json.find("credit_posted"), std::string::npos);
}

TEST(Json, StringsAreEscapedAndAlwaysUtf8) {
  EXPECT_EQ(JsonString("a\"b\\c\n\x01"), R"("a\"b\\c\n\u0001")");
  EXPECT_EQ(JsonString("é…😀"), "\"é…😀\"");
  // A lone continuation, an overlong form, a surrogate, a cut sequence.
  for (const char* bad : {"\x80", "\xC0\xAF", "\xED\xA0\x80", "\xE2\x80"}) {
    const std::string json = JsonString(bad);
    EXPECT_NE(json.find("\xEF\xBF\xBD"), std::string::npos) << bad;
    EXPECT_EQ(json.find(bad), std::string::npos) << bad;
  }
}

}  // namespace
}  // namespace services::cli
