#include "sessions/simulation/network.hpp"

#include <algorithm>

namespace oraxx::simulation {

std::size_t connection::write(end from, base::bytes_view bytes) {
    auto& to = side(other(from));
    const auto held = to.on_the_way + to.arrived.size();
    const auto room = plan_.window > held ? plan_.window - held : 0;
    const auto taken = std::min(room, bytes.size());
    for (auto rest = bytes.first(taken); !rest.empty();) {
        const auto size = std::min<std::size_t>(rest.size(), world_.random().between(1, plan_.largest_piece));
        deliver(other(from), base::byte_buffer(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size)));
        rest = rest.subspan(size);
    }
    return taken;
}

void connection::deliver(end to, base::byte_buffer piece) {
    carried_ += piece.size();
    if (plan_.trouble != fault::none && !struck_ && carried_ >= plan_.trouble_after) strike();
    if (struck_) return;
    side(to).on_the_way += piece.size();
    arrive(to, [piece = std::move(piece)](receiver& at) {
        at.on_the_way -= piece.size();
        at.arrived.insert(at.arrived.end(), piece.begin(), piece.end());
    });
}

// Pieces of one direction keep their order; directions and connections do not.
void connection::arrive(end to, std::function<void(receiver&)> what) {
    auto& at = side(to);
    // Often at the same moment as the piece before: both are then read as one.
    const auto delay = world_.random().chance(30)
                           ? duration{0}
                           : duration(world_.random().below(static_cast<std::uint64_t>(plan_.slowest.count()) + 1));
    at.last_arrival = std::max(at.last_arrival, world_.now() + delay);
    world_.at(at.last_arrival, [this, to, what = std::move(what)] {
        if (broken_ || (struck_ && plan_.trouble == fault::black_hole)) return;
        what(side(to));
        if (side(to).ready) side(to).ready();
    });
}

void connection::wake(end at) {
    world_.at(world_.now(), [this, at] {
        if (side(at).ready) side(at).ready();
    });
}

void connection::strike() {
    struck_ = true;
    world_.note("network trouble");
    if (plan_.trouble == fault::black_hole) return;
    if (plan_.trouble == fault::reset) broken_ = true;
    for (const auto at : {end::client, end::server}) {
        side(at).closed = true;
        wake(at);
    }
}

std::size_t connection::read(end at, std::span<std::uint8_t> into) {
    auto& from = side(at).arrived;
    const auto count = std::min(into.size(), from.size());
    std::copy_n(from.begin(), count, into.begin());
    from.erase(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(count));
    if (count != 0) wake(other(at));  // there is room again
    return count;
}

void connection::close(end from) {
    if (struck_) return;
    arrive(other(from), [](receiver& at) { at.closed = true; });
}

}  // namespace oraxx::simulation
