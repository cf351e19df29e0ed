// What the three questions of R02 share: handovers by subject, and how their
// alerts begin.
//
// Subjects are keys: the first letter says what is looked at.
//   'r' ‖ receiver; 's' ‖ signature hash; 'o' ‖ u32 submitter ‖ day ‖ officer
// On disk:
//   0x10 ‖ subject                     -> vector of Handover, by time, card,
//                                         index ('r' and 'o')
//   0x11 ‖ subject                     -> Signed ('s')
//   0x12 ‖ subject ‖ kpm               -> region for which it counts ('s')
//   0x13 ‖ subject ‖ kks               -> nothing: it is counted ('s')
//   0x90 ‖ subject ‖ u64 index         -> Handover ('s')
// Signature hashes are of one length, and so no key begins another.
//
// Threads: the folder thread.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/alert.pb.h"
#include "ledger/fold/key.h"
#include "ledger/rules/common/draft.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r02/handover.h"
#include "ledger/rules/r02/r02.h"

namespace ledger::rules::r02 {

inline constexpr char kHandovers = 0x10;

inline fold::Key KeyOf(char table, std::string_view subject) {
  return fold::Key(table, subject);
}

// Of a receiver or an officer's day.
std::vector<Handover> HandoversOf(std::string_view subject,
                                  const Context& context);
void AddTo(std::string_view subject, const Handover& handover,
           Context& context);
void RemoveFrom(std::string_view subject, const Handover& handover,
                Context& context);

// Distinct families among them.
std::size_t FamiliesIn(const std::vector<Handover>& handovers);

// What is known of their families matters to `subject`.
void Concern(const std::vector<Handover>& handovers, const std::string& subject,
             Context& context);

// A draft with the parameters, and what was gathered.
amanah::v1::Alert Begin(const std::string& subject, const Gathered& gathered,
                        const Parameters& parameters, const Context& context);
Gathered GatheredFrom(const std::vector<Handover>& handovers,
                      const Context& context);

// The three questions.
void EvaluateReceiver(const std::string& subject, const Parameters& parameters,
                      Context& context);
void EvaluateOfficer(const std::string& subject, const Parameters& parameters,
                     Context& context);
// With one handover more.
void EvaluateSignature(const std::string& subject, const Handover& handover,
                       const Parameters& parameters, Context& context);
// Without a handover that was taken back: all others are read again.
void ForgetSigned(const std::string& subject, const Handover& handover,
                  const Parameters& parameters, Context& context);
// Something is known of family `kpm`.
void ReconsiderSignature(const std::string& subject, const std::string& kpm,
                         const Parameters& parameters, Context& context);

}  // namespace ledger::rules::r02
