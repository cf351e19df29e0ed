#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "services/cli/money_command.h"
#include "services/cli/options.h"

namespace services::cli {
namespace {

void AddReconcile(CLI::App& app, Action& action) {
  auto options = std::make_shared<ReconcileOptions>();
  auto* command = app.add_subcommand(
      "reconcile", "Do the books agree? I1 to I8, each break with evidence");
  command->add_option("--bank", options->bank, "The bank, such as 'BANK A'");
  command->add_option("--period", options->period,
                      "Payment period, such as PKH-2025-T2");
  command->add_option("--region", options->region, "Families' region code");
  command->add_option("--only", options->only, "List this invariant, 1 to 8")
      ->check(CLI::Range(1, 8));
  command->add_option("--deadline-days", options->deadline_days,
                      "Days by which untouched money must be returned; 105");
  command->add_option("--most", options->most, "At most so many breaks");
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunReconcile, action);
}

void AddMoney(CLI::App& app, Action& action) {
  auto options = std::make_shared<MoneyOptions>();
  auto* command =
      app.add_subcommand("money", "What became of the money, by period");
  auto* family = command->add_option("--family", options->family,
                                     "One family: KPM id or token");
  command->add_option("--sp2d", options->sp2d, "One payment order's lot")
      ->excludes(family);
  command->add_option("--bank", options->bank, "What this bank credits");
  command->add_option("--region", options->region, "Families' region code");
  command->add_option("--period", options->period, "Only this period");
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunMoney, action);
}

void AddSilent(CLI::App& app, Action& action) {
  auto options = std::make_shared<SilentOptions>();
  auto* command = app.add_subcommand(
      "silent", "Credited, and nothing taken out since; by age");
  command->add_option("--bank", options->bank, "The bank");
  command->add_option("--branch", options->branch, "Code of the branch");
  command->add_option("--region", options->region, "Families' region code");
  command->add_option("--period", options->period, "Credited in this period");
  command
      ->add_option("--by", options->by,
                   "Sum up by bank, branch, village or payment order")
      ->check(CLI::IsMember({"bank", "branch", "village", "lot"}));
  command->add_option("--as-of", options->as_of, "As it was on this day");
  command->add_option("--min-days", options->min_days,
                      "Silent for at least so many days");
  command->add_option("--deadline-days", options->deadline_days,
                      "Days by which it must be returned; 105");
  command->add_option("--most", options->most, "At most so many accounts");
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunSilent, action);
}

void AddSubmissions(CLI::App& app, Action& action) {
  auto options = std::make_shared<SubmissionsOptions>();
  auto* command = app.add_subcommand(
      "submissions", "How a bank submits: sequences, lateness, totals");
  command->add_option("--bank", options->bank, "The bank")->required();
  command->add_option("--from", options->from, "First day, YYYY-MM-DD");
  command->add_option("--until", options->until, "Last day");
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunSubmissions, action);
}

}  // namespace

void AddMoneyCommands(CLI::App& app, Action& action) {
  AddReconcile(app, action);
  AddMoney(app, action);
  AddSilent(app, action);
  AddSubmissions(app, action);
}

}  // namespace services::cli
