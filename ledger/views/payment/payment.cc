#include "ledger/views/payment/payment.h"

#include <algorithm>
#include <map>
#include <utility>

#include "ledger/views/payment/due.h"
#include "ledger/views/payment/sum.h"

namespace ledger::views::payment {
namespace {

constexpr std::string_view kAccountAgrees = "BERHASIL";
constexpr std::string_view kStays = "TETAP";

bool IsAttempt(const Entry& entry) {
  return entry.kind == Kind::kCredited || entry.kind == Kind::kFailed;
}

}  // namespace

void Tally::Add(std::int64_t amount, std::uint64_t index, const Moment& at) {
  first_at = count == 0 ? at : std::min(first_at, at);
  last_at = count == 0 ? at : std::max(last_at, at);
  ++count;
  rupiah += amount;
  last_index = std::max(last_index, index);
}

bool Listing::IsPayable() const {
  return channel == amanah::v1::PAYMENT_CHANNEL_BANK &&
         account_check == kAccountAgrees && list_status == kStays;
}

void Payment::SumUp() {
  std::optional<std::uint64_t> told;  // The last that names a programme.
  const auto take = [&](const auto& items) {
    for (const auto& item : items) {
      if (item.programme == amanah::v1::PROGRAMME_UNSPECIFIED ||
          (told && *told > item.index)) {
        continue;
      }
      told = item.index;
      programme = item.programme;
    }
  };
  take(listings);
  take(entries);
  take(verifications);
  std::map<std::string_view, const Entry*> attempts;  // The last, by order.
  for (const Entry& entry : entries) {
    switch (entry.kind) {
      case Kind::kCredited:
        credited.Add(entry.rupiah, entry.index, entry.at);
        break;
      case Kind::kFailed:
        failed.Add(entry.rupiah, entry.index, entry.at);
        break;
      case Kind::kPaidInCash:
        paid_in_cash.Add(entry.rupiah, entry.index, entry.at);
        break;
      case Kind::kDebitedBack:
        debited_back.Add(entry.rupiah, entry.index, entry.at);
        break;
      case Kind::kRemitted:
        remitted.Add(entry.rupiah, entry.index, entry.at);
        if (entry.is_receipted) receipted_rupiah += entry.rupiah;
        break;
      case Kind::kAcknowledged:
        acknowledged.Add(entry.rupiah, entry.index, entry.at);
        goods_rupiah += entry.goods_rupiah;
        fee_told_rupiah += entry.fee_told_rupiah;
        break;
    }
    if (!IsAttempt(entry)) continue;
    submitter = entry.submitter;
    if (failed.count > 0) attempts[entry.sp2d_no] = &entry;
    if (entry.kind == Kind::kCredited || credited.count == 0) {
      account = entry.account;
      sp2d_no = entry.sp2d_no;
    }
  }
  for (const auto& [order, last] : attempts) {
    if (last->kind == Kind::kFailed) {
      unsettled.Add(last->rupiah, last->index, last->at);
    }
  }
}

std::int64_t Payment::UnsettledRupiah(std::string_view order) const {
  for (auto at = entries.rbegin(); at != entries.rend(); ++at) {
    if (!IsAttempt(*at) || at->sp2d_no != order) continue;
    return at->kind == Kind::kFailed ? at->rupiah : 0;
  }
  return 0;
}

bool Payment::IsUnsettled(const Entry& attempt) const {
  return attempt.kind == Kind::kFailed &&
         std::none_of(entries.begin(), entries.end(), [&](const Entry& other) {
           return IsAttempt(other) && other.sp2d_no == attempt.sp2d_no &&
                  std::pair(attempt.at, attempt.index) <
                      std::pair(other.at, other.index);
         });
}

std::int64_t Payment::OpenReturnRupiah() const {
  return std::max<std::int64_t>(
      0, unsettled.rupiah + debited_back.rupiah - receipted_rupiah);
}

std::optional<std::int64_t> Payment::DueRupiah() const {
  if (listing() == nullptr) return std::nullopt;
  std::map<std::pair<std::string, std::string>, bool> kept;  // The last word.
  for (const Verification& verification : verifications) {
    kept[{verification.component, verification.member}] = verification.is_kept;
  }
  std::vector<std::string> unkept;
  for (const auto& [member, is_kept] : kept) {
    if (!is_kept) unkept.push_back(member.first);
  }
  return payment::DueRupiah(programme, listing()->components, listing()->months,
                            unkept);
}

std::string Payment::Bank() const {
  if (submitter != 0) return BankKey(submitter);
  return listing() == nullptr ? std::string() : listing()->bank;
}

bool Payment::IsUnpaid() const {
  return listing() != nullptr && listing()->IsPayable() &&
         credited.count == 0 && failed.count == 0;
}

bool Payment::IsUnlisted() const {
  return credited.count > 0 &&
         (listing() == nullptr || !listing()->IsPayable());
}

bool Payment::IsAmountWrong() const {
  return listing() != nullptr && listing()->IsPayable() &&
         credited.count + failed.count > 0 &&
         credited.rupiah + unsettled.rupiah != listing()->rupiah;
}

bool Payment::IsDueWrong() const {
  const std::optional<std::int64_t> due = DueRupiah();
  return due && *due != listing()->rupiah;
}

}  // namespace ledger::views::payment
