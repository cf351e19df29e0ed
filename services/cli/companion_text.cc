#include "services/cli/companion_text.h"

#include <cstdio>

#include "services/cli/columns.h"
#include "services/cli/format.h"

namespace services::cli {

std::string Without(std::string_view prefix, const std::string& name) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

std::string Decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string MonthText(std::uint32_t month) {
  char text[16];
  std::snprintf(text, sizeof text, "%04u-%02u", month / 100, month % 100);
  return text;
}

std::string SpanText(const amanah::v1::DutySpan& span) {
  const std::string& first = span.first_day();
  const std::string& last = span.last_day();
  std::string text = first.substr(0, 4);
  if (first.substr(5) != "01-01" || last.substr(5) != "12-31") {
    const int month = std::stoi(first.substr(5, 2));
    text += " Q" + std::to_string((month + 2) / 3);
  }
  return text + (span.is_running() ? " …" : "");
}

std::string DutyText(amanah::v1::CompanionDuty duty, Language language) {
  const auto pick = [&](const Text& text) {
    return std::string(language == Language::kIndonesian ? text.id : text.en);
  };
  switch (duty) {
    case amanah::v1::COMPANION_DUTY_CUSTODY_CHECK:
      return pick({"custody check, a quarter", "cek KKS, per triwulan"});
    case amanah::v1::COMPANION_DUTY_DATA_UPDATE:
      return pick({"data update, a quarter", "pemutakhiran, per triwulan"});
    case amanah::v1::COMPANION_DUTY_HOME_VISIT:
      return pick({"home visit, half a year", "kunjungan, per semester"});
    case amanah::v1::COMPANION_DUTY_SESSION:
      return pick({"P2K2 session, a month", "P2K2, per bulan"});
    case amanah::v1::COMPANION_DUTY_LABEL:
      return pick({"house labelled", "labelisasi rumah"});
    default:
      return "-";
  }
}

std::string ShareText(const amanah::v1::DutyScore& score) {
  if (!score.has_percent()) return "-";
  return Decimal(score.percent()) + " %" + (score.is_small() ? " *" : "");
}

std::string ActsText(const amanah::v1::DutyScore& score,
                     const Console& console) {
  const std::string acts = Number(score.act_count(), console.language());
  if (score.duty() != amanah::v1::COMPANION_DUTY_CUSTODY_CHECK ||
      score.act_count() == 0) {
    return score.duty() == amanah::v1::COMPANION_DUTY_SESSION ? "" : acts;
  }
  return acts + " (" + Number(score.seen_count(), console.language()) +
         std::string(console.Pick({" seen)", " dilihat)"}));
}

const amanah::v1::DutyScore* ScoreOf(const amanah::v1::DutySpan& span,
                                     amanah::v1::CompanionDuty duty) {
  for (const auto& score : span.duties()) {
    if (score.duty() == duty) return &score;
  }
  return nullptr;
}

Table GraduationsTable(bool indices, const Console& console) {
  return Columns(console)
      .Left({"family", "keluarga"})
      .Left({"village", "desa"})
      .Left({"how", "jenis"})
      .Left({"from", "sejak"})
      .Left({"reported", "dilaporkan"})
      .Left({"payments", "pembayaran"})
      .Left({"cards", "kartu"})
      .Left({"letter", "surat"})
      .Left({"came back", "masuk lagi"})
      .Left({"confirmed", "terkonfirmasi"})
      .If(indices, {"indices", "indeks"})
      .Build();
}

std::vector<std::string> GraduationCells(
    const amanah::v1::GraduationCheck& graduation, bool indices,
    const Console& console) {
  const Language language = console.language();
  std::string payments(console.Pick({"ended", "berhenti"}));
  if (graduation.is_recent()) {
    payments = console.Pick({"too early", "terlalu dini"});
  } else if (graduation.credits_after_count() > 0) {
    payments = Number(graduation.credits_after_count(), language) +
               std::string(console.Pick({" after, ", " sesudahnya, "})) +
               Rupiah(graduation.credited_rupiah());
  }
  std::string letter(console.Pick({"not needed", "tidak perlu"}));
  if (graduation.needs_letter()) {
    letter = graduation.has_letter_index()
                 ? console.Pick({"signed", "ada"})
                 : console.Pick({"none", "tidak ada"});
  }
  std::vector<std::string> cells = {
      ShortToken(graduation.kpm()),
      RegionText(graduation.region_code()),
      Without("FAMILY_STATUS_",
              amanah::v1::FamilyStatus_Name(graduation.status())),
      Date(graduation.effective_at()),
      Date(graduation.reported_at()),
      payments,
      Number(graduation.open_card_count(), language) +
          std::string(console.Pick({" open, ", " aktif, "})) +
          Number(graduation.closed_card_count(), language) +
          std::string(console.Pick({" closed", " ditutup"})),
      letter,
      graduation.has_returned_at() ? Date(graduation.returned_at()) : "",
      std::string(graduation.is_confirmed() ? console.Pick({"yes", "ya"})
                  : graduation.is_undone()  ? console.Pick({"UNDONE", "BATAL"})
                                            : console.Pick({"no", "tidak"}))};
  if (indices) {
    cells.push_back(
        IndexList(graduation.indices(),
                  static_cast<std::uint64_t>(graduation.indices_size())));
  }
  return cells;
}

}  // namespace services::cli
