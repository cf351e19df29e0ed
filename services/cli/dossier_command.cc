#include "services/cli/dossier_command.h"

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "ledger/base/time.h"
#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/moment_argument.h"
#include "services/cli/row.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

using amanah::v1::FamilyService;
using amanah::v1::GetFamilyResponse;
using ledger::Ok;
using ledger::Status;

// One screen of a family.
class Screen {
 public:
  Screen(const GetFamilyResponse& family, bool indices, const Console& console)
      : family_(family), indices_(indices), console_(console) {}

  void Print() const {
    PrintHead();
    PrintPeople();
    PrintMoney();
    PrintLists();
    PrintCards();
    PrintWork();
    PrintWords();
  }

 private:
  static std::string Without(std::string_view prefix, const std::string& name) {
    return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
  }

  void Field(const Text& name, const std::string& value) const {
    std::string text(console_.Pick(name));
    text.resize(std::max<std::size_t>(text.size(), 16), ' ');
    console_.Print(text + value);
  }
  // `  [17]`, when indices are asked for.
  std::string Index(std::uint64_t index) const {
    return indices_ ? "  [" + std::to_string(index) + "]" : "";
  }
  void Section(const Text& title, const Table& table) const {
    if (table.empty()) return;
    console_.Print("");
    console_.Print(console_.Pick(title));
    std::fputs(table.ToString().c_str(), stdout);
  }
  void AddRow(std::vector<std::string> cells, const std::string& indices,
              Table& table) const {
    if (indices_) cells.push_back(indices);
    table.Add(std::move(cells));
  }

  void PrintHead() const {
    amanah::v1::ZonedTime as_of;
    as_of.set_unix_micros(family_.as_of_unix_micros());
    as_of.set_zone_offset_minutes(ledger::kWibMinutes);
    Field({"family", "keluarga"}, FullToken(family_.kpm()));
    Field({"village", "desa"}, RegionText(family_.region_code()));
    Field({"as of", "per"}, DateTime(as_of));
    if (!family_.has_responsible()) {
      Field({"responsible", "penanggung jawab"},
            std::string(console_.Pick({"nobody is known", "tidak diketahui"})));
      return;
    }
    const auto& one = family_.responsible();
    Field({"companion", "pendamping"},
          FullToken(one.companion()) +
              std::string(console_.Pick({" since ", " sejak "})) +
              Date(one.since()) + Index(one.index()));
    Field({"group", "kelompok"},
          one.group_id() +
              std::string(console_.Pick({", leader ", ", ketua "})) +
              FullToken(one.group_leader()));
  }

  void PrintPeople() const {
    for (const auto& one : family_.pengurus()) {
      Field({"pengurus", "pengurus"},
            FullToken(one.person()) +
                std::string(console_.Pick({" known since ", " sejak "})) +
                Date(one.since()) + Index(one.index()));
    }
    for (const auto& one : family_.standings()) {
      Field({"standing", "status"},
            Without("FAMILY_STATUS_",
                    amanah::v1::FamilyStatus_Name(one.status())) +
                " " + Date(one.since()) +
                std::string(console_.Pick({", reported ", ", dilaporkan "})) +
                Date(one.reported_at()) + Index(one.index()));
    }
    for (const auto& one : family_.proxies()) {
      Field({"proxy", "wali"}, one.relation() + " " + FullToken(one.person()) +
                                   " " + Date(one.since()) + " – " +
                                   (one.has_until() ? Date(one.until()) : "") +
                                   Index(one.index()));
    }
  }

  void PrintMoney() const {
    Table table = Columns(console_)
                      .Left({"period", "periode"})
                      .Right({"due", "hak"})
                      .Right({"credited", "masuk"})
                      .Right({"drawn", "ditarik"})
                      .Right({"fee", "biaya"})
                      .Right({"returned", "dikembalikan"})
                      .Right({"acknowledged", "diakui"})
                      .If(indices_, {"indices", "indeks"})
                      .Build();
    for (const auto& one : family_.periods()) {
      AddRow({one.period_id(), Rupiah(one.due_rupiah()),
              Rupiah(one.credited_rupiah()), Rupiah(one.drawn_rupiah()),
              Rupiah(one.fee_rupiah()), Rupiah(one.returned_rupiah()),
              Rupiah(one.acknowledged_rupiah())},
             IndexList(one.indices(),
                       static_cast<std::uint64_t>(one.indices_size())),
             table);
    }
    Section({"Money by period (drawn: counted for the payment before it)",
             "Uang per periode (ditarik: dihitung pada pembayaran sebelumnya)"},
            table);
  }

  void PrintLists() const {
    Table lists = Columns(console_)
                      .Left({"period", "periode"})
                      .Left({"closed", "ditutup"})
                      .Left({"components", "komponen"})
                      .Left({"bank", "bank"})
                      .Left({"account check", "cek rekening"})
                      .Left({"standing", "status"})
                      .If(indices_, {"index", "indeks"})
                      .Build();
    for (const auto& one : family_.listings()) {
      std::string components;
      for (const auto& component : one.components()) {
        components += (components.empty() ? "" : ";") + component;
      }
      AddRow({one.period_id(), Date(one.closed_at()), components, one.bank(),
              one.account_check(), one.list_status()},
             std::to_string(one.index()), lists);
    }
    Section({"Final lists", "Daftar final"}, lists);
    Table aid = Columns(console_)
                    .Left({"granted", "diberikan"})
                    .Left({"scheme", "skema"})
                    .Right({"amount", "jumlah"})
                    .Left({"months", "bulan"})
                    .If(indices_, {"index", "indeks"})
                    .Build();
    for (const auto& one : family_.local_aid()) {
      std::string months;
      for (const std::uint32_t month : one.months()) {
        months += (months.empty() ? "" : ", ") + std::to_string(month);
      }
      AddRow({Date(one.granted_at()), one.scheme(), Rupiah(one.amount_rupiah()),
              months},
             std::to_string(one.index()), aid);
    }
    Section({"Local aid", "Bantuan daerah"}, aid);
  }

  void PrintCards() const {
    Table table = Columns(console_)
                      .Left({"card", "kartu"})
                      .Left({"bank", "bank"})
                      .Left({"state", "keadaan"})
                      .Left({"held by", "dipegang"})
                      .Left({"since", "sejak"})
                      .If(indices_, {"index", "indeks"})
                      .Build();
    for (const auto& one : family_.cards()) {
      const auto& custody = one.custody();
      AddRow({ShortToken(one.kks()) + " …" + one.last4(), one.bank(),
              one.life_state(),
              one.has_custody()
                  ? RoleText(custody.holder_role(), console_.language()) +
                        (one.held_by_other()
                             ? std::string(console_.Pick(
                                   {" (not the family)", " (bukan keluarga)"}))
                             : "")
                  : "-",
              one.has_custody() ? Date(custody.since()) : ""},
             one.has_custody() ? std::to_string(custody.index()) : "", table);
    }
    Section({"Cards", "Kartu"}, table);
  }

  void PrintWork() const {
    Table table = Columns(console_)
                      .Left({"when", "waktu"})
                      .Left({"what", "apa"})
                      .Left({"by", "oleh"})
                      .Left({"result", "hasil"})
                      .If(indices_, {"index", "indeks"})
                      .Build();
    for (const auto& one : family_.work()) {
      std::string result = one.result();
      if (one.kind() == "p2k2_session_held") {
        result = std::string(
            one.positive() ? console_.Pick({"was there", "hadir"})
                           : console_.Pick({"was not there", "tidak hadir"}));
      } else if (one.kind() == "custody_check_done") {
        result = std::string(
            one.positive()
                ? console_.Pick({"card seen", "kartu dilihat"})
                : console_.Pick({"card not seen", "kartu tidak dilihat"}));
      }
      AddRow({DateTime(one.done_at()), one.kind(), ShortToken(one.done_by()),
              result},
             std::to_string(one.index()), table);
    }
    Section({"Duties", "Tugas"}, table);
  }

  void PrintWords() const {
    Table table = Columns(console_)
                      .Left({"when", "waktu"})
                      .Left({"what", "apa"})
                      .Right({"amount", "jumlah"})
                      .Left({"about", "tentang"})
                      .If(indices_, {"index", "indeks"})
                      .Build();
    for (const auto& one : family_.grievances()) {
      AddRow({DateTime(one.filed_at()), one.ticket(), "",
              Without("GRIEVANCE_KIND_",
                      amanah::v1::GrievanceKind_Name(one.kind())) +
                  (one.has_replied_at()
                       ? ", " + Date(one.replied_at()) + " " +
                             Without("GRIEVANCE_OUTCOME_",
                                     amanah::v1::GrievanceOutcome_Name(
                                         one.outcome()))
                       : std::string(
                             console_.Pick({", open", ", belum dijawab"})))},
             IndexList(one.indices(),
                       static_cast<std::uint64_t>(one.indices_size())),
             table);
    }
    for (const auto& one : family_.acknowledgements()) {
      AddRow(
          {DateTime(one.said_at()),
           std::string(console_.Pick({"says it received", "mengaku terima"})),
           one.has_cash_rupiah() ? Rupiah(one.cash_rupiah()) : "",
           one.period_id()},
          std::to_string(one.index()), table);
    }
    Section({"What it said", "Apa yang dikatakan"}, table);
  }

  const GetFamilyResponse& family_;
  const bool indices_;
  const Console& console_;
};

}  // namespace

Status RunFamily(const FamilyOptions& options, Session& session) {
  amanah::v1::GetFamilyRequest request;
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t as_of, ParseAsOf(options.as_of));
  LEDGER_ASSIGN_OR_RETURN(
      std::string token,
      TokenOf(options.family,
              options.by_card ? ledger::crypto::TokenKind::kKks
                              : ledger::crypto::TokenKind::kKpm,
              session.TokenKeyPath()));
  if (options.by_card) {
    request.set_kks(std::move(token));
  } else {
    request.set_kpm(std::move(token));
  }
  request.set_as_of_unix_micros(as_of);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const GetFamilyResponse family,
      Client::Ask(client->families(), &FamilyService::Stub::GetFamily,
                  request));
  if (session.console().for_programs()) {
    PrintRow(session.console(), family);
  } else {
    Screen(family, options.indices, session.console()).Print();
  }
  return Ok{};
}

}  // namespace services::cli
