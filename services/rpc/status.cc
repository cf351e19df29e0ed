#include "services/rpc/status.h"

#include <set>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "ledger/base/mutex.h"

namespace services::rpc {
namespace {

constexpr std::string_view kDomain = "amanah";
constexpr std::size_t kMaxViolations = 100;
constexpr std::size_t kMaxReasons = 1'024;

// Error::reason must outlive the error: reasons from the wire are kept.
class Reasons {
 public:
  std::string_view Keep(std::string_view reason) {
    ledger::MutexLock lock(mutex_);
    if (auto found = kept_.find(reason); found != kept_.end()) return *found;
    if (kept_.size() >= kMaxReasons) return kTransport;
    return *kept_.emplace(reason).first;
  }

 private:
  ledger::Mutex mutex_;
  std::set<std::string, std::less<>> kept_ GUARDED_BY(mutex_);
};

std::string_view KeepReason(std::string_view reason) {
  static Reasons& reasons = *new Reasons;  // Lives as long as any Error.
  return reasons.Keep(reason);
}

ledger::Code CodeOf(int code) {
  switch (code) {
    case 1:
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
    case 12:
    case 13:
    case 14:
    case 15:
    case 16:
      return static_cast<ledger::Code>(code);
    default:
      return ledger::Code::kInternal;
  }
}

}  // namespace

google::rpc::Status ToRpcStatus(const ledger::Error& error) {
  google::rpc::Status status;
  status.set_code(static_cast<int>(error.code));
  status.set_message(error.message);

  google::rpc::ErrorInfo info;
  info.set_reason(std::string(error.reason));
  info.set_domain(std::string(kDomain));
  for (const auto& fact : error.facts) {
    (*info.mutable_metadata())[fact.name] = fact.value;
  }
  status.add_details()->PackFrom(info);

  if (!error.violations.empty()) {
    google::rpc::BadRequest bad;
    for (const auto& violation : error.violations) {
      if (bad.field_violations_size() == kMaxViolations) break;
      auto* field = bad.add_field_violations();
      field->set_field(violation.field);
      field->set_description(violation.description);
    }
    status.add_details()->PackFrom(bad);
  }
  if (error.code == ledger::Code::kResourceExhausted) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_nanos(kRetryDelayMs * 1'000'000);
    status.add_details()->PackFrom(retry);
  }
  return status;
}

grpc::Status ToGrpc(const ledger::Error& error) {
  return {static_cast<grpc::StatusCode>(error.code), error.message,
          ToRpcStatus(error).SerializeAsString()};
}

grpc::Status ToGrpc(const ledger::Status& status) {
  return status.ok() ? grpc::Status::OK : ToGrpc(status.error());
}

ledger::Error ToError(const google::rpc::Status& status) {
  ledger::Error error{CodeOf(status.code()), kTransport, status.message()};
  for (const auto& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    if (detail.UnpackTo(&info)) {
      error.reason = KeepReason(info.reason());
      for (const auto& [name, value] : info.metadata()) {
        error.facts.push_back({name, value});
      }
    } else if (detail.UnpackTo(&bad)) {
      for (const auto& field : bad.field_violations()) {
        if (error.violations.size() == kMaxViolations) break;
        error.violations.push_back({field.field(), field.description()});
      }
    }
  }
  return error;
}

ledger::Error ToError(const grpc::Status& status) {
  google::rpc::Status details;
  if (!status.error_details().empty() &&
      details.ParseFromString(status.error_details()) &&
      details.code() == static_cast<int>(status.error_code())) {
    return ToError(details);
  }
  return {CodeOf(status.error_code()), kTransport, status.error_message()};
}

}  // namespace services::rpc
