// One SubmitStream: submissions in, answers out in the same order.
//
// The window: reading stops while kMaxUnanswered submissions or
// kMaxUnansweredBytes are unanswered, so a client that does not read its
// answers costs a bounded amount of memory and holds up nobody else.
//
// Threads: reads and writes each one at a time, in any of gRPC's threads or
// the sequencer's; what they share is behind the stream's mutex. The stream
// ends when its client has closed its side and all is answered.

#pragma once

#include <cstddef>
#include <string_view>

#include "amanah/v1/ingest_service.grpc.pb.h"
#include "ledger/base/result.h"
#include "ledger/log/ledger.h"

namespace services::ingest {

inline constexpr std::size_t kMaxUnanswered = 64;
inline constexpr std::size_t kMaxUnansweredBytes = 16 * 1024 * 1024;

// A receipt under witnesses is asked for, and the ledger has none.
inline constexpr std::string_view kWitnessesNone = "WITNESSES_NONE";

// Ok when the ledger can give receipts of that grade. WITNESSES_NONE,
// kFailedPrecondition.
ledger::Status CheckGrade(amanah::v1::ReceiptGrade wait_for);

// Ok when this caller may submit; as rpc::RequireRole.
ledger::Status CheckCaller(const grpc::AuthContext& caller);

// Deletes itself when the call is over.
grpc::ServerBidiReactor<amanah::v1::SubmitStreamRequest,
                        amanah::v1::SubmitStreamResponse>*
MakeSubmitStream(ledger::log::Ledger& ledger, const grpc::AuthContext& caller);

}  // namespace services::ingest
