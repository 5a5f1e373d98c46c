#include "support/captured_exchanges.hpp"

#include <algorithm>
#include <stdexcept>

#include "wire/tns/packet.hpp"
#include "wire/ttc/capability_bits.hpp"
#include "wire/ttc/close_cursors.hpp"
#include "wire/ttc/execute.hpp"
#include "wire/ttc/fast_auth.hpp"
#include "wire/ttc/fetch.hpp"
#include "wire/ttc/lob_operation.hpp"
#include "wire/ttc/reexecute.hpp"

namespace oraxx::test {
namespace {

namespace tns = wire::tns;
namespace ttc = wire::ttc;
using base::bytes_view;

constexpr std::size_t payload_at = tns::header_size + 2;

class reader {
public:
    captured_session read(const std::string& name) {
        const auto recorded = read_capture(name);
        bool accepted = false;
        for (const auto& packet : recorded.packets) {
            const auto type = static_cast<tns::packet_type>(packet.bytes.at(4));
            if (!accepted) {
                accepted = type == tns::packet_type::accept;
            } else if (packet.from_client) {
                from_client(packet, type);
            } else {
                from_server(packet, type);
            }
        }
        if (!logged_on_) throw std::runtime_error(name + ": no complete logon in the capture");
        return std::move(out_);
    }

private:
    void from_client(const capture_packet& packet, tns::packet_type type) {
        if (type == tns::packet_type::marker && !out_.exchanges.empty()) {
            out_.exchanges.back().client_markers.push_back(packet.bytes);
            return;
        }
        const auto body = bytes_view(packet.bytes).subspan(payload_at);
        if (type != tns::packet_type::data || body.empty() || body[0] == 0xDE) return;  // goodbye, network services
        in_logon_ = true;
        switch (static_cast<ttc::message_type>(body[0])) {
        case ttc::message_type::fast_auth: {
            ttc::fast_auth message;
            ttc::decoder c(body.subspan(1), out_.caps, scratch_);
            check(ttc::decode(c, message), packet, "fast authentication");
            keep_client(message.data_types);
            break;
        }
        case ttc::message_type::data_types: {
            ttc::data_types_request message;
            ttc::decoder c(body.subspan(1), out_.caps, scratch_);
            check(ttc::decode(c, message), packet, "data types");
            keep_client(message);
            negotiate();
            break;
        }
        case ttc::message_type::function:
        case ttc::message_type::piggyback:
            in_logon_ = false;
            request(packet, body);
            break;
        default: break;
        }
    }

    void from_server(const capture_packet& packet, tns::packet_type type) {
        if (!in_logon_ && !out_.exchanges.empty()) {
            out_.exchanges.back().answer.push_back(packet.bytes);
            return;
        }
        const auto body = bytes_view(packet.bytes).subspan(payload_at);
        if (type != tns::packet_type::data || body.empty()) return;
        ttc::decoder c(body, out_.caps, scratch_);
        ttc::message_type message{};
        c.u8("message type", message);
        if (message == ttc::message_type::protocol) {
            take_protocol(c, packet);
            c.u8("message type", message);  // data types follow at once in the answer to fast authentication
        }
        if (c.ok() && message == ttc::message_type::data_types) take_data_types(c, packet);
    }

    void take_protocol(ttc::decoder& c, const capture_packet& packet) {
        ttc::protocol_reply message;
        check(ttc::decode(c, message), packet, "protocol");
        server_compile_.assign(message.compile_capabilities.begin(), message.compile_capabilities.end());
        server_runtime_.assign(message.runtime_capabilities.begin(), message.runtime_capabilities.end());
        negotiate();
    }

    void take_data_types(ttc::decoder& c, const capture_packet& packet) {
        ttc::data_types_reply message;
        check(ttc::decode(c, message), packet, "data types");
        ttc::apply_data_types(message.types, out_.caps);
    }

    void keep_client(const ttc::data_types_request& message) {
        client_compile_.assign(message.compile_capabilities.begin(), message.compile_capabilities.end());
        client_runtime_.assign(message.runtime_capabilities.begin(), message.runtime_capabilities.end());
        flags_ = message.flags;
    }

    void negotiate() {
        if (client_compile_.empty() || server_compile_.empty()) return;
        out_.caps = ttc::negotiate({client_compile_, client_runtime_}, {server_compile_, server_runtime_}, flags_);
    }

    void request(const capture_packet& packet, bytes_view body) {
        ttc::decoder c(body, out_.caps, scratch_);
        exchange made;
        made.line = packet.line;
        for (;;) {
            ttc::message_type type{};
            ttc::function_header header;
            c.u8("message type", type);
            check(ttc::decode(c, header), packet, "function header");
            made.function = header.function;
            if (type != ttc::message_type::piggyback) break;
            take_piggyback(c, packet, header.function, made);
        }
        if (made.function == ttc::function_code::auth_phase_one ||
            made.function == ttc::function_code::auth_phase_two) {
            in_logon_ = true;
            logged_on_ = made.function == ttc::function_code::auth_phase_two;
            return;
        }
        read_body(c, packet, made);
        out_.exchanges.push_back(std::move(made));
    }

    static void take_piggyback(ttc::decoder& c, const capture_packet& packet, ttc::function_code function,
                               exchange& made) {
        if (function == ttc::function_code::lob_operation) {
            ttc::lob_request temporary_lobs;
            check(ttc::decode(c, temporary_lobs), packet, "free temporary LOBs");
        } else {
            ttc::close_cursors message;
            check(ttc::decode(c, message), packet, "close cursors");
            made.closed_cursors.assign(message.cursor_ids.begin(), message.cursor_ids.end());
        }
    }

    void read_body(ttc::decoder& c, const capture_packet& packet, exchange& made) {
        switch (made.function) {
        case ttc::function_code::execute: {
            ttc::execute_request message;
            check(ttc::decode(c, message), packet, "execute");
            made.sql = std::string(message.sql);
            made.cursor_id = message.cursor_id;
            made.binds = message.binds;
            made.defines = !message.defines.empty();
            made.batch_errors = (message.options & ttc::execute_option::batch_errors) != 0;
            made.row_counts = (message.i4[ttc::execute_i4::flags] & ttc::execute_flag::dml_row_counts) != 0;
            const bool is_query = message.i4[ttc::execute_i4::is_query] != 0;
            if (!is_query) made.bind_rows = std::max(message.i4[ttc::execute_i4::iterations], 1U);
            for (auto& bind : made.binds) bind.type_oid = {};  // borrowed from the packet
            break;
        }
        case ttc::function_code::reexecute:
        case ttc::function_code::reexecute_fetch: {
            ttc::reexecute_request message;
            check(ttc::decode(c, message), packet, "re-execute");
            made.cursor_id = message.cursor_id;
            break;
        }
        case ttc::function_code::fetch: {
            ttc::fetch_request message;
            check(ttc::decode(c, message), packet, "fetch");
            made.cursor_id = message.cursor_id;
            break;
        }
        default: break;
        }
    }

    static void check(base::decode_errc error, const capture_packet& packet, const char* what) {
        if (error == base::decode_errc::ok) return;
        throw std::runtime_error("line " + std::to_string(packet.line) + ": " + what + ": " +
                                 std::string(base::to_string(error)));
    }

    captured_session out_;
    base::arena scratch_;
    base::byte_buffer client_compile_;
    base::byte_buffer client_runtime_;
    base::byte_buffer server_compile_;
    base::byte_buffer server_runtime_;
    std::uint8_t flags_ = 0;
    bool in_logon_ = true;
    bool logged_on_ = false;
};

}  // namespace

captured_session read_exchanges(const std::string& capture_name) {
    return reader().read(capture_name);
}

}  // namespace oraxx::test
