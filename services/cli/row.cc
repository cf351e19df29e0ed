#include "services/cli/row.h"

#include "services/cli/csv.h"
#include "services/cli/json.h"

namespace services::cli {

void PrintRow(const Console& console, const google::protobuf::Message& row) {
  if (console.json()) {
    console.Print(ToJson(row));
    return;
  }
  const google::protobuf::Descriptor& descriptor = *row.GetDescriptor();
  if (console.TakesTitle(descriptor.full_name())) {
    console.Write(CsvHeader(descriptor));
  }
  console.Write(ToCsv(row));
}

}  // namespace services::cli
