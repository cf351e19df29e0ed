#include <cstdio>
#include <map>
#include <set>
#include <string>

#include "services/cli/columns.h"
#include "services/cli/format.h"
#include "services/cli/money_command.h"
#include "services/cli/paging.h"
#include "services/cli/row.h"
#include "services/cli/table.h"

namespace services::cli {
namespace {

using amanah::v1::BankReconciliation;
using amanah::v1::Break;
using amanah::v1::MoneyService;
using amanah::v1::ReconcileResponse;
using ledger::Ok;
using ledger::Status;

constexpr Text kHolds[] = {
    {"", ""},
    {"credits come to the order (SP2D)", "kredit sama dengan SP2D"},
    {"each balance follows from the one before", "saldo berantai"},
    {"every card printed and in one place", "kartu tercetak, di satu tempat"},
    {"listed what is due, credited as listed",
     "terdaftar sesuai hak, dibayar sesuai daftar"},
    {"credits less debits are the balances", "kredit kurang debit = saldo"},
    {"the bank's totals are the ledger's", "rekap bank sama dengan buku besar"},
    {"a credited card was handed over, one holder a card",
     "kartu terisi sudah diserahkan, satu pemegang"},
    {"what nobody took is returned in time", "yang tak diambil disetor"},
};

constexpr Text kCauses[] = {
    {"", ""},
    {"credits differ from the order", "kredit berbeda dari SP2D"},
    {"credits without an order", "kredit tanpa SP2D"},
    {"balance does not follow", "saldo tidak nyambung"},
    {"card never printed", "kartu tanpa catatan cetak"},
    {"active, handed to nobody", "aktif, tidak diserahkan"},
    {"listed, not credited", "terdaftar, tidak dibayar"},
    {"credited, not payable on the list", "dibayar, tidak layak di daftar"},
    {"credited amount differs", "jumlah berbeda dari daftar"},
    {"signed books differ", "rekonsiliasi bank berbeda"},
    {"balances differ", "saldo berbeda"},
    {"the day's total differs", "rekap harian berbeda"},
    {"no total of the day", "rekap harian tidak ada"},
    {"total of an unknown type", "jenis rekap tidak dikenal"},
    {"no card handed over", "kartu tidak diserahkan"},
    {"not taken back in time", "tidak ditarik kembali tepat waktu"},
    {"not with the treasury in time", "tidak disetor tepat waktu"},
    {"list differs from index and components", "daftar berbeda dari indeks"},
    {"two sources, two holders", "dua sumber, dua pemegang"},
    {"nobody says who has the card", "pemegang kartu tidak diketahui"},
    {"books leave another amount", "sisa di rekonsiliasi berbeda"},
};

template <std::size_t N>
std::string Word(const Text (&words)[N], int number, const Console& console) {
  const auto at = static_cast<std::size_t>(number);
  return std::string(console.Pick(words[at < N ? at : 0]));
}

std::string Invariant(int number) { return "I" + std::to_string(number); }

std::string Indices(const Break& found) {
  return IndexList(found.indices(), found.index_count());
}

void PrintBank(const BankReconciliation& bank, const std::string& period,
               const Console& console) {
  std::string title = bank.bank();
  if (!period.empty()) title += ", " + period;
  if (!bank.first_day().empty()) title += ", " + bank.first_day();
  if (!bank.last_day().empty()) {
    title += std::string(console.Pick({" to ", " s.d. "})) + bank.last_day();
  }
  console.Print(title);
  Table table = Columns(console)
                    .Left({"", ""})
                    .Left({"must hold", "harus berlaku"})
                    .Right({"checked", "diperiksa"})
                    .Right({"breaks", "selisih"})
                    .Right({"rupiah", "rupiah"})
                    .Build();
  for (const auto& check : bank.checks()) {
    table.Add({Invariant(check.invariant()),
               Word(kHolds, check.invariant(), console),
               Number(check.checked(), console.language()),
               Number(check.breaks(), console.language()),
               check.breaks() == 0 ? "" : Rupiah(check.rupiah())});
  }
  table.Print();
}

// What left the accounts and is not in the bank's file.
class OmissionTables {
 public:
  OmissionTables(const Console& console, bool indices)
      : console_(console),
        indices_(indices),
        totals_(Columns(console)
                    .Left({"day", "hari"})
                    .Left({"type", "jenis"})
                    .Right({"bank says", "kata bank"})
                    .Right({"ledger has", "di buku besar"})
                    .Right({"missing", "hilang"})
                    .Right({"rupiah", "rupiah"})
                    .Right({"in broken chains", "pada saldo putus"})
                    .Left({"references of the day", "referensi hari itu"})
                    .If(indices, {"indices", "indeks"})
                    .Build()),
        chains_(Columns(console)
                    .Left({"day", "hari"})
                    .Left({"account", "rekening"})
                    .Left({"village", "desa"})
                    .Right({"balance due", "saldo seharusnya"})
                    .Right({"bank says", "kata bank"})
                    .Right({"missing", "hilang"})
                    .Left({"after", "setelah"})
                    .Left({"before", "sebelum"})
                    .If(indices, {"indices", "indeks"})
                    .Build()) {}

  bool Take(const Break& found) {
    if (found.cause() == amanah::v1::BREAK_CAUSE_TOTAL_DIFFERS) {
      AddTotal(found);
      AddHoles(found);
    } else if (found.cause() == amanah::v1::BREAK_CAUSE_CHAIN_BROKEN) {
      AddChain(found);
    } else {
      return false;
    }
    return true;
  }

  void Print() const {
    if (!totals_.empty()) {
      console_.Print("");
      console_.Print(console_.Pick(
          {"I6: days whose totals differ from what the bank handed in",
           "I6: hari yang rekapnya berbeda dari data yang diserahkan bank"}));
      totals_.Print();
    }
    for (const std::string& line : holes_) console_.Print(line);
    if (!chains_.empty()) {
      console_.Print("");
      console_.Print(console_.Pick(
          {"I2: accounts whose balances do not follow; the missing lies "
           "between the two references",
           "I2: rekening yang saldonya tidak nyambung; yang hilang terletak "
           "di antara dua referensi"}));
      chains_.Print();
    }
  }

 private:
  void AddTotal(const Break& found) {
    const Language language = console_.language();
    std::vector<std::string> cells = {
        found.day(),
        found.transaction_type(),
        Number(found.expected_count(), language) + "  " +
            Rupiah(found.expected_rupiah()),
        Number(found.found_count(), language) + "  " +
            Rupiah(found.found_rupiah()),
        Number(found.expected_count() - found.found_count(), language),
        Rupiah(found.rupiah()),
        Rupiah(found.explained_rupiah()),
        found.after_reference() + " – " + found.before_reference()};
    if (indices_) cells.push_back(Indices(found));
    totals_.Add(std::move(cells));
  }
  // Once a day: types of one day share its numbers.
  void AddHoles(const Break& found) {
    if (found.sequence_gaps().empty() || !days_.insert(found.day()).second) {
      return;
    }
    std::string line = found.day();
    line += console_.Pick({": its numbers have holes (elsewhere at most ",
                           ": nomor urutnya berlubang (biasanya paling "
                           "banyak "});
    line += std::to_string(found.usual_gap()) + "): ";
    std::string holes;
    for (const auto& gap : found.sequence_gaps()) {
      if (!holes.empty()) holes += ", ";
      holes += gap.after_reference() + " – " + gap.before_reference() + " (" +
               std::to_string(gap.missing()) + ")";
    }
    holes_.push_back(line + holes);
  }
  void AddChain(const Break& found) {
    std::vector<std::string> cells = {found.day().empty() ? "?" : found.day(),
                                      ShortToken(found.account()),
                                      RegionText(found.region_code()),
                                      Rupiah(found.expected_rupiah()),
                                      Rupiah(found.found_rupiah()),
                                      Rupiah(found.rupiah()),
                                      found.after_reference(),
                                      found.before_reference()};
    if (indices_) cells.push_back(Indices(found));
    chains_.Add(std::move(cells));
  }

  const Console& console_;
  bool indices_;
  Table totals_;
  Table chains_;
  std::set<std::string> days_;
  std::vector<std::string> holes_;
};

class OtherTable {
 public:
  OtherTable(const Console& console, bool indices)
      : console_(console),
        indices_(indices),
        table_(Columns(console)
                   .Left({"", ""})
                   .Left({"what", "apa"})
                   .Left({"of", "tentang"})
                   .Left({"village", "desa"})
                   .Right({"should be", "seharusnya"})
                   .Right({"is", "adanya"})
                   .Right({"rupiah", "rupiah"})
                   .Right({"days late", "hari terlambat"})
                   .If(indices, {"indices", "indeks"})
                   .Build()) {}

  void Add(const Break& found) {
    std::vector<std::string> cells = {
        Invariant(found.invariant()),
        Word(kCauses, found.cause(), console_),
        Subject(found),
        found.region_code().empty() ? "" : RegionText(found.region_code()),
        found.expected_rupiah() == 0 ? "" : Rupiah(found.expected_rupiah()),
        found.found_rupiah() == 0 ? "" : Rupiah(found.found_rupiah()),
        Rupiah(found.rupiah()),
        found.has_days_late() ? Number(found.days_late(), console_.language())
                              : ""};
    if (indices_) cells.push_back(Indices(found));
    table_.Add(std::move(cells));
  }
  void Print() const {
    if (table_.empty()) return;
    console_.Print("");
    table_.Print();
  }

 private:
  std::string Subject(const Break& found) const {
    if (!found.sp2d_no().empty()) return "SP2D " + found.sp2d_no();
    if (!found.day().empty()) {
      return found.day() + " " + found.transaction_type();
    }
    const auto token = [&](const Text& name, const std::string& value) {
      return std::string(console_.Pick(name)) + " " + ShortToken(value);
    };
    if (!found.kpm().empty()) return token({"family", "keluarga"}, found.kpm());
    if (!found.kks().empty()) return token({"card", "kartu"}, found.kks());
    if (!found.account().empty()) {
      return token({"account", "rekening"}, found.account());
    }
    return found.transaction_type();
  }

  const Console& console_;
  bool indices_;
  Table table_;
};

// Where the numbers of terminals have room for what is missing.
void PrintGaps(const std::vector<Break>& breaks, const Console& console) {
  Table table = Columns(console)
                    .Left({"day", "hari"})
                    .Left({"account", "rekening"})
                    .Left({"terminal", "terminal"})
                    .Right({"after STAN", "setelah STAN"})
                    .Right({"before STAN", "sebelum STAN"})
                    .Right({"numbers", "nomor"})
                    .Left({"indices", "indeks"})
                    .Build();
  for (const Break& found : breaks) {
    for (const auto& gap : found.stan_gaps()) {
      table.Add({found.day(), ShortToken(found.account()), gap.tid(),
                 std::to_string(gap.after_stan()),
                 std::to_string(gap.before_stan()),
                 std::to_string(gap.missing()),
                 std::to_string(gap.after_index()) + ", " +
                     std::to_string(gap.before_index())});
    }
  }
  if (table.empty()) return;
  console.Print("");
  console.Print(console.Pick(
      {"Where trace numbers (STAN) of terminals that these accounts use have "
       "room that day. Gaps are normal: other customers' transactions.",
       "Celah nomor STAN pada terminal yang dipakai rekening ini hari itu. "
       "Celah itu wajar: transaksi nasabah lain."}));
  table.Print();
}

void PrintBreaks(const std::vector<Break>& breaks,
                 const ReconcileOptions& asked, const Console& console) {
  OmissionTables omissions(console, asked.indices);
  OtherTable others(console, asked.indices);
  for (const Break& found : breaks) {
    if (!omissions.Take(found)) others.Add(found);
  }
  omissions.Print();
  if (asked.indices) PrintGaps(breaks, console);
  others.Print();
}

}  // namespace

Status RunReconcile(const ReconcileOptions& options, Session& session) {
  const Console& console = session.console();
  amanah::v1::ReconcileRequest request;
  request.set_bank(options.bank);
  request.set_period_id(options.period);
  request.set_region_prefix(options.region);
  request.set_invariant(static_cast<amanah::v1::Invariant>(options.only));
  request.set_return_deadline_days(options.deadline_days);
  LEDGER_ASSIGN_OR_RETURN(Client * client, session.Connect());
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t position, session.MinPosition());
  request.set_min_position(position);
  std::vector<BankReconciliation> banks;
  std::map<std::string, std::vector<Break>> breaks;
  LEDGER_ASSIGN_OR_RETURN(
      const bool has_more,
      EachPage(client->money(), &MoneyService::Stub::Reconcile,
               std::move(request), options.most,
               [&](const ReconcileResponse& page) {
                 if (banks.empty()) {
                   banks.assign(page.banks().begin(), page.banks().end());
                 }
                 for (const Break& found : page.breaks()) {
                   breaks[found.bank()].push_back(found);
                 }
                 return page.breaks_size();
               }));
  bool is_first = true;
  for (const BankReconciliation& bank : banks) {
    if (console.for_programs()) {
      PrintRow(console, bank);
      for (const Break& found : breaks[bank.bank()]) {
        PrintRow(console, found);
      }
      continue;
    }
    if (!std::exchange(is_first, false)) console.Print("");
    PrintBank(bank, options.period, console);
    PrintBreaks(breaks[bank.bank()], options, console);
  }
  NoteMore(has_more, console);
  return Ok{};
}

}  // namespace services::cli
