// The options of the commands about cards and who has them.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "services/cli/ask_command.h"
#include "services/cli/holding_command.h"
#include "services/cli/options.h"
#include "services/cli/profile_command.h"
#include "services/cli/stock_command.h"

namespace services::cli {
namespace {

void AddCard(CLI::App& app, Action& action) {
  auto options = std::make_shared<CardOptions>();
  auto* command =
      app.add_subcommand("card", "A card's life, custody and money");
  command->add_option("card", options->card, "Card number or token")
      ->required();
  command->add_option("--as-of", options->as_of, "Custody on this day");
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunCard, action);
}

ledger::Status RunHolderOrProfile(const HolderOptions& options,
                                  Session& session) {
  if (!options.profile) return RunHolder(options, session);
  return RunProfile(
      {options.holder, options.as_of, options.ever, options.indices}, session);
}

ledger::Status RunHoldingOrCampaign(const HoldingOptions& options,
                                    Session& session) {
  if (options.instruction.empty()) return RunHolding(options, session);
  return RunCampaign({options.instruction, options.region, options.months},
                     session);
}

void AddHolder(CLI::App& app, Action& action) {
  auto options = std::make_shared<HolderOptions>();
  auto* command =
      app.add_subcommand("holder", "The cards of others that one party holds");
  command->add_option("holder", options->holder, "NIK or token")->required();
  command->add_option("--as-of", options->as_of, "On this day");
  command->add_flag("--ever", options->ever, "Ended custody, too");
  command->add_flag(
      "--profile", options->profile,
      "Its offices and interests, and what it is to each card's family");
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunHolderOrProfile, action);
}

void AddHolders(CLI::App& app, Action& action) {
  auto options = std::make_shared<HoldersOptions>();
  auto* command =
      app.add_subcommand("holders", "Who holds most cards of others");
  command->add_option("--region", options->region, "Region code");
  command->add_option("--most", options->most, "At most so many")
      ->check(CLI::Range(1, 1'000));
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunHolders, action);
}

void AddHolding(CLI::App& app, Action& action) {
  auto options = std::make_shared<HoldingOptions>();
  auto* command = app.add_subcommand(
      "holding", "How many cards are with their families, by month");
  command->add_option("--region", options->region, "Region code");
  command->add_option("--bank", options->bank, "This bank's cards");
  command->add_option("--companion", options->companion,
                      "Families of this companion: NIK or token");
  command->add_option("--by", options->group,
                      "village, subdistrict, regency, province, bank or "
                      "companion");
  command->add_option("--from", options->from, "First month, YYYY-MM");
  command->add_option("--until", options->until, "Last month, YYYY-MM");
  auto* instruction = command->add_option(
      "--instruction", options->instruction,
      "Before and after this instruction: its number or log index");
  command->add_option("--months", options->months, "Months to each side; 3")
      ->needs(instruction);
  Choose(command, std::move(options), RunHoldingOrCampaign, action);
}

void AddStock(CLI::App& app, Action& action) {
  auto options = std::make_shared<StockOptions>();
  auto* command =
      app.add_subcommand("stock", "Cards that have not reached their families");
  command->add_option("--bank", options->bank, "This bank's cards");
  auto* cards = command->add_flag("--cards", options->cards, "A line a card");
  command->add_option("--branch", options->branch, "This branch's cards")
      ->needs(cards);
  command->add_option("--region", options->region, "Families' region code")
      ->needs(cards);
  command->add_option("--days", options->min_days, "Waiting so long at least")
      ->needs(cards);
  command->add_flag("--credited", options->credited, "With aid credited only")
      ->needs(cards);
  command->add_option("--most", options->most, "At most so many")
      ->check(CLI::Range(1, 1'000'000))
      ->needs(cards);
  command->add_flag("--indices", options->indices, "Show log indices")
      ->needs(cards);
  Choose(command, std::move(options), RunStock, action);
}

}  // namespace

void AddCustodyCommands(CLI::App& app, Action& action) {
  AddCard(app, action);
  AddHolder(app, action);
  AddHolders(app, action);
  AddHolding(app, action);
  AddStock(app, action);
}

}  // namespace services::cli
