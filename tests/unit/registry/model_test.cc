// Goal: random histories of registry events end as a naive model says.
// Method: the model keeps plain maps and decides by the words of the header,
// checked after every event; few keys and origins, so that most clash.

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "tests/unit/registry/registry_events.h"

namespace ledger::registry {
namespace {

using amanah::v1::Event;

struct ModelSubmitter {
  std::set<std::uint32_t> keys;
  std::set<std::uint32_t> former;
  std::uint32_t threshold = 0;
  bool registrar = false;
  bool retired = false;
  std::map<std::uint32_t, std::uint64_t> compromised;

  bool Sound() const {
    return threshold >= 1 && threshold <= keys.size() &&
           (!registrar || threshold >= 2);
  }
};

class Model {
 public:
  bool Register(const std::string& origin, const std::set<std::uint32_t>& keys,
                std::uint32_t threshold, bool registrar) {
    ModelSubmitter submitter{keys, {}, threshold, registrar, false, {}};
    for (const std::uint32_t key : keys) {
      if (used_.contains(key)) return false;
    }
    if (submitters_.contains(origin) || !submitter.Sound()) return false;
    used_.insert(keys.begin(), keys.end());
    submitters_[origin] = submitter;
    return true;
  }

  bool ChangeKeys(const std::string& origin, std::uint32_t added,
                  std::uint32_t retired, std::uint32_t threshold) {
    if (!Active(origin) || used_.contains(added)) return false;
    ModelSubmitter changed = submitters_[origin];
    if (changed.keys.erase(retired) == 0) return false;
    changed.former.insert(retired);
    changed.keys.insert(added);
    if (threshold != 0) changed.threshold = threshold;
    if (!changed.Sound()) return false;
    used_.insert(added);
    submitters_[origin] = changed;
    return true;
  }

  bool ChangeAuthority(const std::string& origin, bool registrar) {
    if (!Active(origin)) return false;
    ModelSubmitter changed = submitters_[origin];
    changed.registrar = registrar;
    if (!changed.Sound()) return false;
    submitters_[origin] = changed;
    return true;
  }

  bool Retire(const std::string& origin) {
    if (!Active(origin)) return false;
    submitters_[origin].retired = true;
    return true;
  }

  bool Compromise(const std::string& origin, std::uint32_t key,
                  std::uint64_t from, std::uint64_t index) {
    if (!submitters_.contains(origin) || from > index) return false;
    ModelSubmitter& submitter = submitters_[origin];
    if (!submitter.keys.contains(key) && !submitter.former.contains(key)) {
      return false;
    }
    const auto known = submitter.compromised.find(key);
    if (known != submitter.compromised.end() && known->second <= from) {
      return false;
    }
    submitter.keys.erase(key);
    submitter.former.insert(key);
    submitter.compromised[key] = from;
    return true;
  }

  void ExpectSame(const Registry& registry) const {
    ASSERT_EQ(registry.submitters().size(), submitters_.size() + 1);
    for (const auto& [origin, expected] : submitters_) {
      const Submitter* submitter = registry.Find(origin);
      ASSERT_NE(submitter, nullptr);
      EXPECT_EQ(Texts(submitter->vkeys), Texts(expected.keys));
      EXPECT_EQ(Texts(submitter->former_vkeys), Texts(expected.former));
      EXPECT_EQ(submitter->threshold, expected.threshold);
      EXPECT_EQ(submitter->retired, expected.retired);
      EXPECT_EQ(submitter->IsRegistrar(), expected.registrar);
      ASSERT_EQ(submitter->compromised.size(), expected.compromised.size());
      for (const CompromisedKey& key : submitter->compromised) {
        bool found = false;
        for (const auto& [number, from] : expected.compromised) {
          found =
              found || (FakeKey(number) == key.vkey && from == key.from_index);
        }
        EXPECT_TRUE(found);
      }
    }
  }

 private:
  bool Active(const std::string& origin) const {
    const auto found = submitters_.find(origin);
    return found != submitters_.end() && !found->second.retired;
  }
  static std::set<std::string> Texts(
      const std::vector<note::VerifierKey>& keys) {
    std::set<std::string> texts;
    for (const auto& key : keys) texts.insert(key.ToString());
    return texts;
  }
  static std::set<std::string> Texts(const std::set<std::uint32_t>& keys) {
    std::set<std::string> texts;
    for (const auto key : keys) texts.insert(FakeKey(key).ToString());
    return texts;
  }

  std::map<std::string, ModelSubmitter> submitters_;
  std::set<std::uint32_t> used_;
};

class ModelTest : public testing::Test {
 protected:
  std::uint32_t Below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(random_() % bound);
  }
  std::string Origin() { return "origin" + std::to_string(Below(5)); }

  // One random event against both; true when the model takes it.
  bool Step(std::uint64_t index, Event& event) {
    const std::string origin = Origin();
    const std::uint32_t key = Below(24);
    const std::uint32_t other = Below(24);
    const std::uint32_t threshold = Below(3);
    const bool registrar = Below(4) == 0;
    const std::vector<std::string> kinds = {registrar ? "registry.*"
                                                      : "money.*"};
    switch (Below(8)) {
      case 0:
      case 1: {
        const std::set<std::uint32_t> keys = {key, other};
        event = RegisterEvent(origin, FakeKeys({keys.begin(), keys.end()}),
                              threshold, kinds);
        return model_.Register(origin, keys, threshold, registrar);
      }
      case 2:
      case 3:
      case 4:
        event =
            KeysEvent(origin, FakeKeys({key}), FakeKeys({other}), threshold);
        return model_.ChangeKeys(origin, key, other, threshold);
      case 5:
        event = AuthorityEvent(origin, kinds);
        return model_.ChangeAuthority(origin, registrar);
      case 6: {
        const std::uint64_t from = Below(60);
        event = CompromiseEvent(origin, FakeKey(key), from);
        return model_.Compromise(origin, key, from, index);
      }
      default:
        if (Below(4) != 0) {
          event = Event();
          return true;
        }
        event = RetireEvent(origin);
        return model_.Retire(origin);
    }
  }

  Model model_;
  std::mt19937 random_;
};

TEST_F(ModelTest, RandomHistoriesEndAsTheNaiveModelSays) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  random_.seed(seed);
  for (int history = 0; history < 300; ++history) {
    model_ = Model();
    Registry registry = Registry::FromGenesis(FakeKey(1000, "root"));
    for (std::uint64_t index = 1; index <= 60; ++index) {
      Event event;
      const bool taken = Step(index, event);
      ASSERT_EQ(registry.Apply(event, index).ok(), taken)
          << event.DebugString();
      model_.ExpectSame(registry);
    }
    const Result<Registry> again = Registry::Deserialize(registry.Serialize());
    ASSERT_TRUE(again.ok());
    model_.ExpectSame(*again);
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace ledger::registry
