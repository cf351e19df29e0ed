#include "ledger/rules/alerts/alerts.h"

#include <limits>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/fold/codec.h"
#include "ledger/rules/alerts/sink.h"

namespace ledger::rules::alerts {
namespace {

using amanah::v1::Alert;

// On disk:
//   0x01 ‖ alert id                                   -> Alert
//   0x02                                              -> last place in the feed
//   0x80 ‖ withdrawn ‖ 255-class ‖ -rupiah ‖ alert id -> nothing
//   0x81 ‖ u64 entry index ‖ u32 ordinal              -> Alert after the change
constexpr char kById = 0x01;
constexpr std::string_view kLastPlace = "\x02";
constexpr std::string_view kOrderPrefix = "\x80";
constexpr std::string_view kFeedPrefix = "\x81";
constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kPlaceBytes = 12;

std::string IdKey(std::string_view alert_id) {
  return std::string(1, kById).append(alert_id);
}

std::string OrderKey(const Alert& alert) {
  std::string key(kOrderPrefix);
  const bool is_withdrawn = alert.state() == amanah::v1::ALERT_STATE_WITHDRAWN;
  key.push_back(is_withdrawn ? 1 : 0);
  key.push_back(static_cast<char>(255 - alert.evidence_class()));
  fold::AppendOrdered(key, -alert.rupiah_at_risk());
  key.append(alert.alert_id());
  return key;
}

// The place behind the last change, for a change at entry `index`.
std::string NextPlace(std::uint64_t index, const fold::Reader& reader) {
  std::uint32_t ordinal = 0;
  if (const auto last = reader.Get(kName, kLastPlace)) {
    constexpr std::size_t kIndexBytes = 8;
    if (GetU64(*last) == index) {
      ordinal = GetU32(last->substr(kIndexBytes)) + 1;
    }
  }
  std::string place;
  AppendU64(place, index);
  AppendU32(place, ordinal);
  return place;
}

void Write(const Alert* before, const Alert& after, std::uint64_t index,
           fold::Writer& state) {
  const std::string bytes = after.SerializeAsString();
  state.Put(kName, IdKey(after.alert_id()), bytes);
  if (before != nullptr) state.Delete(kName, OrderKey(*before));
  state.Put(kName, OrderKey(after), "");
  const std::string place = NextPlace(index, state);
  state.Put(kName, kLastPlace, place);
  state.Put(kName, std::string(kFeedPrefix).append(place), bytes);
}

class AlertsFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 1; }
  // Rules write it.
  bool Apply(const fold::FoldedEvent&, fold::Writer&) override { return true; }
  void Retract(const fold::Retraction&, fold::Writer&) override {}
};

Error Invalid(std::string_view reason, std::string message) {
  return Error{Code::kInvalidArgument, reason, std::move(message)};
}

bool Matches(const Alert& alert, const AlertQuery& query) {
  if (!query.rule_id.empty() && alert.rule_id() != query.rule_id) return false;
  return query.region_prefix.empty() ||
         IsWithinRegion(alert.region_code(), query.region_prefix);
}

}  // namespace

std::optional<Alert> Load(const fold::Reader& reader,
                          std::string_view alert_id) {
  const auto stored = reader.Get(kName, IdKey(alert_id));
  if (!stored) return std::nullopt;
  Alert alert;
  // Written by Write alone.
  AMANAH_CHECK(
      alert.ParseFromArray(stored->data(), static_cast<int>(stored->size())));
  return alert;
}

void Stand(Alert alert, std::uint64_t index, fold::Writer& state) {
  AMANAH_CHECK(alert.alert_id().size() == kIdBytes);
  const std::optional<Alert> before = Load(state, alert.alert_id());
  alert.set_state(amanah::v1::ALERT_STATE_STANDING);
  alert.clear_withdrawn_reason();
  alert.set_raised_index(before ? before->raised_index() : index);
  if (before) {
    alert.set_changed_index(before->changed_index());
    const auto stored = state.Get(kName, IdKey(alert.alert_id()));
    if (alert.SerializeAsString() == *stored) return;
  }
  alert.set_changed_index(index);
  Write(before ? &*before : nullptr, alert, index, state);
}

void Withdraw(std::string_view alert_id, std::string_view reason,
              std::uint64_t index, fold::Writer& state) {
  const std::optional<Alert> before = Load(state, alert_id);
  if (!before || before->state() == amanah::v1::ALERT_STATE_WITHDRAWN) return;
  Alert after = *before;
  after.set_state(amanah::v1::ALERT_STATE_WITHDRAWN);
  after.set_withdrawn_reason(std::string(reason));
  after.set_changed_index(index);
  Write(&*before, after, index, state);
}

Result<Alert> Find(const fold::Reader& reader, std::string_view alert_id) {
  std::optional<Alert> alert = Load(reader, alert_id);
  LEDGER_RETURN_IF_ERROR(reader.status());
  if (!alert) {
    return Error{Code::kNotFound, kAlertUnknown, "no alert of that id"};
  }
  return *std::move(alert);
}

Result<AlertPage> List(const fold::Reader& reader, const AlertQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Invalid(kRegionMalformed, "region prefix is not a region code");
  }
  std::string begin(kOrderPrefix);
  const std::string prefix = begin;
  if (!query.page_token.empty()) {
    const std::optional<std::string> raw = HexDecode(query.page_token);
    constexpr std::size_t kPlace = 1 + 1 + 8 + kIdBytes;
    if (!raw || raw->size() != kPlace) {
      return Invalid(kPageTokenInvalid,
                     "page token is not from an earlier answer");
    }
    begin.append(*raw).push_back('\0');
  }
  AlertPage page;
  std::string last;
  reader.Scan(kName, begin, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                const bool is_withdrawn = key[prefix.size()] != 0;
                if (is_withdrawn && !query.include_withdrawn) return false;
                const auto alert =
                    Load(reader, key.substr(key.size() - kIdBytes));
                if (!alert || !Matches(*alert, query)) return true;
                if (page.alerts.size() == query.page_size) {
                  page.next_page_token = HexEncode(AsBytes(last));
                  return false;
                }
                page.alerts.push_back(*alert);
                last = key.substr(prefix.size());
                return true;
              });
  LEDGER_RETURN_IF_ERROR(reader.status());
  return page;
}

Result<std::vector<AlertChange>> ChangesAfter(const fold::Reader& reader,
                                              std::string_view resume_token,
                                              std::size_t limit) {
  std::string begin(kFeedPrefix);
  const std::string prefix = begin;
  if (!resume_token.empty()) {
    const std::optional<std::string> raw = HexDecode(resume_token);
    if (!raw || raw->size() != kPlaceBytes) {
      return Invalid(kResumeTokenInvalid,
                     "resume token is not from an earlier answer");
    }
    begin.append(*raw).push_back('\0');
  }
  std::vector<AlertChange> changes;
  if (limit == 0) return changes;
  reader.Scan(kName, begin, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view value) {
                AlertChange change;
                AMANAH_CHECK(change.alert.ParseFromArray(
                    value.data(), static_cast<int>(value.size())));
                change.resume_token =
                    HexEncode(AsBytes(key.substr(prefix.size())));
                changes.push_back(std::move(change));
                return changes.size() < limit;
              });
  LEDGER_RETURN_IF_ERROR(reader.status());
  return changes;
}

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<AlertsFold>();
}

}  // namespace ledger::rules::alerts
