#include "ledger/rules/r02/r02.h"

#include <set>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r02/handover.h"
#include "ledger/rules/r02/subject.h"
#include "ledger/views/card/card.h"
#include "ledger/views/common/moment.h"

namespace ledger::rules::r02 {
namespace {

using amanah::v1::Event;

constexpr Definition kDefinition{"rule.r02", "R02", "BULK_HANDOVER_RECEIVER", 1,
                                 2};

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

  void Rejudge(const fold::Retraction& retraction, Context& context) override {
    const Event& event = retraction.wrong.event;
    switch (event.body_case()) {
      case Event::kKksHandedOver:
        RemoveHandover(retraction.wrong, context);
        return;
      case Event::kFamilyListed:
      case Event::kPengurusReplaced:
      case Event::kProxyAuthorised:
      case Event::kKksPrinted:
        for (const std::string& subject :
             context.ConcernsOf(event.subjects().kpm())) {
          Reconsider(subject, event.subjects().kpm(), context);
        }
        ReconsiderReceivers(event.subjects().kpm(), context);
        return;
      default:
        return;
    }
  }

 private:
  static Handover HandoverIn(const fold::FoldedEvent& folded) {
    const Event& event = folded.event;
    const auto& body = event.kks_handed_over();
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
    return handover;
  }

  static std::string OfficerSubject(const Handover& handover,
                                    std::uint32_t submitter) {
    std::string officer = "o";
    AppendU32(officer, submitter);
    return officer.append(handover.at.Date()).append(handover.officer_id);
  }

  void TakeHandover(const fold::FoldedEvent& folded, Context& context) const {
    const Event& event = folded.event;
    if (!views::IsToken(event.kks_handed_over().receiver())) return;
    const Handover handover = HandoverIn(folded);
    const std::string receiver = "r" + handover.receiver;
    AddTo(receiver, handover, context);
    EvaluateReceiver(receiver, parameters_, context);
    if (event.evidence_hashes_size() > 0) {
      EvaluateSignature("s" + event.evidence_hashes(0), handover, parameters_,
                        context);
    }
    if (handover.officer_id.empty()) return;
    const std::string officer = OfficerSubject(handover, folded.submitter);
    AddTo(officer, handover, context);
    EvaluateOfficer(officer, parameters_, context);
  }

  void RemoveHandover(const fold::FoldedEvent& wrong, Context& context) const {
    const Event& event = wrong.event;
    if (!views::IsToken(event.kks_handed_over().receiver())) return;
    const Handover handover = HandoverIn(wrong);
    const std::string receiver = "r" + handover.receiver;
    RemoveFrom(receiver, handover, context);
    EvaluateReceiver(receiver, parameters_, context);
    if (event.evidence_hashes_size() > 0) {
      ForgetSigned("s" + event.evidence_hashes(0), handover, parameters_,
                   context);
    }
    if (handover.officer_id.empty()) return;
    const std::string officer = OfficerSubject(handover, wrong.submitter);
    RemoveFrom(officer, handover, context);
    EvaluateOfficer(officer, parameters_, context);
  }

  // What made a receiver one of the family may have been taken back.
  void ReconsiderReceivers(const std::string& kpm, Context& context) const {
    std::set<std::string> receivers;
    for (const std::string& kks :
         views::card::CardsOfFamily(context.views(), kpm)) {
      const auto card = views::card::Find(context.views(), kks);
      if (!card) continue;
      for (const views::card::LifeEvent& step : card->life) {
        if (step.step == views::card::Step::kHandedOver &&
            views::IsToken(step.other)) {
          receivers.insert(step.other);
        }
      }
    }
    for (const std::string& receiver : receivers) {
      EvaluateReceiver("r" + receiver, parameters_, context);
    }
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
