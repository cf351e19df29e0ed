#include "ledger/views/grievance/grievance.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/fold/eraser.h"
#include "ledger/fold/key.h"

namespace ledger::views::grievance {
namespace {

using amanah::v1::Event;

// On disk:
//   0x01 ‖ ticket                   -> Complaint
//   0x81 ‖ kpm ‖ filed ‖ ticket     -> nothing
//   0x82 ‖ filed ‖ ticket           -> nothing
//   0x83 ‖ kpm ‖ said ‖ index       -> Acknowledgement
// with times as AppendOrdered writes them, index as u64.
constexpr char kComplaints = 0x01;
constexpr char kByFamily = static_cast<char>(0x81);
constexpr char kByTime = static_cast<char>(0x82);
constexpr char kAcknowledgements = static_cast<char>(0x83);
constexpr std::size_t kTimeBytes = 8;

void Load(const fold::Reader& reader, const std::vector<std::string>& tickets,
          const std::function<bool(const Complaint&)>& visit) {
  for (const std::string& ticket : tickets) {
    const std::optional<Complaint> complaint = Find(reader, ticket);
    if (complaint && !visit(*complaint)) return;
  }
}

class GrievanceFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    switch (event.body_case()) {
      case Event::kGrievanceFiled:
        TakeFiled(folded, state);
        return true;
      case Event::kGrievanceAnswered:
        TakeStep(event.grievance_answered().ticket(),
                 {Step::Kind::kAnswered, event.grievance_answered().outcome(),
                  "", MomentOf(event.occurred_at()), folded.index},
                 state);
        return true;
      case Event::kGrievanceClosed:
        TakeStep(event.grievance_closed().ticket(),
                 {Step::Kind::kClosed, event.grievance_closed().outcome(), "",
                  MomentOf(event.occurred_at()), folded.index},
                 state);
        return true;
      case Event::kGrievanceLinked:
        TakeStep(
            event.grievance_linked().ticket(),
            {Step::Kind::kLinked, amanah::v1::GRIEVANCE_OUTCOME_UNSPECIFIED,
             event.grievance_linked().case_no(), MomentOf(event.occurred_at()),
             folded.index},
            state);
        return true;
      case Event::kAmountAcknowledged:
        TakeAcknowledgement(folded, state);
        return true;
      default:
        return true;
    }
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const fold::FoldedEvent& wrong = retraction.wrong;
    switch (wrong.event.body_case()) {
      case Event::kGrievanceFiled:
        RemoveFiled(retraction, state);
        return;
      case Event::kGrievanceAnswered:
        RemoveStep(wrong.event.grievance_answered().ticket(), wrong.index,
                   state);
        return;
      case Event::kGrievanceClosed:
        RemoveStep(wrong.event.grievance_closed().ticket(), wrong.index, state);
        return;
      case Event::kGrievanceLinked:
        RemoveStep(wrong.event.grievance_linked().ticket(), wrong.index, state);
        return;
      case Event::kAmountAcknowledged: {
        fold::Eraser eraser(state);
        TakeAcknowledgement(wrong, eraser);
        return;
      }
      default:
        return;
    }
  }

 private:
  static Complaint Load(std::string_view ticket, const fold::Reader& state) {
    if (auto known = Find(state, ticket)) return *std::move(known);
    Complaint complaint;
    complaint.ticket = ticket;
    return complaint;
  }
  static void Store(const Complaint& complaint, fold::Writer& state) {
    const fold::Key key(kComplaints, complaint.ticket);
    if (complaint.filings.empty() && complaint.steps.empty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(complaint));
    }
  }

  static void TakeFiled(const fold::FoldedEvent& folded, fold::Writer& state) {
    const Event& event = folded.event;
    const auto& body = event.grievance_filed();
    Complaint complaint = Load(body.ticket(), state);
    const bool was_filed = complaint.is_filed;
    const Complaint before = complaint;
    File(folded, complaint);
    if (was_filed && complaint.index != before.index) RemoveKeys(before, state);
    Store(complaint, state);
    if (!was_filed || complaint.index != before.index) {
      PutKeys(complaint, state);
    }
  }

  // The other filings under the ticket are read again.
  static void RemoveFiled(const fold::Retraction& retraction,
                          fold::Writer& state) {
    const Complaint before =
        Load(retraction.wrong.event.grievance_filed().ticket(), state);
    Complaint complaint;
    complaint.ticket = before.ticket;
    complaint.steps = before.steps;
    for (const std::uint64_t index : before.filings) {
      if (index == retraction.wrong.index) continue;
      retraction.past.Read(index, [&](const fold::FoldedEvent& folded) {
        File(folded, complaint);
      });
    }
    Store(complaint, state);
    RemoveKeys(before, state);
    if (complaint.is_filed) PutKeys(complaint, state);
  }

  static void File(const fold::FoldedEvent& folded, Complaint& complaint) {
    const Event& event = folded.event;
    const auto& body = event.grievance_filed();
    const Moment at = MomentOf(event.occurred_at());
    complaint.filings.push_back(folded.index);
    // Of two filings under one ticket the earlier holds, in whatever order.
    if (complaint.is_filed && std::tie(complaint.filed_at, complaint.index) <=
                                  std::tie(at, folded.index)) {
      return;
    }
    complaint.is_filed = true;
    complaint.kind = body.kind();
    complaint.channel = body.channel();
    complaint.reporter_role = body.reporter_role();
    complaint.kpm = event.subjects().kpm();
    complaint.region_code = event.region_code();
    complaint.about_party = body.about_party();
    complaint.filed_at = at;
    complaint.index = folded.index;
  }

  static void PutKeys(const Complaint& complaint, fold::Writer& state) {
    if (IsToken(complaint.kpm)) state.Put(kName, FamilyKey(complaint), {});
    state.Put(kName, TimeKey(complaint), {});
  }

  static fold::Key FamilyKey(const Complaint& complaint) {
    fold::Key key(kByFamily, complaint.kpm);
    key.AppendOrdered(complaint.filed_at.unix_micros).Append(complaint.ticket);
    return key;
  }
  static fold::Key TimeKey(const Complaint& complaint) {
    fold::Key key(kByTime);
    key.AppendOrdered(complaint.filed_at.unix_micros).Append(complaint.ticket);
    return key;
  }
  static void RemoveKeys(const Complaint& complaint, fold::Writer& state) {
    if (IsToken(complaint.kpm)) state.Delete(kName, FamilyKey(complaint));
    state.Delete(kName, TimeKey(complaint));
  }

  static void RemoveStep(std::string_view ticket, std::uint64_t index,
                         fold::Writer& state) {
    Complaint complaint = Load(ticket, state);
    std::erase_if(complaint.steps,
                  [&](const Step& step) { return step.index == index; });
    Store(complaint, state);
  }

  static void TakeStep(std::string_view ticket, Step step,
                       fold::Writer& state) {
    Complaint complaint = Load(ticket, state);
    const auto before = [](const Step& a, const Step& b) {
      return std::tie(a.at, a.kind, a.index) < std::tie(b.at, b.kind, b.index);
    };
    complaint.steps.insert(
        std::upper_bound(complaint.steps.begin(), complaint.steps.end(), step,
                         before),
        std::move(step));
    Store(complaint, state);
  }

  static void TakeAcknowledgement(const fold::FoldedEvent& folded,
                                  fold::Writer& state) {
    const Event& event = folded.event;
    if (!IsToken(event.subjects().kpm())) return;
    const auto& body = event.amount_acknowledged();
    Acknowledgement said;
    said.channel = body.channel();
    said.remark = body.remark();
    said.period_id = event.period_id();
    if (body.has_cash_received_rupiah()) {
      said.cash_rupiah = body.cash_received_rupiah();
    }
    if (body.has_goods_value_rupiah()) {
      said.goods_rupiah = body.goods_value_rupiah();
    }
    if (body.has_fee_paid_rupiah()) said.fee_rupiah = body.fee_paid_rupiah();
    said.rrn = body.rrn();
    if (body.has_session_on()) said.session_on = MomentOf(body.session_on());
    said.tid = body.tid();
    said.collected_by = body.collected_by();
    said.at = MomentOf(event.occurred_at());
    said.index = folded.index;
    fold::Key key(kAcknowledgements, event.subjects().kpm());
    key.AppendOrdered(said.at.unix_micros).AppendU64(said.index);
    state.Put(kName, key, fold::Encode(said));
  }
};

}  // namespace

const Step* Complaint::Reply() const {
  for (const Step& step : steps) {
    if (step.kind != Step::Kind::kLinked) return &step;
  }
  return nullptr;
}

amanah::v1::GrievanceOutcome Complaint::Outcome() const {
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (step->kind != Step::Kind::kLinked) return step->outcome;
  }
  return amanah::v1::GRIEVANCE_OUTCOME_UNSPECIFIED;
}

bool Complaint::IsByFamily() const {
  return reporter_role == amanah::v1::PARTY_ROLE_KPM ||
         reporter_role == amanah::v1::PARTY_ROLE_PENGURUS ||
         reporter_role == amanah::v1::PARTY_ROLE_HEIR ||
         reporter_role == amanah::v1::PARTY_ROLE_PROXY;
}

std::optional<Complaint> Find(const fold::Reader& reader,
                              std::string_view ticket) {
  const auto stored = reader.Get(kName, fold::Key(kComplaints, ticket));
  if (!stored) return std::nullopt;
  return fold::Decode<Complaint>(*stored);
}

std::vector<Complaint> ComplaintsOf(const fold::Reader& reader,
                                    std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  const fold::Key prefix(kByFamily, kpm);
  std::vector<std::string> tickets;
  reader.Scan(
      kName, prefix, fold::AfterPrefix(prefix),
      [&](std::string_view key, std::string_view) {
        tickets.emplace_back(key.substr(prefix.view().size() + kTimeBytes));
        return true;
      });
  std::vector<Complaint> complaints;
  Load(reader, tickets, [&](const Complaint& complaint) {
    complaints.push_back(complaint);
    return true;
  });
  return complaints;
}

void VisitComplaints(const fold::Reader& reader, std::int64_t after_micros,
                     std::string_view after_ticket,
                     const std::function<bool(const Complaint&)>& visit) {
  const fold::Key prefix(kByTime);
  fold::Key begin = prefix;
  begin.AppendOrdered(after_micros).Append(after_ticket).Push('\0');
  reader.Scan(
      kName, begin, fold::AfterPrefix(prefix),
      [&](std::string_view key, std::string_view) {
        const std::string ticket(key.substr(prefix.view().size() + kTimeBytes));
        const std::optional<Complaint> complaint = Find(reader, ticket);
        return !complaint || visit(*complaint);
      });
}

std::vector<Acknowledgement> AcknowledgementsOf(const fold::Reader& reader,
                                                std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  const fold::Key prefix(kAcknowledgements, kpm);
  std::vector<Acknowledgement> all;
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                all.push_back(fold::Decode<Acknowledgement>(value));
                return true;
              });
  return all;
}

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<GrievanceFold>();
}

}  // namespace ledger::views::grievance
