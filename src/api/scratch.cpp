#include <oraxx/detail/scratch.hpp>

#include "base/arena.hpp"

namespace oraxx::detail {

struct scratch::storage {
    base::arena texts{};
};

scratch::scratch() noexcept = default;
scratch::~scratch() = default;

std::span<char> scratch::allocate(std::size_t size) {
    if (storage_ == nullptr) storage_ = std::make_unique<storage>();
    used_ = true;
    const auto bytes = storage_->texts.allocate(size);
    return {reinterpret_cast<char*>(bytes.data()), bytes.size()};
}

void scratch::rewind() noexcept {
    storage_->texts.reset();
    used_ = false;
}

}  // namespace oraxx::detail
