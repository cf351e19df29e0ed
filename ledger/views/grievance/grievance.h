// What families say: complaints with their answers, and acknowledgements of
// what they received.
//
// A whistle-blower's complaint names no family, so it is counted but found
// under none.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/grievance_event.pb.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::grievance {

inline constexpr std::string_view kName = "view.grievance";

// An answer, an end, or its becoming part of a case.
struct Step {
  // On disk: never renumber.
  enum class Kind : std::uint8_t { kAnswered = 1, kClosed = 2, kLinked = 3 };
  Kind kind = Kind::kAnswered;
  amanah::v1::GrievanceOutcome outcome =
      amanah::v1::GRIEVANCE_OUTCOME_UNSPECIFIED;
  std::string case_no;
  Moment at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kind)(outcome)(case_no)(at)(index);
  }
};

struct Complaint {
  std::string ticket;
  bool is_filed = false;  // False while only answers to it are known.
  amanah::v1::GrievanceKind kind = amanah::v1::GRIEVANCE_KIND_UNSPECIFIED;
  amanah::v1::GrievanceChannel channel =
      amanah::v1::GRIEVANCE_CHANNEL_UNSPECIFIED;
  amanah::v1::PartyRole reporter_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::string kpm;  // Empty when not told.
  std::string region_code;
  std::string about_party;
  Moment filed_at;
  std::uint64_t index = 0;
  std::vector<Step> steps;  // By time, then index.
  // Of all filings under the ticket, in the order in which they came.
  std::vector<std::uint64_t> filings;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(ticket)(is_filed)(kind)(channel)(reporter_role)(kpm)(region_code);
    archive(about_party)(filed_at)(index)(steps)(filings);
  }

  // Answered or closed; null while it is open.
  const Step* Reply() const;
  // The latest outcome that anybody told.
  amanah::v1::GrievanceOutcome Outcome() const;
  // By the family itself: another may complain on its behalf.
  bool IsByFamily() const;
};

std::optional<Complaint> Find(const fold::Reader& reader,
                              std::string_view ticket);

// Complaints about the family, by filing, then ticket.
std::vector<Complaint> ComplaintsOf(const fold::Reader& reader,
                                    std::string_view kpm);

// All complaints filed after (`after_micros`, `after_ticket`), by filing, then
// ticket, until `visit` returns false.
void VisitComplaints(const fold::Reader& reader, std::int64_t after_micros,
                     std::string_view after_ticket,
                     const std::function<bool(const Complaint&)>& visit);

// A family says what it received. Whole rupiah.
struct Acknowledgement {
  amanah::v1::AcknowledgementChannel channel =
      amanah::v1::ACKNOWLEDGEMENT_CHANNEL_UNSPECIFIED;
  amanah::v1::AcknowledgementRemark remark =
      amanah::v1::ACKNOWLEDGEMENT_REMARK_UNSPECIFIED;
  std::string period_id;
  std::optional<std::int64_t> cash_rupiah;
  std::optional<std::int64_t> goods_rupiah;
  std::optional<std::int64_t> fee_rupiah;
  std::string rrn;
  std::optional<Moment> session_on;
  std::string tid;
  std::string collected_by;
  Moment at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(channel)(remark)(period_id)(cash_rupiah)(goods_rupiah)(fee_rupiah);
    archive(rrn)(session_on)(tid)(collected_by)(at)(index);
  }
};
// By time, then index.
std::vector<Acknowledgement> AcknowledgementsOf(const fold::Reader& reader,
                                                std::string_view kpm);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::grievance
