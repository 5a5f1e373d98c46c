#include "config/connect_walk.hpp"

#include <utility>

namespace oraxx::config {
namespace {

// Which of `count` members are tried, in order.
std::vector<std::size_t> order_of(std::size_t count, const trying& how, const connect_walk::chooser& choose) {
    std::vector<std::size_t> out(count);
    for (std::size_t i = 0; i < count; ++i) out[i] = i;
    if (how.load_balance) {
        for (std::size_t left = count; left > 1; --left) std::swap(out[left - 1], out[choose(left)]);
    }
    if (!how.failover && count > 1) out.resize(1);
    return out;
}

}  // namespace

connect_walk::connect_walk(const connect_descriptor& descriptor, chooser choose) : choose_(std::move(choose)) {
    for (const auto index : order_of(descriptor.descriptions.size(), descriptor.order, choose_)) {
        descriptions_.push_back(&descriptor.descriptions[index]);
    }
}

bool connect_walk::begin_round() {
    if (description_ == descriptions_.size()) return false;
    const auto& where = *descriptions_[description_];
    addresses_.clear();
    address_ = 0;
    for (const auto list_index : order_of(where.address_lists.size(), where.order, choose_)) {
        const auto& list = where.address_lists[list_index];
        for (const auto index : order_of(list.addresses.size(), list.order, choose_)) {
            addresses_.push_back(list.addresses[index]);
        }
    }
    return true;
}

void connect_walk::leave_description() {
    ++description_;
    round_ = 0;
    addresses_.clear();
    address_ = 0;
}

std::optional<connect_step> connect_walk::next() {
    while (address_ == addresses_.size()) {
        if (!addresses_.empty() && round_++ == descriptions_[description_]->retry_count) leave_description();
        if (!begin_round()) return std::nullopt;
    }
    const bool pause_first = round_ != 0 && address_ == 0;
    const auto& to = addresses_[address_++];
    return connect_step{.where = descriptions_[description_],
                        .to = to,
                        .pause_first = pause_first,
                        .left_in_round = addresses_.size() - address_,
                        .left_behind = addresses_behind()};
}

std::size_t connect_walk::addresses_behind() const {
    std::size_t out = 0;
    for (auto at = description_ + 1; at < descriptions_.size(); ++at) out += descriptions_[at]->addresses().size();
    return out;
}

}  // namespace oraxx::config
