// The options of the commands about families.

#include <CLI/CLI.hpp>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/dossier_command.h"
#include "services/cli/families_command.h"
#include "services/cli/family_command.h"
#include "services/cli/options.h"

namespace services::cli {
namespace {

void AddWhyZero(CLI::App& app, Action& action) {
  auto why = std::make_shared<WhyZeroOptions>();
  auto* command = app.add_subcommand(
      "why-zero", "Why a card is empty: for the family and for the officer");
  command->add_option("card", why->card, "Card number or token")->required();
  command->add_option("--at", why->at,
                      "When it was found empty; default: when the family last "
                      "complained of it, else now");
  command->add_flag("--denied", why->denied,
                    "The family says that none of it drew the money");
  Choose(command, std::move(why), RunWhyZero, action);
}

void AddFamily(CLI::App& app, Action& action) {
  auto family = std::make_shared<FamilyOptions>();
  auto* command =
      app.add_subcommand("family", "All that is known of one family");
  command->add_option("family", family->family, "KPM id or token")->required();
  command->add_flag("--card", family->by_card,
                    "The id is of a card of the family");
  command->add_option("--as-of", family->as_of,
                      "As it was, and who was responsible, on this day");
  command->add_flag("--indices", family->indices, "Show log indices");
  Choose(command, std::move(family), RunFamily, action);
}

void AddFamilies(CLI::App& app, Action& action) {
  auto families = std::make_shared<FamiliesOptions>();
  auto* command = app.add_subcommand("families", "Families to look at");
  command
      ->add_option("--list", families->list,
                   "exited: out of the programme and not closed; silent: paid, "
                   "never seen or heard; gap: PKH without Sembako and local "
                   "aid; double: Sembako and local aid")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(kListNames),
                                                     std::end(kListNames))));
  command->add_option("--region", families->region, "Region code");
  command->add_option("--from", families->from_month,
                      "gap, double: first month, YYYY-MM");
  command->add_option("--to", families->to_month,
                      "gap, double: last month, YYYY-MM");
  command->add_flag("--credited", families->credited,
                    "exited: only those credited since");
  command->add_option("--most", families->most, "At most so many");
  command->add_flag("--indices", families->indices, "Show log indices");
  Choose(command, std::move(families), RunFamilies, action);
}

void AddGrievances(CLI::App& app, Action& action) {
  auto options = std::make_shared<GrievancesOptions>();
  auto* command = app.add_subcommand(
      "grievances", "Complaints by kind, age and outcome, or one by one");
  command->add_option("--region", options->region, "Region code");
  command->add_option("--kind", options->kind,
                      "One by one: of this kind, such as ZERO_BALANCE or CUT");
  command->add_flag("--list", options->list, "One by one");
  command->add_flag("--open", options->open, "One by one: without a reply");
  command->add_flag("--excluded", options->excluded,
                    "One by one: whose family was put out within 90 days");
  command->add_option("--as-of", options->as_of, "As it was on this day");
  command->add_flag("--indices", options->indices, "Show log indices");
  Choose(command, std::move(options), RunGrievances, action);
}

}  // namespace

void AddFamilyCommands(CLI::App& app, Action& action) {
  AddWhyZero(app, action);
  AddFamily(app, action);
  AddFamilies(app, action);
  AddGrievances(app, action);
}

}  // namespace services::cli
