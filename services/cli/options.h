// The commands and their options, by what they are about. Each function puts
// its commands into `app`; the one that is chosen sets `action`.

#pragma once

#include "services/cli/choose.h"

namespace services::cli {

void AddKeyCommands(CLI::App& app, Action& action);       // init, keygen, ...
void AddRegistryCommands(CLI::App& app, Action& action);  // register, ...
void AddImport(CLI::App& app, Action& action);
void AddCustodyCommands(CLI::App& app, Action& action);  // card, holder, ...
void AddCompanionCommands(CLI::App& app, Action& action);
void AddFamilyCommands(CLI::App& app, Action& action);
void AddMoneyCommands(CLI::App& app, Action& action);
void AddVillageCommands(CLI::App& app, Action& action);  // banners, ...
void AddAlerts(CLI::App& app, Action& action);
void AddLogCommands(CLI::App& app, Action& action);  // status, prove, ...

}  // namespace services::cli
