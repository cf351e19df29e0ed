#include "services/cli/companion_command.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/columns.h"
#include "services/cli/companion_text.h"
#include "services/cli/format.h"
#include "services/cli/identifier.h"
#include "services/cli/moment_argument.h"
#include "services/cli/row.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

using amanah::v1::CompanionService;
using amanah::v1::GetScorecardResponse;
using ledger::Ok;
using ledger::Status;

// The screen of one scorecard.
class Scorecard {
 public:
  Scorecard(const GetScorecardResponse& card, bool indices,
            const Console& console)
      : card_(card), indices_(indices), console_(console) {}

  void Print() const {
    PrintHead();
    PrintLoad();
    PrintDuties();
    PrintSpans();
    PrintSuspensions();
    PrintGraduations();
    PrintConduct();
    PrintHonoraria();
    console_.Print("");
    console_.Print(console_.Pick(kHowToRead));
  }

 private:
  static constexpr Text kHowToRead{
      "Due and done are families' periods; the share is by days, so a family "
      "that changed hands counts for each companion by its days. Suspended "
      "days are not due. * : fewer than 20, the share means little.",
      "Wajib dan selesai dihitung per keluarga per periode; persentase per "
      "hari, sehingga keluarga yang berpindah dihitung menurut hari tiap "
      "pendamping. Hari tugas ditangguhkan tidak wajib. * : kurang dari 20, "
      "persentase kurang berarti."};

  std::string Count(std::uint64_t value) const {
    return Number(value, console_.language());
  }

  void Section(const Text& title, const Table& table) const {
    if (table.empty()) return;
    console_.Print("");
    console_.Print(console_.Pick(title));
    table.Print();
  }

  void PrintHead() const {
    const auto& year = card_.spans(0);
    const auto& target = card_.target();
    console_.Print(
        std::string(console_.Pick({"Companion ", "Pendamping "})) +
        FullToken(card_.companion()) + ", " + std::to_string(card_.year()) +
        (year.is_running()
             ? std::string(console_.Pick({" (not over)", " (berjalan)"}))
             : ""));
    console_.Print(
        std::string(console_.Pick({"Graduations: ", "Graduasi: "})) +
        Count(year.graduation_count()) +
        std::string(console_.Pick({" of a target of ", " dari target "})) +
        Decimal(target.families()) + " (" + std::to_string(target.percent()) +
        " %, " + TargetSource() + "); " +
        std::string(console_.Pick({"confirmed ", "terkonfirmasi "})) +
        Count(year.confirmed_count()) +
        std::string(console_.Pick({", undone ", ", batal "})) +
        Count(year.undone_count()) +
        std::string(console_.Pick({", too early to say ", ", terlalu dini "})) +
        Count(year.recent_count()));
    if (card_.received_count() + card_.passed_on_count() > 0) {
      std::string line =
          std::string(
              console_.Pick({"Families taken over: ", "Keluarga diterima: "})) +
          Count(card_.received_count()) +
          std::string(console_.Pick({", passed on: ", ", dialihkan: "})) +
          Count(card_.passed_on_count());
      if (indices_) {
        line += "  [" +
                IndexList(
                    card_.handover_indices(),
                    static_cast<std::uint64_t>(card_.handover_indices_size())) +
                "]";
      }
      console_.Print(line);
    }
  }

  std::string TargetSource() const {
    const auto& target = card_.target();
    if (!target.has_index()) {
      return std::string(console_.Pick({"the usual", "yang lazim"}));
    }
    std::string text = target.region_code().empty()
                           ? std::string(console_.Pick({"own", "sendiri"}))
                           : target.region_code();
    if (target.is_adjusted()) {
      text += std::string(console_.Pick({", adjusted", ", disesuaikan"}));
    }
    return text + (indices_ ? ", " + std::to_string(target.index()) : "");
  }

  void PrintLoad() const {
    Columns columns(console_);
    columns.Left({"families", "keluarga"});
    std::vector<std::string> mean = {
        std::string(console_.Pick({"mean", "rata-rata"}))};
    std::vector<std::string> end = {
        std::string(console_.Pick({"at the end", "akhir bulan"}))};
    for (const auto& month : card_.load()) {
      months_.push_back(month.month().substr(5));
      mean.push_back(Decimal(month.mean_families()));
      end.push_back(Count(month.families_at_end()));
    }
    for (const std::string& month : months_) columns.Right({month, month});
    Table table = columns.Build();
    table.Add(std::move(mean));
    table.Add(std::move(end));
    console_.Print("");
    console_.Print(std::string(console_.Pick(
                       {"Load by month; usual ", "Beban per bulan; lazim "})) +
                   std::to_string(card_.usual_load()) +
                   std::string(console_.Pick(
                       {", too many over ", ", berlebih di atas "})) +
                   std::to_string(card_.overload()));
    table.Print();
  }

  void PrintDuties() const {
    Table table = Columns(console_)
                      .Left({"duty", "tugas"})
                      .Left({"span", "kurun"})
                      .Right({"due", "wajib"})
                      .Right({"done", "selesai"})
                      .Right({"share", "persen"})
                      .Right({"suspended days", "hari ditangguhkan"})
                      .Right({"running", "berjalan"})
                      .Right({"own acts", "dilakukan sendiri"})
                      .Right({"after exit", "setelah keluar"})
                      .Build();
    for (int duty = 0; duty < card_.spans(0).duties_size(); ++duty) {
      for (const auto& span : card_.spans()) {
        const auto& one = span.duties(duty);
        if (one.due_count() + one.running_count() + one.act_count() == 0) {
          continue;
        }
        const bool is_year = &span == &card_.spans(0);
        table.Add(
            {is_year ? DutyText(one.duty(), console_.language()) : "",
             SpanText(span), Count(one.due_count()), Count(one.done_count()),
             ShareText(one), Number(one.excused_days(), console_.language()),
             one.running_count() == 0 ? ""
                                      : Count(one.running_done_count()) + "/" +
                                            Count(one.running_count()),
             ActsText(one, console_), Count(one.after_exit_count())});
      }
    }
    Section({"Duties", "Tugas"}, table);
  }

  void PrintSpans() const {
    Table table = Columns(console_)
                      .Left({"span", "kurun"})
                      .Right({"sessions", "P2K2"})
                      .Right({"attended", "hadir"})
                      .Right({"of", "dari"})
                      .Right({"graduations", "graduasi"})
                      .Right({"confirmed", "terkonfirmasi"})
                      .Right({"undone", "batal"})
                      .Right({"complaints of families", "pengaduan keluarga"})
                      .Right({"about it", "tentangnya"})
                      .Right({"advocacy opened", "advokasi dibuka"})
                      .Right({"closed", "selesai"})
                      .Right({"open", "terbuka"})
                      .Build();
    for (const auto& span : card_.spans()) {
      table.Add({SpanText(span), Count(span.session_count()),
                 Count(span.attended_count()), Count(span.listed_count()),
                 Count(span.graduation_count()), Count(span.confirmed_count()),
                 Count(span.undone_count()), Count(span.grievance_count()),
                 Count(span.grievance_about_count()),
                 Count(span.advocacy_opened_count()),
                 Count(span.advocacy_closed_count()),
                 Count(span.advocacy_open_count())});
    }
    Section({"Sessions, graduations, complaints, advocacy",
             "P2K2, graduasi, pengaduan, advokasi"},
            table);
  }

  void PrintSuspensions() const {
    Table table = Columns(console_)
                      .Left({"duty", "tugas"})
                      .Left({"from", "dari"})
                      .Left({"to", "sampai"})
                      .Left({"where", "wilayah"})
                      .Left({"filed", "diajukan"})
                      .Left({"remark", "catatan"})
                      .If(indices_, {"index", "indeks"})
                      .Build();
    for (const auto& one : card_.suspensions()) {
      std::string remark;
      if (one.is_outage()) {
        remark = console_.Pick({"network outage", "gangguan jaringan"});
      }
      if (one.filed_late()) {
        remark += remark.empty() ? "" : ", ";
        remark += console_.Pick({"filed after it began", "diajukan terlambat"});
      }
      AddRow({DutyText(one.duty(), console_.language()), one.first_day(),
              one.last_day(), RegionText(one.region_code()),
              Date(one.filed_at()), remark},
             std::to_string(one.index()), table);
    }
    Section({"Duties suspended where its families live",
             "Tugas ditangguhkan di wilayah keluarganya"},
            table);
  }

  void PrintGraduations() const {
    Table table = GraduationsTable(indices_, console_);
    for (const auto& one : card_.graduations()) {
      table.Add(GraduationCells(one, indices_, console_));
    }
    Section({"Graduations", "Graduasi"}, table);
  }

  void PrintConduct() const {
    Table table = Columns(console_)
                      .Left({"when", "waktu"})
                      .Left({"what", "apa"})
                      .Left({"word", "keterangan"})
                      .Left({"reference", "nomor"})
                      .If(indices_, {"index", "indeks"})
                      .Build();
    for (const auto& one : card_.conduct()) {
      std::string word = one.word();
      if (one.sanction() != amanah::v1::SANCTION_KIND_UNSPECIFIED) {
        word = Without("SANCTION_KIND_",
                       amanah::v1::SanctionKind_Name(one.sanction())) +
               (word.empty() ? "" : ": " + word);
      }
      AddRow({Date(one.occurred_at()), one.kind(), word, one.reference()},
             std::to_string(one.index()), table);
    }
    Section({"Sanctions, pledges, trainings, findings, awards",
             "Sanksi, pakta, pelatihan, temuan, penghargaan"},
            table);
  }

  void PrintHonoraria() const {
    Table table = Columns(console_)
                      .Left({"month", "bulan"})
                      .Right({"withheld", "ditahan"})
                      .Right({"returned", "disetor"})
                      .If(indices_, {"indices", "indeks"})
                      .Build();
    for (const auto& one : card_.honoraria()) {
      AddRow({MonthText(one.month()), Rupiah(one.withheld_rupiah()),
              Rupiah(one.returned_rupiah())},
             IndexList(one.indices(),
                       static_cast<std::uint64_t>(one.indices_size())),
             table);
    }
    Section({"Honoraria", "Honorarium"}, table);
  }

  void AddRow(std::vector<std::string> cells, std::string index,
              Table& table) const {
    if (indices_) cells.push_back(std::move(index));
    table.Add(std::move(cells));
  }

  const GetScorecardResponse& card_;
  const bool indices_;
  const Console& console_;
  mutable std::vector<std::string> months_;  // What titles point into.
};

}  // namespace

Status RunCompanion(const CompanionOptions& options, Session& session) {
  amanah::v1::GetScorecardRequest request;
  LEDGER_ASSIGN_OR_RETURN(const std::int64_t as_of, ParseAsOf(options.as_of));
  LEDGER_ASSIGN_OR_RETURN(
      *request.mutable_companion(),
      TokenOf(options.companion, ledger::crypto::TokenKind::kPerson,
              session.TokenKeyPath()));
  request.set_year(options.year);
  request.set_as_of_unix_micros(as_of);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  LEDGER_ASSIGN_OR_RETURN(
      const GetScorecardResponse card,
      Client::Ask(client->companions(), &CompanionService::Stub::GetScorecard,
                  request));
  if (session.console().for_programs()) {
    PrintRow(session.console(), card);
  } else {
    Scorecard(card, options.indices, session.console()).Print();
  }
  return Ok{};
}

}  // namespace services::cli
