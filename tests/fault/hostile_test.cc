// Ten thousand hostile submissions: each refused for its own reason, and none
// leaves a trace.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "ledger/event/event.h"
#include "ledger/log/ledger.h"
#include "tests/support/keys.h"
#include "tests/support/small_world.h"

namespace {

using ledger::log::SubmissionBytes;
using small_world::Submitter;
using small_world::Withdrawal;
using small_world::Withdrawals;

constexpr std::uint64_t kAlreadyThere = 300;
constexpr int kHostileSubmissions = 10'000;

// What an attack is made from. BankA has `kAlreadyThere` events in the ledger.
struct Scene {
  const Submitter& bank_a;
  const Submitter& bank_b;
  SubmissionBytes logged;  // What BankA submitted last, as it was.
  std::mt19937_64& random;

  std::uint64_t Below(std::uint64_t end) {
    return std::uniform_int_distribution<std::uint64_t>(0, end - 1)(random);
  }
  std::vector<std::string> Fresh() {
    return Withdrawals(1'000'000 + Below(1'000'000), 1 + Below(4));
  }
};

struct Attack {
  std::string name;
  std::vector<std::string_view> reasons;  // Any of them is right.
  std::function<SubmissionBytes(Scene&)> make;
};

// `bytes` with one event, wrong somewhere, among good ones.
SubmissionBytes WithEvent(Scene& scene, std::string bytes) {
  std::vector<std::string> events = scene.Fresh();
  events.insert(events.begin() +
                    static_cast<std::ptrdiff_t>(scene.Below(events.size() + 1)),
                std::move(bytes));
  return scene.bank_a.Sign(std::move(events));
}

// An Event whose subjects nest `depth` messages deep: field 8 again and again.
std::string DeepProtobuf(int depth) {
  std::string inner;
  for (int i = 0; i < depth && inner.size() < 60'000; ++i) {
    std::string outer("\x42", 1);
    for (std::size_t rest = inner.size(); true; rest >>= 7) {
      const auto low = static_cast<char>(rest & 0x7f);
      if (rest < 0x80) {
        outer.push_back(low);
        break;
      }
      outer.push_back(static_cast<char>(low | 0x80));
    }
    inner = outer + inner;
  }
  return inner;
}

std::vector<Attack> Attacks() {
  namespace event = ledger::event;
  namespace log = ledger::log;
  namespace note = ledger::note;
  namespace registry = ledger::registry;
  return {
      {"an entry of 65,536 bytes",
       {event::kEntryTooLong},
       [](Scene& scene) {
         return WithEvent(scene, std::string(65'536, '\x0a'));
       }},
      {"an entry far over-long",
       {event::kEntryTooLong},
       [](Scene& scene) {
         return WithEvent(scene, std::string(70'000 + scene.Below(200'000), 1));
       }},
      {"a submission over eight mebibytes",
       {log::kSubmissionTooLarge},
       [](Scene& scene) {
         std::vector<std::string> events(129, std::string(65'535, '\x0a'));
         return scene.bank_a.Sign(std::move(events));
       }},
      {"ten thousand and one events",
       {log::kSubmissionTooManyEvents},
       [](Scene& scene) {
         std::vector<std::string> events(10'001, Withdrawal(7));
         return SubmissionBytes{scene.logged.checkpoint, std::move(events)};
       }},
      {"no event at all",
       {log::kSubmissionEmpty},
       [](Scene& scene) { return scene.bank_a.Sign({}); }},
      {"first byte a",
       {event::kEventFirstByte},
       [](Scene& scene) {
         return WithEvent(scene, "amanah/submission/v1\nreceived ");
       }},
      {"an empty event",
       {event::kEventFirstByte},
       [](Scene& scene) { return WithEvent(scene, ""); }},
      {"a truncated event",
       {event::kEventMalformed, event::kEventInvalid, event::kEventFirstByte},
       [](Scene& scene) {
         const std::string whole = Withdrawal(scene.Below(1'000'000));
         return WithEvent(scene, whole.substr(0, scene.Below(whole.size())));
       }},
      {"deep protobuf",
       {event::kEventMalformed},
       [](Scene& scene) {
         return WithEvent(scene, DeepProtobuf(20 + int(scene.Below(20'000))));
       }},
      {"random bytes for an event",
       {event::kEventMalformed, event::kEventInvalid, event::kEventFirstByte},
       [](Scene& scene) {
         std::string bytes(1 + scene.Below(400), '\0');
         for (char& c : bytes) c = static_cast<char>(scene.Below(256));
         return WithEvent(scene, std::move(bytes));
       }},
      {"an unknown field",
       {event::kEventMalformed},
       [](Scene& scene) {
         return WithEvent(scene, Withdrawal(9) + std::string("\xa2\x1f\x01x"));
       }},
      {"an event that it may not sign",
       {registry::kEventNotAuthorised},
       [](Scene& scene) {
         amanah::v1::Event event;
         AMANAH_CHECK(event.ParseFromString(Withdrawal(3)));
         event.mutable_submitter_retired()->set_origin(small_world::kBankB);
         return WithEvent(scene, event.SerializeAsString());
       }},
      {"a wrong key under the right name",
       {note::kSignatureMissing, note::kSignatureInvalid,
        registry::kSignatureThreshold},
       [](Scene& scene) {
         std::vector<note::SigningKey> keys;
         keys.push_back(testing_keys::FixedKey(
             small_world::kBankA, static_cast<char>('A' + scene.Below(20))));
         Submitter thief(small_world::kBankA, std::move(keys));
         thief.Advance(Withdrawals(0, kAlreadyThere));
         return thief.Sign(scene.Fresh());
       }},
      {"another submitter's log signed by its own key",
       {note::kSignatureMissing, note::kSignatureInvalid,
        registry::kSignatureThreshold},
       [](Scene& scene) {
         const auto events = scene.Fresh();
         return scene.bank_b.SignAs(scene.bank_a.After(events), events);
       }},
      {"a key that is right beside one that is not",
       {note::kSignatureInvalid},
       [](Scene& scene) {
         const auto events = scene.Fresh();
         SubmissionBytes both = scene.bank_a.Sign(events);
         const std::string other =
             scene.bank_b.SignAs(scene.bank_a.After(events), events).checkpoint;
         both.checkpoint += other.substr(other.rfind("\n\n") + 2);
         return both;
       }},
      {"a signature with a flipped bit",
       {note::kSignatureInvalid, note::kNoteMalformed, note::kSignatureMissing,
        registry::kSignatureThreshold},
       [](Scene& scene) {
         SubmissionBytes forged = scene.bank_a.Sign(scene.Fresh());
         const std::size_t line = forged.checkpoint.rfind(' ') + 1;
         const std::size_t at =
             line + scene.Below(forged.checkpoint.size() - line - 3);
         char& flipped = forged.checkpoint[at];
         flipped = flipped == 'A' ? 'B' : 'A';
         return forged;
       }},
      {"a submitter that nobody registered",
       {registry::kSubmitterUnknown},
       [](Scene& scene) {
         std::vector<note::SigningKey> keys;
         keys.push_back(testing_keys::FixedKey("stranger.example/amanah", 'q'));
         const Submitter stranger("stranger.example/amanah", std::move(keys));
         return stranger.Sign(scene.Fresh());
       }},
      {"a note cut short",
       {note::kNoteMalformed},
       [](Scene& scene) {
         SubmissionBytes cut = scene.bank_a.Sign(scene.Fresh());
         cut.checkpoint.resize(scene.Below(cut.checkpoint.size()));
         return cut;
       }},
      {"a note with an extension line",
       {note::kCheckpointMalformed},
       [](Scene& scene) {
         const note::SigningKey key =
             testing_keys::FixedKey(small_world::kBankA, 'a');
         const auto events = scene.Fresh();
         return SubmissionBytes{
             note::SignNote(
                 note::FormatCheckpoint(scene.bank_a.After(events)) + "more\n",
                 {&key}),
             events};
       }},
      {"a checkpoint of twenty kilobytes",
       {log::kSubmissionTooLarge},
       [](Scene& scene) {
         SubmissionBytes fat = scene.bank_a.Sign(scene.Fresh());
         fat.checkpoint.append(20'000, 'x');
         return fat;
       }},
      {"one event more than the checkpoint says",
       {log::kSubmitterWrongHead},
       [](Scene& scene) {
         auto events = scene.Fresh();
         const auto claim = scene.bank_a.After(events);
         events.push_back(Withdrawal(5));
         return scene.bank_a.SignAs(claim, std::move(events));
       }},
      {"one event less than the checkpoint says",
       {log::kSubmitterWrongHead},
       [](Scene& scene) {
         auto events = scene.Fresh();
         events.push_back(Withdrawal(5));
         const auto claim = scene.bank_a.After(events);
         events.pop_back();
         return scene.bank_a.SignAs(claim, std::move(events));
       }},
      {"a jump in size",
       {log::kSubmitterWrongHead},
       [](Scene& scene) {
         const auto events = scene.Fresh();
         auto claim = scene.bank_a.After(events);
         claim.size += 1 + (scene.random() >> (2 + scene.Below(60)));
         claim.size &= (1ull << 63) - 1;
         return scene.bank_a.SignAs(claim, events);
       }},
      {"a root that the events do not lead to",
       {log::kSubmitterRootMismatch},
       [](Scene& scene) {
         auto events = scene.Fresh();
         const auto claim = scene.bank_a.After(events);
         events.back() = Withdrawal(6);
         return scene.bank_a.SignAs(claim, std::move(events));
       }},
      {"the events of another submission under an old checkpoint's twin",
       {log::kSubmitterWrongHead},
       [](Scene& scene) {
         // Signed from an empty log, as if nothing had ever been submitted.
         Submitter forgetful = small_world::BankA();
         return forgetful.Sign(scene.Fresh());
       }},
      {"a replay under another submitter's origin",
       {note::kSignatureMissing},
       [](Scene& scene) {
         SubmissionBytes moved = scene.logged;
         const std::string from = small_world::kBankA;
         moved.checkpoint.replace(0, from.size(), small_world::kBankB);
         // The signature line, too; its key id stays BankA's.
         const std::size_t name = moved.checkpoint.rfind(from);
         moved.checkpoint.replace(name, from.size(), small_world::kBankB);
         return moved;
       }},
  };
}

TEST(HostileTest, TenThousandSubmissionsAreRefusedForTheirOwnReason) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const small_world::Folder folder("hostile");
  small_world::Create(folder.options());
  auto ledger = small_world::Open(folder.options());

  Submitter bank_a = small_world::BankA();
  const Submitter bank_b = small_world::BankB();
  SubmissionBytes logged;
  for (std::uint64_t i = 0; i < kAlreadyThere; i += 100) {
    const auto events = Withdrawals(i, 100);
    logged = bank_a.Sign(events);
    ASSERT_TRUE(ledger->SubmitAndWait(logged).ok());
    bank_a.Advance(events);
  }
  const auto original = ledger->SubmitAndWait(logged);
  ASSERT_TRUE(original.ok());
  const std::string head_before = ledger->head()->signed_checkpoint;

  Scene scene{bank_a, bank_b, logged, random};
  const std::vector<Attack> attacks = Attacks();
  for (int i = 0; i < kHostileSubmissions; ++i) {
    // The two that cost megabytes each come once in a while.
    std::size_t pick = scene.Below(attacks.size());
    if ((pick == 2 || pick == 3) && scene.Below(20) != 0) pick = 0;
    const Attack& attack = attacks[pick];
    const auto refused = ledger->SubmitAndWait(attack.make(scene));
    ASSERT_FALSE(refused.ok()) << attack.name;
    ASSERT_THAT(attack.reasons, ::testing::Contains(refused.error().reason))
        << attack.name << ": " << refused.error().message;
    ASSERT_LE(refused.error().violations.size(), 100u);
    if (i % 50 == 0) {
      // A true replay gets its first answer again, in between.
      const auto again = ledger->SubmitAndWait(logged);
      ASSERT_TRUE(again.ok());
      ASSERT_EQ(again->submission_index, original->submission_index);
      ASSERT_EQ(again->checkpoint, original->checkpoint);
      ASSERT_EQ(again->inclusion_path, original->inclusion_path);
    }
    ASSERT_EQ(ledger->head()->signed_checkpoint, head_before) << attack.name;
  }

  ledger.reset();
  ledger = small_world::Open(folder.options());
  EXPECT_EQ(ledger->head()->signed_checkpoint, head_before);
  const auto head_a = ledger->GetSubmitterHead(small_world::kBankA);
  const auto head_b = ledger->GetSubmitterHead(small_world::kBankB);
  ASSERT_TRUE(head_a.ok() && head_b.ok());
  EXPECT_EQ(head_a->size, kAlreadyThere);
  EXPECT_EQ(head_b->size, 0u);
  // And the honest bank goes on as if nothing had happened.
  EXPECT_TRUE(ledger->SubmitAndWait(bank_a.Sign(scene.Fresh())).ok());
}

}  // namespace
