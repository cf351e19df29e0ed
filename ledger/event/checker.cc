#include "ledger/event/checker.h"

#include "ledger/base/region.h"
#include "ledger/base/time.h"

namespace ledger::event {
namespace {

constexpr std::size_t kHashBytes = 32;

// 1990-01-01 and 2200-01-01, UTC.
constexpr std::int64_t kEarliestMicros = 7305 * kMicrosPerDay;
constexpr std::int64_t kLatestMicros = 84006 * kMicrosPerDay;
constexpr int kMaxZoneMinutes = 840;

}  // namespace

std::string Checker::Path(std::string_view field) const {
  std::string path;
  for (std::size_t i = 0; i < depth_; ++i) path.append(path_[i]).append(".");
  return path.append(field);
}

void Checker::Fail(std::string_view field, std::string_view rule) {
  if (violations_.size() >= kMaxViolations) return;
  violations_.push_back({Path(field), std::string(rule)});
}

void Checker::FailAt(std::string_view field, int index, std::string_view rule) {
  if (violations_.size() >= kMaxViolations) return;
  violations_.push_back(
      {Path(field) + "[" + std::to_string(index) + "]", std::string(rule)});
}

void Checker::Token(const std::string& token, std::string_view field) {
  Require(IsToken(token), field, kNotToken);
}

void Checker::TokenIfAny(const std::string& token, std::string_view field) {
  if (!token.empty()) Token(token, field);
}

void Checker::Hash(const std::string& hash, std::string_view field) {
  Require(hash.size() == kHashBytes, field, "must be 32 bytes");
}

void Checker::HashIfAny(const std::string& hash, std::string_view field) {
  if (!hash.empty()) Hash(hash, field);
}

bool Checker::IsMonth(std::uint32_t month) {
  return month >= 1990'01 && month < 2200'01 && month % 100 >= 1 &&
         month % 100 <= 12;
}

void Checker::Month(std::uint32_t month, std::string_view field) {
  Require(IsMonth(month), field, "must be YYYYMM");
}

void Checker::Region(const std::string& code, std::string_view field) {
  Require(IsRegionCode(code), field,
          "must be PP, PP.KK, PP.KK.CC or PP.KK.CC.DDDD");
}

void Checker::Text(const std::string& text, std::string_view field,
                   const TextForm& form) {
  if (text.empty()) return Fail(field, kRequired);
  TextIfAny(text, field, form);
}

void Checker::TextIfAny(const std::string& text, std::string_view field,
                        const TextForm& form) {
  const std::string_view problem = TextProblem(text, form);
  if (!problem.empty()) Fail(field, problem);
}

void Checker::Time(const amanah::v1::ZonedTime& time, std::string_view field) {
  const Inside inside(*this, field);
  Require(time.unix_micros() >= kEarliestMicros &&
              time.unix_micros() < kLatestMicros,
          "unix_micros", "must be in the years [1990, 2200)");
  Require(time.zone_offset_minutes() >= -kMaxZoneMinutes &&
              time.zone_offset_minutes() <= kMaxZoneMinutes,
          "zone_offset_minutes", "must be in [-840, 840]");
}

}  // namespace ledger::event
