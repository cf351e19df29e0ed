// A log folded with all views and rules: its rows, its standing alerts, its
// digests.

#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "tests/unit/fold/history.h"
#include "tests/unit/rules/judged.h"

namespace ledger::rules::testing {

using Entries = std::shared_ptr<const std::vector<log::Entry>>;
// Hex, by key.
using Rows = std::map<std::string, std::string>;

inline Result<std::unique_ptr<fold::Engine>> OpenAll(
    const std::string& directory, std::unique_ptr<fold::EntrySource> source,
    std::size_t batch_entries) {
  fold::EngineOptions options;
  options.directory = directory;
  options.batch_entries = batch_entries;
  return fold::Engine::Open(options, AllFolds(), std::move(source));
}

// By fold.
inline std::map<std::string, std::string> DigestsOf(
    const fold::Engine& engine) {
  std::map<std::string, std::string> digests;
  for (const fold::FoldStatus& status : engine.statuses()) {
    const Result<crypto::Hash> digest = engine.DigestOf(status.name);
    EXPECT_TRUE(digest.ok());
    digests[std::string(status.name)] = HexEncode(AsBytes(digest->view()));
  }
  return digests;
}

class FoldedLog {
 public:
  explicit FoldedLog(const Entries& entries, std::size_t batch_entries = 64) {
    auto engine = OpenAll(
        directory_.path(),
        std::make_unique<fold::testing::MemorySource>(entries), batch_entries);
    EXPECT_TRUE(engine.ok());
    engine_ = *std::move(engine);
    const Status folded = engine_->CatchUp(entries->size());
    EXPECT_TRUE(folded.ok());
    view_ = *engine_->View();
  }
  const fold::Engine& engine() const { return *engine_; }
  const fold::ReadView& view() const { return *view_; }

  Rows RowsOf(std::string_view fold) const {
    Rows rows;
    view_->Scan(
        fold, "", "", [&](std::string_view key, std::string_view value) {
          rows.emplace(HexEncode(AsBytes(key)), HexEncode(AsBytes(value)));
          return true;
        });
    return rows;
  }

  // Standing alerts by id; without what says when they were said last.
  std::map<std::string, std::string> Standing() const {
    alerts::AlertQuery query;
    query.page_size = 10'000;
    auto page = alerts::List(*view_, query);
    EXPECT_TRUE(page.ok());
    std::map<std::string, std::string> standing;
    for (amanah::v1::Alert& alert : page->alerts) {
      alert.clear_raised_index();
      alert.clear_changed_index();
      if (alert.rule_id() == "R04") {
        // Ages of cards are those of that moment.
        alert.clear_sentence_id();
        alert.clear_sentence_en();
      }
      standing[HexEncode(AsBytes(alert.alert_id()))] = alert.ShortDebugString();
    }
    return standing;
  }

 private:
  fold::testing::TemporaryDirectory directory_;
  std::unique_ptr<fold::Engine> engine_;
  std::unique_ptr<fold::ReadView> view_;
};

// AMANAH_SEED and AMANAH_SEEDS say where to begin and how many to try.
inline unsigned NumberFrom(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  if (text == nullptr) return otherwise;
  return static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}
inline std::vector<unsigned> Seeds(unsigned count) {
  const unsigned first = NumberFrom("AMANAH_SEED", std::random_device{}());
  std::vector<unsigned> seeds;
  for (unsigned i = 0; i < NumberFrom("AMANAH_SEEDS", count); ++i) {
    seeds.push_back(first + i);
  }
  return seeds;
}

}  // namespace ledger::rules::testing
