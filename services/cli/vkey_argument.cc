#include "services/cli/vkey_argument.h"

#include <filesystem>
#include <utility>

#include "ledger/runtime/file.h"

namespace services::cli {

using ledger::Result;
using ledger::note::VerifierKey;

Result<VerifierKey> ReadVkeyArgument(const std::string& argument) {
  std::string text = argument;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(argument, ignored)) {
    LEDGER_ASSIGN_OR_RETURN(text, ledger::runtime::ReadSmallFile(argument));
    if (text.ends_with('\n')) text.pop_back();
  }
  return VerifierKey::Parse(text);
}

Result<std::vector<VerifierKey>> ReadVkeyArguments(
    const std::vector<std::string>& arguments) {
  std::vector<VerifierKey> keys;
  for (const std::string& argument : arguments) {
    LEDGER_ASSIGN_OR_RETURN(VerifierKey key, ReadVkeyArgument(argument));
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace services::cli
