// Writes the .trace text of one connection while it goes on. Holds no socket and no file: bytes are put in as they
// come, text is handed back.
#pragma once

#include <string>

#include "trace/trace_file.hpp"
#include "wire/tns/packet.hpp"

namespace oraxx::trace {

// What the recorder knows about a connection, for the notes at the top of the file.
struct recorded_connection {
    std::string client{};   // "127.0.0.1:40123"
    std::string server{};   // as the user named it
    std::string started{};  // UTC
};

class recording {
public:
    explicit recording(recorded_connection about) : about_(std::move(about)) {}

    // Lines for every packet that these bytes complete. A connection that begins with TLS, or stops making sense, is
    // written as it was received, one call a line.
    [[nodiscard]] std::string received(bool from_client, base::bytes_view bytes);
    // A byte sent out of band, which stands in no packet: a note.
    [[nodiscard]] std::string received_urgent(bool from_client, std::uint8_t byte);
    // What still waited to become a packet, and how the recording ended.
    [[nodiscard]] std::string finished(std::string_view how);

private:
    struct direction {
        base::byte_buffer pending{};
        bool is_framed = true;
    };

    [[nodiscard]] direction& way(bool from_client) noexcept { return from_client ? client_ : server_; }
    [[nodiscard]] std::string heading() const;
    std::string packets(bool from_client);

    recorded_connection about_;
    direction client_{};
    direction server_{};
    wire::tns::length_form form_ = wire::tns::length_form::small;
    bool has_heading_ = false;
    bool is_tls_ = false;
};

}  // namespace oraxx::trace
