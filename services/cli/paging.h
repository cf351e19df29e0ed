// Page after page of a list.
//
// Threads: one.

#pragma once

#include <algorithm>
#include <cstdint>

#include "services/cli/client.h"
#include "services/cli/console.h"

namespace services::cli {

// The most that is asked for at once.
inline constexpr std::uint64_t kRowsAPage = 1'000;

// Hands the pages to `take`, which tells how many rows it found in one, until
// there are no more or `most` rows were there (0: all of them). True when the
// server has more.
template <typename Stub, typename Request, typename Response, typename Take>
ledger::Result<bool> EachPage(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              Request request, std::uint64_t most, Take take) {
  std::uint64_t taken = 0;
  do {
    const std::uint64_t wanted =
        most == 0 ? kRowsAPage : std::min(most - taken, kRowsAPage);
    request.set_page_size(static_cast<std::uint32_t>(wanted));
    LEDGER_ASSIGN_OR_RETURN(const Response page,
                            Client::Ask(stub, method, request));
    taken += static_cast<std::uint64_t>(take(page));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && (most == 0 || taken < most));
  return !request.page_token().empty();
}

// Says so when a list was cut by `--most`.
inline void NoteMore(bool has_more, const Console& console) {
  if (!has_more) return;
  console.Note(
      console.Pick({"There are more: --most N.", "Masih ada lagi: --most N."}));
}

}  // namespace services::cli
