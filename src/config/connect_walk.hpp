// The order in which the addresses of a descriptor are tried.
#pragma once

#include <functional>

#include "config/connect_descriptor.hpp"

namespace oraxx::config {

struct connect_step {
    const description* where = nullptr;  // into the descriptor
    address to{};
    bool pause_first = false;  // a further round begins: RETRY_DELAY is due
    // Addresses that are still to be tried if none answers before: behind this one in its round, and behind its
    // description. Further rounds do not count.
    std::size_t left_in_round = 0;
    std::size_t left_behind = 0;
};

// For each description its addresses in RETRY_COUNT + 1 rounds. Every container says how its members are taken, see
// `trying`; chance is decided anew for each round.
class connect_walk {
public:
    // A number from 0 to count - 1, each as likely.
    using chooser = std::function<std::size_t(std::size_t count)>;

    // Borrows the descriptor.
    connect_walk(const connect_descriptor& descriptor, chooser choose);

    // nullopt: everything was tried.
    [[nodiscard]] std::optional<connect_step> next();
    // What is left of the description of the last step is not tried: its time is over.
    void leave_description();

private:
    bool begin_round();
    [[nodiscard]] std::size_t addresses_behind() const;

    chooser choose_;
    std::vector<const description*> descriptions_;  // in the order of trying
    std::size_t description_ = 0;
    std::uint32_t round_ = 0;
    std::vector<address> addresses_{};  // of this round
    std::size_t address_ = 0;
};

}  // namespace oraxx::config
