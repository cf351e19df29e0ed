#include "services/wire/advice.h"

#include <algorithm>
#include <iterator>

namespace services::wire {
namespace {

struct Advice {
  std::string_view reason;
  std::string_view next_step;
};

// Ascending by reason.
constexpr Advice kAdvice[] = {
    {"ANCHOR_DAMAGED",
     "Compare the anchor with a checkpoint that a witness or a submitter's "
     "receipt has, and put a good copy in its place."},
    {"ANCHOR_MISSING",
     "Put the anchor file back; without it nobody can tell an old copy of the "
     "ledger from the ledger. `anchor` in ledger.toml says where it belongs."},
    {"CALLER_UNKNOWN", "Set certificate and key in client.toml."},
    {"CLOCK_WENT_BACK",
     "Set the server's clock right (chronyc tracking), then start it again."},
    {"CONFIG_UNREADABLE", "Name the ledger's folder with --data."},
    {"DISK_LOW_WATER",
     "Free space where the ledger is, or lower disk_low_water_mib in "
     "ledger.toml; reading goes on meanwhile."},
    {"EVENT_NOT_AUTHORISED",
     "Ask the registrar to widen the submitter's authority (`amanah "
     "submitters` shows it)."},
    {"FILE_EXISTS", "Choose another name, or move the file away."},
    {"LISTEN_FAILED", "Choose another address with --listen."},
    {"LOG_BEHIND_ANCHOR",
     "This is an older copy of the ledger: use the newest one. Nothing must "
     "be signed on top of an old copy."},
    {"LOG_DAMAGED",
     "Do not write to this folder. Run `amanah verify --data` to see what is "
     "damaged, and bring back a good copy."},
    {"LOG_EXISTS", "There is a ledger already; choose another folder."},
    {"LOG_FORKED_FROM_ANCHOR",
     "This folder and the anchor tell different histories: keep both, and ask "
     "the auditors."},
    {"LOG_STOPPED",
     "`amanah status` says why; the server's log has the moment."},
    {"ROLE_NOT_ALLOWED",
     "Use a certificate of a role that may: --role in `amanah certificate`."},
    {"SERVER_UNREACHABLE",
     "Is amanahd running (`amanahd --data DIR`), is the address right, and do "
     "both sides' certificates come from the same authority?"},
    {"SIGNATURE_MISSING",
     "Sign with a key that the registry has for this submitter now (`amanah "
     "submitters --json` lists them)."},
    {"SIGNATURE_THRESHOLD", "Sign with as many keys as the submitter needs."},
    {"SUBMITTER_EQUIVOCATION",
     "Two histories were signed with this key. Keep all files; the ledger has "
     "recorded both notes."},
    {"SUBMITTER_FORKED",
     "Somebody else signs with these keys, or the state is another ledger's: "
     "stop, keep all files, and tell the registrar."},
    {"SUBMITTER_PENDING_DIFFERS",
     "Bring back the files as they were signed. Only if the ledger refused "
     "them for good: `amanah import --abandon`."},
    {"SUBMITTER_STATE_BEHIND",
     "Bring back the newest --state folder. Only if it is lost, and your last "
     "receipt agrees with `amanah head`: `amanah import --recover`."},
    {"SUBMITTER_STATE_BUSY", "Another import of this source is running."},
    {"SUBMITTER_UNKNOWN", "Register it first: `amanah register submitter`."},
    {"SUBMITTER_WRONG_HEAD",
     "Another program submits for the same origin, or the files changed: run "
     "the import again, it goes on from the ledger's head."},
    {"VIEW_BEHIND",
     "The views are still being folded (`amanah status` shows how far they "
     "are): try again in a moment, or ask with --stale."},
};

}  // namespace

std::string_view NextStep(std::string_view reason) {
  const auto* const found =
      std::lower_bound(std::begin(kAdvice), std::end(kAdvice), reason,
                       [](const Advice& advice, std::string_view value) {
                         return advice.reason < value;
                       });
  return found != std::end(kAdvice) && found->reason == reason
             ? found->next_step
             : std::string_view();
}

}  // namespace services::wire
