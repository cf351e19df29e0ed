// Random histories of every kind of event, over few families, parties and
// codes, so that facts meet: late, told twice, taken back before or after they
// came.

#pragma once

#include <google/protobuf/message.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/event/event.h"
#include "tests/unit/fold/history.h"

namespace ledger::fold::testing {

// A history, and the places in it of events that their submitters take back.
struct Chronicle {
  History history;
  std::set<std::size_t> struck;

  // As a log would hold it.
  std::shared_ptr<const std::vector<log::Entry>> Entries() const {
    return EntriesOf(history);
  }
  // The same log, but for what is taken back: where that stood is no event.
  std::shared_ptr<const std::vector<log::Entry>> EntriesWithoutStruck() const {
    auto entries =
        std::make_shared<std::vector<log::Entry>>(*EntriesOf(history));
    for (const std::size_t at : struck) {
      (*entries)[at + 1].kind = log::EntryKind::kGenesis;
      (*entries)[at + 1].bytes = "no event";
    }
    return entries;
  }
};

class RandomHistory {
 public:
  // `is_wild`: sources contradict each other on who is whose, and leave it out.
  RandomHistory(std::mt19937& random, bool is_wild)
      : random_(random), is_wild_(is_wild) {}

  // About so many events, and their corrections.
  Chronicle Write(std::size_t facts) {
    for (std::size_t i = 0; i < facts; ++i) history_.push_back(Fact());
    const History told = history_;
    for (const Told& fact : told) {
      if (Chance(5)) Insert(fact);
      if (Chance(25)) {
        Insert(CorrectionOf(fact));
        if (Chance(20)) Insert(CorrectionOf(fact));
        if (Chance(10)) Insert(CorrectionOf(history_[Below(history_.size())]));
      }
      if (Chance(5)) {
        Told of_another = CorrectionOf(fact);
        of_another.submitter = fact.submitter % 3 + 1;
        Insert(of_another);
      }
    }
    Close();
    return {history_, Struck()};
  }

 private:
  using Message = google::protobuf::Message;
  using Field = google::protobuf::FieldDescriptor;

  static constexpr int kFamilies = 4;
  static constexpr std::int64_t kBeginMicros = 1'735'689'600'000'000;  // 2025
  static constexpr std::uint64_t kDays = 180;

  std::size_t Below(std::size_t bound) { return random_() % bound; }
  bool Chance(unsigned percent) { return random_() % 100 < percent; }
  template <std::size_t N>
  std::string Pick(const std::array<std::string_view, N>& pool) {
    return std::string(pool[Below(N)]);
  }

  void Insert(Told told) {
    const auto at = static_cast<std::ptrdiff_t>(Below(history_.size() + 1));
    history_.insert(history_.begin() + at, std::move(told));
  }

  std::string NewId() { return Token("event " + std::to_string(++count_)); }

  amanah::v1::ZonedTime SomeTime() {
    // Whole hours, so that some are at the same time.
    const auto hour = static_cast<std::int64_t>(Below(kDays * 24));
    return TimeAt(kBeginMicros + hour * kMicrosPerHour);
  }

  Told CorrectionOf(const Told& fact) {
    Told told;
    told.submitter = fact.submitter;
    told.event.set_event_id(NewId());
    *told.event.mutable_occurred_at() = SomeTime();
    auto& body = *told.event.mutable_event_corrected();
    body.set_of_event_id(Chance(5) ? Token("nothing") : fact.event.event_id());
    body.set_kind(Chance(50) ? amanah::v1::CORRECTION_KIND_WITHDRAWN
                             : amanah::v1::CORRECTION_KIND_REPLACED);
    body.set_reason("wrong");
    return told;
  }

  // Every clock comes to the same end, whatever was taken back.
  void Close() {
    for (std::uint32_t submitter = 1; submitter <= 3; ++submitter) {
      Story story;
      story.By(submitter);
      const std::string name = "end" + std::to_string(submitter);
      story.Credited(name, "2026-01-01", 1'000, "P-END");
      story.States(Story::Said::kObserved, name, "2026-01-01",
                   Story::Pengurus(name), amanah::v1::PARTY_ROLE_PENGURUS);
      story.Proxy(name, name + " wali", "2026-01-01");
      for (Told told : story.history()) {
        told.event.set_event_id(NewId());
        history_.push_back(std::move(told));
      }
    }
  }

  std::set<std::size_t> Struck() const {
    std::set<std::pair<std::uint32_t, std::string>> wrong;
    for (const Told& told : history_) {
      if (!told.event.has_event_corrected()) continue;
      wrong.emplace(told.submitter, told.event.event_corrected().of_event_id());
    }
    std::set<std::size_t> struck;
    for (std::size_t i = 0; i < history_.size(); ++i) {
      const Told& told = history_[i];
      if (!told.event.has_event_corrected() &&
          wrong.contains({told.submitter, told.event.event_id()})) {
        struck.insert(i);
      }
    }
    return struck;
  }

  // Half of the events are of the kinds that most views look at.
  Event::BodyCase SomeKind() {
    constexpr std::array kOften = {
        Event::kFamilyListed,        Event::kProxyAuthorised,
        Event::kKksPrinted,          Event::kKksReceivedAtBranch,
        Event::kKksHandedOver,       Event::kKksCustodyAttested,
        Event::kKksCustodyObserved,  Event::kKksCustodyReported,
        Event::kCreditPosted,        Event::kCreditPosted,
        Event::kWithdrawalPosted,    Event::kWithdrawalPosted,
        Event::kTransactionReversed, Event::kSuspensionOrdered,
        Event::kAgentRegistered,     Event::kControlTotalReported,
        Event::kGrievanceFiled,      Event::kGrievanceAnswered,
        Event::kSp2DIssued,          Event::kFamilyAssigned};
    if (Chance(60)) return kOften[Below(kOften.size())];
    static const std::vector<Event::BodyCase> kAll = [] {
      std::vector<Event::BodyCase> kinds;
      const auto* body = Event::descriptor()->FindOneofByName("body");
      for (int i = 0; i < body->field_count(); ++i) {
        const auto kind =
            static_cast<Event::BodyCase>(body->field(i)->number());
        if (kind == Event::kEventCorrected ||
            event::FamilyOf(kind) == "registry") {
          continue;
        }
        kinds.push_back(kind);
      }
      return kinds;
    }();
    return kAll[Below(kAll.size())];
  }

  Told Fact() {
    Told told;
    Event& event = told.event;
    const Event::BodyCase kind = SomeKind();
    event.set_event_id(NewId());
    *event.mutable_occurred_at() = SomeTime();
    if (Chance(20)) *event.mutable_recorded_at() = SomeTime();
    family_ = static_cast<int>(Below(kFamilies));
    FillSubjects(kind, *event.mutable_subjects());
    if (Chance(80)) {
      event.set_region_code(
          Pick<3>({"18.01.18.2001", "18.01.18.2002", "18.02.01.2001"}));
    }
    if (Chance(80)) event.set_period_id(Pick<3>({"P-1", "P-2", "P-3"}));
    event.set_programme(Chance(50) ? amanah::v1::PROGRAMME_PKH
                                   : amanah::v1::PROGRAMME_SEMBAKO);
    if (Chance(50)) event.add_evidence_hashes(Pick<2>({"hash-a", "hash-b"}));
    const auto* field = Event::descriptor()->FindFieldByNumber(kind);
    Message* body = event.GetReflection()->MutableMessage(&event, field);
    Fill(*body);
    const std::string_view of = event::FamilyOf(kind);
    // The bank's own, when sources agree: one bank has an account.
    const bool is_banks = of == "money" || of == "card";
    told.submitter =
        is_banks && !is_wild_ ? 1 : 1 + static_cast<std::uint32_t>(Below(3));
    return told;
  }

  std::string SomeFamily() {
    const int family =
        is_wild_ && Chance(10) ? static_cast<int>(Below(kFamilies)) : family_;
    return "k" + std::to_string(family);
  }

  void FillSubjects(Event::BodyCase kind, amanah::v1::Subjects& subjects) {
    const unsigned named = is_wild_ ? 80 : 100;
    const std::string_view of = event::FamilyOf(kind);
    const bool has_card = of == "card" || of == "custody" || of == "money";
    if (has_card && Chance(named)) {
      subjects.set_kks(
          Token(Story::Card(SomeFamily()) + (Chance(20) ? "2" : "")));
    }
    if (Chance(named))
      subjects.set_account(Token(Story::Account(SomeFamily())));
    if (Chance(named)) subjects.set_kpm(Token(SomeFamily()));
    if (Chance(named)) {
      subjects.set_pengurus(
          Token(Chance(90) ? Story::Pengurus(SomeFamily()) : "holder x"));
    }
    if (Chance(50)) subjects.set_household(Token("house " + SomeFamily()));
  }

  void Fill(Message& message) {
    const auto* descriptor = message.GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const Field& field = *descriptor->field(i);
      const bool is_optional =
          field.has_presence() && field.cpp_type() != Field::CPPTYPE_MESSAGE;
      if (field.real_containing_oneof() != nullptr && i % 2 == 0) continue;
      if (is_optional && Chance(40)) continue;
      // Not every transaction names its agent.
      if (field.name() == "agent_id" && field.number() == 5 && Chance(30)) {
        continue;
      }
      if (field.is_repeated()) {
        if (field.cpp_type() != Field::CPPTYPE_MESSAGE && Chance(60)) {
          Set(message, field);
        }
        continue;
      }
      Set(message, field);
    }
  }

  void Set(Message& message, const Field& field) {
    const auto& reflection = *message.GetReflection();
    const bool is_repeated = field.is_repeated();
    switch (field.cpp_type()) {
      case Field::CPPTYPE_MESSAGE:
        SetMessage(message, field);
        return;
      case Field::CPPTYPE_STRING: {
        const std::string text = field.type() == Field::TYPE_BYTES
                                     ? SomeBytes(field.name())
                                     : SomeText(field.name());
        if (is_repeated) {
          reflection.AddString(&message, &field, text);
        } else {
          reflection.SetString(&message, &field, text);
        }
        return;
      }
      case Field::CPPTYPE_INT64:
        if (is_repeated) return;
        reflection.SetInt64(&message, &field,
                            static_cast<std::int64_t>(Below(5)) * 100'000);
        return;
      case Field::CPPTYPE_UINT64:
        if (!is_repeated) reflection.SetUInt64(&message, &field, Below(4));
        return;
      case Field::CPPTYPE_UINT32:
        if (!is_repeated) {
          reflection.SetUInt32(&message, &field,
                               static_cast<std::uint32_t>(Below(8)));
        }
        return;
      case Field::CPPTYPE_INT32:
        if (!is_repeated) reflection.SetInt32(&message, &field, 7);
        return;
      case Field::CPPTYPE_BOOL:
        if (!is_repeated) reflection.SetBool(&message, &field, Chance(50));
        return;
      case Field::CPPTYPE_ENUM: {
        if (is_repeated) return;
        const auto* type = field.enum_type();
        reflection.SetEnumValue(
            &message, &field,
            type->value(static_cast<int>(Below(
                            static_cast<std::size_t>(type->value_count()))))
                ->number());
        return;
      }
      default:
        return;
    }
  }

  void SetMessage(Message& message, const Field& field) {
    if (field.message_type() == amanah::v1::ZonedTime::descriptor()) {
      // Ends of terms and times of receipt are told or not.
      if (Chance(30)) return;
      message.GetReflection()
          ->MutableMessage(&message, &field)
          ->CopyFrom(SomeTime());
      return;
    }
    if (field.name() == "transaction" && Chance(10)) return;
    Fill(*message.GetReflection()->MutableMessage(&message, &field));
  }

  std::string SomeBytes(std::string_view name) {
    if (name.ends_with("_bitmap")) return Pick<3>({"", "\x03", "\xff"});
    if (name.ends_with("kks")) {
      return Chance(70) ? std::string() : Token(Story::Card(SomeFamily()));
    }
    switch (Below(5)) {
      case 0:
        return Chance(50) ? std::string() : Token("companion");
      case 1:
        return Token("holder x");
      case 2:
        return Token("holder y");
      default:
        return Token(Story::Pengurus(SomeFamily()));
    }
  }

  std::string SomeText(std::string_view name) {
    if (name == "tid") return Pick<4>({"T1", "T2", "T3", ""});
    if (name == "tids") return Pick<3>({"T1", "T2", "T3"});
    if (name == "agent_id") return Pick<2>({"A1", "A2"});
    if (name.ends_with("branch_code")) return Pick<2>({"B1", "B2"});
    if (name == "officer_id") return Pick<3>({"O1", "O2", ""});
    if (name == "bank") return Pick<3>({"BANK A", "BANK B", ""});
    if (name == "ticket") return Pick<3>({"L-1", "L-2", "L-3"});
    if (name == "sp2d_no") return Pick<3>({"S-1", "S-2", ""});
    if (name == "group_id") return Pick<3>({"G-1", "G-2", ""});
    if (name == "return_ref") return Pick<3>({"RT-1", "RT-2", ""});
    if (name == "transaction_type") {
      return Pick<5>({"CREDIT", "WITHDRAWAL", "PURCHASE", "X", "TUNAI"});
    }
    if (name == "account_check") return Pick<2>({"BERHASIL", "GAGAL"});
    if (name == "list_status") return Pick<2>({"TETAP", "KELUAR"});
    if (name == "case_ref") return Pick<3>({"", "", "C-1"});
    if (name == "response_code") return "00";
    if (name.ends_with("rrn") || name == "credit_ref") {
      return "5000000000" + std::to_string(10 + Below(30));
    }
    return Pick<3>({"", "one", "two"});
  }

  std::mt19937& random_;
  const bool is_wild_;
  int family_ = 0;
  std::uint64_t count_ = 0;
  History history_;
};

}  // namespace ledger::fold::testing
