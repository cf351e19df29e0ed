#include "ledger/event/validate.h"

#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/event/event.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;
using amanah::v1::QualityFlag;

constexpr std::size_t kEventIdBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr int kMaxAllocationMonths = 24;
constexpr int kMaxEvidenceHashes = 16;

bool IsPeriodId(std::string_view text) {
  for (const char c : text) {
    const bool allowed = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                         (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                         c == '/' || c == '-';
    if (!allowed) return false;
  }
  return true;
}

void CheckMonths(const Event& event, Checker& checker) {
  const auto& months = event.allocation_months();
  checker.Require(months.size() <= kMaxAllocationMonths, "allocation_months",
                  "has more than 24 elements");
  for (int i = 0; i < months.size() && i < kMaxAllocationMonths; ++i) {
    if (!Checker::IsMonth(months[i])) {
      checker.FailAt("allocation_months", i, "must be YYYYMM");
    } else if (i > 0 && months[i] <= months[i - 1]) {
      checker.FailAt("allocation_months", i, "must ascend, each month once");
    }
  }
}

void CheckEvidence(const Event& event, Checker& checker) {
  const auto& hashes = event.evidence_hashes();
  checker.Require(hashes.size() <= kMaxEvidenceHashes, "evidence_hashes",
                  "has more than 16 elements");
  for (int i = 0; i < hashes.size() && i < kMaxEvidenceHashes; ++i) {
    if (hashes[i].size() != kHashBytes) {
      checker.FailAt("evidence_hashes", i, "must be 32 bytes");
    }
  }
}

bool IsMidnight(const amanah::v1::ZonedTime& time) {
  return (time.unix_micros() + time.zone_offset_minutes() * kMicrosPerMinute) %
             kMicrosPerDay ==
         0;
}

void CheckFlags(const Event& event, Checker& checker) {
  std::uint32_t seen = 0;
  for (int i = 0; i < event.quality_flags_size(); ++i) {
    const int flag = event.quality_flags(i);
    if (!amanah::v1::QualityFlag_IsValid(flag) || flag == 0) {
      checker.FailAt("quality_flags", i, "is not a known value");
      continue;
    }
    const std::uint32_t bit = 1u << flag;
    if ((seen & bit) != 0) {
      checker.FailAt("quality_flags", i, "is there more than once");
    }
    seen |= bit;
    if (flag == amanah::v1::QUALITY_FLAG_DAY_ONLY &&
        !IsMidnight(event.occurred_at())) {
      checker.Fail("occurred_at",
                   "must be midnight in its zone for a DAY_ONLY fact");
    }
  }
}

void CheckSubjects(const Event& event, Checker& checker) {
  if (!event.has_subjects()) return;
  const amanah::v1::Subjects& subjects = event.subjects();
  const Checker::Inside inside(checker, "subjects");
  checker.TokenIfAny(subjects.kpm(), "kpm");
  checker.TokenIfAny(subjects.pengurus(), "pengurus");
  checker.TokenIfAny(subjects.kks(), "kks");
  checker.TokenIfAny(subjects.account(), "account");
  checker.TokenIfAny(subjects.household(), "household");
}

void CheckEnvelope(const Event& event, Checker& checker) {
  checker.Require(event.event_id().size() == kEventIdBytes, "event_id",
                  "must be 16 bytes");
  if (event.has_occurred_at()) {
    checker.Time(event.occurred_at(), "occurred_at");
  } else {
    checker.Fail("occurred_at", Checker::kRequired);
  }
  checker.Known(amanah::v1::Programme_IsValid(event.programme()), "programme");
  checker.TextIfAny(event.period_id(), "period_id", kPeriod);
  checker.Require(IsPeriodId(event.period_id()), "period_id",
                  "must be of [A-Za-z0-9._/-]");
  CheckMonths(event, checker);
  if (!event.region_code().empty()) {
    checker.Require(IsRegionCode(event.region_code()), "region_code",
                    "must be PP, PP.KK, PP.KK.CC or PP.KK.CC.DDDD");
    checker.Require(!event.region_code_version().empty(), "region_code_version",
                    "is required with a region code");
  }
  checker.TextIfAny(event.region_code_version(), "region_code_version",
                    kShortCode);
  CheckSubjects(event, checker);
  CheckEvidence(event, checker);
  CheckFlags(event, checker);
  if (event.has_recorded_at()) {
    checker.Time(event.recorded_at(), "recorded_at");
  }
  checker.TextIfAny(event.source_ref(), "source_ref", kSourceRef);
}

void CheckBody(const Event& event, Checker& checker) {
  const std::string_view kind = KindName(event.body_case());
  const std::string_view family = FamilyOf(event.body_case());
  if (kind.empty()) return checker.Fail("body", Checker::kRequired);
  if (family == "registry") return CheckRegistryBody(event, checker);
  if (family == "programme") {
    return event.body_case() <= Event::kSp2DIssued
               ? CheckProgrammeBody(event, checker)
               : CheckListBody(event, checker);
  }
  if (family == "family") return CheckFamilyBody(event, checker);
  if (family == "card" || family == "custody") {
    return CheckCardBody(event, checker);
  }
  if (family == "money") {
    return event.body_case() <= Event::kAccountFrozen
               ? CheckMoneyBody(event, checker)
               : CheckAccountBody(event, checker);
  }
  if (family == "context") {
    return event.body_case() <= Event::kClarificationRequested
               ? CheckContextBody(event, checker)
               : CheckPeopleBody(event, checker);
  }
  if (family == "duty") {
    return event.body_case() <= Event::kEmpowermentGiven
               ? CheckDutyBody(event, checker)
               : CheckOutreachBody(event, checker);
  }
  if (family == "grievance") return CheckGrievanceBody(event, checker);
  if (family == "conduct") return CheckConductBody(event, checker);
  CheckRecordBody(event, checker);
}

}  // namespace

std::vector<Error::Violation> ValidateEvent(const Event& event) {
  Checker checker;
  CheckEnvelope(event, checker);
  CheckBody(event, checker);
  return std::move(checker).Take();
}

}  // namespace ledger::event
