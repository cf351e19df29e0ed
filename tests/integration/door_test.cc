// Who gets in, who may do what, and which ledgers are not served at all.

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>

#include "amanah/v1/admin_service.grpc.pb.h"
#include "amanah/v1/custody_service.grpc.pb.h"
#include "amanah/v1/ingest_service.grpc.pb.h"
#include "ledger/runtime/file.h"
#include "services/rpc/channel.h"
#include "tests/integration/served_ledger.h"

namespace integration {
namespace {

namespace fs = std::filesystem;
namespace rpc = services::rpc;

constexpr std::chrono::seconds kDeadline{30};

template <typename Stub, typename Request, typename Response>
ledger::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const Request& request) {
  grpc::ClientContext context;
  rpc::Prepare(context, kDeadline);
  Response response;
  return rpc::ToStatus((stub.*method)(&context, request, &response));
}

std::string ReasonOf(const ledger::Status& outcome) {
  return outcome.ok() ? "OK" : std::string(outcome.error().reason);
}

TEST(Door, EachRoleMayDoItsOwn) {
  ServedLedger served("roles");
  served.Start();
  struct Expected {
    rpc::Role role;
    std::string submit;
    std::string rank;
    std::string status;
  };
  const Expected table[] = {
      {rpc::Role::kOperator, "NOTE_MALFORMED", "OK", "OK"},
      {rpc::Role::kSubmitter, "NOTE_MALFORMED", "ROLE_NOT_ALLOWED", "OK"},
      {rpc::Role::kInspector, "ROLE_NOT_ALLOWED", "OK", "OK"},
  };
  amanah::v1::SubmitRequest nonsense;
  nonsense.set_checkpoint("x");
  nonsense.add_events(small_world::Withdrawal(1));
  for (const Expected& expected : table) {
    SCOPED_TRACE(rpc::RoleName(expected.role));
    auto channel = served.Connect(expected.role);
    auto ingest = amanah::v1::IngestService::NewStub(channel);
    auto custody = amanah::v1::CustodyService::NewStub(channel);
    auto admin = amanah::v1::AdminService::NewStub(channel);
    EXPECT_EQ(ReasonOf(Call(*ingest, &amanah::v1::IngestService::Stub::Submit,
                            nonsense)),
              expected.submit);
    EXPECT_EQ(
        ReasonOf(Call(*custody, &amanah::v1::CustodyService::Stub::RankHolders,
                      amanah::v1::RankHoldersRequest())),
        expected.rank);
    EXPECT_EQ(ReasonOf(Call(*admin, &amanah::v1::AdminService::Stub::GetStatus,
                            amanah::v1::GetStatusRequest())),
              expected.status);
  }
}

// Calls `method` with `request` as bytes: for services whose messages are
// gRPC's own.
grpc::Status CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                     const std::string& method, const std::string& request,
                     std::string* response) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  rpc::Prepare(context, kDeadline);
  grpc::CompletionQueue queue;
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  auto call = stub.PrepareUnaryCall(&context, method, bytes, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  std::vector<grpc::Slice> slices;
  if (status.ok() && answer.Dump(&slices).ok()) {
    for (const auto& part : slices) {
      response->append(reinterpret_cast<const char*>(part.begin()),
                       part.size());
    }
  }
  return status;
}

TEST(Door, HealthSaysThatItServes) {
  ServedLedger served("health");
  served.Start();
  std::string response;
  const grpc::Status status =
      CallRaw(served.Connect(rpc::Role::kInspector),
              "/grpc.health.v1.Health/Check", "", &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  // HealthCheckResponse{status: SERVING}.
  EXPECT_EQ(response, std::string("\x08\x01"));
}

TEST(Door, ReflectionNamesEveryService) {
  ServedLedger served("reflection");
  served.Start();
  std::string response;
  // ServerReflectionRequest{list_services: ""}.
  const grpc::Status status =
      CallRaw(served.Connect(rpc::Role::kOperator),
              "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
              std::string("\x3a\x00", 2), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  for (const char* service :
       {"amanah.v1.IngestService", "amanah.v1.LogService",
        "amanah.v1.CustodyService", "amanah.v1.AlertService",
        "amanah.v1.AdminService", "grpc.health.v1.Health"}) {
    EXPECT_NE(response.find(service), std::string::npos) << service;
  }
}

TEST(Door, AStrangersCertificateGetsNoConnection) {
  ServedLedger served("stranger");
  served.Start();
  const auto other = *rpc::MakeAuthority("other");
  const auto client = *rpc::IssueClient(other, "x", rpc::Role::kOperator);
  auto channel =
      rpc::OpenChannel({.address = served.address(),
                        .authority_pem = served.authority().certificate_pem,
                        .certificate_pem = client.certificate_pem,
                        .key_pem = client.key_pem});
  auto connected = rpc::WaitUntilConnected(*channel, std::chrono::seconds(1));
  EXPECT_EQ(ReasonOf(connected), "SERVER_UNREACHABLE");
}

TEST(Door, TheSecondServerOfAFolderIsRefused) {
  ServedLedger served("twice");
  served.Start();
  // Another process over the same folder, by the daemon's own binary.
  const std::string command = std::string(AMANAH_DAEMON) + " --data " +
                              served.directory() +
                              " --listen 127.0.0.1:0 >/dev/null 2>&1";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 2);
}

TEST(Door, SigtermEndsWithExitCodeZeroAndItsWordsInTheLog) {
  ServedLedger served("term");
  served.Start();
  const Ended ended = served.Stop(SIGTERM);
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_NE(ended.said.find("stopped entries="), std::string::npos)
      << ended.said;
}

void CopyFolder(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

TEST(Door, ALedgerWithoutItsAnchorIsNotServed) {
  ServedLedger served("anchorless");
  fs::remove(served.options().anchor_path);
  const Ended ended = served.StartRefused();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_NE(ended.said.find("ANCHOR_MISSING"), std::string::npos) << ended.said;
  EXPECT_NE(ended.said.find("Next: "), std::string::npos) << ended.said;
}

TEST(Door, AnOldCopyIsNotServed) {
  ServedLedger served("rollback");
  const std::string log = served.directory() + "/log";
  const std::string copy = served.directory() + ".old";
  CopyFolder(log, copy);
  {
    auto ledger = small_world::Open(served.options());
    auto bank = small_world::BankA();
    ASSERT_TRUE(
        ledger->SubmitAndWait(bank.Sign(small_world::Withdrawals(0, 5))).ok());
    ledger->Stop();
  }
  CopyFolder(copy, log);
  fs::remove_all(copy);
  const Ended ended = served.StartRefused();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_NE(ended.said.find("LOG_BEHIND_ANCHOR"), std::string::npos)
      << ended.said;
}

TEST(Door, AFlippedAnchorIsNotServed) {
  ServedLedger served("anchor");
  {
    std::fstream file(served.options().anchor_path,
                      std::ios::in | std::ios::out | std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), {});
    for (char& c : bytes) c = static_cast<char>(c ^ 1);
    file.clear();
    file.seekp(0);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  const Ended ended = served.StartRefused();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_NE(ended.said.find("ANCHOR_DAMAGED"), std::string::npos) << ended.said;
}

TEST(Door, AFolderWithoutConfigurationIsNotServed) {
  ServedLedger served("noconfig");
  fs::remove(served.directory() + "/ledger.toml");
  const Ended ended = served.StartRefused();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_NE(ended.said.find("CONFIG_UNREADABLE"), std::string::npos);
}

TEST(Door, AKeyThatOthersMayReadIsNotUsed) {
  ServedLedger served("exposed");
  fs::permissions(served.directory() + "/keys/ledger.key",
                  fs::perms::owner_read | fs::perms::group_read);
  const Ended ended = served.StartRefused();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_NE(ended.said.find("KEY_FILE_EXPOSED"), std::string::npos);
}

}  // namespace
}  // namespace integration
