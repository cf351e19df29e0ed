// The options of the commands about places.

#include <CLI/CLI.hpp>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "services/cli/options.h"
#include "services/cli/village_command.h"

namespace services::cli {
namespace {

void AddBanners(CLI::App& app, Action& action) {
  auto options = std::make_shared<BannersOptions>();
  auto* command = app.add_subcommand(
      "banners", "Banners with a village's recipients against the lists");
  command->add_option("--region", options->region, "Region code");
  command->add_option("--period", options->period, "Only this period");
  command->add_option("--due-days", options->due_days,
                      "Days after the closing by which one is to hang; 14");
  command->add_flag("--findings", options->findings, "Leave out what agrees");
  command->add_option("--most", options->most, "At most so many");
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunBanners, action);
}

void AddPublic(CLI::App& app, Action& action) {
  auto options = std::make_shared<PublicOptions>();
  auto* command = app.add_subcommand(
      "public", "Figures for everybody: nothing about fewer than 5 families");
  command->add_option("--region", options->region, "Region code");
  command->add_option("--period", options->period, "The payment period")
      ->required();
  Choose(command, std::move(options), RunPublic, action);
}

void AddAgents(CLI::App& app, Action& action) {
  auto options = std::make_shared<AgentsOptions>();
  auto* command = app.add_subcommand(
      "agents", "Recipients served by each agent and terminal, by day");
  command->add_option("--region", options->region, "Region code of the place");
  command->add_option("--agent", options->agent, "This agent only");
  auto* day =
      command->add_option("--day,--from", options->from,
                          "The day, or the first, YYYY-MM-DD; default: the "
                          "latest that is known");
  command->add_option("--until", options->until, "The last day")->needs(day);
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunAgents, action);
}

void AddSchedule(CLI::App& app, Action& action) {
  auto options = std::make_shared<ScheduleOptions>();
  auto* command = app.add_subcommand(
      "schedule", "What was planned or declared against what happened");
  command->add_option("--region", options->region, "Region code");
  auto* from = command->add_option(
      "--from", options->from,
      "The first day, YYYY-MM-DD; default: the latest that is known");
  command->add_option("--until", options->until, "The last day")->needs(from);
  command->add_option("--kind", options->kinds, "Of these kinds only")
      ->check(CLI::IsMember(std::set<std::string>(std::begin(kScheduleWords),
                                                  std::end(kScheduleWords))));
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunSchedule, action);
}

}  // namespace

void AddVillageCommands(CLI::App& app, Action& action) {
  AddBanners(app, action);
  AddPublic(app, action);
  AddAgents(app, action);
  AddSchedule(app, action);
}

}  // namespace services::cli
