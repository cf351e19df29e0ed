#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/views/custody/custody.h"

namespace ledger::views::custody {
namespace {

// An observation is not undone by what is merely said within this time.
constexpr std::int64_t kContestMicros = kMicrosPerDay;

// The last believed statement and the interval it opened or went on with.
class Walk {
 public:
  Walk(std::string_view kks, const CardCustody& custody)
      : kks_(kks), custody_(custody) {}

  History Run() {
    for (const Statement& statement : custody_.statements) {
      if (IsBelieved(statement)) {
        Believe(statement);
      } else {
        history_.contradicted.push_back(statement);
      }
    }
    return std::move(history_);
  }

 private:
  bool IsBelieved(const Statement& statement) const {
    if (last_ == nullptr || statement.is_end) return true;
    if (last_->is_end) return statement.rank != Rank::kReported;
    if (statement.holder == last_->holder) return true;
    if (statement.rank >= known_rank_) {
      return !IsClearingHimself(statement);
    }
    // A report never overrules what is attested or observed.
    if (statement.rank == Rank::kReported) return false;
    // Attested after observed: custody moves, but not while the observation is
    // fresh, and not on the word of the one it speaks against.
    const bool is_fresh =
        sighted_micros_.has_value() &&
        statement.stated_at.unix_micros - *sighted_micros_ < kContestMicros;
    return !is_fresh && !IsClearingHimself(statement);
  }

  // A holder from outside the family says that he has it no more: it takes
  // somebody else to say so.
  bool IsClearingHimself(const Statement& statement) const {
    return statement.rank != Rank::kObserved && !statement.stated_by.empty() &&
           statement.stated_by == last_->holder &&
           !IsFamilyRole(last_->holder_role);
  }

  void Believe(const Statement& statement) {
    if (statement.is_end) {
      Close(statement, statement.stated_at);
    } else if (is_open_ && last_->holder == statement.holder) {
      GoOn(statement);
    } else {
      Open(statement);
    }
    const bool goes_on = last_ != nullptr && last_->holder == statement.holder;
    known_rank_ =
        goes_on ? std::max(known_rank_, statement.rank) : statement.rank;
    if (!goes_on) sighted_micros_.reset();
    if (statement.rank == Rank::kObserved && !statement.is_handover) {
      sighted_micros_ = statement.stated_at.unix_micros;
    }
    last_ = &statement;
  }

  void Close(const Statement& statement, const Moment& at) {
    if (!is_open_) return;
    Interval& interval = history_.intervals.back();
    interval.end = std::max(at, interval.begin);
    interval.ended_by = statement.stated_by;
    interval.ended_by_role = statement.stated_by_role;
    interval.end_index = statement.index;
    is_open_ = false;
  }

  void GoOn(const Statement& statement) {
    Interval& interval = history_.intervals.back();
    if (statement.rank >= interval.rank) {
      interval.rank = statement.rank;
      interval.index = statement.index;
      interval.holder_role = statement.holder_role;
    }
    interval.indices.insert(
        std::lower_bound(interval.indices.begin(), interval.indices.end(),
                         statement.index),
        statement.index);
    interval.last_stated_at = statement.stated_at;
    if (interval.case_ref.empty()) interval.case_ref = statement.case_ref;
  }

  void Open(const Statement& statement) {
    Moment begin = statement.held_since.value_or(statement.stated_at);
    // Not before the last moment at which somebody else was known to have it.
    if (last_ != nullptr) begin = std::max(begin, last_->stated_at);
    begin = std::min(begin, statement.stated_at);
    Close(statement, begin);
    Interval interval;
    interval.kks = kks_;
    interval.kpm = custody_.kpm;
    interval.holder = statement.holder;
    interval.holder_role = statement.holder_role;
    interval.begin = begin;
    interval.rank = statement.rank;
    interval.index = statement.index;
    interval.indices = {statement.index};
    interval.last_stated_at = statement.stated_at;
    interval.case_ref = statement.case_ref;
    interval.from_handover = statement.is_handover;
    history_.intervals.push_back(std::move(interval));
    is_open_ = true;
  }

  const std::string_view kks_;
  const CardCustody& custody_;
  History history_;
  const Statement* last_ = nullptr;
  Rank known_rank_ = Rank::kReported;
  // When an officer last saw it with the known holder.
  std::optional<std::int64_t> sighted_micros_;
  bool is_open_ = false;
};

}  // namespace

History HistoryOf(std::string_view kks, const CardCustody& custody) {
  return Walk(kks, custody).Run();
}

}  // namespace ledger::views::custody
