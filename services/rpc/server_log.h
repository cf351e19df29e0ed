// What the server says to its operator: one line an occurrence, on stderr,
// `time level event name=value ...`. Ids, sizes and reasons; never a payload,
// a key, a name of a person or an amount.
//
// Thread safety: any thread.

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace services::rpc {

struct LogField {
  std::string_view name;
  std::string value;  // Quoted in the line when it holds a space or quote.
};

void LogInfo(std::string_view event, std::initializer_list<LogField> fields);
void LogWarning(std::string_view event, std::initializer_list<LogField> fields);
void LogError(std::string_view event, std::initializer_list<LogField> fields);

// A call that was refused: a warning, or an error when the fault is ours.
void LogRefusal(std::string_view method, const ledger::Error& error);

// gRPC's own errors become lines of this log (for a server), or nothing (for a
// client, which learns of them as the outcome of its call). Once a process.
void TakeOverTransportLog(bool is_server);

// Shows errors only, when `quiet`.
void SetQuietLog(bool quiet);

}  // namespace services::rpc
