#include <oraxx/detail/scratch.hpp>

#include <utility>

#include "base/arena.hpp"
#include "base/slack.hpp"

namespace oraxx::detail {

struct scratch::storage {
    base::arena texts{};
    std::optional<failure> why{};
};

scratch::scratch() noexcept = default;
scratch::~scratch() = default;

std::span<char> scratch::allocate(std::size_t size) {
    if (storage_ == nullptr) storage_ = std::make_unique<storage>();
    used_ = true;
    const auto bytes = storage_->texts.allocate(size);
    return {reinterpret_cast<char*>(bytes.data()), bytes.size()};
}

errc scratch::fail(failure why) {
    if (storage_ == nullptr) storage_ = std::make_unique<storage>();
    used_ = true;
    const errc code = why.code;
    storage_->why = std::move(why);
    return code;
}

std::optional<failure> scratch::take_failure() {
    return storage_ == nullptr ? std::nullopt : std::exchange(storage_->why, std::nullopt);
}

void scratch::rewind() noexcept {
    // One giant text is not to be paid for by all rows behind it.
    if (base::is_mostly_slack(storage_->texts.capacity(), 0)) {
        storage_->texts = base::arena();
    } else {
        storage_->texts.reset();
    }
    storage_->why.reset();
    used_ = false;
}

}  // namespace oraxx::detail
