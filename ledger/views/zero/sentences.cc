#include "ledger/views/zero/sentences.h"

#include <string>
#include <string_view>

#include "ledger/base/time.h"
#include "ledger/views/zero/tree.h"

namespace ledger::views::zero {
namespace {

// `Rp1.250.000`, as on every receipt.
std::string Rupiah(std::int64_t rupiah) {
  std::string digits = std::to_string(rupiah < 0 ? -rupiah : rupiah);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, ".");
  }
  return (rupiah < 0 ? "-Rp" : "Rp") + digits;
}

std::int64_t DaysBetween(std::int64_t begin, std::int64_t end) {
  return (end - begin) / kMicrosPerDay;
}

// What the sentences speak of, or words for what is not known.
struct Words {
  std::string period;
  std::string due;
  std::string bank;
  std::string credited;
  std::string credit_day;
  std::string drawn;
  std::string debit_day;
  std::string debits;
  std::string debits_en;
  std::string place;
  std::string balance;
};

Words WordsOf(const Facts& facts, const Answer& answer) {
  Words words;
  words.period = answer.period_id.empty() && facts.last_credit
                     ? facts.last_credit->period_id
                     : answer.period_id;
  words.due = Rupiah(answer.due_rupiah);
  words.bank = answer.bank;
  words.credited = Rupiah(answer.credited_rupiah);
  words.drawn = Rupiah(answer.drawn_rupiah);
  words.balance = Rupiah(answer.balance_rupiah);
  if (facts.last_credit) words.credit_day = facts.last_credit->at.Date();
  if (!facts.debits.empty()) {
    words.debit_day = facts.debits.back().at.Date();
    words.debits = std::to_string(facts.debits.size());
    words.debits_en =
        words.debits +
        (facts.debits.size() == 1 ? " transaction" : " transactions");
    words.place = facts.debits.back().place;
  }
  return words;
}

void SayListed(const Facts& facts, const Words& w, Answer& a) {
  const Wave& wave = *facts.wave;
  switch (a.cause) {
    case Cause::kNotInList:
      a.family_id = "Keluarga Ibu/Bapak tidak ada di daftar penerima periode " +
                    w.period +
                    ", jadi tidak ada uang yang dikirim. Tanyakan ke Dinsos "
                    "atau ajukan usul sanggah.";
      a.family_en = "Your family is not on the recipients' list of " +
                    w.period +
                    ", so no money was sent. Ask the social office, or object "
                    "(usul sanggah).";
      a.officer_id = "Tidak ada di daftar final " + w.period + " (ditutup " +
                     wave.period.closed_at.Date() + "); saldo " + w.balance +
                     " adalah sisa lama. Periksa status dan pemutakhiran data.";
      a.officer_en = "Not on the final list of " + w.period + " (closed " +
                     wave.period.closed_at.Date() + "); the balance of " +
                     w.balance +
                     " is an old rest. Check status and data updates.";
      return;
    case Cause::kRemovedFromList:
      a.family_id = "Keluarga Ibu/Bapak dikeluarkan dari daftar " + w.period +
                    " setelah daftar ditutup. Tanyakan alasannya ke Dinsos.";
      a.family_en = "Your family was taken off the list of " + w.period +
                    " after it was closed. Ask the social office why.";
      a.officer_id = "Status daftar " + w.period + ": " +
                     wave.listing->list_status + "; tidak dibayar.";
      a.officer_en = "List status of " + w.period + ": " +
                     wave.listing->list_status + "; not paid.";
      return;
    case Cause::kPaidAtPost:
      a.family_id = "Bantuan " + w.period +
                    " dibayar tunai lewat PT Pos, bukan lewat kartu ini.";
      a.family_en = "The aid of " + w.period +
                    " is paid in cash by PT Pos, not on this card.";
      a.officer_id = a.family_id;
      a.officer_en = a.family_en;
      return;
    case Cause::kAccountCheckFailed: {
      const std::string reason = wave.failed_check
                                     ? wave.failed_check->reason
                                     : wave.listing->account_check;
      a.family_id = "Bank belum bisa mengirim uang " + w.period +
                    " karena data nama, NIK dan rekening tidak cocok. Bawa KTP "
                    "dan KK ke pendamping untuk perbaikan data.";
      a.family_en = "The bank could not send the money of " + w.period +
                    " because name, NIK and account do not agree. Take your "
                    "identity card and family card to the companion.";
      a.officer_id = "Cek rekening " + w.period + ": " + reason +
                     ". Perbaiki data; hak " + w.due +
                     " dibayar susulan setelah cek berhasil.";
      a.officer_en = "Account check of " + w.period + ": " + reason +
                     ". Correct the data; " + w.due +
                     " is due once the check passes.";
      return;
    }
    case Cause::kCreditFailed:
      a.family_id = "Bank gagal memasukkan uang " + w.period +
                    " ke rekening. Dinsos akan menanyakan ke bank.";
      a.family_en = "The bank failed to credit the money of " + w.period +
                    ". The social office will ask the bank.";
      a.officer_id = "Kredit gagal pada " + wave.failure->at.Date() + ": " +
                     wave.failure->reason + ". Minta bank mengulang " + w.due +
                     ".";
      a.officer_en = "The credit failed on " + wave.failure->at.Date() + ": " +
                     wave.failure->reason + ". Have the bank repeat " + w.due +
                     ".";
      return;
    case Cause::kNotOrderedYet:
      a.family_id = "Uang " + w.period +
                    " belum diperintahkan untuk dibayar. Tunggu pengumuman.";
      a.family_en = "The payment of " + w.period +
                    " has not been ordered yet. Wait for the announcement.";
      a.officer_id = "Di daftar " + w.period + " dengan hak " + w.due +
                     ", tetapi belum ada SP2D untuk " + wave.listing->bank +
                     ".";
      a.officer_en = "On the list of " + w.period + " with " + w.due +
                     " due, but there is no SP2D for " + wave.listing->bank +
                     " yet.";
      return;
    default: {
      const std::int64_t days =
          DaysBetween(wave.order->at.unix_micros, facts.at_micros);
      const bool is_late = days > kBankDays;
      a.family_id = "Uang " + w.period + " sebesar " + w.due +
                    " sudah diperintahkan tetapi belum dimasukkan bank. Coba "
                    "lagi beberapa hari lagi.";
      a.family_en = "The money of " + w.period + ", " + w.due +
                    ", is ordered but the bank has not credited it. Try again "
                    "in some days.";
      a.officer_id = "SP2D terbit " + wave.order->at.Date() + ", " +
                     std::to_string(days) + " hari tanpa kredit" +
                     (is_late ? ", lewat dari " : ", masih dalam ") +
                     std::to_string(kBankDays) + " hari. Tanyakan ke " +
                     wave.order->bank + ".";
      a.officer_en = "SP2D issued on " + wave.order->at.Date() + ", " +
                     std::to_string(days) + " days without a credit" +
                     (is_late ? ", more than " : ", still within ") +
                     std::to_string(kBankDays) + " days. Ask " +
                     wave.order->bank + ".";
      return;
    }
  }
}

std::string RefusalsOf(const Facts& facts) {
  std::string codes;
  for (const auto& refusal : facts.refusals) {
    if (!codes.empty()) codes += ", ";
    codes += refusal.reason;
  }
  return codes;
}

void SayUntouched(const Facts& facts, const Words& w, Answer& a) {
  switch (a.cause) {
    case Cause::kCardNotHandedOver:
      a.family_id = "Uang Ibu/Bapak sudah ada di rekening (" + w.balance +
                    "), tetapi kartunya belum diserahkan. Ambil kartu di bank "
                    "dengan KTP dan KK.";
      a.family_en = "Your money is on the account (" + w.balance +
                    "), but the card was not handed over. Fetch it at the "
                    "bank with identity and family card.";
      a.officer_id = "Dana " + w.balance +
                     " belum ditarik; kartu tidak punya BAST. KKS tidak "
                     "terdistribusi: minta bank menyerahkan.";
      a.officer_en = w.balance +
                     " untouched; the card has no handover record. An "
                     "undistributed card: have the bank hand it over.";
      return;
    case Cause::kCardOrPinProblem: {
      const std::string codes = RefusalsOf(facts);
      a.family_id = "Uang Ibu/Bapak masih ada (" + w.balance +
                    "). Kartu atau PIN ditolak; minta bank membuka PIN atau "
                    "mengganti kartu. Jangan beri PIN kepada siapa pun.";
      a.family_en = "Your money is still there (" + w.balance +
                    "). Card or PIN were refused; have the bank unlock the PIN "
                    "or replace the card. Tell nobody the PIN.";
      a.officer_id = "Kredit " + w.credited + " pada " + w.credit_day +
                     " utuh; " +
                     (codes.empty() ? "kartu atau rekening diblokir."
                                    : "penolakan kode " + codes +
                                          " (55 PIN salah, 75 PIN terblokir).");
      a.officer_en = "The credit of " + w.credited + " on " + w.credit_day +
                     " is whole; " +
                     (codes.empty() ? "card or account are blocked."
                                    : "refusals " + codes +
                                          " (55 wrong PIN, 75 PIN blocked).");
      return;
    }
    default:
      a.family_id = "Uang Ibu/Bapak masih ada di rekening: " + w.balance +
                    ". Coba tarik lagi.";
      a.family_en =
          "Your money is on the account: " + w.balance + ". Try again.";
      a.officer_id =
          "Saldo " + w.balance + "; tidak ada penolakan. Kartu tidak kosong.";
      a.officer_en =
          "Balance " + w.balance + "; nothing was refused. Not empty.";
      return;
  }
}

void SayReturned(const Facts& facts, Answer& a) {
  const std::string day = facts.last_return->at.Date();
  const std::string sum = Rupiah(a.returned_rupiah);
  a.family_id = "Uang sebesar " + sum + " ditarik kembali ke negara pada " +
                day +
                " karena lama tidak diambil. Dinsos membantu mengajukan "
                "pembayaran lagi.";
  a.family_en = sum + " went back to the state on " + day +
                " because it was not drawn for long. The social office helps "
                "to ask for it again.";
  a.officer_id = "Didebet ke rekening pemerintah (RPL) " + sum + " pada " +
                 day +
                 ". Periksa apakah keluarga dihubungi sebelum itu; "
                 "ajukan penyaluran ulang.";
  a.officer_en = "Debited to the government's account (RPL): " + sum + " on " +
                 day +
                 ". Check whether the family was contacted before; ask "
                 "for payment anew.";
}

void SayDrawn(const Facts& facts, const Words& w, Answer& a) {
  const std::string what_id = w.drawn + " ditarik dalam " + w.debits +
                              " transaksi, terakhir " + w.debit_day + " di " +
                              w.place;
  const std::string what_en = w.drawn + " was drawn in " + w.debits_en +
                              ", the last on " + w.debit_day + " at " + w.place;
  a.family_id = "Bantuan " + w.credited + " masuk pada " + w.credit_day + "; " +
                what_id + ".";
  a.family_en = "Aid of " + w.credited + " came on " + w.credit_day + "; " +
                what_en + ".";
  if (a.cause == Cause::kDrawnByFamily) {
    const auto* proxy = ProxyOf(facts);
    const std::string relation = proxy != nullptr ? proxy->relation : "";
    a.family_id += proxy != nullptr ? " Tanyakan dulu kepada wali terdaftar (" +
                                          relation + ")."
                                    : " Keluarga sudah menyatakan menerimanya.";
    a.family_en += proxy != nullptr
                       ? " Ask the registered proxy (" + relation + ") first."
                       : " The family has said that it received it.";
    a.officer_id =
        what_id + (proxy != nullptr ? "; wali terdaftar (" + relation +
                                          ") boleh menarik pada hari itu."
                                    : "; sesuai pernyataan keluarga.");
    a.officer_en =
        what_en + (proxy != nullptr ? "; a registered proxy (" + relation +
                                          ") was allowed to draw that day."
                                    : "; as the family says.");
    return;
  }
  a.family_id +=
      " Jika bukan keluarga Ibu/Bapak yang menarik, katakan sekarang.";
  a.family_en += " If nobody of your family drew it, say so now.";
  if (a.cause == Cause::kDrawnHeldByOther) {
    a.officer_id = what_id +
                   ", saat kartu menurut catatan ada pada pihak lain. Keluarga "
                   "belum menyangkal: tanyakan apakah uang diterima utuh.";
    a.officer_en = what_en +
                   ", while the card was with another by the record. The "
                   "family has not denied it: ask whether all came to it.";
    return;
  }
  a.officer_id = what_id + ". Keluarga belum menyangkal; tidak ada dugaan.";
  a.officer_en =
      what_en + ". The family has not denied it; nothing is suspected.";
}

// What makes it a pattern to check, for the officer.
struct Ground {
  std::string id;
  std::string en;
};

Ground GroundOf(const Facts& facts, const Answer& a) {
  switch (a.cause) {
    case Cause::kTakenBeforeHandover:
      if (!facts.first_handover) {
        return {
            "kartu tidak punya catatan serah terima (BAST) kepada siapa "
            "pun",
            "the card has no record of ever being handed to anybody"};
      }
      return {"kartu baru diserahkan pada " + facts.first_handover->at.Date(),
              "the card was handed over only on " +
                  facts.first_handover->at.Date()};
    case Cause::kTakenByReceiver:
      return {"menurut BAST kartu diserahkan kepada pihak di luar keluarga",
              "by its record the card was handed to somebody outside the "
              "family"};
    case Cause::kDrawnAfterExit: {
      const auto* exit = ExitBefore(facts);
      const std::string day = exit->from.Date();
      return {"keluarga keluar atau pengurus meninggal sejak " + day +
                  " dan tidak ada ahli waris atau pengurus pengganti tercatat",
              "the family had left, or its pengurus died, on " + day +
                  " and no heir or successor is recorded"};
    }
    case Cause::kReceivedLess: {
      if (const auto* said = LesserWord(facts)) {
        const std::string sum = Rupiah(said->cash_rupiah.value_or(0));
        return {"keluarga menyatakan menerima " + sum,
                "the family says that it received " + sum};
      }
      return {
          "keluarga mengadu ada potongan (" + CutComplaint(facts)->ticket + ")",
          "the family complains of a cut (" + CutComplaint(facts)->ticket +
              ")"};
    }
    default: {
      std::string id = "keluarga menyangkal menariknya";
      std::string en = "the family denies having drawn it";
      if (facts.is_held_by_other) {
        id += " dan kartu saat itu ada pada pihak lain";
        en += " and the card was with another then";
      }
      return {id, en};
    }
  }
}

void SayTaken(const Facts& facts, const Words& w, Answer& a) {
  const Ground ground = GroundOf(facts, a);
  a.family_id = "Bantuan " + w.credited + " masuk pada " + w.credit_day +
                " dan " + w.drawn +
                " ditarik; catatan menunjukkan mungkin bukan oleh keluarga "
                "Ibu/Bapak, atau tidak sampai utuh. Pengaduan diteruskan untuk "
                "diperiksa.";
  a.family_en = "Aid of " + w.credited + " came on " + w.credit_day + " and " +
                w.drawn +
                " was drawn; the record shows that it may not have been your "
                "family, or not all of it reached you. It is passed on to be "
                "checked.";
  a.officer_id = "Pola untuk diperiksa: " + w.drawn + " ditarik dalam " +
                 w.debits + " transaksi, terakhir " + w.debit_day + " di " +
                 w.place + "; " + ground.id +
                 ". Blokir kartu, amankan bukti, tanya dulu apakah anggota "
                 "keluarga lain yang menarik.";
  a.officer_en = "A pattern to check: " + w.drawn + " drawn in " + w.debits_en +
                 ", the last on " + w.debit_day + " at " + w.place + "; " +
                 ground.en +
                 ". Block the card, keep the evidence, ask first whether "
                 "another of the family drew it.";
}

}  // namespace

void Say(const Facts& facts, Answer& answer) {
  const Words words = WordsOf(facts, answer);
  if (IsSuspicion(answer.cause)) {
    SayTaken(facts, words, answer);
    return;
  }
  switch (answer.cause) {
    case Cause::kUnknown:
      answer.family_id =
          "Belum ada catatan pembayaran untuk kartu ini. Dinsos akan "
          "menanyakan ke bank.";
      answer.family_en =
          "There is no record of a payment to this card. The social office "
          "will ask the bank.";
      answer.officer_id =
          "Buku besar tidak punya daftar atau kredit untuk kartu ini.";
      answer.officer_en =
          "The ledger has neither a list nor a credit for this card.";
      return;
    case Cause::kCardNotHandedOver:
    case Cause::kCardOrPinProblem:
    case Cause::kMoneyIsThere:
      SayUntouched(facts, words, answer);
      return;
    case Cause::kReturnedToTreasury:
      SayReturned(facts, answer);
      return;
    case Cause::kDrawn:
    case Cause::kDrawnByFamily:
    case Cause::kDrawnHeldByOther:
      SayDrawn(facts, words, answer);
      return;
    default:
      SayListed(facts, words, answer);
      return;
  }
}

}  // namespace ledger::views::zero
