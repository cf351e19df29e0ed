#include "ledger/views/event_index/event_index.h"

#include <algorithm>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/fold/key.h"

namespace ledger::views::event_index {
namespace {

// On disk: 0x01 ‖ event id ‖ u32 submitter number -> u64 index. The id comes
// first so that a query need not know the submitter.
constexpr char kTable = 0x01;

class EventIndex final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 1; }
  // Each key is looked up once, when it is new.
  bool IsReadBack() const override { return false; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    fold::Key key(kTable, folded.event.event_id());
    key.AppendU32(folded.submitter);
    if (state.Get(kName, key).has_value()) return false;
    std::string index;
    AppendU64(index, folded.index);
    state.Put(kName, key, index);
    return true;
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
                const std::uint64_t index = GetU64(value);
                first = std::min(first.value_or(index), index);
                return true;
              });
  return first;
}

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<EventIndex>();
}

}  // namespace ledger::views::event_index
