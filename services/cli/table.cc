#include "services/cli/table.h"

#include <algorithm>
#include <cstdio>

#include "ledger/base/check.h"

namespace services::cli {
namespace {

bool IsContinuation(unsigned char c) { return (c & 0xC0) == 0x80; }

constexpr std::string_view kGap = "  ";

void AppendCell(std::string& line, std::string_view cell, std::size_t width,
                Align align) {
  const std::size_t pad = width - std::min(width, DisplayWidth(cell));
  if (align == Align::kRight) line.append(pad, ' ');
  line += cell;
  if (align == Align::kLeft) line.append(pad, ' ');
}

void EndLine(std::string& text, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line;
  text += '\n';
}

}  // namespace

std::size_t DisplayWidth(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (IsContinuation(c)) continue;
    // U+0300..U+036F, combining marks: CC 80 .. CD AF.
    const auto next =
        i + 1 < utf8.size() ? static_cast<unsigned char>(utf8[i + 1]) : 0;
    const bool combining = c == 0xCC || (c == 0xCD && next <= 0xAF);
    if (!combining) ++width;
  }
  return width;
}

void Table::Add(std::vector<std::string> cells) {
  AMANAH_CHECK(cells.size() == columns_.size());
  rows_.push_back(std::move(cells));
}

void Table::Print() const {
  if (!empty()) std::fputs(ToString().c_str(), stdout);
}

std::string Table::ToString() const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) {
    widths.push_back(DisplayWidth(column.title));
  }
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  std::string text;
  std::string titles;
  std::string rule;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) titles += kGap;
    if (i > 0) rule += kGap;
    AppendCell(titles, columns_[i].title, widths[i], columns_[i].align);
    for (std::size_t k = 0; k < widths[i]; ++k) rule += "─";
  }
  EndLine(text, std::move(titles));
  EndLine(text, std::move(rule));
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += kGap;
      AppendCell(line, row[i], widths[i], columns_[i].align);
    }
    EndLine(text, std::move(line));
  }
  return text;
}

}  // namespace services::cli
