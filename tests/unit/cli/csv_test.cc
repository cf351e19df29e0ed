#include "services/cli/csv.h"

#include <gtest/gtest.h>

#include <string>

#include "amanah/v1/card_service.pb.h"
#include "amanah/v1/custody_service.pb.h"
#include "amanah/v1/log_service.pb.h"

namespace services::cli {
namespace {

// Lines by their fields, read as RFC 4180 says.
std::vector<std::vector<std::string>> ReadCsv(const std::string& text) {
  std::vector<std::vector<std::string>> lines(1, {""});
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = lines.back().back();
    if (is_quoted) {
      if (text[i] != '"') {
        cell += text[i];
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[++i];
      } else {
        is_quoted = false;
      }
    } else if (text[i] == '"') {
      is_quoted = true;
    } else if (text[i] == ',') {
      lines.back().emplace_back();
    } else if (text[i] == '\r') {
      ++i;
      lines.push_back({""});
    } else {
      cell += text[i];
    }
  }
  lines.pop_back();
  return lines;
}

std::string CellOf(const google::protobuf::Message& message,
                   const std::string& name, std::size_t line = 0) {
  const auto names = ReadCsv(CsvHeader(*message.GetDescriptor())).at(0);
  const auto lines = ReadCsv(ToCsv(message));
  EXPECT_EQ(names.size(), lines.at(line).size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return lines.at(line).at(i);
  }
  ADD_FAILURE() << "no column " << name;
  return "";
}

TEST(Csv, TokensAreHexTimesHaveTheirZoneAndWhatIsAbsentIsEmpty) {
  amanah::v1::HeldCard card;
  card.set_kks(std::string("\x01\xAB", 2));
  card.mutable_custody()->mutable_since()->set_unix_micros(0);
  card.mutable_custody()->mutable_since()->set_zone_offset_minutes(420);
  EXPECT_EQ(CellOf(card, "kks"), "01ab");
  EXPECT_EQ(CellOf(card, "custody.since"), "1970-01-01T07:00:00+07:00");
  EXPECT_EQ(CellOf(card, "until"), "");
}

TEST(Csv, QuotesCommasAndLineEndsSurvive) {
  amanah::v1::WaitingCard card;
  card.set_bank("BANK \"A\", Kalianda\r\nlantai 2");
  EXPECT_EQ(CellOf(card, "bank"), card.bank());
}

TEST(Csv, TextIsNoFormulaAndNumbersStayNumbers) {
  amanah::v1::WaitingCard card;
  for (const std::string text : {"=1+1", "+62", "-2", "@SUM(A1)", "\tx"}) {
    card.set_bank(text);
    EXPECT_EQ(CellOf(card, "bank"), "'" + text);
  }
  card.set_credited_rupiah(-5);
  EXPECT_EQ(CellOf(card, "credited_rupiah"), "-5");
}

TEST(Csv, AListOfMessagesIsALineForEach) {
  amanah::v1::HoldingRates rates;
  rates.set_key("18.01");
  for (const char* month : {"2025-01", "2025-02"}) {
    rates.add_rates()->set_month(month);
  }
  EXPECT_EQ(ReadCsv(ToCsv(rates)).size(), 2u);
  EXPECT_EQ(CellOf(rates, "key", 1), "18.01");
  EXPECT_EQ(CellOf(rates, "rates.month", 0), "2025-01");
  EXPECT_EQ(CellOf(rates, "rates.month", 1), "2025-02");
}

TEST(Csv, AnEmptyListLosesNothingAroundIt) {
  amanah::v1::HoldingRates rates;
  rates.set_key("18.01");
  EXPECT_EQ(ReadCsv(ToCsv(rates)).size(), 1u);
  EXPECT_EQ(CellOf(rates, "key"), "18.01");
  EXPECT_EQ(CellOf(rates, "rates.month"), "");
}

TEST(Csv, WhatAnEventSaysIsOneColumn) {
  amanah::v1::Fact fact;
  fact.mutable_event()->mutable_kks_dispatched()->set_branch_code("0123");
  EXPECT_NE(CellOf(fact, "event.body").find("\"branch_code\":\"0123\""),
            std::string::npos);
}

}  // namespace
}  // namespace services::cli
