// Who gets through the door: a real server on loopback, any free port.

#include <gtest/gtest.h>

#include "amanah/v1/admin_service.grpc.pb.h"
#include "services/rpc/caller.h"
#include "services/rpc/channel.h"
#include "services/rpc/server.h"

namespace services::rpc {
namespace {

using namespace std::chrono_literals;

class InspectorsOnly final : public amanah::v1::AdminService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext* context,
                         const amanah::v1::GetStatusRequest*,
                         amanah::v1::GetStatusResponse* response) override {
    return Answer(*context, "GetStatus", {Role::kInspector},
                  [&]() -> ledger::Status {
                    response->set_origin("here");
                    return ledger::Ok{};
                  });
  }
};

class Connection : public ::testing::Test {
 protected:
  Connection()
      : authority_(*MakeAuthority("a")), stranger_(*MakeAuthority("b")) {
    SetQuietLog(true);
    TakeOverTransportLog(false);
    const Certificate certificate = *IssueServer(authority_, {});
    auto server = Server::Start({.address = "127.0.0.1:0",
                                 .authority_pem = authority_.certificate_pem,
                                 .certificate_pem = certificate.certificate_pem,
                                 .key_pem = certificate.key_pem},
                                {&service_});
    EXPECT_TRUE(server.ok());
    server_ = *std::move(server);
  }

  std::string Address() const {
    return "127.0.0.1:" + std::to_string(server_->port());
  }

  // A handshake that fails is over long before `patience` is.
  ledger::Status Call(const Certificate& believes, const Certificate& shows,
                      std::chrono::milliseconds patience = 20s) {
    auto channel = OpenChannel({.address = Address(),
                                .authority_pem = believes.certificate_pem,
                                .certificate_pem = shows.certificate_pem,
                                .key_pem = shows.key_pem});
    LEDGER_RETURN_IF_ERROR(WaitUntilConnected(*channel, patience));
    grpc::ClientContext context;
    Prepare(context, 20s);
    amanah::v1::GetStatusResponse response;
    return ToStatus(amanah::v1::AdminService::NewStub(channel)->GetStatus(
        &context, {}, &response));
  }

  Certificate authority_;
  Certificate stranger_;
  InspectorsOnly service_;
  std::unique_ptr<Server> server_;
};

TEST_F(Connection, AnInspectorIsAnswered) {
  auto outcome =
      Call(authority_, *IssueClient(authority_, "itjen", Role::kInspector));
  EXPECT_TRUE(outcome.ok()) << outcome.error().message;
}

TEST_F(Connection, AnotherRoleIsRefusedByReason) {
  auto outcome =
      Call(authority_, *IssueClient(authority_, "bank-a", Role::kSubmitter));
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ledger::Code::kPermissionDenied);
  EXPECT_EQ(outcome.error().reason, kRoleNotAllowed);
}

TEST_F(Connection, ACertificateWithoutARoleIsRefusedByReason) {
  const Certificate plain = *IssueServer(authority_, {});
  auto outcome = Call(authority_, plain, 1s);
  ASSERT_FALSE(outcome.ok());
  // A server's certificate is not a client's: TLS may end it first.
  if (outcome.error().reason != kServerUnreachable) {
    EXPECT_EQ(outcome.error().reason, kCertificateMalformed);
  }
}

TEST_F(Connection, ACertificateOfAnotherAuthorityGetsNoConnection) {
  auto outcome =
      Call(authority_, *IssueClient(stranger_, "itjen", Role::kInspector), 1s);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().reason, kServerUnreachable);
}

TEST_F(Connection, NoCertificateGetsNoConnection) {
  auto outcome = Call(authority_, {}, 1s);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().reason, kServerUnreachable);
}

TEST_F(Connection, AServerOfAnotherAuthorityIsNotBelieved) {
  auto outcome =
      Call(stranger_, *IssueClient(authority_, "itjen", Role::kInspector), 1s);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().reason, kServerUnreachable);
}

TEST_F(Connection, TwoServersDoNotShareAnAddress) {
  const Certificate certificate = *IssueServer(authority_, {});
  InspectorsOnly service;
  auto second = Server::Start({.address = Address(),
                               .authority_pem = authority_.certificate_pem,
                               .certificate_pem = certificate.certificate_pem,
                               .key_pem = certificate.key_pem},
                              {&service});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().reason, kListenFailed);
}

}  // namespace
}  // namespace services::rpc
