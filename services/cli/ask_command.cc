#include "services/cli/ask_command.h"

#include <cstdio>
#include <utility>

#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/moment_argument.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"

namespace services::cli {
namespace {

using amanah::v1::CustodyService;
using ledger::Code;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

void PrintCardHead(const amanah::v1::GetCardTimelineResponse& card,
                   bool indices, const Console& console) {
  const Language language = console.language();
  const auto line = [&](const Text& name, const std::string& value) {
    std::string text(console.Pick(name));
    text.resize(std::max<std::size_t>(text.size(), 16), ' ');
    console.Print(text + value);
  };
  line({"card", "kartu"}, FullToken(card.kks()) + "  …" + card.last4());
  line({"bank", "bank"}, card.bank());
  line({"state", "keadaan"}, card.life_state());
  line({"family", "keluarga"}, FullToken(card.kpm()));
  line({"village", "desa"}, RegionText(card.region_code()));
  if (card.has_custody()) {
    line({"held by", "dipegang"},
         RoleText(card.custody().holder_role(), language) + " " +
             FullToken(card.custody().holder()) +
             std::string(console.Pick({" since ", " sejak "})) +
             Date(card.custody().since()) + ", " +
             RankText(card.custody().rank(), language) +
             (indices ? " [" + std::to_string(card.custody().index()) + "]"
                      : ""));
  } else {
    line({"held by", "dipegang"},
         std::string(console.Pick({"nobody has said", "belum dinyatakan"})));
  }
  line({"balance", "saldo"},
       Rupiah(card.balance_rupiah()) +
           (card.balance_chain_broken()
                ? std::string(console.Pick(
                      {"  (the bank's balances contradict each other)",
                       "  (saldo bank saling bertentangan)"}))
                : ""));
}

}  // namespace

Status RunCard(const CardOptions& options, Session& session) {
  const Console& console = session.console();
  const Language language = console.language();
  amanah::v1::GetCardTimelineRequest request;
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t as_of, ParseAsOf(options.as_of));
  LEDGER_ASSIGN_OR_RETURN(std::string token,
                          TokenOf(options.card, ledger::crypto::TokenKind::kKks,
                                  session.TokenKeyPath()));
  request.set_kks(std::move(token));
  request.set_as_of_unix_micros(as_of);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetCardTimelineResponse card,
      Client::Ask(client->custody(), &CustodyService::Stub::GetCardTimeline,
                  request));
  if (console.for_programs()) {
    PrintRow(console, card);
    return Ok{};
  }
  PrintCardHead(card, options.indices, console);
  console.Print("");
  Table table = Columns(console)
                    .Left({"when", "waktu"})
                    .Left({"what", "apa"})
                    .Right({"amount", "jumlah"})
                    .Right({"balance", "saldo"})
                    .Left({"place", "tempat"})
                    .Left({"party", "pihak"})
                    .If(options.indices, {"index", "indeks"})
                    .Build();
  for (const auto& line : card.entries()) {
    std::vector<std::string> cells = {
        DateTime(line.occurred_at()),
        line.kind(),
        line.amount_rupiah() == 0 ? "" : Rupiah(line.amount_rupiah()),
        line.has_balance_after_rupiah() ? Rupiah(line.balance_after_rupiah())
                                        : "",
        line.place(),
        line.party().empty() ? ""
                             : RoleText(line.party_role(), language) + " " +
                                   ShortToken(line.party())};
    if (options.indices) cells.push_back(std::to_string(line.index()));
    table.Add(std::move(cells));
  }
  std::fputs(table.ToString().c_str(), stdout);
  return Ok{};
}

Status RunHolder(const HolderOptions& options, Session& session) {
  const Console& console = session.console();
  const Language language = console.language();
  amanah::v1::ListHeldCardsRequest request;
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t as_of, ParseAsOf(options.as_of));
  LEDGER_ASSIGN_OR_RETURN(
      std::string token,
      TokenOf(options.holder, ledger::crypto::TokenKind::kPerson,
              session.TokenKeyPath()));
  request.set_holder(std::move(token));
  request.set_as_of_unix_micros(as_of);
  request.set_include_ended(options.ever);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  Table table = Columns(console)
                    .Left({"card", "kartu"})
                    .Left({"family", "keluarga"})
                    .Left({"village", "desa"})
                    .Left({"known", "diketahui"})
                    .Left({"since", "sejak"})
                    .Left({"until", "sampai"})
                    .Right({"credited meanwhile", "dana masuk"})
                    .If(options.indices, {"index", "indeks"})
                    .Build();
  std::uint64_t cards = 0;
  const auto show = [&](const amanah::v1::HeldCard& card) {
    if (console.for_programs()) {
      PrintRow(console, card);
      return;
    }
    std::vector<std::string> cells = {
        ShortToken(card.kks()),
        ShortToken(card.kpm()),
        RegionText(card.region_code()),
        RankText(card.custody().rank(), language),
        Date(card.custody().since()),
        card.has_until() ? Date(card.until()) : "",
        Rupiah(card.credited_rupiah())};
    if (options.indices) {
      cells.push_back(std::to_string(card.custody().index()));
    }
    table.Add(std::move(cells));
  };
  LEDGER_RETURN_IF_ERROR(
      EachPage(client->custody(), &CustodyService::Stub::ListHeldCards, request,
               0, [&](const amanah::v1::ListHeldCardsResponse& page) {
                 for (const auto& card : page.cards()) show(card);
                 cards += static_cast<std::uint64_t>(page.cards_size());
                 return page.cards_size();
               }));
  if (console.for_programs()) return Ok{};
  console.Print(std::string(console.Pick({"holder ", "pemegang "})) +
                FullToken(request.holder()) + ": " + Number(cards, language) +
                std::string(console.Pick(
                    {" cards of others", " kartu milik orang lain"})));
  table.Print();
  return Ok{};
}

Status RunHolders(const HoldersOptions& options, Session& session) {
  const Console& console = session.console();
  const Language language = console.language();
  amanah::v1::RankHoldersRequest request;
  request.set_region_prefix(options.region);
  request.set_page_size(options.most);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::RankHoldersResponse ranking,
      Client::Ask(client->custody(), &CustodyService::Stub::RankHolders,
                  request));
  Table table = Columns(console)
                    .Left({"holder", "pemegang"})
                    .Left({"role", "peran"})
                    .Right({"cards now", "kartu kini"})
                    .Right({"ever", "pernah"})
                    .Right({"card-days", "hari-kartu"})
                    .Right({"credited meanwhile", "dana masuk"})
                    .Left({"known", "diketahui"})
                    .If(options.indices, {"indices", "indeks"})
                    .Build();
  for (const auto& holder : ranking.holders()) {
    if (console.for_programs()) {
      PrintRow(console, holder);
      continue;
    }
    std::vector<std::string> cells = {
        FullToken(holder.holder()),
        RoleText(holder.holder_role(), language),
        Number(holder.cards_now(), language),
        Number(holder.cards_ever(), language),
        Number(holder.card_days(), language),
        Rupiah(holder.credited_rupiah()),
        RankText(holder.strongest_rank(), language)};
    if (options.indices) {
      cells.push_back(IndexList(
          holder.indices(), static_cast<std::uint64_t>(holder.indices_size())));
    }
    table.Add(std::move(cells));
  }
  if (console.for_programs()) return Ok{};
  console.Print(
      std::string(console.Pick(
          {"Who holds cards of others in ", "Pemegang kartu orang lain di "})) +
      (options.region.empty() ? "Indonesia" : RegionText(options.region)));
  PrintList(table, console);
  return Ok{};
}

}  // namespace services::cli
