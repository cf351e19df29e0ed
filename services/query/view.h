// What every question begins with: who may ask, and the views that answer.
//
// Thread safety: pure functions.

#pragma once

#include <memory>

#include "grpcpp/server_context.h"
#include "ledger/base/result.h"
#include "ledger/fold/engine.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"

namespace services::query {

inline constexpr rpc::Roles kReaders{rpc::Role::kOperator,
                                     rpc::Role::kInspector};

// A state that knows at least what the request asks for. VIEW_BEHIND when that
// takes longer than the caller waits.
template <typename Request>
ledger::Result<std::unique_ptr<ledger::fold::ReadView>> OpenView(
    const ledger::fold::Engine& views, const Request& request,
    const grpc::ServerContext& context) {
  return views.View(request.min_position(),
                    wire::ViewDeadline(context.deadline()));
}

}  // namespace services::query
