#include "ledger/runtime/config.h"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <filesystem>
#include <set>
#include <utility>

#include "ledger/runtime/file.h"

namespace ledger::runtime {
namespace {

// Takes values out of a table and remembers what was wrong first.
class Fields {
 public:
  explicit Fields(std::string path) : path_(std::move(path)) {}

  void Text(const toml::table& table, std::string_view key, std::string& value,
            bool required = false) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      if (required) Fail(std::string(key) + " is missing");
      return;
    }
    if (const auto text = node->value_exact<std::string>();
        text.has_value() && !text->empty()) {
      value = *text;
    } else {
      Fail(std::string(key) + " must be a string that is not empty");
    }
  }

  void Number(const toml::table& table, std::string_view key,
              std::uint64_t& value) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto number = node->value_exact<std::int64_t>();
        number.has_value() && *number > 0) {
      value = static_cast<std::uint64_t>(*number);
    } else {
      Fail(std::string(key) + " must be a whole number above 0");
    }
  }

  void Known(const toml::table& table, const std::set<std::string_view>& keys) {
    for (const auto& [key, node] : table) {
      if (!keys.contains(key.str())) {
        Fail("unknown key `" + std::string(key.str()) + "`");
      }
    }
  }

  void Fail(const std::string& what) {
    if (failure_.empty()) failure_ = path_ + ": " + what;
  }

  Status Outcome() const {
    if (failure_.empty()) return Ok{};
    return Error{Code::kInvalidArgument, kConfigMalformed, failure_};
  }

 private:
  std::string path_;
  std::string failure_;
};

// An absent section is an empty one.
toml::table Section(const toml::table& root, std::string_view name,
                    Fields& fields) {
  const toml::node* node = root.get(name);
  if (node == nullptr) return {};
  if (const toml::table* table = node->as_table()) return *table;
  fields.Fail(std::string(name) + " must be a table");
  return {};
}

std::string Resolve(const std::string& directory, const std::string& path) {
  return (std::filesystem::path(directory) / path).lexically_normal().string();
}

}  // namespace

Result<Config> LoadConfig(const std::string& directory) {
  const std::string path = Resolve(directory, kConfigFile);
  Result<std::string> text = ReadSmallFile(path);
  if (!text.ok()) {
    return Error{Code::kNotFound, kConfigUnreadable,
                 text.error().message +
                     "; is this a ledger's folder? `amanah init` makes one"};
  }
  toml::parse_result parsed = toml::parse(*text, path);
  if (!parsed) {
    return Error{Code::kInvalidArgument, kConfigMalformed,
                 path + ", line " +
                     std::to_string(parsed.error().source().begin.line) + ": " +
                     std::string(parsed.error().description())};
  }
  const toml::table root = std::move(parsed).table();

  Fields fields(path);
  Config config;
  config.directory = directory;
  config.certificate_path = "tls/server.pem";
  config.key_path = "tls/server.key";
  config.client_authority_path = "tls/ca.pem";
  fields.Known(root, {"origin", "anchor", "server", "limits"});
  fields.Text(root, "origin", config.origin, true);
  fields.Text(root, "anchor", config.anchor_path, true);
  const toml::table server = Section(root, "server", fields);
  fields.Known(server, {"listen", "certificate", "key", "client_authority"});
  fields.Text(server, "listen", config.listen);
  fields.Text(server, "certificate", config.certificate_path);
  fields.Text(server, "key", config.key_path);
  fields.Text(server, "client_authority", config.client_authority_path);
  const toml::table limits = Section(root, "limits", fields);
  fields.Known(limits,
               {"disk_low_water_mib", "queue_submissions", "queue_mib"});
  fields.Number(limits, "disk_low_water_mib", config.disk_low_water_mib);
  fields.Number(limits, "queue_submissions", config.queue_submissions);
  fields.Number(limits, "queue_mib", config.queue_mib);
  LEDGER_RETURN_IF_ERROR(fields.Outcome());

  config.anchor_path = Resolve(directory, config.anchor_path);
  config.ledger_key_path = Resolve(directory, kLedgerKeyFile);
  config.certificate_path = Resolve(directory, config.certificate_path);
  config.key_path = Resolve(directory, config.key_path);
  config.client_authority_path =
      Resolve(directory, config.client_authority_path);
  return config;
}

std::string FormatConfig(std::string_view origin, std::string_view anchor,
                         std::string_view listen) {
  toml::table root;
  root.insert("origin", std::string(origin));
  root.insert("anchor", std::string(anchor));
  root.insert("server", toml::table{{"listen", std::string(listen)}});
  root.insert("limits", toml::table{{"disk_low_water_mib", 512}});
  std::ostringstream text;
  text << "# How this ledger is run. Paths are relative to this folder.\n"
       << "# The anchor must lie outside it, best on another disk: it shows\n"
       << "# when an old copy of this folder is put in its place.\n"
       << root << "\n";
  return text.str();
}

}  // namespace ledger::runtime
