#include "ledger/fold/retractor.h"

#include <optional>
#include <string>
#include <utility>

#include "ledger/fold/engine.h"

namespace ledger::fold {
namespace {

// The log behind the folder.
class LogPast final : public Past {
 public:
  explicit LogPast(const EntrySource& source) : source_(source) {}

  // The first failure; Ok while there was none.
  Status status() const { return failure_; }

  void Read(
      std::uint64_t index,
      const std::function<void(const FoldedEvent&)>& visit) const override {
    if (!failure_.ok()) return;
    Status read = ReadOne(index, visit);
    if (!read.ok()) failure_ = std::move(read);
  }

 private:
  Status ReadOne(std::uint64_t index,
                 const std::function<void(const FoldedEvent&)>& visit) const {
    amanah::v1::Event event;
    std::uint32_t submitter = 0;
    Instant received;
    bool is_event = false;
    bool is_read = false;
    LEDGER_RETURN_IF_ERROR(
        source_.Scan(index, index + 1, [&](const log::Entry& entry) {
          is_event = entry.kind == log::EntryKind::kEvent;
          submitter = entry.submitter_number;
          received = entry.received;
          is_read = !is_event || event.ParseFromString(entry.bytes);
          return false;
        }));
    if (!is_read) {
      return Error{
          Code::kDataLoss, kFoldEntryUnreadable,
          "entry " + std::to_string(index) + " does not parse as an event"};
    }
    if (is_event) visit(FoldedEvent{index, submitter, received, event});
    return Ok{};
  }

  const EntrySource& source_;
  mutable Status failure_ = Ok{};
};

}  // namespace

Status Retractor::Retract(const FoldedEvent& correction, State& state) const {
  std::optional<std::uint64_t> struck;
  for (const std::unique_ptr<Fold>& fold : folds_) {
    struck = fold->StruckBy(correction, state);
    if (struck) break;
  }
  if (!struck) return Ok{};
  const LogPast past(source_);
  past.Read(*struck, [&](const FoldedEvent& wrong) {
    const Retraction retraction{wrong, correction, past};
    for (std::size_t f = 0; f < folds_.size(); ++f) {
      state.Permit(permits_[f]);
      folds_[f]->Retract(retraction, state);
    }
  });
  return past.status();
}

}  // namespace ledger::fold
