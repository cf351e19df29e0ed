#include "services/rpc/certificates.h"

#include <gtest/gtest.h>

namespace services::rpc {
namespace {

Certificate Authority() {
  auto authority = MakeAuthority("test authority");
  EXPECT_TRUE(authority.ok());
  return *std::move(authority);
}

TEST(Certificates, AClientCertificateNamesItsHolderAndRole) {
  const Certificate authority = Authority();
  for (Role role : {Role::kOperator, Role::kSubmitter, Role::kInspector}) {
    auto client = IssueClient(authority, "bank-a", role);
    ASSERT_TRUE(client.ok());
    auto caller = CallerOfCertificate(client->certificate_pem);
    ASSERT_TRUE(caller.ok());
    EXPECT_EQ(caller->name, "bank-a");
    EXPECT_EQ(caller->role, role);
  }
}

TEST(Certificates, ACertificateWithoutARoleIsNobody) {
  const Certificate authority = Authority();
  auto server = IssueServer(authority, {"ledger.example", "10.0.0.7"});
  ASSERT_TRUE(server.ok()) << server.error().message;
  auto caller = CallerOfCertificate(server->certificate_pem);
  ASSERT_FALSE(caller.ok());
  EXPECT_EQ(caller.error().reason, kCertificateMalformed);
  EXPECT_EQ(caller.error().code, ledger::Code::kUnauthenticated);
}

TEST(Certificates, WhatIsNotPemIsNobody) {
  auto caller = CallerOfCertificate("-----BEGIN NONSENSE-----");
  ASSERT_FALSE(caller.ok());
  EXPECT_EQ(caller.error().reason, kCertificateMalformed);
}

TEST(Certificates, ANameHasOneToSixtyFourBytes) {
  const Certificate authority = Authority();
  EXPECT_FALSE(IssueClient(authority, "", Role::kInspector).ok());
  EXPECT_TRUE(
      IssueClient(authority, std::string(64, 'n'), Role::kInspector).ok());
  EXPECT_FALSE(
      IssueClient(authority, std::string(65, 'n'), Role::kInspector).ok());
}

TEST(Certificates, AHostCannotSmuggleInAnotherName) {
  EXPECT_FALSE(IssueServer(Authority(), {"a.example,DNS:b.example"}).ok());
}

TEST(Certificates, AnAuthorityMustBeReadable) {
  auto client = IssueClient({"no", "pem"}, "x", Role::kOperator);
  ASSERT_FALSE(client.ok());
  EXPECT_EQ(client.error().reason, kCertificateFailed);
}

TEST(Certificates, RoleNamesGoBothWays) {
  for (Role role : {Role::kOperator, Role::kSubmitter, Role::kInspector}) {
    EXPECT_EQ(RoleOfName(RoleName(role)), role);
  }
  EXPECT_FALSE(RoleOfName("root").has_value());
}

}  // namespace
}  // namespace services::rpc
