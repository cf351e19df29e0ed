#include "services/cli/client_config.h"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <filesystem>
#include <sstream>
#include <utility>

#include "ledger/runtime/file.h"

namespace services::cli {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;

struct Key {
  std::string_view name;
  std::string ClientConfig::*value;
  bool is_path;
  bool required;
};
constexpr Key kKeys[] = {
    {"server", &ClientConfig::server, false, true},
    {"authority", &ClientConfig::authority_path, true, true},
    {"certificate", &ClientConfig::certificate_path, true, true},
    {"key", &ClientConfig::key_path, true, true},
    {"origin", &ClientConfig::origin, false, true},
    {"ledger_vkey", &ClientConfig::ledger_vkey, false, true},
    {"root_vkey", &ClientConfig::root_vkey, false, true},
    {"token_key", &ClientConfig::token_key_path, true, false},
};

Error Malformed(const std::string& path, const std::string& what) {
  return {Code::kInvalidArgument, kClientConfigMalformed, path + ": " + what};
}

bool IsKnown(std::string_view name) {
  for (const Key& key : kKeys) {
    if (key.name == name) return true;
  }
  return false;
}

}  // namespace

Result<ClientConfig> LoadClientConfig(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path file = fs::is_directory(path, ignored)
                            ? fs::path(path) / kClientConfigFile
                            : fs::path(path);
  Result<std::string> text = ledger::runtime::ReadSmallFile(file.string());
  if (!text.ok()) {
    return Error{Code::kNotFound, kClientConfigMissing, text.error().message};
  }
  toml::parse_result parsed = toml::parse(*text, file.string());
  if (!parsed) {
    return Malformed(file.string(),
                     "line " +
                         std::to_string(parsed.error().source().begin.line) +
                         ": " + std::string(parsed.error().description()));
  }
  const toml::table table = std::move(parsed).table();
  for (const auto& [name, node] : table) {
    if (!IsKnown(name.str())) {
      return Malformed(file.string(),
                       "unknown key `" + std::string(name.str()) + "`");
    }
  }
  ClientConfig config;
  for (const Key& key : kKeys) {
    const auto value = table[key.name].value_exact<std::string>();
    if (!value.has_value()) {
      if (!key.required && !table.contains(key.name)) continue;
      return Malformed(file.string(),
                       std::string(key.name) + " must be a string");
    }
    config.*key.value =
        key.is_path ? (file.parent_path() / *value).lexically_normal().string()
                    : *value;
  }
  return config;
}

std::string FormatClientConfig(const ClientConfig& config) {
  std::ostringstream text;
  text << "# How to reach this ledger, and what to believe. Paths are relative "
          "to\n# this folder.\n";
  for (const Key& key : kKeys) {
    if ((config.*key.value).empty()) continue;
    text << key.name << " = " << toml::value<std::string>(config.*key.value)
         << "\n";
  }
  return text.str();
}

}  // namespace services::cli
