#include "services/rpc/server_log.h"

#include <grpc/support/log.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace services::rpc {
namespace {

spdlog::logger& Log() {
  static spdlog::logger& log = *[] {
    auto* made = new spdlog::logger(
        "amanahd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                      spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return log;
}

void AppendQuoted(std::string& line, std::string_view value) {
  if (value.find_first_of(" \"=\n\t") == std::string_view::npos &&
      !value.empty()) {
    line += value;
    return;
  }
  line += '"';
  for (char c : value) {
    if (c == '\n') {
      line += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') line += '\\';
    line += c;
  }
  line += '"';
}

void Write(spdlog::level::level_enum level, std::string_view event,
           std::initializer_list<LogField> fields) {
  if (!Log().should_log(level)) return;
  std::string line(event);
  for (const auto& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    AppendQuoted(line, field.value);
  }
  Log().log(level, "{}", line);
}

bool IsOurs(ledger::Code code) {
  return code == ledger::Code::kInternal || code == ledger::Code::kDataLoss;
}

}  // namespace

void LogInfo(std::string_view event, std::initializer_list<LogField> fields) {
  Write(spdlog::level::info, event, fields);
}

void LogWarning(std::string_view event,
                std::initializer_list<LogField> fields) {
  Write(spdlog::level::warn, event, fields);
}

void LogError(std::string_view event, std::initializer_list<LogField> fields) {
  Write(spdlog::level::err, event, fields);
}

void LogRefusal(std::string_view method, const ledger::Error& error) {
  Write(IsOurs(error.code) ? spdlog::level::err : spdlog::level::warn,
        "refused",
        {{"method", std::string(method)},
         {"code", std::to_string(static_cast<int>(error.code))},
         {"reason", std::string(error.reason)},
         {"message", error.message}});
}

void TakeOverTransportLog(bool is_server) {
  gpr_set_log_function(
      is_server ? [](gpr_log_func_args* line) {
        if (line->severity < GPR_LOG_SEVERITY_ERROR) return;
        LogWarning("transport", {{"message", line->message}});
      }
                : [](gpr_log_func_args*) {});
}

void SetQuietLog(bool quiet) {
  Log().set_level(quiet ? spdlog::level::err : spdlog::level::info);
}

}  // namespace services::rpc
