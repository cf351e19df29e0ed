#include "ledger/runtime/runtime.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "ledger/fold/log_source.h"
#include "ledger/rules/all.h"
#include "ledger/runtime/key_file.h"
#include "ledger/views/all.h"

namespace ledger::runtime {

log::LedgerOptions LogOptions(const Config& config) {
  constexpr std::uint64_t kMebibyte = 1024 * 1024;
  log::LedgerOptions options;
  options.directory = config.directory;
  options.anchor_path = config.anchor_path;
  options.queue_submissions = config.queue_submissions;
  options.queue_bytes = config.queue_mib * kMebibyte;
  options.disk_low_water_bytes = config.disk_low_water_mib * kMebibyte;
  return options;
}

Result<std::unique_ptr<Runtime>> Runtime::Open(const Config& config) {
  std::unique_ptr<Runtime> runtime(new Runtime);
  LEDGER_ASSIGN_OR_RETURN(note::SigningKey key,
                          ReadSigningKey(config.ledger_key_path));
  LEDGER_ASSIGN_OR_RETURN(
      runtime->log_, log::Ledger::Open(LogOptions(config), std::move(key)));

  std::vector<std::unique_ptr<fold::Fold>> folds = views::MakeAll();
  for (auto& rule : rules::MakeAll()) folds.push_back(std::move(rule));
  fold::EngineOptions options;
  options.directory =
      (std::filesystem::path(config.directory) / "views").string();
  LEDGER_ASSIGN_OR_RETURN(runtime->views_,
                          fold::Engine::Open(options, std::move(folds),
                                             fold::SourceOf(*runtime->log_)));
  runtime->views_->Start();
  return runtime;
}

Runtime::~Runtime() { Close(); }

void Runtime::Close() {
  if (views_ != nullptr) views_->Stop();
  if (log_ != nullptr) log_->Stop();
}

}  // namespace ledger::runtime
