#include "ledger/views/event_index/event_index.h"

#include <algorithm>
#include <limits>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/event/event.h"
#include "ledger/fold/key.h"

namespace ledger::views::event_index {
namespace {

using amanah::v1::Event;

// On disk: 0x01 ‖ event id ‖ u32 submitter number -> Place. The id comes first
// so that a query need not know the submitter.
constexpr char kTable = 0x01;

// On disk: u64 index, all ones when the event is not there yet; then nothing,
// or 'k' when it cannot be struck, or 's' and the u64 index of the correction
// that struck it first.
struct Place {
  static constexpr std::uint64_t kNowhere =
      std::numeric_limits<std::uint64_t>::max();
  static constexpr std::size_t kLetterAt = 8;

  std::uint64_t index = kNowhere;
  bool is_kept = false;
  std::uint64_t struck_by = 0;  // 0: by none.

  bool IsHere() const { return index != kNowhere; }

  std::string Bytes() const {
    std::string bytes;
    AppendU64(bytes, index);
    if (is_kept) {
      bytes.push_back('k');
    } else if (struck_by != 0) {
      bytes.push_back('s');
      AppendU64(bytes, struck_by);
    }
    return bytes;
  }
  static Place Of(std::string_view bytes) {
    Place place;
    place.index = GetU64(bytes);
    if (bytes.size() > kLetterAt) {
      place.is_kept = bytes[kLetterAt] == 'k';
      if (!place.is_kept) place.struck_by = GetU64(bytes.substr(kLetterAt + 1));
    }
    return place;
  }
};

fold::Key KeyOf(std::string_view event_id, std::uint32_t submitter) {
  fold::Key key(kTable, event_id);
  key.AppendU32(submitter);
  return key;
}

std::optional<Place> PlaceAt(const fold::Key& key, const fold::Reader& reader) {
  const auto stored = reader.Get(kName, key);
  if (!stored) return std::nullopt;
  return Place::Of(*stored);
}

// A correction of a correction brings nothing back, and what the registry said
// held when it was said: both are recorded only.
bool CannotBeStruck(const Event& event) {
  return event.has_event_corrected() ||
         event::FamilyOf(event.body_case()) == "registry";
}

class EventIndex final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }
  // Each key is looked up once, when it is new.
  bool IsReadBack() const override { return false; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const fold::Key key = KeyOf(folded.event.event_id(), folded.submitter);
    Place place;
    if (const auto known = PlaceAt(key, state)) {
      if (known->IsHere()) return false;
      place = *known;
    }
    place.index = folded.index;
    if (CannotBeStruck(folded.event)) {
      place.is_kept = true;
      place.struck_by = 0;
    }
    state.Put(kName, key, place.Bytes());
    if (folded.event.has_event_corrected()) Strike(folded, state);
    // It was taken back before it came.
    return place.struck_by == 0;
  }

  // The event stays where it is; Apply of the correction says what it is.
  void Retract(const fold::Retraction&, fold::Writer&) override {}

  std::optional<std::uint64_t> StruckBy(
      const fold::FoldedEvent& correction,
      const fold::Reader& state) const override {
    const std::optional<Place> place = PlaceAt(WrongKey(correction), state);
    if (!place || !place->IsHere() || place->is_kept || place->struck_by != 0) {
      return std::nullopt;
    }
    return place->index;
  }

 private:
  static fold::Key WrongKey(const fold::FoldedEvent& correction) {
    return KeyOf(correction.event.event_corrected().of_event_id(),
                 correction.submitter);
  }

  static void Strike(const fold::FoldedEvent& correction, fold::Writer& state) {
    const fold::Key key = WrongKey(correction);
    Place place = PlaceAt(key, state).value_or(Place());
    if (place.is_kept || place.struck_by != 0) return;
    place.struck_by = correction.index;
    state.Put(kName, key, place.Bytes());
  }
};

}  // namespace

std::optional<std::uint64_t> Find(const fold::Reader& reader,
                                  std::string_view event_id) {
  std::string prefix(1, kTable);
  prefix.append(event_id);
  std::optional<std::uint64_t> first;
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                const Place place = Place::Of(value);
                if (place.IsHere()) {
                  first = std::min(first.value_or(place.index), place.index);
                }
                return true;
              });
  return first;
}

std::optional<std::uint64_t> CorrectedBy(const fold::Reader& reader,
                                         std::string_view event_id,
                                         std::uint32_t submitter) {
  const auto place = PlaceAt(KeyOf(event_id, submitter), reader);
  if (!place || !place->IsHere() || place->struck_by == 0) return std::nullopt;
  return place->struck_by;
}

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<EventIndex>();
}

}  // namespace ledger::views::event_index
