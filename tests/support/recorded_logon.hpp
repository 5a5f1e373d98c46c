// What has to be injected into our connect path so that a recorded logon of python-oracledb happens again:
// entropy, identity, clock; and the recording itself, field by field.
#pragma once

#include <map>

#include "session/environment.hpp"
#include "support/replay_server.hpp"

namespace oraxx::test {

// One field of what a client sent: where it stands and its bytes on the wire.
struct sent_field {
    std::string path{};
    std::string value{};

    friend bool operator==(const sent_field&, const sent_field&) = default;
};

struct conversation {
    std::vector<sent_field> client_fields{};
    std::map<std::string, std::string> values{};  // text of every key/value pair and descriptor part, either side
    std::map<std::string, std::uint32_t> value_flags{};
};

// Decodes both sides. `client` replaces the recorded client's packets.
[[nodiscard]] conversation decode_conversation(const std::vector<packet_run>& runs,
                                               const std::vector<base::byte_buffer>* client = nullptr);

struct recorded_logon {
    capture recorded{};
    std::vector<packet_run> runs{};  // up to and including the answer to the second logon message
    conversation spoken{};
    std::string user{};
    std::string password{};
    std::string host{};
    std::string service_name{};
    std::vector<base::byte_buffer> entropy{};  // in the order in which a connect asks for it

    // The recorded client's identity and clock, our driver's name, and the recorded entropy, once. The result
    // refers to this object.
    [[nodiscard]] session::environment environment() const;
};

[[nodiscard]] recorded_logon read_logon(const std::string& capture_name);

}  // namespace oraxx::test
