#include "services/cli/stock_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"

namespace services::cli {
namespace {

using amanah::v1::BankCards;
using amanah::v1::BranchCards;
using amanah::v1::CardService;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

std::string PlaceText(amanah::v1::CardPlace place, const Console& console) {
  switch (place) {
    case amanah::v1::CARD_PLACE_PRINTED:
      return std::string(console.Pick({"printed only", "baru dicetak"}));
    case amanah::v1::CARD_PLACE_IN_DISPATCH:
      return std::string(console.Pick({"in dispatch", "dalam kiriman"}));
    case amanah::v1::CARD_PLACE_AT_BRANCH:
      return std::string(console.Pick({"at branch", "di cabang"}));
    case amanah::v1::CARD_PLACE_HANDED_OVER:
      return std::string(console.Pick({"handed over", "diserahkan"}));
    case amanah::v1::CARD_PLACE_RETURNED:
      return std::string(console.Pick({"returned", "retur"}));
    case amanah::v1::CARD_PLACE_DESTROYED:
      return std::string(console.Pick({"destroyed", "dimusnahkan"}));
    default:
      return "-";
  }
}

std::string OrDash(const std::string& text) {
  return text.empty() ? "-" : text;
}

// `3 / Rp600.000`: cards, and the aid credited to them.
std::string AgeText(const BranchCards& branch, int age, Language language) {
  if (branch.ages_size() <= age || branch.ages(age).cards() == 0) return "";
  const auto& bucket = branch.ages(age);
  std::string text = Number(bucket.cards(), language);
  if (bucket.credited_rupiah() != 0) {
    text += " / " + Rupiah(bucket.credited_rupiah());
  }
  return text;
}

// Where each bank's cards are: printed = the sum of all places (I3).
void PrintBanks(const amanah::v1::GetCardStockResponse& stock,
                const Console& console) {
  const Language language = console.language();
  Columns columns(console);
  columns.Left({"bank", "bank"}).Right({"printed", "dicetak"});
  for (const auto& place : stock.banks(0).places()) {
    const std::string title = PlaceText(place.place(), console);
    columns.Right({title, title});
  }
  Table table = columns.Right({"never printed", "tanpa cetak"}).Build();
  for (const BankCards& bank : stock.banks()) {
    std::vector<std::string> cells = {OrDash(bank.bank()),
                                      Number(bank.printed(), language)};
    for (const auto& place : bank.places()) {
      cells.push_back(Number(place.cards(), language));
    }
    cells.push_back(Number(bank.unprinted(), language));
    table.Add(std::move(cells));
  }
  std::fputs(table.ToString().c_str(), stdout);
}

void PrintBranches(const amanah::v1::GetCardStockResponse& stock,
                   const Console& console) {
  const Language language = console.language();
  Table table = Columns(console)
                    .Left({"bank", "bank"})
                    .Left({"branch", "cabang"})
                    .Right({"to 30 days", "s.d. 30 hari"})
                    .Right({"to 60", "s.d. 60"})
                    .Right({"to 90", "s.d. 90"})
                    .Right({"to 180", "s.d. 180"})
                    .Right({"longer", "lebih"})
                    .Right({"handed over", "diserahkan"})
                    .Right({"median days", "median hari"})
                    .Right({"9 of 10", "9 dari 10"})
                    .Build();
  for (const BranchCards& branch : stock.branches()) {
    std::vector<std::string> cells = {OrDash(branch.bank()),
                                      OrDash(branch.branch_code())};
    constexpr int kAges = 5;
    for (int age = 0; age < kAges; ++age) {
      cells.push_back(AgeText(branch, age, language));
    }
    cells.push_back(Number(branch.handed_over(), language));
    cells.push_back(Number(branch.median_days(), language));
    cells.push_back(Number(branch.p90_days(), language));
    table.Add(std::move(cells));
  }
  std::fputs(table.ToString().c_str(), stdout);
}

Status RunSums(const StockOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::GetCardStockRequest request;
  request.set_bank(options.bank);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetCardStockResponse stock,
      Client::Ask(client->cards(), &CardService::Stub::GetCardStock, request));
  if (console.json()) {
    PrintRow(console, stock);
    return Ok{};
  }
  if (console.for_programs()) {
    for (const auto& bank : stock.banks()) PrintRow(console, bank);
    for (const auto& branch : stock.branches()) PrintRow(console, branch);
    return Ok{};
  }
  if (stock.banks().empty()) {
    console.Print(console.Pick({"No card is known.", "Tidak ada kartu."}));
    return Ok{};
  }
  PrintBanks(stock, console);
  console.Print("");
  console.Print(console.Pick(
      {"Cards that no family has, by days since they came there / aid credited",
       "Kartu yang belum di tangan keluarga, menurut hari / dana masuk"}));
  PrintBranches(stock, console);
  return Ok{};
}

Table WaitingTable(const StockOptions& options, const Console& console) {
  return Columns(console)
      .Left({"card", "kartu"})
      .Left({"family", "keluarga"})
      .Left({"village", "desa"})
      .Left({"bank", "bank"})
      .Left({"branch", "cabang"})
      .Left({"where", "tempat"})
      .Left({"since", "sejak"})
      .Right({"days", "hari"})
      .Right({"credited", "dana masuk"})
      .Right({"drawn", "ditarik"})
      .If(options.indices, {"indices", "indeks"})
      .Build();
}

std::vector<std::string> WaitingCells(const amanah::v1::WaitingCard& card,
                                      const StockOptions& options,
                                      const Console& console) {
  std::vector<std::string> cells = {
      options.indices ? FullToken(card.kks()) : ShortToken(card.kks()),
      ShortToken(card.kpm()),
      RegionText(card.region_code()),
      OrDash(card.bank()),
      OrDash(card.branch_code()),
      PlaceText(card.place(), console),
      Date(card.since()),
      Number(card.days(), console.language()),
      Rupiah(card.credited_rupiah()),
      card.debited_rupiah() == 0 ? "" : Rupiah(card.debited_rupiah())};
  if (options.indices) {
    cells.push_back(IndexList(card.indices(),
                              static_cast<std::uint64_t>(card.indices_size())));
  }
  return cells;
}

Status RunCards(const StockOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ListWaitingCardsRequest request;
  request.set_bank(options.bank);
  request.set_branch_code(options.branch);
  request.set_region_prefix(options.region);
  request.set_min_days(options.min_days);
  request.set_only_credited(options.credited);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  Table table = WaitingTable(options, console);
  LEDGER_ASSIGN_OR_RETURN(
      const bool has_more,
      EachPage(client->cards(), &CardService::Stub::ListWaitingCards,
               std::move(request), options.most,
               [&](const amanah::v1::ListWaitingCardsResponse& page) {
                 for (const auto& card : page.cards()) {
                   if (console.for_programs()) {
                     PrintRow(console, card);
                   } else {
                     table.Add(WaitingCells(card, options, console));
                   }
                 }
                 return page.cards_size();
               }));
  table.Print();
  NoteMore(has_more, console);
  return Ok{};
}

}  // namespace

Status RunStock(const StockOptions& options, Session& session) {
  return options.cards ? RunCards(options, session) : RunSums(options, session);
}

}  // namespace services::cli
