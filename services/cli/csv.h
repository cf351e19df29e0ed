// Messages as CSV for spreadsheets (RFC 4180): names as in the proto, those of
// a message within as `custody.holder`; values as in JSON without quotes,
// elements of a list parted by spaces, absent ones empty.
//
// A message with one list of messages in it (a card's lines, a group's months)
// gives a line for each of its elements, what is around the list repeated, and
// one line when the list is empty; a message in any other list is JSON in its
// cell. Text that a spreadsheet would take for a formula (it begins with
// = + - @, a tab or CR) gets a ' in front; numbers do not.
//
// Thread safety: pure functions.

#pragma once

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace services::cli {

// The line of names; ends in CR LF.
std::string CsvHeader(const google::protobuf::Descriptor& descriptor);

// The lines of `message`; each ends in CR LF.
std::string ToCsv(const google::protobuf::Message& message);

}  // namespace services::cli
