// The options of the commands about companions.

#include <CLI/CLI.hpp>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/companion_command.h"
#include "services/cli/options.h"

namespace services::cli {
namespace {

template <std::size_t N>
CLI::IsMember OneOf(const char* const (&names)[N]) {
  return CLI::IsMember(
      std::vector<std::string>(std::begin(names), std::end(names)));
}

void AddAsOf(CLI::App* command, std::string& as_of) {
  command->add_option("--as-of", as_of, "As it was known on this day");
}

void AddSpan(CLI::App* command, std::uint32_t& year, std::uint32_t& quarter) {
  command->add_option("--year", year, "Default: the latest known");
  command->add_option("--quarter", quarter, "1 to 4; default: the year")
      ->check(CLI::Range(1, 4));
}

void AddCompanion(CLI::App& app, Action& action) {
  auto options = std::make_shared<CompanionOptions>();
  auto* command = app.add_subcommand(
      "companion",
      "A companion's year: load, duties, graduations, complaints, sanctions");
  command->add_option("companion", options->companion, "NIK or token")
      ->required();
  command->add_option("--year", options->year, "Default: the latest known");
  AddAsOf(command, options->as_of);
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunCompanion, action);
}

void AddCompanions(CLI::App& app, Action& action) {
  auto options = std::make_shared<CompanionsOptions>();
  auto* command = app.add_subcommand(
      "companions", "Companions of a region, by one measure, with their load");
  command->add_option("--region", options->region, "Region code");
  command->add_option("--by", options->by, "Measure; default: updates")
      ->check(OneOf(kMeasureNames));
  AddSpan(command, options->year, options->quarter);
  command->add_flag("--highest", options->highest, "From the highest down");
  AddAsOf(command, options->as_of);
  command->add_option("--most", options->most, "At most so many");
  Choose(command, std::move(options), RunCompanions, action);
}

void AddDuties(CLI::App& app, Action& action) {
  auto options = std::make_shared<DutiesOptions>();
  auto* command = app.add_subcommand(
      "duties", "Duties owed and done, by place or companion");
  command->add_option("--region", options->region, "Region code");
  command->add_option("--companion", options->companion, "NIK or token");
  command->add_option("--by", options->by, "What a row is about")
      ->check(OneOf(kCoverageNames));
  AddSpan(command, options->year, options->quarter);
  AddAsOf(command, options->as_of);
  command->add_option("--most", options->most, "At most so many");
  Choose(command, std::move(options), RunDuties, action);
}

void AddOverdue(CLI::App& app, Action& action) {
  auto options = std::make_shared<OverdueOptions>();
  auto* command =
      app.add_subcommand("overdue", "Families to whom a duty is overdue");
  command
      ->add_option("--duty", options->duty,
                   "check: of who has the card; update: of data; visit; "
                   "session: P2K2; label")
      ->required()
      ->check(OneOf(kDutyNames));
  command->add_option("--region", options->region, "Region code");
  command->add_option("--companion", options->companion,
                      "Responsible then or now: NIK or token");
  AddAsOf(command, options->as_of);
  command->add_option("--most", options->most, "At most so many");
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunOverdue, action);
}

void AddAwards(CLI::App& app, Action& action) {
  auto options = std::make_shared<AwardsOptions>();
  auto* command = app.add_subcommand(
      "awards", "Awards beside the graduations that they were given for");
  command->add_option("--region", options->region, "Region code");
  command->add_option("--companion", options->companion, "NIK or token");
  AddAsOf(command, options->as_of);
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunAwards, action);
}

void AddHonoraria(CLI::App& app, Action& action) {
  auto options = std::make_shared<HonorariaOptions>();
  auto* command = app.add_subcommand(
      "honoraria", "Honoraria withheld beside those returned to the treasury");
  command->add_option("--region", options->region, "Region code");
  command->add_option("--companion", options->companion, "NIK or token");
  command->add_option("--year", options->year, "Months of this year");
  command->add_flag("--breaks", options->breaks,
                    "Only not returned, late, or more than withheld");
  command->add_option("--deadline", options->deadline_days,
                      "Days until it has to be returned; default: 105");
  AddAsOf(command, options->as_of);
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunHonoraria, action);
}

}  // namespace

void AddCompanionCommands(CLI::App& app, Action& action) {
  AddCompanion(app, action);
  AddCompanions(app, action);
  AddDuties(app, action);
  AddOverdue(app, action);
  AddAwards(app, action);
  AddHonoraria(app, action);
}

}  // namespace services::cli
