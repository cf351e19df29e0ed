#include "services/cli/profile_command.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>
#include <vector>

#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/moment_argument.h"
#include "services/cli/row.h"

namespace services::cli {
namespace {

using amanah::v1::PartyService;
using amanah::v1::VillageService;
using ledger::Ok;
using ledger::Status;

std::string Span(const amanah::v1::PartyOffice& office,
                 const Console& console) {
  return Date(office.from_at()) + " – " +
         (office.has_until_at()
              ? Date(office.until_at())
              : std::string(console.Pick({"now", "sekarang"})));
}

void PrintOffices(const amanah::v1::GetPartyProfileResponse& profile,
                  const Console& console) {
  const Language language = console.language();
  for (const auto& office : profile.offices()) {
    console.Print("  " + RoleText(office.role(), language) + ", " +
                  RegionText(office.region_code()) + ", " +
                  Span(office, console));
  }
  for (const auto& group : profile.groups()) {
    console.Print(
        "  " + std::string(console.Pick({"leads group ", "ketua kelompok "})) +
        group.group_id() + ", " + RegionText(group.region_code()) + ", " +
        Number(group.member_count(), language) +
        std::string(console.Pick({" families", " keluarga"})));
  }
  for (const auto& agent : profile.agent_ids()) {
    console.Print("  " +
                  std::string(console.Pick({"owns agent ", "pemilik agen "})) +
                  agent);
  }
  for (const auto& conflict : profile.conflicts()) {
    console.Print("  " +
                  std::string(console.Pick({"interest: ", "kepentingan: "})) +
                  conflict.relation() + " " + conflict.agent_id() +
                  (conflict.related_party().empty()
                       ? ""
                       : " " + ShortToken(conflict.related_party())));
  }
  for (const auto& order : profile.suspensions()) {
    console.Print(
        "  " +
        std::string(console.Pick({"suspended from ", "ditangguhkan sejak "})) +
        Date(order.effective_from()) +
        (order.has_effective_until() ? " – " + Date(order.effective_until())
                                     : "") +
        (order.basis().empty() ? "" : ": " + order.basis()));
  }
}

std::string TieText(int tie, const Console& console) {
  static constexpr Text kTexts[] = {{"", ""},
                                    {"account manager", "pengurus"},
                                    {"of the family", "anggota keluarga"},
                                    {"registered proxy", "wakil terdaftar"},
                                    {"case of help", "pendampingan kasus"},
                                    {"its companion", "pendampingnya"},
                                    {"its group leader", "ketua kelompoknya"},
                                    {"related", "kerabat"}};
  const auto at = static_cast<std::size_t>(tie);
  return at < std::size(kTexts) ? std::string(console.Pick(kTexts[at])) : "?";
}

std::vector<std::string> SeenCells(const amanah::v1::SeenCard& seen,
                                   bool indices, const Console& console) {
  const Language language = console.language();
  std::string ties;
  for (const int tie : seen.ties()) {
    if (!ties.empty()) ties += ", ";
    ties += TieText(tie, console);
  }
  std::string offices;
  for (const auto& office : seen.offices_then()) {
    if (!offices.empty()) offices += ", ";
    offices += RoleText(office.role(), language);
  }
  std::string witnesses;
  for (const auto& witness : seen.witnesses()) {
    if (!witnesses.empty()) witnesses += ", ";
    witnesses +=
        RoleText(witness.role(), language) + " " + ShortToken(witness.party());
  }
  const auto& card = seen.card();
  std::vector<std::string> cells = {
      ShortToken(card.kks()),
      RegionText(card.region_code()),
      RankText(card.custody().rank(), language),
      Date(card.custody().since()) + " – " +
          (card.has_until() ? Date(card.until()) : ""),
      Rupiah(card.credited_rupiah()),
      offices.empty() ? "-" : offices,
      ties.empty()
          ? std::string(console.Pick({"nothing known", "tidak diketahui"}))
          : ties,
      witnesses};
  if (indices) cells.push_back(std::to_string(card.custody().index()));
  return cells;
}

std::string PercentText(bool has_it, double percent) {
  return has_it ? fmt::format("{:.1f} %", percent) : "-";
}

std::string ChangeText(const amanah::v1::CampaignPlace& place) {
  if (!place.has_percent_before() || !place.has_percent_after()) return "-";
  return fmt::format("{:+.1f}", place.percent_after() - place.percent_before());
}

std::vector<std::string> CampaignCells(const amanah::v1::CampaignPlace& place,
                                       const Text& told,
                                       const Console& console) {
  const Language language = console.language();
  return {RegionText(place.region_code()),
          std::string(console.Pick(told)),
          Number(place.card_count_before(), language),
          PercentText(place.has_percent_before(), place.percent_before()),
          Number(place.card_count_after(), language),
          PercentText(place.has_percent_after(), place.percent_after()),
          ChangeText(place)};
}

// What the figures say, and what they do not.
std::string ReadingText(const amanah::v1::GetCampaignEffectResponse& effect,
                        const Console& console) {
  switch (effect.reading()) {
    case amanah::v1::CAMPAIGN_READING_NOT_OVER:
      return std::string(
          console.Pick({"No month has ended since the instruction.",
                        "Belum ada bulan yang selesai sejak instruksi itu."}));
    case amanah::v1::CAMPAIGN_READING_TOO_FEW_CARDS:
      return std::string(console.Pick(
          {"Fewer than 20 cards before or after: too few to say anything.",
           "Kurang dari 20 kartu sebelum atau sesudahnya: terlalu sedikit "
           "untuk disimpulkan."}));
    case amanah::v1::CAMPAIGN_READING_TOO_FEW_PLACES:
      return std::string(console.Pick(
          {"Fewer than 5 places to compare with: it may have changed "
           "everywhere.",
           "Kurang dari 5 tempat pembanding: mungkin berubah di mana-mana."}));
    default:
      break;
  }
  return fmt::format(
      fmt::runtime(console.Pick(
          {"Of {} comparable places that were not told, {} changed as much or "
           "more (median {:+.1f} points). Figures rise for other reasons, "
           "too.",
           "Dari {} tempat pembanding tanpa instruksi, {} berubah sebesar itu "
           "atau lebih (median {:+.1f} poin). Angka juga naik karena sebab "
           "lain."})),
      effect.comparable_count(), effect.did_as_well_count(),
      effect.others_change());
}

}  // namespace

Status RunProfile(const ProfileOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::GetPartyProfileRequest request;
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t as_of, ParseAsOf(options.as_of));
  LEDGER_ASSIGN_OR_RETURN(
      std::string token,
      TokenOf(options.party, ledger::crypto::TokenKind::kPerson,
              session.TokenKeyPath()));
  request.set_party(std::move(token));
  request.set_as_of_unix_micros(as_of);
  request.set_include_ended(options.ever);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetPartyProfileResponse profile,
      Client::Ask(client->parties(), &PartyService::Stub::GetPartyProfile,
                  request));
  if (console.for_programs()) {
    PrintRow(console, profile);
    return Ok{};
  }
  const Language language = console.language();
  console.Print(FullToken(request.party()));
  PrintOffices(profile, console);
  console.Print(fmt::format(
      fmt::runtime(console.Pick(
          {"{} cards of other families, {} of them without a recorded reason; "
           "named in {} statements that were not believed",
           "{} kartu keluarga lain, {} tanpa alasan yang tercatat; disebut "
           "dalam {} pernyataan yang tidak diyakini"})),
      Number(profile.foreign_count(), language),
      Number(profile.unexplained_count(), language),
      Number(profile.allegation_count(), language)));
  Table table = Columns(console)
                    .Left({"card", "kartu"})
                    .Left({"village", "desa"})
                    .Left({"known", "diketahui"})
                    .Left({"with the party", "pada pihak ini"})
                    .Right({"credited meanwhile", "dana masuk"})
                    .Left({"office then", "jabatan saat itu"})
                    .Left({"to the family", "bagi keluarga"})
                    .Left({"ask", "tanyakan kepada"})
                    .If(options.indices, {"index", "indeks"})
                    .Build();
  for (const auto& seen : profile.cards()) {
    if (seen.foreign()) {
      table.Add(SeenCells(seen, options.indices, console));
    }
  }
  table.Print();
  return Ok{};
}

Status RunCampaign(const CampaignOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::GetCampaignEffectRequest request;
  request.set_instruction(options.instruction);
  request.set_region_prefix(options.region);
  request.set_months(options.months);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetCampaignEffectResponse effect,
      Client::Ask(client->villages(), &VillageService::Stub::GetCampaignEffect,
                  request));
  if (console.for_programs()) {
    PrintRow(console, effect);
    return Ok{};
  }
  console.Print(effect.topic() + ", " + RegionText(effect.region_code()) +
                ", " + Date(effect.valid_from()) + ", " +
                RoleText(effect.issuer_role(), console.language()));
  console.Print(fmt::format(
      fmt::runtime(console.Pick({"{} months before {}, {} from it on",
                                 "{} bulan sebelum {}, {} sejak itu"})),
      effect.months_before(), effect.month(), effect.months_after()));
  Table table = Columns(console)
                    .Left({"place", "tempat"})
                    .Left({"told", "diinstruksikan"})
                    .Right({"cards before", "kartu sebelum"})
                    .Right({"self-held before", "pegang sendiri sebelum"})
                    .Right({"cards after", "kartu sesudah"})
                    .Right({"self-held after", "pegang sendiri sesudah"})
                    .Right({"points", "poin"})
                    .Build();
  table.Add(CampaignCells(effect.told(), {"yes", "ya"}, console));
  for (const auto& other : effect.others()) {
    table.Add(CampaignCells(other, {"no", "tidak"}, console));
  }
  table.Print();
  console.Print(ReadingText(effect, console));
  return Ok{};
}

}  // namespace services::cli
