#include "services/cli/signer.h"

#include <algorithm>
#include <utility>

#include "ledger/base/clock.h"
#include "ledger/base/time.h"
#include "ledger/crypto/hash.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/signed_checkpoint.h"
#include "ledger/runtime/key_file.h"
#include "services/wire/receipt.h"

namespace services::cli {
namespace {

using amanah::v1::AdminService;
using amanah::v1::IngestService;
using ledger::Code;
using ledger::Error;
using ledger::Result;
using ledger::merkle::Tree;
using ledger::note::SigningKey;

Error Untrusted(std::string_view why) {
  return {Code::kDataLoss, kHeadUntrusted,
          "the ledger's head of this submitter is not what its keys signed: " +
              std::string(why)};
}

// The submitter's tree as the ledger tells it, if one of its keys signed it.
Result<Tree> HeadTree(Client& client, const std::string& origin,
                      const std::vector<SigningKey>& keys) {
  amanah::v1::GetSubmitterHeadRequest request;
  request.set_origin(origin);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetSubmitterHeadResponse head,
      Client::Ask(client.ingest(), &IngestService::Stub::GetSubmitterHead,
                  request));
  if (head.size() == 0) return Tree();
  LEDGER_ASSIGN_OR_RETURN(std::vector<ledger::crypto::Hash> edge,
                          wire::HashesOf(head.edge()));
  LEDGER_ASSIGN_OR_RETURN(Tree tree,
                          Tree::Resume(head.size(), std::move(edge)));
  std::vector<ledger::note::VerifierKey> vkeys;
  for (const SigningKey& key : keys) vkeys.push_back(key.vkey());
  Result<ledger::note::Checkpoint> checkpoint =
      ledger::note::OpenCheckpoint(head.checkpoint(), origin, vkeys, 1);
  if (!checkpoint.ok()) return Untrusted(checkpoint.error().message);
  if (checkpoint->size != tree.size() || checkpoint->root != tree.Root()) {
    return Untrusted("edge and checkpoint differ");
  }
  return tree;
}

}  // namespace

Result<std::vector<SigningKey>> ReadKeys(
    const std::vector<std::string>& paths) {
  std::vector<SigningKey> keys;
  for (const std::string& path : paths) {
    LEDGER_ASSIGN_OR_RETURN(SigningKey key,
                            ledger::runtime::ReadSigningKey(path));
    keys.push_back(std::move(key));
  }
  return keys;
}

Result<std::string> OriginOfKeys(Client& client,
                                 const std::vector<SigningKey>& keys) {
  amanah::v1::ListSubmittersRequest request;
  do {
    LEDGER_ASSIGN_OR_RETURN(
        const amanah::v1::ListSubmittersResponse page,
        Client::Ask(client.admin(), &AdminService::Stub::ListSubmitters,
                    request));
    for (const auto& submitter : page.submitters()) {
      const bool has_all =
          std::all_of(keys.begin(), keys.end(), [&](const SigningKey& key) {
            return std::find(submitter.vkeys().begin(), submitter.vkeys().end(),
                             key.vkey().ToString()) != submitter.vkeys().end();
          });
      if (has_all) return submitter.origin();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return Error{Code::kNotFound, kSignerUnknown,
               "no submitter in the registry signs with these keys"};
}

void FinishEvent(std::string_view origin, amanah::v1::Event* event) {
  event->mutable_occurred_at()->set_unix_micros(
      ledger::SystemClock().Now().unix_micros);
  event->mutable_occurred_at()->set_zone_offset_minutes(ledger::kWibMinutes);
  event->clear_event_id();
  const ledger::crypto::Hash hash = ledger::crypto::Sha256(
      {ledger::AsBytes(origin), ledger::AsBytes(std::string_view("\0", 1)),
       ledger::AsBytes(event->SerializeAsString())});
  event->set_event_id(std::string(hash.view().substr(0, 16)));
}

Result<ledger::log::Receipt> SubmitEvents(
    Client& client, const std::string& origin,
    const std::vector<SigningKey>& keys,
    const std::vector<amanah::v1::Event>& events) {
  LEDGER_ASSIGN_OR_RETURN(Tree tree, HeadTree(client, origin, keys));
  amanah::v1::SubmitRequest request;
  for (const amanah::v1::Event& event : events) {
    std::string* bytes = request.add_events();
    *bytes = event.SerializeAsString();
    tree.Append(ledger::merkle::LeafHash(ledger::AsBytes(*bytes)));
  }
  std::vector<const SigningKey*> signers;
  for (const SigningKey& key : keys) signers.push_back(&key);
  request.set_checkpoint(ledger::note::SignCheckpoint(
      {.origin = origin, .size = tree.size(), .root = tree.Root()}, signers));
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::SubmitResponse response,
      Client::Ask(client.ingest(), &IngestService::Stub::Submit, request));
  LEDGER_ASSIGN_OR_RETURN(ledger::log::Receipt receipt,
                          wire::ReceiptOf(response.receipt()));
  LEDGER_RETURN_IF_ERROR(ledger::log::CheckReceipt(
      receipt, request.checkpoint(),
      static_cast<std::uint64_t>(request.events_size()),
      client.ledger_vkey().name(), client.ledger_vkey()));
  return receipt;
}

}  // namespace services::cli
