// std::mutex with clang's thread-safety annotations.
//
// Annotate what a mutex guards with GUARDED_BY and what a function needs with
// REQUIRES; clang builds check it, g++ ignores it.

#pragma once

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define AMANAH_ANNOTATE(x) __attribute__((x))
#else
#define AMANAH_ANNOTATE(x)
#endif

// Abseil, under gRPC, has macros of the same names and the same meaning.
#undef GUARDED_BY
#undef REQUIRES
#undef EXCLUDES
#define GUARDED_BY(x) AMANAH_ANNOTATE(guarded_by(x))
#define REQUIRES(...) AMANAH_ANNOTATE(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) AMANAH_ANNOTATE(locks_excluded(__VA_ARGS__))

namespace ledger {

class AMANAH_ANNOTATE(capability("mutex")) Mutex {
 public:
  void lock() AMANAH_ANNOTATE(acquire_capability()) { mutex_.lock(); }
  void unlock() AMANAH_ANNOTATE(release_capability()) { mutex_.unlock(); }

 private:
  friend class Condition;
  std::mutex mutex_;
};

// Holds a Mutex for its own life.
class AMANAH_ANNOTATE(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) AMANAH_ANNOTATE(acquire_capability(mutex))
      : mutex_(mutex) {
    mutex_.lock();
  }
  ~MutexLock() AMANAH_ANNOTATE(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// A condition variable for Mutex. Wait in a loop on the condition itself.
class Condition {
 public:
  // Requires `mutex` held; released while waiting, held again on return.
  void Wait(Mutex& mutex) REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  // As Wait, at most until `deadline`. False when the deadline passed.
  template <typename TimePoint>
  bool WaitUntil(Mutex& mutex, TimePoint deadline) REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    const bool in_time =
        condition_.wait_until(lock, deadline) == std::cv_status::no_timeout;
    lock.release();
    return in_time;
  }
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace ledger
