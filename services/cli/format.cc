#include "services/cli/format.h"

#include "ledger/base/bytes.h"
#include "ledger/base/time.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

std::string Grouped(std::string digits, char separator) {
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, separator);
  }
  return digits;
}

std::string Signed(std::int64_t value, std::string_view unit, char separator) {
  // Through uint64: the magnitude of the least int64 is not an int64.
  const bool negative = value < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(value)
                                  : static_cast<std::uint64_t>(value);
  return (negative ? "-" : "") + std::string(unit) +
         Grouped(std::to_string(magnitude), separator);
}

char Separator(Language language) {
  return language == Language::kIndonesian ? '.' : ',';
}

struct RoleWords {
  amanah::v1::PartyRole role;
  Text words;
};
constexpr RoleWords kRoles[] = {
    {amanah::v1::PARTY_ROLE_PENGURUS, {"account manager", "pengurus"}},
    {amanah::v1::PARTY_ROLE_KPM, {"family member", "anggota KPM"}},
    {amanah::v1::PARTY_ROLE_HEIR, {"heir", "ahli waris"}},
    {amanah::v1::PARTY_ROLE_PROXY, {"registered proxy", "wali/kuasa"}},
    {amanah::v1::PARTY_ROLE_COMPANION, {"companion", "pendamping"}},
    {amanah::v1::PARTY_ROLE_TKSK, {"TKSK", "TKSK"}},
    {amanah::v1::PARTY_ROLE_GROUP_LEADER, {"group leader", "ketua kelompok"}},
    {amanah::v1::PARTY_ROLE_AGENT, {"bank agent", "agen bank"}},
    {amanah::v1::PARTY_ROLE_EWARONG, {"e-warong", "e-warong"}},
    {amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL,
     {"village official", "aparat desa"}},
    {amanah::v1::PARTY_ROLE_BANK_OFFICER, {"bank officer", "petugas bank"}},
    {amanah::v1::PARTY_ROLE_MONITORING_OFFICER,
     {"monitoring officer", "petugas monitoring"}},
    {amanah::v1::PARTY_ROLE_SIKSNG_OPERATOR,
     {"SIKS-NG operator", "operator SIKS-NG"}},
    {amanah::v1::PARTY_ROLE_RESIDENT, {"resident", "warga"}},
    {amanah::v1::PARTY_ROLE_LENDER, {"lender", "pemberi pinjaman"}},
    {amanah::v1::PARTY_ROLE_COORDINATOR, {"coordinator", "koordinator"}},
    {amanah::v1::PARTY_ROLE_INSPECTOR, {"inspector", "inspektur"}},
    {amanah::v1::PARTY_ROLE_OTHER, {"other", "lain"}},
};

std::string Choose(const Text& text, Language language) {
  return std::string(language == Language::kIndonesian ? text.id : text.en);
}

}  // namespace

std::string Number(std::int64_t value, Language language) {
  return Signed(value, "", Separator(language));
}

std::string Number(std::uint64_t value, Language language) {
  return Grouped(std::to_string(value), Separator(language));
}

std::string Rupiah(std::int64_t value) { return Signed(value, "Rp", '.'); }

std::string DateTime(const amanah::v1::ZonedTime& time) {
  if (time.unix_micros() == 0) return {};
  // 2025-02-03T09:12:44+07:00
  const std::string full =
      ledger::FormatZoned({{time.unix_micros()}, time.zone_offset_minutes()});
  return full.substr(0, 10) + " " + full.substr(11, 5) + " " + full.substr(19);
}

std::string Date(const amanah::v1::ZonedTime& time) {
  if (time.unix_micros() == 0) return {};
  return ledger::FormatDate({time.unix_micros()}, time.zone_offset_minutes());
}

std::string FullToken(std::string_view token) {
  return token.empty() ? "-" : ledger::HexEncode(ledger::AsBytes(token));
}

std::string ShortToken(std::string_view token) {
  const std::string full = FullToken(token);
  return full.size() <= 8 ? full : full.substr(0, 8) + "…";
}

std::string RoleText(amanah::v1::PartyRole role, Language language) {
  for (const auto& known : kRoles) {
    if (known.role == role) return Choose(known.words, language);
  }
  return "-";
}

std::string RankText(amanah::v1::CustodyRank rank, Language language) {
  switch (rank) {
    case amanah::v1::CUSTODY_RANK_REPORTED:
      return Choose({"reported", "dilaporkan"}, language);
    case amanah::v1::CUSTODY_RANK_ATTESTED:
      return Choose({"attested", "dinyatakan"}, language);
    case amanah::v1::CUSTODY_RANK_OBSERVED:
      return Choose({"observed", "dilihat"}, language);
    default:
      return "-";
  }
}

std::string ClassText(amanah::v1::EvidenceClass evidence) {
  switch (evidence) {
    case amanah::v1::EVIDENCE_CLASS_E1:
      return "E1";
    case amanah::v1::EVIDENCE_CLASS_E2:
      return "E2";
    case amanah::v1::EVIDENCE_CLASS_E3:
      return "E3";
    case amanah::v1::EVIDENCE_CLASS_E4:
      return "E4";
    default:
      return "-";
  }
}

std::string LookAlikeText(amanah::v1::LookAlikeResult result,
                          Language language) {
  switch (result) {
    case amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED:
      return Choose({"excluded", "tidak cocok"}, language);
    case amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE:
      return Choose({"possible, ask", "mungkin, tanyakan"}, language);
    case amanah::v1::LOOK_ALIKE_RESULT_UNTESTABLE:
      return Choose({"cannot be tested", "tidak dapat diuji"}, language);
    default:
      return "-";
  }
}

std::vector<std::string> Wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size()
                                                       : space + 1);
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace services::cli
