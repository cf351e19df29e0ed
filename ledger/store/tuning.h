// RocksDB's options for the house's two uses. Not for other rooms: it includes
// RocksDB.

#pragma once

#include <rocksdb/options.h>

#include "ledger/store/database.h"

namespace ledger::store {

rocksdb::DBOptions DatabaseTuning(Tuning tuning);
rocksdb::ColumnFamilyOptions FamilyTuning(Tuning tuning);

}  // namespace ledger::store
