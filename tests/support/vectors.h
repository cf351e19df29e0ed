// Reads the vectors that a FORMAT.md shows, so that the document and the code
// cannot part. A vector is a fenced block whose first line is
// "```vector <name>".

#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "ledger/base/bytes.h"

namespace tests {

// The block `name` of `file` (below the project's root), verbatim, with the LF
// of its last line. Fails the test, and is empty, when there is none.
inline std::string TextVector(const std::string& file,
                              const std::string& name) {
  std::ifstream in(std::string(AMANAH_SOURCE_DIR) + "/" + file);
  std::string line;
  while (std::getline(in, line) && line != "```vector " + name) {
  }
  std::string block;
  while (std::getline(in, line) && line != "```") block += line + "\n";
  EXPECT_TRUE(in.good()) << file << " has no vector " << name;
  return block;
}

// As TextVector, without the last LF.
inline std::string LineVector(const std::string& file,
                              const std::string& name) {
  std::string text = TextVector(file, name);
  if (!text.empty()) text.pop_back();
  return text;
}

// The bytes that the hex digits of the block stand for.
inline std::string HexVector(const std::string& file, const std::string& name) {
  std::string digits;
  for (const char c : TextVector(file, name)) {
    if (c != '\n' && c != ' ') digits.push_back(c);
  }
  const auto bytes = ledger::HexDecode(digits);
  EXPECT_TRUE(bytes.has_value()) << file << ", " << name << ": no hex";
  return bytes.value_or("");
}

}  // namespace tests
