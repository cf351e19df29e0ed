#include "ledger/views/payment/payment.h"

#include <algorithm>
#include <map>
#include <tuple>
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

bool IsLater(const Entry& a, const Entry& b) {
  return std::tie(b.at, b.index) < std::tie(a.at, a.index);
}

}  // namespace

void Tally::Add(const Tally& other) {
  if (other.count == 0) return;
  first_at = count == 0 ? other.first_at : std::min(first_at, other.first_at);
  last_at = count == 0 ? other.last_at : std::max(last_at, other.last_at);
  count += other.count;
  rupiah += other.rupiah;
  last_index = std::max(last_index, other.last_index);
}

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

bool EntryGroup::Takes(const Entry& entry) const {
  return last.kind == entry.kind && last.submitter == entry.submitter &&
         last.account == entry.account && last.sp2d_no == entry.sp2d_no;
}

void EntryGroup::Add(const Entry& entry) {
  if (tally.count == 0 || IsLater(entry, last)) last = entry;
  tally.Add(entry.rupiah, entry.index, entry.at);
  if (entry.is_receipted) receipted_rupiah += entry.rupiah;
  goods_rupiah += entry.goods_rupiah;
  fee_told_rupiah += entry.fee_told_rupiah;
  if (entry.programme != amanah::v1::PROGRAMME_UNSPECIFIED &&
      entry.index >= programme_index) {
    programme = entry.programme;
    programme_index = entry.index;
  }
}

std::vector<EntryGroup> Payment::Groups() const {
  std::vector<EntryGroup> groups = earlier;
  for (const Entry& entry : entries) AddTo(groups, entry);
  return groups;
}

void AddTo(std::vector<EntryGroup>& groups, const Entry& entry) {
  auto at =
      std::find_if(groups.begin(), groups.end(),
                   [&](const EntryGroup& group) { return group.Takes(entry); });
  if (at == groups.end()) at = groups.emplace(at);
  at->Add(entry);
}

void Payment::SumUp() {
  std::optional<std::uint64_t> told;  // The last that names a programme.
  const auto take = [&](amanah::v1::Programme named, std::uint64_t index) {
    if (named == amanah::v1::PROGRAMME_UNSPECIFIED || (told && *told > index)) {
      return;
    }
    told = index;
    programme = named;
  };
  for (const Listing& one : listings) take(one.programme, one.index);
  for (const Verification& one : verifications) {
    take(one.programme, one.index);
  }
  const std::vector<EntryGroup> groups = Groups();
  const Entry* credit = nullptr;   // The last posted.
  const Entry* attempt = nullptr;  // The last posted or failed.
  std::map<std::string_view, const Entry*> attempts;  // Those, by order.
  for (const EntryGroup& group : groups) {
    take(group.programme, group.programme_index);
    TallyOf(group.last.kind).Add(group.tally);
    receipted_rupiah += group.receipted_rupiah;
    goods_rupiah += group.goods_rupiah;
    fee_told_rupiah += group.fee_told_rupiah;
    if (!IsAttempt(group.last)) continue;
    const Entry* last = &group.last;
    const auto keep = [&](const Entry*& kept) {
      if (kept == nullptr || IsLater(*last, *kept)) kept = last;
    };
    keep(attempt);
    keep(attempts[last->sp2d_no]);
    if (last->kind == Kind::kCredited) keep(credit);
  }
  if (attempt != nullptr) {
    const Entry& named = credit != nullptr ? *credit : *attempt;
    submitter = attempt->submitter;
    account = named.account;
    sp2d_no = named.sp2d_no;
  }
  for (const auto& [order, last] : attempts) {
    if (last->kind == Kind::kFailed) {
      unsettled.Add(last->rupiah, last->index, last->at);
    }
  }
}

Tally& Payment::TallyOf(Kind kind) {
  switch (kind) {
    case Kind::kCredited:
      return credited;
    case Kind::kFailed:
      return failed;
    case Kind::kPaidInCash:
      return paid_in_cash;
    case Kind::kDebitedBack:
      return debited_back;
    case Kind::kRemitted:
      return remitted;
    case Kind::kAcknowledged:
      break;
  }
  return acknowledged;
}

std::int64_t Payment::UnsettledRupiah(std::string_view order) const {
  const std::vector<EntryGroup> groups = Groups();
  const Entry* last = nullptr;
  for (const EntryGroup& group : groups) {
    if (IsAttempt(group.last) && group.last.sp2d_no == order &&
        (last == nullptr || IsLater(group.last, *last))) {
      last = &group.last;
    }
  }
  return last != nullptr && last->kind == Kind::kFailed ? last->rupiah : 0;
}

bool Payment::IsUnsettled(const Entry& attempt) const {
  const std::vector<EntryGroup> groups = Groups();
  return attempt.kind == Kind::kFailed &&
         std::none_of(groups.begin(), groups.end(),
                      [&](const EntryGroup& group) {
                        return IsAttempt(group.last) &&
                               group.last.sp2d_no == attempt.sp2d_no &&
                               IsLater(group.last, attempt);
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
