#include "ledger/rules/r02/r02.h"

#include <string>

#include "ledger/base/bytes.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r02/handover.h"
#include "ledger/rules/r02/subject.h"
#include "ledger/views/common/moment.h"

namespace ledger::rules::r02 {
namespace {

using amanah::v1::Event;

constexpr Definition kDefinition{"rule.r02", "R02", "BULK_HANDOVER_RECEIVER", 1,
                                 1};

class BulkHandoverReceiver final : public Rule {
 public:
  explicit BulkHandoverReceiver(const Parameters& parameters)
      : Rule(kDefinition), parameters_(parameters) {}

 protected:
  void Judge(const fold::FoldedEvent& folded, Context& context) override {
    const Event& event = folded.event;
    switch (event.body_case()) {
      case Event::kKksHandedOver:
        TakeHandover(folded, context);
        return;
      case Event::kFamilyListed:
      case Event::kPengurusReplaced:
      case Event::kProxyAuthorised:
      case Event::kKksPrinted:
        for (const std::string& subject :
             context.ConcernsOf(event.subjects().kpm())) {
          Reconsider(subject, event.subjects().kpm(), context);
        }
        return;
      default:
        return;
    }
  }

 private:
  void TakeHandover(const fold::FoldedEvent& folded, Context& context) const {
    const Event& event = folded.event;
    const auto& body = event.kks_handed_over();
    if (!views::IsToken(body.receiver())) return;
    Handover handover;
    handover.kks = event.subjects().kks();
    handover.kpm = event.subjects().kpm();
    handover.account = event.subjects().account();
    handover.receiver = body.receiver();
    handover.role = body.receiver_role();
    handover.identity_check = body.identity_check();
    handover.officer_id = body.officer_id();
    handover.at = views::MomentOf(event.occurred_at());
    handover.recorded_at = event.has_recorded_at()
                               ? views::MomentOf(event.recorded_at())
                               : handover.at;
    handover.index = folded.index;
    const std::string receiver = "r" + handover.receiver;
    AddTo(receiver, handover, context);
    EvaluateReceiver(receiver, parameters_, context);
    if (event.evidence_hashes_size() > 0) {
      EvaluateSignature("s" + event.evidence_hashes(0), handover, parameters_,
                        context);
    }
    if (handover.officer_id.empty()) return;
    std::string officer = "o";
    AppendU32(officer, folded.submitter);
    officer.append(handover.at.Date()).append(handover.officer_id);
    AddTo(officer, handover, context);
    EvaluateOfficer(officer, parameters_, context);
  }

  // Something is known of a family that matters to the subject.
  void Reconsider(const std::string& subject, const std::string& kpm,
                  Context& context) const {
    switch (subject.front()) {
      case 'r':
        EvaluateReceiver(subject, parameters_, context);
        return;
      case 's':
        ReconsiderSignature(subject, kpm, parameters_, context);
        return;
      default:
        EvaluateOfficer(subject, parameters_, context);
        return;
    }
  }

  const Parameters parameters_;
};

}  // namespace

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters) {
  return std::make_unique<BulkHandoverReceiver>(parameters);
}

}  // namespace ledger::rules::r02
