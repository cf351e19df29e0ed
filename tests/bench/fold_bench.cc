// How fast all views and rules catch up: the year of Merbau Mataram, told of
// as many kecamatan as asked for (each with tokens of its own).
//
//   fold_bench [copies]

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/bytes.h"
#include "ledger/fold/engine.h"
#include "ledger/rules/all.h"
#include "ledger/views/all.h"
#include "tests/bench/watch.h"
#include "tests/scenarios/year.h"
#include "tests/unit/fold/history.h"

namespace {

using amanah::v1::Event;

// Another token for each copy.
std::string Other(std::string bytes, std::uint32_t copy) {
  for (std::size_t i = 0; i < 4 && i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(bytes[i] ^ ((copy * 2654435761u) >> (8 * i)));
  }
  return bytes;
}

// Gives every token in the message, at any depth, the copy's number.
void Renumber(google::protobuf::Message& message, std::uint32_t copy) {
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() ==
        google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        Renumber(*reflection->MutableMessage(&message, field), copy);
      }
      continue;
    }
    if (field->name() == "evidence_hashes") {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        reflection->SetRepeatedString(
            &message, field, i,
            Other(reflection->GetRepeatedString(message, field, i), copy));
      }
      continue;
    }
    const bool is_token =
        field->type() == google::protobuf::FieldDescriptor::TYPE_BYTES &&
        !field->is_repeated();
    const bool is_code =
        field->name() == "tid" || field->name() == "agent_id" ||
        field->name() == "officer_id" || field->name() == "branch_code";
    if (!is_token && !is_code) continue;
    std::string value = reflection->GetString(message, field);
    if (value.empty()) continue;
    value = is_code ? value + std::to_string(copy) : Other(value, copy);
    reflection->SetString(&message, field, value);
  }
}

std::shared_ptr<const std::vector<ledger::log::Entry>> Entries(
    std::uint32_t copies) {
  ledger::fold::testing::History history;
  std::uint32_t number = 0;
  for (const auto& [origin, events] : scenarios::YearSources()) {
    ++number;
    for (std::uint32_t copy = 0; copy < copies; ++copy) {
      for (const std::string& bytes : events) {
        ledger::fold::testing::Told told;
        told.submitter = number;
        if (!told.event.ParseFromString(bytes)) std::abort();
        Renumber(told.event, copy);
        history.push_back(std::move(told));
      }
    }
  }
  return ledger::fold::testing::EntriesOf(history);
}

}  // namespace

int main(int argc, char** argv) {
  const auto copies =
      static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 10);
  const bool by_fold = argc > 2 && std::string_view(argv[2]) == "folds";
  const auto entries = Entries(copies);
  std::deque<ledger::fold::testing::Watched> watched;
  auto folds = ledger::views::MakeAll();
  for (auto& rule : ledger::rules::MakeAll()) folds.push_back(std::move(rule));
  if (by_fold) folds = bench::Watch(std::move(folds), watched);
  const ledger::fold::testing::TemporaryDirectory directory;
  ledger::fold::EngineOptions options;
  options.directory = directory.path();
  auto engine = ledger::fold::Engine::Open(
      options, std::move(folds),
      std::make_unique<ledger::fold::testing::MemorySource>(entries));
  if (!engine.ok()) std::abort();
  const std::clock_t cpu_begin = std::clock();
  const auto begin = std::chrono::steady_clock::now();
  if (!(*engine)->CatchUp(entries->size()).ok()) std::abort();
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - begin;
  const double cpu =
      static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC;
  std::cout << entries->size() << " entries, " << seconds.count() << " s, "
            << static_cast<double>(entries->size()) / seconds.count()
            << " entries/s; " << cpu << " s of processor time, "
            << 1e6 * cpu / static_cast<double>(entries->size())
            << " us an entry\n";
  if (by_fold) bench::Print(watched, entries->size(), **engine);
}
