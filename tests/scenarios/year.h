// The year of Merbau Mataram as events, and the labels of what is planted in
// it. Labels are for scoring: nothing in ledger/ sees them.

#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/crypto/token.h"

namespace scenarios {

// What each source says, in its own order; by the profile's file name.
using Sources = std::map<std::string, std::vector<std::string>>;

// Imports all sources with a key of the test's own. Aborts when the data is
// not there.
const Sources& YearSources();
const ledger::crypto::TokenKey& YearKey();

// A row of a file, by column.
using Row = std::map<std::string, std::string>;
std::vector<Row> ReadLabels(std::string_view file);
// Rows of a file that a source handed in, as `bank_a/terminals.csv`; those of
// bank B are divided by `;`.
std::vector<Row> ReadSource(const std::string& file, char separator = ',');
// Names of the files in a source's folder that begin with `prefix`, ascending.
std::vector<std::string> SourceFiles(const std::string& folder,
                                     std::string_view prefix);

// Tokens of the cards of each instance, by its label (`S1-01`,
// `ADVOCACY-01`).
std::map<std::string, std::set<std::string>> CardsByInstance(
    std::string_view file, std::string_view id_column);

std::string CardToken(std::string_view card_no);
std::string PersonToken(std::string_view nik);

}  // namespace scenarios
