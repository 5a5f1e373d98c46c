// A TCP connection that is not one: bytes arrive late, in other pieces than they were sent, or not at all.
#pragma once

#include <array>
#include <memory>

#include "base/bytes.hpp"
#include "sessions/simulation/world.hpp"

namespace oraxx::simulation {

// What will go wrong with a connection, once so many bytes have gone over it.
enum class fault : std::uint8_t {
    none,
    reset,      // both ends learn of it; what is on its way is lost
    closed,     // both ends see the end of the stream behind what has arrived
    black_hole  // nothing arrives any more, and nobody is told
};

struct network_plan {
    fault trouble = fault::none;
    std::size_t trouble_after = 0;  // bytes, both directions together
    duration slowest{2ms};          // of one piece
    std::size_t window = 65536;     // bytes on their way before a sender has to wait
    std::size_t largest_piece = 4096;
};

enum class end : std::uint8_t { client, server };

class connection {
public:
    connection(world& world, network_plan plan) : world_(world), plan_(plan) {}
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    // Called as an event of its own whenever there may be something to read or room to write.
    void on_ready(end at, std::function<void()> call) { side(at).ready = std::move(call); }

    // As many bytes as the window takes.
    std::size_t write(end from, base::bytes_view bytes);
    // What has arrived, at most as much as fits.
    std::size_t read(end at, std::span<std::uint8_t> into);
    void close(end from);

    [[nodiscard]] bool is_at_end(end at) const noexcept { return side(at).closed && side(at).arrived.empty(); }
    [[nodiscard]] bool is_reset() const noexcept { return broken_; }
    [[nodiscard]] bool had_trouble() const noexcept { return struck_; }
    // Every byte is there within milliseconds.
    [[nodiscard]] bool is_good() const noexcept {
        return !struck_ && plan_.slowest <= duration(2ms) && plan_.window >= network_plan{}.window;
    }

private:
    struct receiver {
        base::byte_buffer arrived{};
        std::size_t on_the_way = 0;
        time_point last_arrival{};
        bool closed = false;
        std::function<void()> ready{};
    };
    [[nodiscard]] receiver& side(end at) noexcept { return sides_[static_cast<std::size_t>(at)]; }
    [[nodiscard]] const receiver& side(end at) const noexcept { return sides_[static_cast<std::size_t>(at)]; }
    [[nodiscard]] static end other(end at) noexcept { return at == end::client ? end::server : end::client; }
    void deliver(end to, base::byte_buffer piece);
    void arrive(end to, std::function<void(receiver&)> what);
    void wake(end at);
    void strike();

    world& world_;
    network_plan plan_;
    std::array<receiver, 2> sides_{};
    std::size_t carried_ = 0;
    bool struck_ = false;
    bool broken_ = false;
};

}  // namespace oraxx::simulation
