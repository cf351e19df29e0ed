// amanahd: serves one ledger. Exit codes: 0 ended as told, 2 not started.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "ledger/crypto/sign.h"
#include "services/amanahd/daemon.h"
#include "services/wire/advice.h"

namespace {

constexpr int kNotStarted = 2;

// One line, whole, to a descriptor that somebody waits on.
void WriteLine(int fd, const std::string& line) {
  const ssize_t written = ::write(fd, line.data(), line.size());
  static_cast<void>(written);  // Nobody waits any more.
}

}  // namespace

int main(int argc, char** argv) {
  services::amanahd::DaemonOptions options;
  int ready_fd = STDOUT_FILENO;
  CLI::App app(
      "amanahd serves one ledger until SIGTERM. It prints one line when it is "
      "ready, and refuses to serve a ledger that is damaged or rolled back.");
  app.add_option("--data", options.data, "The ledger's folder")->required();
  app.add_option("--listen", options.listen,
                 "Address and port, instead of ledger.toml's; port 0: any");
  app.add_option("--pid-file", options.pid_file,
                 "Keeps the process id here while it serves");
  app.add_option("--ready-fd", ready_fd,
                 "Descriptor for the line that says it is ready");
  app.add_flag("--quiet", options.quiet, "Log errors only");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kNotStarted;
  }

  ledger::crypto::Init();
  const ledger::Status ended = services::amanahd::Run(
      options, [ready_fd](const services::amanahd::Ready& ready) {
        WriteLine(ready_fd, "amanahd ready address=" + ready.address +
                                " origin=" + ready.origin + " entries=" +
                                std::to_string(ready.entries) + "\n");
        if (ready_fd > STDERR_FILENO) ::close(ready_fd);
      });
  if (ended.ok()) return 0;

  const ledger::Error& error = ended.error();
  const std::string_view next = services::wire::NextStep(error.reason);
  std::fprintf(stderr, "amanahd: not started: %s: %s\n",
               std::string(error.reason).c_str(), error.message.c_str());
  if (!next.empty()) {
    std::fprintf(stderr, "  Next: %s\n", std::string(next).c_str());
  }
  return kNotStarted;
}
