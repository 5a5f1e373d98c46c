#include "cli/relay.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace oraxx::cli {

using transport::io_status;
using transport::tcp_stream;

namespace {

constexpr std::size_t read_bytes = 65536;

}  // namespace

relay::relay(std::unique_ptr<tcp_stream> client, std::unique_ptr<tcp_stream> server, trace::recording recording,
             std::FILE* file)
    : client_(std::move(client)),
      server_(std::move(server)),
      recording_(std::move(recording)),
      file_(file),
      buffer_(read_bytes) {
    requests_.from = answers_.to = client_.get();
    requests_.to = answers_.from = server_.get();
    requests_.from_client = true;
}

relay::~relay() {
    if (file_ != nullptr) std::fclose(file_);
}

std::string relay::run(const transport::wakeup& stop) {
    while (step(stop)) {
    }
    write(recording_.finished(end_));
    if (std::fclose(std::exchange(file_, nullptr)) != 0 && write_error_.empty()) {
        write_error_ = std::generic_category().message(errno);
    }
    return write_error_;
}

void relay::write(const std::string& text) {
    if (text.empty() || !write_error_.empty()) return;
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size() || std::fflush(file_) != 0) {
        write_error_ = std::generic_category().message(errno);
    }
}

// One wait and what it brings; false at the end.
bool relay::step(const transport::wakeup& stop) {
    if (stop.is_raised()) {
        end_ = "the recorder was stopped";
        return false;
    }
    const std::array<direction*, 2> ways{&requests_, &answers_};
    std::array<pollfd, 3> waits{};
    for (std::size_t i = 0; i < ways.size(); ++i) {
        // Each descriptor is read for one direction and written for the other.
        short events = 0;
        if (!ways[i]->has_ended && ways[i]->unsent.empty()) events |= POLLIN | POLLPRI;
        if (!ways[1 - i]->unsent.empty()) events |= POLLOUT;
        waits[i] = {events == 0 ? -1 : ways[i]->from->descriptor(), events, 0};
    }
    waits[2] = {stop.descriptor(), POLLIN, 0};
    if (::poll(waits.data(), waits.size(), -1) < 0) return errno == EINTR;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        auto& way = *ways[i];
        if ((waits[i].revents & POLLPRI) != 0) read_urgent(way);
        const bool can_read = (waits[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && way.unsent.empty();
        if (can_read && !way.has_ended && !read_from(way)) return false;
        if ((waits[1 - i].revents & (POLLOUT | POLLERR)) != 0 && !send_on(way)) return false;
    }
    return !(requests_.has_ended && answers_.has_ended);
}

bool relay::read_from(direction& way) {
    const auto got = way.from->read(buffer_);
    switch (got.status) {
    case io_status::would_block: return true;
    case io_status::end_of_file:
        way.has_ended = true;
        ::shutdown(way.to->descriptor(), SHUT_WR);
        return true;
    case io_status::failed:
        end_ = std::string(way.from_client ? "the client" : "the server") + ": " + got.reason;
        return false;
    case io_status::ok: break;
    }
    const auto bytes = base::bytes_view(buffer_).first(got.bytes);
    write(recording_.received(way.from_client, bytes));
    way.unsent.assign(bytes.begin(), bytes.end());
    return send_on(way);
}

// Breaks may come as TCP urgent data, in no packet.
void relay::read_urgent(direction& way) {
    std::uint8_t byte = 0;
    if (::recv(way.from->descriptor(), &byte, 1, MSG_OOB | MSG_DONTWAIT) != 1) return;
    write(recording_.received_urgent(way.from_client, byte));
    (void)::send(way.to->descriptor(), &byte, 1, MSG_OOB | MSG_DONTWAIT | MSG_NOSIGNAL);
}

bool relay::send_on(direction& way) {
    while (!way.unsent.empty()) {
        const auto sent = way.to->write(way.unsent);
        if (sent.status == io_status::would_block) return true;
        if (sent.status != io_status::ok) {
            end_ = std::string(way.from_client ? "the server" : "the client") + ": " + sent.reason;
            return false;
        }
        way.unsent.erase(way.unsent.begin(), way.unsent.begin() + static_cast<std::ptrdiff_t>(sent.bytes));
    }
    return true;
}

}  // namespace oraxx::cli
