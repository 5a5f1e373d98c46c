#include "transport/filtered_stream.hpp"

namespace oraxx::transport {
namespace {

constexpr std::size_t wire_input_bytes = std::size_t{16} * 1024;  // a TLS record
// Plain bytes are refused while so much of the filter's output waits for the peer.
constexpr std::size_t max_unsent_bytes = std::size_t{64} * 1024;

}  // namespace

filtered_stream::filtered_stream(std::unique_ptr<stream> inner, std::unique_ptr<stream_filter> filter)
    : inner_(std::move(inner)), filter_(std::move(filter)), wire_input_(wire_input_bytes) {}

io_result filtered_stream::read(std::span<std::uint8_t> into) {
    for (;;) {
        if (const auto plain = filter_->get_plain(into); plain > 0) return {io_status::ok, plain, {}};
        if (filter_->has_failed()) return {io_status::failed, 0, filter_->reason()};
        if (filter_->at_end()) return {io_status::end_of_file, 0, {}};
        auto wire = inner_->read(wire_input_);
        if (wire.status != io_status::ok) return wire;
        const bool accepted = filter_->put_wire(bytes_view(wire_input_).first(wire.bytes));
        // A handshake answers, and tells the peer why it ends; that the answer cannot go out now is no obstacle to
        // reading on.
        auto flushed = flush();
        if (!accepted) return {io_status::failed, 0, filter_->reason()};
        if (flushed.status == io_status::failed) return flushed;
        if (filter_->holds_back()) return {io_status::would_block, 0, {}};
    }
}

io_result filtered_stream::write(bytes_view bytes) {
    auto flushed = flush();
    if (flushed.status == io_status::failed) return flushed;
    if (filter_->wire_output().size() >= max_unsent_bytes) return {io_status::would_block, 0, {}};
    const auto taken = filter_->put_plain(bytes);
    flushed = flush();
    if (flushed.status == io_status::failed) return flushed;
    if (taken == 0 && !bytes.empty()) return {io_status::would_block, 0, {}};
    return {io_status::ok, taken, {}};
}

bool filtered_stream::has_unsent() const noexcept {
    return !filter_->wire_output().empty();
}

io_result filtered_stream::flush() {
    while (has_unsent()) {
        auto sent = inner_->write(filter_->wire_output());
        if (sent.status != io_status::ok) return sent;
        filter_->wire_sent(sent.bytes);
    }
    return {};
}

bool filtered_stream::peek_closed() noexcept {
    return filter_->has_plain() || inner_->peek_closed();
}

std::unique_ptr<stream> filtered_stream::release() noexcept {
    filter_.reset();
    return std::move(inner_);
}

}  // namespace oraxx::transport
