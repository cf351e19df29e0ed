#include "tests/bench/baseline.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>
#include <sodium.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"

namespace bench {

using Clock = std::chrono::steady_clock;

double RocksDbEventsPerSecond(
    const std::string& path,
    const std::vector<std::vector<std::string>>& batches) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  AMANAH_CHECK(rocksdb::DB::Open(options, path, &opened).ok());
  const std::unique_ptr<rocksdb::DB> database(opened);
  rocksdb::WriteOptions write;
  write.sync = true;
  std::uint64_t number = 0;
  const auto start = Clock::now();
  for (const auto& events : batches) {
    rocksdb::WriteBatch batch;
    for (const auto& event : events) {
      std::string key;
      ledger::AppendU64(key, number++);
      AMANAH_CHECK(batch.Put(key, event).ok());
    }
    AMANAH_CHECK(database->Write(write, &batch).ok());
  }
  const std::chrono::duration<double> took = Clock::now() - start;
  return static_cast<double>(number) / took.count();
}

double SodiumVerifiesPerSecond(double seconds) {
  AMANAH_CHECK(::sodium_init() >= 0);
  unsigned char key[crypto_sign_PUBLICKEYBYTES];
  unsigned char secret[crypto_sign_SECRETKEYBYTES];
  ::crypto_sign_keypair(key, secret);
  const std::string message(75, 'm');
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  unsigned char signature[crypto_sign_BYTES];
  ::crypto_sign_detached(signature, nullptr, bytes, message.size(), secret);
  std::atomic<std::uint64_t> verified = 0;
  const auto start = Clock::now();
  const auto end = start + std::chrono::duration<double>(seconds);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i) {
    threads.emplace_back([&] {
      std::uint64_t mine = 0;
      while (Clock::now() < end) {
        AMANAH_CHECK(::crypto_sign_verify_detached(signature, bytes,
                                                   message.size(), key) == 0);
        ++mine;
      }
      verified += mine;
    });
  }
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = Clock::now() - start;
  return static_cast<double>(verified.load()) / took.count();
}

}  // namespace bench
