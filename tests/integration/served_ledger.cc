#include "tests/integration/served_ledger.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "ledger/base/check.h"
#include "ledger/runtime/config.h"
#include "ledger/runtime/file.h"
#include "ledger/runtime/key_file.h"
#include "services/rpc/channel.h"

extern char** environ;

namespace integration {
namespace {

namespace fs = std::filesystem;
namespace rpc = services::rpc;
namespace runtime = ledger::runtime;

void WriteFile(const std::string& path, std::string_view bytes,
               runtime::Access access = runtime::Access::kEverybody) {
  AMANAH_CHECK(runtime::ReplaceFile(path, bytes, access).ok());
}

}  // namespace

ServedLedger::ServedLedger(const std::string& name, const std::string& limits)
    : folder_(name),
      options_(folder_.options()),
      authority_(*rpc::MakeAuthority("test")) {
  small_world::Create(options_);
  const std::string data = options_.directory;
  fs::create_directories(data + "/keys");
  fs::create_directories(data + "/tls");
  AMANAH_CHECK(runtime::CreateSigningKey(data + "/keys/ledger.key",
                                         small_world::LedgerKey())
                   .ok());
  const rpc::Certificate server = *rpc::IssueServer(authority_, {});
  WriteFile(data + "/tls/ca.pem", authority_.certificate_pem);
  WriteFile(data + "/tls/server.pem", server.certificate_pem);
  WriteFile(data + "/tls/server.key", server.key_pem, runtime::Access::kOwner);
  WriteFile(data + "/ledger.toml",
            "origin = \"" + std::string(small_world::kLedgerOrigin) +
                "\"\nanchor = \"" + options_.anchor_path +
                "\"\n[server]\nlisten = \"127.0.0.1:0\"\n[limits]\n" + limits);
}

ServedLedger::~ServedLedger() {
  if (process_ > 0) Stop(SIGKILL);
}

void ServedLedger::Start() {
  Spawn();
  const std::string line = ReadLine();
  const std::string mark = "address=";
  const std::size_t at = line.find(mark);
  AMANAH_CHECK(at != std::string::npos);
  address_ = line.substr(at + mark.size());
  address_ = address_.substr(0, address_.find(' '));
}

Ended ServedLedger::StartRefused() {
  Spawn();
  AMANAH_CHECK(ReadLine().empty());
  return Wait();
}

Ended ServedLedger::Stop(int signal) {
  ::kill(process_, signal);
  return Wait();
}

std::shared_ptr<grpc::Channel> ServedLedger::Connect(rpc::Role role) const {
  const rpc::Certificate client =
      *rpc::IssueClient(authority_, rpc::RoleName(role), role);
  auto channel = rpc::OpenChannel({.address = address_,
                                   .authority_pem = authority_.certificate_pem,
                                   .certificate_pem = client.certificate_pem,
                                   .key_pem = client.key_pem});
  AMANAH_CHECK(
      rpc::WaitUntilConnected(*channel, std::chrono::seconds(30)).ok());
  return channel;
}

void ServedLedger::Spawn() {
  AMANAH_CHECK(process_ < 0);
  int ends[2];
  AMANAH_CHECK(::pipe2(ends, O_CLOEXEC) == 0);
  const std::string log = options_.directory + ".stderr";
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const std::vector<std::string> words = {AMANAH_DAEMON, "--data",
                                          options_.directory};
  std::vector<char*> argv;
  for (const std::string& word : words) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  AMANAH_CHECK(::posix_spawn(&process_, argv[0], &actions, nullptr, argv.data(),
                             environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  stdout_ = ends[0];
}

std::string ServedLedger::ReadLine() {
  std::string line;
  char c = 0;
  while (true) {
    const ssize_t got = ::read(stdout_, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || c == '\n') return line;
    line += c;
  }
}

Ended ServedLedger::Wait() {
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  ::close(stdout_);
  stdout_ = -1;
  Ended ended;
  if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
  auto said = runtime::ReadSmallFile(options_.directory + ".stderr");
  if (said.ok()) ended.said = *std::move(said);
  return ended;
}

}  // namespace integration
