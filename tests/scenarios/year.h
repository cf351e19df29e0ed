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

// A row of a label file, by column.
using Row = std::map<std::string, std::string>;
std::vector<Row> ReadLabels(std::string_view file);

// Tokens of the cards of each instance, by its label (`S1-01`,
// `ADVOCACY-01`).
std::map<std::string, std::set<std::string>> CardsByInstance(
    std::string_view file, std::string_view id_column);

std::string CardToken(std::string_view card_no);
std::string PersonToken(std::string_view nik);

}  // namespace scenarios
