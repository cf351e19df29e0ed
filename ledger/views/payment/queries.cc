#include <utility>
#include <vector>

#include "ledger/fold/codec.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/payment/tables.h"

namespace ledger::views::payment {
namespace {

Payment Named(std::string_view value, std::string_view period,
              std::string_view subject) {
  auto payment = fold::Decode<Payment>(value);
  payment.period_id = period;
  payment.subject = subject;
  payment.SumUp();
  return payment;
}

}  // namespace

std::optional<Payment> Find(const fold::Reader& reader,
                            std::string_view period_id,
                            std::string_view subject) {
  if (!IsToken(subject)) return std::nullopt;
  const auto stored =
      reader.Get(kName, PaymentKey(kPayments, period_id, subject));
  if (!stored) return std::nullopt;
  return Named(*stored, period_id, subject);
}

void VisitPeriod(const fold::Reader& reader, std::string_view period_id,
                 const std::function<bool(const Payment&)>& visit) {
  const fold::Key prefix = PeriodKey(kPayments, period_id);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view value) {
                return visit(Named(value, period_id, PartsOf(key).second));
              });
}

void VisitFamily(const fold::Reader& reader, std::string_view subject,
                 const std::function<bool(const Payment&)>& visit) {
  if (!IsToken(subject)) return;
  std::vector<std::string> periods;
  const fold::Key prefix(kOfFamily, subject);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                periods.emplace_back(key.substr(1 + kTokenBytes));
                return true;
              });
  for (const std::string& period : periods) {
    const auto payment = Find(reader, period, subject);
    if (payment && !visit(*payment)) return;
  }
}

void VisitOpenReturns(const fold::Reader& reader,
                      const std::function<bool(const Payment&)>& visit) {
  std::vector<std::pair<std::string, std::string>> open;
  const fold::Key prefix(kOpenReturns);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                const auto [period, subject] = PartsOf(key);
                open.emplace_back(period, subject);
                return true;
              });
  for (const auto& [period, subject] : open) {
    const auto payment = Find(reader, period, subject);
    if (payment && !visit(*payment)) return;
  }
}

void VisitOutOfOrder(const fold::Reader& reader, std::string_view bank,
                     std::string_view period_id,
                     const std::function<bool(const Payment&)>& visit) {
  std::vector<std::string> subjects;
  const fold::Key prefix = OutOfOrderKey(bank, period_id);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                subjects.emplace_back(key.substr(key.size() - kTokenBytes));
                return true;
              });
  for (const std::string& subject : subjects) {
    const auto payment = Find(reader, period_id, subject);
    if (payment && !visit(*payment)) return;
  }
}

void VisitNoHandover(
    const fold::Reader& reader,
    const std::function<bool(std::string_view account)>& visit) {
  const fold::Key prefix(kNoHandover);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                return visit(key.substr(prefix.view().size()));
              });
}

std::optional<Lot> FindLot(const fold::Reader& reader,
                           std::string_view sp2d_no) {
  const auto stored = reader.Get(kName, fold::Key(kLots, LotName(sp2d_no, {})));
  if (!stored) return std::nullopt;
  return fold::Decode<Lot>(*stored);
}

void VisitLots(const fold::Reader& reader,
               const std::function<bool(const Lot&)>& visit) {
  const fold::Key prefix(kLots);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                return visit(fold::Decode<Lot>(value));
              });
}

void VisitLotCredits(const fold::Reader& reader, std::string_view sp2d_no,
                     const std::function<bool(const LotCredit&)>& visit) {
  const fold::Key prefix = PeriodKey(kLotCredits, sp2d_no);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                return visit(fold::Decode<LotCredit>(value));
              });
}

}  // namespace ledger::views::payment
