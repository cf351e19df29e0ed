#include "ledger/fold/ahead.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/crypto/hash.h"
#include "ledger/fold/engine.h"

namespace ledger::fold {

std::string DigestOfEntry(std::string_view bytes) {
  return std::string(crypto::Sha256({AsBytes(bytes)}).view());
}

Ahead::Ahead(const EntrySource& source, std::uint64_t begin, std::uint64_t end,
             std::size_t batch_entries)
    : source_(source),
      begin_(begin),
      end_(end),
      batch_entries_(batch_entries),
      next_(begin),
      given_(std::make_unique<Chunk>()) {
  if (end - begin < kWorthAThread) return;
  for (std::size_t i = 0; i < kChunks; ++i) {
    free_.push_back(std::make_unique<Chunk>());
  }
  reader_ = std::thread([this] { ReadAll(); });
}

Ahead::~Ahead() {
  {
    MutexLock lock(mutex_);
    is_stopping_ = true;
    changed_.NotifyAll();
  }
  if (reader_.joinable()) reader_.join();
}

Result<const Chunk*> Ahead::Next() {
  AMANAH_CHECK(next_ < end_);
  if (!reader_.joinable()) {
    LEDGER_RETURN_IF_ERROR(Fill(next_, *given_));
  } else {
    MutexLock lock(mutex_);
    free_.push_back(std::move(given_));
    changed_.NotifyAll();
    while (ready_.empty() && failure_.ok()) changed_.Wait(mutex_);
    if (ready_.empty()) return failure_.error();
    given_ = std::move(ready_.front());
    ready_.erase(ready_.begin());
  }
  AMANAH_CHECK(given_->begin == next_);
  next_ = given_->end;
  return given_.get();
}

std::uint64_t Ahead::EndOfChunk(std::uint64_t begin) const {
  const std::uint64_t batch_end =
      begin + batch_entries_ - (begin - begin_) % batch_entries_;
  return std::min({begin + kChunkEntries, batch_end, end_});
}

Status Ahead::Fill(std::uint64_t begin, Chunk& chunk) const {
  chunk.begin = begin;
  chunk.end = EndOfChunk(begin);
  chunk.size = 0;
  chunk.last_entry.clear();
  Status decoded = Ok{};
  LEDGER_RETURN_IF_ERROR(
      source_.Scan(begin, chunk.end, [&](const log::Entry& entry) {
        if (entry.index + 1 == chunk.end) {
          chunk.last_entry = DigestOfEntry(entry.bytes);
        }
        if (entry.kind != log::EntryKind::kEvent) return true;
        if (chunk.events.size() == chunk.size) chunk.events.emplace_back();
        DecodedEvent& event = chunk.events[chunk.size++];
        event.index = entry.index;
        event.submitter = entry.submitter_number;
        event.received = entry.received;
        if (event.event.ParseFromString(entry.bytes)) return true;
        decoded = Error{Code::kDataLoss, kFoldEntryUnreadable,
                        "entry " + std::to_string(entry.index) +
                            " does not parse as an event"};
        return false;
      }));
  LEDGER_RETURN_IF_ERROR(std::move(decoded));
  AMANAH_CHECK(!chunk.last_entry.empty());
  return Ok{};
}

void Ahead::ReadAll() {
  for (std::uint64_t at = begin_; at < end_;) {
    std::unique_ptr<Chunk> chunk;
    {
      MutexLock lock(mutex_);
      while (free_.empty() && !is_stopping_) changed_.Wait(mutex_);
      if (is_stopping_) return;
      chunk = std::move(free_.back());
      free_.pop_back();
    }
    Status filled = Fill(at, *chunk);
    at = chunk->end;
    MutexLock lock(mutex_);
    changed_.NotifyAll();
    if (!filled.ok()) {
      failure_ = std::move(filled);
      return;
    }
    ready_.push_back(std::move(chunk));
  }
}

}  // namespace ledger::fold
