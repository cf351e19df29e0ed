// A row of the answer as a program wants it: JSON or CSV, as the console says.
//
// Threads: one.

#pragma once

#include "google/protobuf/message.h"
#include "services/cli/console.h"

namespace services::cli {

// Requires console.for_programs(). CSV: under a line of names, which comes
// again (after an empty line) when rows of another kind follow.
void PrintRow(const Console& console, const google::protobuf::Message& row);

}  // namespace services::cli
