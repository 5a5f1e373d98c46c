// Behind the contract's last test: what the stand-in for libodpic has found. docs/adr/0039.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stand_in.hpp"

namespace oraxx::test {
namespace {

class balance : public testing::Environment {
public:
    void TearDown() override {
        EXPECT_THAT(stand_in::violations(), testing::IsEmpty());
        EXPECT_THAT(stand_in::live_handles(), testing::IsEmpty());
        EXPECT_THAT(stand_in::calls(), testing::Not(testing::IsEmpty()));
    }
};

const auto* const registered = testing::AddGlobalTestEnvironment(new balance);

}  // namespace
}  // namespace oraxx::test
