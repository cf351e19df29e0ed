#include "ledger/views/fact/fact.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/event/event.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/eraser.h"
#include "ledger/fold/key.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/duty/duty.h"
#include "ledger/views/family/family.h"

namespace ledger::views::fact {
namespace {

using amanah::v1::Event;
using google::protobuf::FieldDescriptor;

// On disk: never renumber. `kind` is the field's number in Event, u32.
//
//   0x80 ‖ kind ‖ region ‖ 0 ‖ ordered time ‖ u64 index -> Whose
//   0x81 ‖ token ‖ ordered time ‖ u64 index             -> Named
constexpr char kByKind = '\x80';
constexpr char kByToken = '\x81';

// How a key ends.
constexpr std::size_t kTailBytes = 16;

// Whose place a fact without a place has.
struct Whose {
  std::string kpm;
  std::string group_id;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kpm)(group_id);
  }
};

struct Named {
  std::uint32_t kind = 0;
  std::string region_code;
  Whose whose;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kind)(region_code)(whose.kpm)(whose.group_id);
  }
};

Whose WhoseIn(const Event& event) {
  Whose whose;
  whose.kpm = event.subjects().kpm();
  if (event.has_p2k2_session_held()) {
    whose.group_id = event.p2k2_session_held().group_id();
  } else if (event.has_kpm_education_given()) {
    whose.group_id = event.kpm_education_given().group_id();
  }
  return whose;
}

// 16 bytes of a field may be a token; those of these are something else.
bool IsTokenField(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_BYTES &&
         !field.name().ends_with("_fingerprint") &&
         !field.name().ends_with("event_id") &&
         !field.name().ends_with("_bitmap");
}

// Tokens at any depth of `message`.
void Gather(const google::protobuf::Message& message,
            std::set<std::string>& tokens) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  std::string scratch;
  for (const FieldDescriptor* field : fields) {
    const int count =
        field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Gather(field->is_repeated()
                   ? reflection->GetRepeatedMessage(message, field, i)
                   : reflection->GetMessage(message, field),
               tokens);
      } else if (IsTokenField(*field)) {
        const std::string& value =
            field->is_repeated()
                ? reflection->GetRepeatedStringReference(message, field, i,
                                                         &scratch)
                : reflection->GetStringReference(message, field, &scratch);
        if (IsToken(value)) tokens.insert(value);
      }
    }
  }
}

// Of the body and the subjects: evidence and ids are no parties.
std::set<std::string> TokensOf(const Event& event) {
  std::set<std::string> tokens;
  Gather(event.subjects(), tokens);
  const auto* field = Event::descriptor()->FindFieldByNumber(event.body_case());
  Gather(event.GetReflection()->GetMessage(event, field), tokens);
  return tokens;
}

void AppendTail(fold::Key& key, std::int64_t at, std::uint64_t index) {
  key.AppendOrdered(at).AppendU64(index);
}

class FactFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }
  bool IsReadBack() const override { return false; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    if (!IsKept(event.body_case())) return true;
    const std::int64_t at = event.occurred_at().unix_micros();
    const auto kind = static_cast<std::uint32_t>(event.body_case());
    fold::Key by_kind(kByKind);
    by_kind.AppendU32(kind).Append(event.region_code()).Push('\0');
    AppendTail(by_kind, at, folded.index);
    const Whose whose = WhoseIn(event);
    state.Put(kName, by_kind, fold::Encode(whose));
    const std::string named =
        fold::Encode(Named{kind, event.region_code(), whose});
    for (const std::string& token : TokensOf(event)) {
      fold::Key by_token(kByToken, token);
      AppendTail(by_token, at, folded.index);
      state.Put(kName, by_token, named);
    }
    return true;
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    fold::Eraser eraser(state);
    Apply(retraction.wrong, eraser);
  }
};

Error Invalid(std::string_view reason, std::string message) {
  return Error{Code::kInvalidArgument, reason, std::move(message)};
}

// One listing: what is wanted, and what was found so far.
class Listing {
 public:
  Listing(const fold::Reader& reader, const FactQuery& query, std::string after)
      : reader_(reader), query_(query), after_(std::move(after)) {}

  FactPage Run() {
    if (!query_.token.empty()) {
      Scan(fold::Key(kByToken, query_.token));
    } else {
      for (const std::uint32_t kind : Kinds()) {
        if (is_full_) break;
        fold::Key prefix(kByKind);
        Scan(prefix.AppendU32(kind));
      }
    }
    return std::move(page_);
  }

 private:
  // Ascending, as the keys are.
  std::set<std::uint32_t> Kinds() const {
    std::set<std::uint32_t> kinds(query_.kinds.begin(), query_.kinds.end());
    if (!kinds.empty()) return kinds;
    const auto* body = Event::descriptor()->FindOneofByName("body");
    for (int i = 0; i < body->field_count(); ++i) {
      const int number = body->field(i)->number();
      if (IsKept(static_cast<Event::BodyCase>(number))) {
        kinds.insert(static_cast<std::uint32_t>(number));
      }
    }
    return kinds;
  }

  void Scan(const fold::Key& prefix) {
    const std::string end = fold::AfterPrefix(prefix);
    std::string from = std::max(std::string(prefix.view()), after_);
    if (from >= end) return;  // All of it was on earlier pages.
    // A look-up may not be made within a scan.
    std::vector<std::pair<std::string, std::string>> rows;
    constexpr std::size_t kRowsAtOnce = 1'024;
    bool is_end = false;
    while (!is_end && !is_full_) {
      rows.clear();
      reader_.Scan(kName, from, end,
                   [&](std::string_view key, std::string_view value) {
                     rows.emplace_back(key, value);
                     return rows.size() < kRowsAtOnce;
                   });
      is_end = rows.size() < kRowsAtOnce;
      for (const auto& [key, value] : rows) {
        if (key != after_ && !is_full_) Take(key, value);
      }
      if (!rows.empty()) from = rows.back().first + '\0';
    }
  }

  void Take(const std::string& key, const std::string& value) {
    const std::string_view tail =
        std::string_view(key).substr(key.size() - kTailBytes);
    const std::int64_t at = fold::GetOrdered(tail);
    if (query_.begin_micros && at < *query_.begin_micros) return;
    if (query_.end_micros && at >= *query_.end_micros) return;
    Fact fact;
    fact.index = GetU64(tail.substr(8));
    Whose whose;
    if (key.front() == kByToken) {
      auto named = fold::Decode<Named>(value);
      fact.kind = static_cast<Event::BodyCase>(named.kind);
      fact.region_code = std::move(named.region_code);
      whose = std::move(named.whose);
      if (!query_.kinds.empty() &&
          std::find(query_.kinds.begin(), query_.kinds.end(), fact.kind) ==
              query_.kinds.end()) {
        return;
      }
    } else {
      constexpr std::size_t kRegionAt = 1 + sizeof(std::uint32_t);
      fact.kind =
          static_cast<Event::BodyCase>(GetU32(std::string_view(key).substr(1)));
      fact.region_code =
          key.substr(kRegionAt, key.size() - kTailBytes - 1 - kRegionAt);
      whose = fold::Decode<Whose>(value);
    }
    if (fact.region_code.empty()) {
      fact.region_code = family::RegionOf(reader_, whose.kpm);
    }
    if (fact.region_code.empty()) {
      fact.region_code = duty::RegionOfGroup(reader_, whose.group_id);
    }
    if (!IsWithinRegion(fact.region_code, query_.region_prefix)) return;
    if (page_.facts.size() == query_.page_size) {
      page_.next_page_token = HexEncode(AsBytes(last_));
      is_full_ = true;
      return;
    }
    last_ = key;
    page_.facts.push_back(std::move(fact));
  }

  const fold::Reader& reader_;
  const FactQuery& query_;
  const std::string after_;
  std::string last_;
  bool is_full_ = false;
  FactPage page_;
};

}  // namespace

bool IsKept(Event::BodyCase kind) {
  switch (kind) {
    case Event::BODY_NOT_SET:
    case Event::kFamilyListed:
    case Event::kFamilyAssigned:
      return false;
    case Event::kRestitutionMade:
    case Event::kReconciliationSigned:
    case Event::kNonTransactingReported:
      return true;
    default:
      break;
  }
  const std::string_view family = event::FamilyOf(kind);
  return family != "registry" && family != "card" && family != "custody" &&
         family != "money";
}

Result<FactPage> ListFacts(const fold::Reader& reader, const FactQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Invalid("REGION_MALFORMED", "region prefix is not a region code");
  }
  for (const Event::BodyCase kind : query.kinds) {
    if (IsKept(kind)) continue;
    return Invalid(kKindUnknown,
                   "facts of kind '" + std::string(event::KindName(kind)) +
                       "' are not listed: ask for the card, its custody or "
                       "its money");
  }
  std::string after;
  if (!query.page_token.empty()) {
    std::optional<std::string> raw = HexDecode(query.page_token);
    const char table = query.token.empty() ? kByKind : kByToken;
    if (!raw || raw->size() <= kTailBytes || raw->front() != table) {
      return Invalid("PAGE_TOKEN_INVALID",
                     "page token is not from an earlier answer");
    }
    after = *std::move(raw);
  }
  return Listing(reader, query, std::move(after)).Run();
}

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<FactFold>(); }

}  // namespace ledger::views::fact
