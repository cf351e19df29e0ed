#include "services/cli/import_command.h"

#include <cstdio>
#include <filesystem>
#include <utility>

#include "ledger/runtime/key_file.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/json.h"
#include "services/cli/signer.h"
#include "services/cli/source_import.h"
#include "services/cli/sources.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

namespace fs = std::filesystem;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

std::string Tenths(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f", value);
  return text;
}

double RateOf(const SourceImportReport& report) {
  const auto done =
      static_cast<double>(report.events_after - report.events_before);
  return report.seconds > 0 ? done / report.seconds : 0;
}

Table MakeTable(const Console& console) {
  const auto title = [&](std::string_view en, std::string_view id) {
    return std::string(console.Pick({en, id}));
  };
  return Table({{title("source", "sumber")},
                {title("files", "berkas"), Align::kRight},
                {title("rows", "baris"), Align::kRight},
                {title("rejected", "ditolak"), Align::kRight},
                {title("ignored", "dilewati"), Align::kRight},
                {title("events in ledger", "kejadian di buku"), Align::kRight},
                {title("this run", "kali ini"), Align::kRight},
                {title("seconds", "detik"), Align::kRight},
                {title("events/s", "kejadian/s"), Align::kRight}});
}

void AddRow(const std::string& name, const SourceImportReport& report,
            Language language, Table& table) {
  table.Add({name, Number(report.files, language),
             Number(report.counts.rows, language),
             Number(report.counts.rows_rejected, language),
             Number(report.counts.rows_ignored, language),
             Number(report.events_after, language),
             Number(report.events_after - report.events_before, language),
             Tenths(report.seconds),
             Number(static_cast<std::uint64_t>(RateOf(report)), language)});
}

std::string ReportJson(const Source& source, const SourceImportReport& report) {
  const auto number = [](std::uint64_t value) { return std::to_string(value); };
  return "{\"source\":" + JsonString(source.name) +
         ",\"origin\":" + JsonString(source.profile.origin()) +
         ",\"files\":" + number(report.files) +
         ",\"rows\":" + number(report.counts.rows) +
         ",\"rows_rejected\":" + number(report.counts.rows_rejected) +
         ",\"rows_ignored\":" + number(report.counts.rows_ignored) +
         ",\"events_before\":" + number(report.events_before) +
         ",\"events_after\":" + number(report.events_after) +
         ",\"seconds\":" + Tenths(report.seconds) +
         ",\"rejects\":" + JsonString(report.rejects_path) + "}";
}

// Key files of one source: those given, or <name>.key of the folder given.
std::vector<std::string> KeyPaths(const ImportOptions& options,
                                  const Source& source) {
  std::vector<std::string> paths;
  for (const std::string& key : options.keys) {
    paths.push_back(KeyPathOf(key, source));
  }
  return paths;
}

void TellOfFiles(const Source& source, const SourceImportReport& report,
                 const Console& console) {
  if (report.counts.rows_rejected > 0) {
    console.Note(
        source.name + ": " + std::to_string(report.counts.rows_rejected) + " " +
        std::string(console.Pick({"rows made no event; see ",
                                  "baris tidak menjadi kejadian; lihat "})) +
        report.rejects_path);
  }
  for (const std::string& name : report.unmapped_files) {
    console.Note(source.name + ": " +
                 std::string(console.Pick({"not taken by the profile: ",
                                           "tidak diambil oleh profil: "})) +
                 name);
  }
  for (const std::string& name : report.unknown_files) {
    console.Note(source.name + ": " +
                 std::string(console.Pick({"the profile does not know ",
                                           "profil tidak mengenal "})) +
                 name);
  }
}

}  // namespace

Status RunImport(const ImportOptions& options, Session& session) {
  const Console& console = session.console();
  LEDGER_ASSIGN_OR_RETURN(const std::vector<Source> sources,
                          LoadSources(options.profile));
  if (session.TokenKeyPath().empty()) {
    return Error{ledger::Code::kInvalidArgument, kTokenKeyMissing,
                 "identifiers become tokens: give --token-key"};
  }
  LEDGER_ASSIGN_OR_RETURN(
      const ledger::crypto::TokenKey token_key,
      ledger::runtime::ReadTokenKey(session.TokenKeyPath()));
  LEDGER_ASSIGN_OR_RETURN(const importer::RegionList regions,
                          importer::RegionList::BuiltIn());
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());

  Table table = MakeTable(console);
  for (const Source& source : sources) {
    LEDGER_ASSIGN_OR_RETURN(std::vector<ledger::note::SigningKey> keys,
                            ReadKeys(KeyPaths(options, source)));
    SourceImportOptions one;
    one.name = source.name;
    one.source_dir = options.source_dir;
    one.state = (fs::path(options.state) / source.name).string();
    one.events_per_submission = options.events_per_submission;
    one.patience = std::chrono::seconds(options.patience_seconds);
    one.recover = options.recover;
    one.abandon = options.abandon;
    Result<SourceImportReport> report =
        SourceImport(one, source.profile, token_key, regions, *client)
            .Run(std::move(keys));
    if (!report.ok()) {
      Error error = report.error();
      error.message = source.name + ": " + error.message;
      return error;
    }
    TellOfFiles(source, *report, console);
    if (console.json()) {
      console.Print(ReportJson(source, *report));
    } else {
      AddRow(source.name, *report, console.language(), table);
    }
  }
  if (!console.json()) {
    std::fputs(table.ToString().c_str(), stdout);
  }
  return Ok{};
}

}  // namespace services::cli
