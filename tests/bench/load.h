// Clients of a served ledger, each with a submitter of its own and one
// SubmitStream, sending submissions that were signed before.

#pragma once

#include <grpcpp/channel.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "ledger/log/ledger.h"

namespace bench {

using Submissions = std::vector<ledger::log::SubmissionBytes>;

// What came of a load.
struct LoadResult {
  double seconds = 0;
  std::uint64_t submissions = 0;
  std::uint64_t events = 0;
  // From the moment that a submission was due to its receipt's arrival.
  std::vector<double> latencies_ms;
};

// Each client sends its submissions in order, at most `window` unanswered, as
// fast as they are answered; aborts at a refusal.
LoadResult SendAll(const std::shared_ptr<grpc::Channel>& channel,
                   std::vector<Submissions> clients, int window);

// The clients in turn send one each, `per_second` in all, whether the last
// ones were answered or not.
LoadResult SendPaced(const std::shared_ptr<grpc::Channel>& channel,
                     std::vector<Submissions> clients, double per_second);

}  // namespace bench
