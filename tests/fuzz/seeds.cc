// Writes seeds for the fuzz targets from artefacts that the house itself
// makes: fuzz_seeds <corpus folder> <folder of merbau-mataram>. The same
// folder every time.

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/bytes.h"
#include "ledger/entry/entry.h"
#include "ledger/log/schema.h"
#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "ledger/note/proof_file.h"
#include "ledger/note/signed_checkpoint.h"
#include "ledger/registry/registry.h"
#include "ledger/submitter/state.h"
#include "services/importer/journal.h"
#include "services/importer/profile.h"
#include "services/importer/rules.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/known_key.h"

namespace {

namespace merkle = ledger::merkle;
namespace note = ledger::note;

std::filesystem::path corpus;

void Write(const std::string& target, const std::string& name,
           std::string_view bytes) {
  std::filesystem::create_directories(corpus / target);
  std::ofstream file(corpus / target / name, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  AMANAH_CHECK(file.good());
}

void WriteText() {
  Write("text", "rfc3339", "2025-02-03T01:00:00+07:00");
  Write("text", "utc", "2026-01-31T23:59:59.000001Z");
  Write("text", "date", "2025-02-28");
  Write("text", "base64", "YW1hbmFoIQ==");
  Write("text", "hex", "00ff10");
  Write("text", "decimal", "18446744073709551615");
  Write("text", "region", "18.01.18.2001");
}

void WriteNotes(const note::SigningKey& key) {
  Write("vkey", "verifier", key.vkey().ToString());
  Write("vkey", "signer", key.ToString());
  merkle::MemoryTiles tree;
  std::vector<ledger::crypto::Hash> leaves;
  for (int i = 0; i < 300; ++i) {
    const std::string entry = "entry " + std::to_string(i);
    leaves.push_back(merkle::LeafHash(ledger::AsBytes(entry)));
    tree.Append(leaves.back());
  }
  for (const std::uint64_t size : {1u, 3u, 7u, 256u, 300u}) {
    const note::Checkpoint checkpoint{.origin = "amanah.example/fuzz",
                                      .size = size,
                                      .root = *merkle::ReadRoot(tree, size)};
    const std::string text = note::FormatCheckpoint(checkpoint);
    const std::string name = "size_" + std::to_string(size);
    Write("checkpoint", name, text);
    const std::string signed_text = note::SignNote(text, {&key});
    Write("note", name, signed_text);
    Write("note", name + "_twice", note::SignNote(text, {&key, &key}));
    for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{2}}) {
      if (index >= size) continue;
      note::ProofFile proof{.index = index,
                            .path = *merkle::ProveInclusion(tree, index, size),
                            .checkpoint = signed_text};
      if (size == 300) proof.extra = "bast 7";
      Write("proof_file", name + "_index_" + std::to_string(index),
            note::FormatProofFile(proof));
    }
  }
  Write("note", "text_with_empty_lines",
        note::SignNote("first\n\nthird\n", {&key}));
}

void WriteTiles() {
  Write("tile_path", "full", merkle::TilePath({0, 1234067}, 256));
  Write("tile_path", "partial", merkle::TilePath({2, 0}, 17));
  Write("tile_path", "entries", merkle::EntriesPath(273, 112));
  std::string bundle;
  for (int i = 0; i < 5; ++i) {
    merkle::AppendToBundle(bundle, std::string(static_cast<std::size_t>(i * 7),
                                               static_cast<char>('a' + i)));
    Write("bundle", "entries_" + std::to_string(i + 1), bundle);
  }
  bundle.clear();
  for (int i = 0; i < 256; ++i) merkle::AppendToBundle(bundle, "");
  Write("bundle", "full_of_empty", bundle);
}

void WriteProofModes() {
  // Mode, index or sizes, then edits: see inclusion_fuzz.cc.
  for (const std::uint64_t size : {1u, 2u, 3u, 8u, 33u, 70u}) {
    std::string input(1, '\1');
    ledger::AppendU64(input, size / 2);
    ledger::AppendU64(input, size - 1);
    const std::string name = "size_" + std::to_string(size);
    Write("inclusion", name, input);
    Write("inclusion", name + "_edited", input + std::string("\2\0\1\0", 4));
    Write("consistency", name, input);
    Write("consistency", name + "_edited", input + std::string("\2\0\7\3", 4));
  }
  std::string raw(1, '\0');
  ledger::AppendU64(raw, 5);
  ledger::AppendU64(raw, 8);
  Write("inclusion", "raw", raw + std::string(32 * 5, 'h'));
  Write("consistency", "raw", raw + std::string(32 * 5, 'h'));
}

// Fills every field of `message`, one of each oneof, to `depth` messages.
void Fill(google::protobuf::Message& message, int depth) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message.GetReflection();
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->real_containing_oneof() != nullptr) continue;
    if (field->is_repeated()) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        reflection->AddString(&message, field, std::string(16, 'r'));
      }
      continue;
    }
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        reflection->SetString(&message, field, std::string(16, 't'));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection->SetInt64(&message, field, 600'000);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        reflection->SetInt32(&message, field, 420);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        reflection->SetUInt32(&message, field, 3);
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        reflection->SetUInt64(&message, field, 7);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection->SetBool(&message, field, true);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection->SetEnumValue(&message, field, 1);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (depth > 0) {
          Fill(*reflection->MutableMessage(&message, field), depth - 1);
        }
        break;
      default:
        break;
    }
  }
}

void WriteEvents() {
  const auto* body = amanah::v1::Event::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) {
    amanah::v1::Event event;
    Fill(event, 2);
    Fill(*event.GetReflection()->MutableMessage(&event, body->field(i)), 3);
    Write("event", body->field(i)->name(), event.SerializeAsString());
  }
}

std::string SignedCheckpoint(const note::SigningKey& key, std::uint64_t size,
                             std::string_view words) {
  return note::SignCheckpoint(
      {.origin = std::string(fuzz::kKnownOrigin),
       .size = size,
       .root = ledger::crypto::Sha256({ledger::AsBytes(words)})},
      {&key});
}

void WriteEntriesAndRows(const note::SigningKey& key) {
  namespace entry = ledger::entry;
  namespace log = ledger::log;
  const ledger::Instant received{1'738'544'400'000'001};
  const std::string checkpoint = SignedCheckpoint(key, 7, "one");
  Write("entry", "submission",
        entry::FormatSubmissionRecord({received, 3, checkpoint}));
  Write("entry", "genesis",
        note::SignNote(entry::FormatGenesisText(
                           {received, "ledger.example/amanah",
                            key.vkey().ToString(), key.vkey().ToString()}),
                       {&key}));
  Write("entry", "equivocation",
        entry::FormatEquivocationRecord(
            {received, checkpoint, SignedCheckpoint(key, 7, "other")}));

  merkle::Tree tree;
  for (int i = 0; i < 5; ++i) tree.Append(ledger::crypto::Sha256({}));
  Write("row", "record", log::EncodeRecordRow({2, 10, 3, received}));
  Write("row", "submission",
        log::EncodeSubmissionRow({4, 3, 8, ledger::crypto::Sha256({})}));
  Write("row", "submitter", log::EncodeSubmitterRow({5, tree.edge()}));
  Write("row", "head", log::EncodeHeadRow({received, checkpoint}));

  ledger::submitter::State state;
  state.origin = fuzz::kKnownOrigin;
  Write("submitter", "empty", ledger::submitter::FormatState(state));
  state.acknowledged = tree;
  Write("submitter", "acknowledged", ledger::submitter::FormatState(state));
  for (const std::uint64_t size : {7u, 9u}) {
    const std::string pending = SignedCheckpoint(key, size, "one");
    auto parsed = note::ParseCheckpoint(note::ParseNote(pending)->text);
    AMANAH_CHECK(parsed.ok());
    state.pending.push_back({*parsed, pending});
  }
  Write("submitter", "pending", ledger::submitter::FormatState(state));
}

void WriteRegistry(const note::SigningKey& key) {
  auto registry = ledger::registry::Registry::FromGenesis(key.vkey());
  Write("registry", "genesis", registry.Serialize());
  amanah::v1::Event event;
  auto* body = event.mutable_submitter_registered();
  body->set_origin("registrar.example/amanah");
  for (const char seed : {'x', 'y'}) {
    body->add_vkeys(testing_keys::FixedKey("registrar.example/amanah", seed)
                        .vkey()
                        .ToString());
  }
  body->set_threshold(2);
  body->mutable_authority()->add_event_kinds("registry.*");
  AMANAH_CHECK(registry.Apply(event, 1).ok());
  body->set_origin("bank.example/amanah");
  body->clear_vkeys();
  body->add_vkeys(
      testing_keys::FixedKey("bank.example/amanah", 'a').vkey().ToString());
  body->set_threshold(1);
  body->mutable_authority()->set_event_kinds(0, "money.*");
  body->mutable_authority()->add_region_prefixes("18.01");
  body->mutable_authority()->add_programmes("PKH");
  body->mutable_authority()->set_bank("BANK A");
  AMANAH_CHECK(registry.Apply(event, 2).ok());
  Write("registry", "three", registry.Serialize());
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The header and a few rows.
std::string Head(const std::string& file, int lines) {
  std::size_t end = 0;
  for (int i = 0; i < lines && end < file.size(); ++i) {
    end = std::min(file.find('\n', end), file.size() - 1) + 1;
  }
  return file.substr(0, end);
}

std::vector<std::filesystem::path> FilesOf(
    const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void WriteImports(const std::filesystem::path& data) {
  const std::filesystem::path folder = "services/importer/profiles";
  auto profiles = services::importer::LoadProfiles(folder.string());
  AMANAH_CHECK(profiles.ok());
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string toml = ReadFile(file.path());
    Write("csv_profile", file.path().filename().string(),
          std::string(1, '\0') + toml);
  }
  // The first byte counts the files that the profiles know, from 1.
  char number = 0;
  for (const auto& profile : *profiles) {
    const auto& rules = profile.rules();
    for (const auto& rule : rules.files) {
      ++number;
      for (const std::filesystem::path& path :
           FilesOf(data / rules.directory)) {
        const std::string name = path.filename().string();
        if (!rule.pattern.Match(name)) continue;
        const std::string rows = Head(ReadFile(path), 4);
        Write("csv_profile", rules.directory + "_" + name, number + rows);
        // Quotes on, separator by bank.
        const char dialect = rules.dialect.separator == ';' ? '\5' : '\4';
        Write("csv_row", rules.directory + "_" + name,
              std::string{dialect, '\0'} + rows);
        break;
      }
    }
  }
  Write("region_list", "list",
        "list/1\n18 LAMPUNG\n 01 KABUPATEN LAMPUNG SELATAN\n  18 Merbau "
        "Mataram\n   2001 Suban\n");
  services::importer::ImportJournal journal("bank.example/amanah");
  journal.Append({{{"cards.csv", 120, ledger::crypto::Sha256({})}}});
  journal.Append({{{"mutasi_202501.csv", 7, ledger::crypto::Sha256({})},
                   {"credits_202501.csv", 9, ledger::crypto::Sha256({})}}});
  Write("region_list", "journal", journal.Text());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: fuzz_seeds <corpus folder> <data folder>\n", stderr);
    return 2;
  }
  corpus = argv[1];
  const note::SigningKey key = fuzz::KnownSigningKey();
  WriteText();
  WriteNotes(key);
  WriteTiles();
  WriteProofModes();
  WriteEvents();
  WriteEntriesAndRows(key);
  WriteRegistry(key);
  WriteImports(argv[2]);
  return 0;
}
