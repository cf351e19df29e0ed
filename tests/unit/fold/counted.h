// A fold that is watched: what it reads and writes for one event, and how long
// it takes. Keys and values are the watched fold's own.

#pragma once

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/fold/fold.h"

namespace ledger::fold::testing {

// What a fold did; rows are those that scans visited.
struct Work {
  std::uint64_t gets = 0;
  std::uint64_t scans = 0;
  std::uint64_t rows = 0;
  std::uint64_t writes = 0;
  std::uint64_t bytes = 0;  // Of all values read and written.

  std::uint64_t steps() const { return gets + scans + rows + writes; }
  Work& operator+=(const Work& more) {
    gets += more.gets;
    scans += more.scans;
    rows += more.rows;
    writes += more.writes;
    bytes += more.bytes;
    return *this;
  }
};

class CountingWriter final : public Writer {
 public:
  CountingWriter(Writer& state, Work& work) : state_(state), work_(work) {}

  std::optional<std::string_view> Get(std::string_view fold,
                                      std::string_view key) const override {
    ++work_.gets;
    const auto value = state_.Get(fold, key);
    if (value) work_.bytes += value->size();
    return value;
  }
  void Scan(std::string_view fold, std::string_view begin, std::string_view end,
            const Visitor& visit) const override {
    ++work_.scans;
    state_.Scan(fold, begin, end,
                [&](std::string_view key, std::string_view value) {
                  ++work_.rows;
                  work_.bytes += value.size();
                  return visit(key, value);
                });
  }
  void Put(std::string_view fold, std::string_view key,
           std::string_view value) override {
    ++work_.writes;
    work_.bytes += value.size();
    state_.Put(fold, key, value);
  }
  void Delete(std::string_view fold, std::string_view key) override {
    ++work_.writes;
    state_.Delete(fold, key);
  }
  std::uint64_t position() const override { return state_.position(); }
  Status status() const override { return state_.status(); }

 private:
  Writer& state_;
  Work& work_;
};

// The sums of one watched fold; outlives the engine.
struct Watched {
  std::string_view name;
  Work sum;
  Work most;                // By part, of any one event.
  std::uint64_t nanos = 0;  // Of the processor, of the events timed.
  std::uint64_t timed = 0;
};

class WatchedFold final : public Fold {
 public:
  // Times one event in `time_every`; 0: none.
  WatchedFold(std::unique_ptr<Fold> fold, Watched& watched,
              std::uint64_t time_every)
      : fold_(std::move(fold)), watched_(watched), time_every_(time_every) {
    watched_.name = fold_->name();
  }

  std::string_view name() const override { return fold_->name(); }
  std::uint32_t version() const override { return fold_->version(); }
  std::vector<std::string_view> Shares() const override {
    return fold_->Shares();
  }
  bool IsReadBack() const override { return fold_->IsReadBack(); }

  bool Apply(const FoldedEvent& folded, Writer& state) override {
    Work work;
    CountingWriter counting(state, work);
    const bool is_timed = time_every_ != 0 && folded.index % time_every_ == 0;
    const std::uint64_t begin = is_timed ? Nanos() : 0;
    const bool goes_on = fold_->Apply(folded, counting);
    if (is_timed) {
      watched_.nanos += Nanos() - begin;
      ++watched_.timed;
    }
    watched_.sum += work;
    watched_.most.gets = std::max(watched_.most.gets, work.gets);
    watched_.most.scans = std::max(watched_.most.scans, work.scans);
    watched_.most.rows = std::max(watched_.most.rows, work.rows);
    watched_.most.writes = std::max(watched_.most.writes, work.writes);
    watched_.most.bytes = std::max(watched_.most.bytes, work.bytes);
    return goes_on;
  }
  void Retract(const Retraction& retraction, Writer& state) override {
    fold_->Retract(retraction, state);
  }
  std::optional<std::uint64_t> StruckBy(const FoldedEvent& correction,
                                        const Reader& state) const override {
    return fold_->StruckBy(correction, state);
  }

 private:
  static std::uint64_t Nanos() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u +
           static_cast<std::uint64_t>(now.tv_nsec);
  }

  const std::unique_ptr<Fold> fold_;
  Watched& watched_;
  const std::uint64_t time_every_;
};

}  // namespace ledger::fold::testing
