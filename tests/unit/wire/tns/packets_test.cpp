// Packets against the published vectors (connection.json) and against packets of old servers.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hex.hpp"
#include "support/captures.hpp"
#include "support/cut_everywhere.hpp"
#include "wire/tns/accept.hpp"
#include "wire/tns/control.hpp"
#include "wire/tns/marker.hpp"
#include "wire/tns/native_services.hpp"
#include "wire/tns/redirect.hpp"
#include "wire/tns/refuse.hpp"
#include "wire/tns/resend.hpp"

namespace oraxx::wire::tns {
namespace {

using base::hex_lower;
using test::exact_bytes;

const nlohmann::json& vectors() {
    static const auto all = [] {
        std::ifstream in(test::vector_folder() / "connection.json");
        return nlohmann::json::parse(in);
    }();
    return all;
}

// One vector: the bytes of its (first) packet, decoded on demand.
class vector_packet {
public:
    explicit vector_packet(const std::string& name) {
        for (const auto& entry : vectors().at("packets")) {
            if (entry.at("name") != name) continue;
            fields = entry.at("fields");
            const auto& hex = entry.at("hex");
            const auto texts = hex.is_array() ? hex.get<std::vector<std::string>>()
                                              : std::vector<std::string>{hex.get<std::string>()};
            for (const auto& text : texts) packets.push_back(base::parse_hex(text).value());
        }
        if (packets.empty()) throw std::runtime_error("no vector " + name);
    }

    template <class Packet>
    Packet read(length_form form = length_form::small) {
        decoder c(packets[0], caps_, scratch_);
        EXPECT_EQ(decode(c, form, header), decode_errc::ok);
        EXPECT_EQ(header.length, packets[0].size());
        EXPECT_EQ(header.type, Packet::type);
        Packet out;
        EXPECT_EQ(decode(c, out), decode_errc::ok) << c.failed_field();
        EXPECT_EQ(c.reader().remaining(), 0U);
        byte_buffer again;
        append_packet(again, out, header.flags, form);
        EXPECT_EQ(hex_lower(again), hex_lower(packets[0]));
        return out;
    }
    [[nodiscard]] std::uint32_t number(const char* name) const {
        const auto& value = fields.at(name);
        return value.is_string() ? static_cast<std::uint32_t>(std::stoul(value.get<std::string>(), nullptr, 0))
                                 : value.get<std::uint32_t>();
    }

    nlohmann::json fields;
    std::vector<byte_buffer> packets;
    packet_header header;

private:
    ttc::capabilities caps_;
    base::arena scratch_;
};

TEST(connect_packet, reads_the_form_whose_text_follows_in_a_data_packet) {
    vector_packet v("CONNECT, data in a separate packet (319)");
    const auto m = v.read<connect>();
    EXPECT_EQ(m.version, v.number("version"));
    EXPECT_EQ(m.minimum_version, v.number("minimum"));
    EXPECT_EQ(m.service_options, v.number("options"));
    EXPECT_EQ(m.sdu, v.number("sdu16"));
    EXPECT_EQ(m.tdu, v.number("tdu16"));
    EXPECT_EQ(m.nt_characteristics, v.number("nt_characteristics"));
    EXPECT_EQ(m.byte_order, v.number("one"));
    EXPECT_EQ(m.connect_data_length, v.number("data_length"));
    EXPECT_EQ(m.connect_data_offset, v.number("data_offset"));
    EXPECT_EQ(m.flags0, v.number("flags0"));
    EXPECT_EQ(m.flags1, v.number("flags1"));
    EXPECT_EQ(m.large_sdu, v.number("large_sdu"));
    EXPECT_EQ(m.large_tdu, v.number("large_tdu"));
    EXPECT_EQ(m.flags2, v.number("connect_flags_2"));
    EXPECT_TRUE(m.data_follows());
}

TEST(connect_packet, reads_the_70_byte_form) {
    vector_packet v("CONNECT, 70-byte header without connect_flags_2 (go-ora)");
    const auto m = v.read<connect>();
    EXPECT_EQ(m.connect_data_offset, connect_offset_12c);
    EXPECT_EQ(m.service_options, v.number("options"));
    EXPECT_EQ(m.large_sdu, v.number("large_sdu"));
    EXPECT_EQ(m.flags2, 0U);
    EXPECT_TRUE(m.data_follows());
}

TEST(connect_packet, reads_the_text_inside_the_packet) {
    vector_packet v("CONNECT, data inline (ojdbc 319)");
    const auto m = v.read<connect>();
    EXPECT_FALSE(m.data_follows());
    EXPECT_EQ(m.connect_data.size(), v.number("data_length"));
    EXPECT_EQ(m.connect_data.substr(0, 13), "(DESCRIPTION=");
    EXPECT_EQ(m.flags2, connect_flag2::check_oob);
}

TEST(connect_packet, reads_the_34_and_58_byte_forms_of_old_clients) {
    std::size_t seen = 0;
    for (const auto* name : {"nettns_tns_packets_10g_11g", "sqlplus_xe11_handshake", "oci_11g_12c_fragments"}) {
        for (const auto& packet : test::read_capture(name).packets) {
            if (packet.bytes[4] != static_cast<std::uint8_t>(packet_type::connect)) continue;
            const exact_bytes exact(packet.bytes);
            const ttc::capabilities caps;
            base::arena scratch;
            decoder c(exact.view(), caps, scratch);
            packet_header header;
            ASSERT_EQ(decode(c, length_form::small, header), decode_errc::ok);
            connect m;
            ASSERT_EQ(decode(c, m), decode_errc::ok) << name << ", field " << c.failed_field();
            EXPECT_EQ(c.reader().remaining(), 0U);
            byte_buffer again;
            append_packet(again, m, header.flags);
            EXPECT_EQ(hex_lower(again), hex_lower(packet.bytes)) << name;
            ++seen;
        }
    }
    EXPECT_GE(seen, 3U);
}

TEST(connect_packet, refuses_an_offset_inside_its_own_fields) {
    vector_packet v("CONNECT, data in a separate packet (319)");
    auto bytes = v.packets[0];
    bytes[27] = 12;  // offset 12
    const ttc::capabilities caps;
    base::arena scratch;
    decoder c(bytes_view(bytes).subspan(header_size), caps, scratch);
    connect m;
    EXPECT_EQ(decode(c, m), decode_errc::bad_value);
}

TEST(connect_packet, never_reads_past_a_cut) {
    vector_packet v("CONNECT, data inline (ojdbc 319)");
    const auto body = bytes_view(v.packets[0]).subspan(header_size);
    const std::size_t text_at = connect_offset_18c - header_size;
    for (std::size_t length = 0; length < body.size(); ++length) {
        const exact_bytes part(body.first(length));
        const ttc::capabilities caps;
        base::arena scratch;
        decoder c(part.view(), caps, scratch);
        connect m;
        // Cut right before the text, the packet is one whose text follows.
        EXPECT_EQ(decode(c, m), length == text_at ? decode_errc::ok : decode_errc::incomplete) << length;
    }
}

class accept_vector : public testing::TestWithParam<const char*> {};

TEST_P(accept_vector, reads_what_its_length_leaves_room_for) {
    vector_packet v(GetParam());
    const auto m = v.read<accept>();
    EXPECT_EQ(m.version, v.number("version"));
    EXPECT_EQ(m.service_options, v.number("options"));
    EXPECT_EQ(m.accept_data_length, v.number("data_length"));
    EXPECT_EQ(m.accept_data_offset, v.number("data_offset"));
    EXPECT_EQ(m.flags0, v.number("flags0"));
    EXPECT_EQ(m.flags1, v.number("flags1"));
    EXPECT_EQ(m.effective_sdu(), v.number("sdu"));
    EXPECT_EQ(m.version >= version_large_length ? m.large_tdu : m.tdu, v.number("tdu"));
    EXPECT_EQ(m.flags2, v.fields.contains("flags2") ? v.number("flags2") : 0U);
    if (v.fields.contains("connection_uuid")) {
        EXPECT_EQ(hex_lower(m.session_uuid), v.fields.at("connection_uuid").get<std::string>());
    }
}

INSTANTIATE_TEST_SUITE_P(servers, accept_vector,
                         testing::Values("ACCEPT 308", "ACCEPT 314 (XE 11g)", "ACCEPT 317 (XE 18c)",
                                         "ACCEPT 318 (XE 21c)", "ACCEPT 318 (19c, OOB check)", "ACCEPT 319 (23ai)",
                                         "ACCEPT 319 with NA wanted (ojdbc)"));

TEST(accept_packet, tells_whether_native_services_are_wanted) {
    EXPECT_FALSE(vector_packet("ACCEPT 319 (23ai)").read<accept>().wants_native_services());
    EXPECT_TRUE(vector_packet("ACCEPT 319 with NA wanted (ojdbc)").read<accept>().wants_native_services());
}

TEST(accept_packet, reads_accept_data_behind_the_fields) {
    for (const auto& packet : test::read_capture("nettns_tns_packets_10g_11g").packets) {
        if (packet.bytes[4] != static_cast<std::uint8_t>(packet_type::accept) || packet.bytes.size() == 24) continue;
        const ttc::capabilities caps;
        base::arena scratch;
        decoder c(bytes_view(packet.bytes).subspan(header_size), caps, scratch);
        accept m;
        ASSERT_EQ(decode(c, m), decode_errc::ok);
        EXPECT_EQ(m.accept_data.size(), m.accept_data_length);
        byte_buffer again;
        append_packet(again, m, packet.bytes[5]);
        EXPECT_EQ(hex_lower(again), hex_lower(packet.bytes));
    }
}

TEST(refuse_packet, tells_the_reason_its_text_names) {
    vector_packet v("REFUSE");
    const auto m = v.read<refuse>();
    EXPECT_EQ(m.user_reason, v.number("user_reason"));
    EXPECT_EQ(m.text, v.fields.at("text").get<std::string>());
    const auto reason = parse_refuse_reason(m.text);
    EXPECT_EQ(reason.error, v.number("err"));
    EXPECT_EQ(reason.server_version, 169869568U);
    EXPECT_EQ(reason.code, 12618U);
    EXPECT_EQ(reason.facility, 4U);
    vector_packet other("REFUSE 12514");
    EXPECT_EQ(parse_refuse_reason(other.read<refuse>().text).error, other.number("err"));
}

TEST(refuse_packet, finds_reasons_in_any_case_and_with_blanks) {
    EXPECT_EQ(parse_refuse_reason("( description = ( err = 12505 ) )").error, 12505U);
    EXPECT_EQ(parse_refuse_reason("(ERROR_STACK=(ERROR=(CODE=12526)(EMFI=4)))").error, 12526U);
    EXPECT_EQ(parse_refuse_reason("").error, 0U);
    EXPECT_EQ(parse_refuse_reason("(ERR=99999999999999)").error, 0U);
    EXPECT_EQ(parse_refuse_reason("(((").error, 0U);
}

TEST(redirect_packet, holds_an_address_or_announces_it) {
    vector_packet v("REDIRECT, address only, inline");
    const auto m = v.read<redirect>();
    const auto target = split_redirect_text(m.text);
    EXPECT_EQ(target.address, v.fields.at("address").get<std::string>());
    EXPECT_TRUE(target.connect_data.empty());

    vector_packet split("REDIRECT, data in following DATA packet, flag 0x02");
    const auto head = split.read<redirect>();
    EXPECT_TRUE(head.text_follows());
    EXPECT_EQ(head.text_length, split.number("data_length"));
    EXPECT_EQ(split.header.flags, packet_flag::redirect_has_data);
    const auto text = base::as_text(bytes_view(split.packets[1]).subspan(data_header_size));
    EXPECT_EQ(text.size(), head.text_length);
    const auto both = split_redirect_text(text);
    EXPECT_EQ(both.address, split.fields.at("address").get<std::string>());
    EXPECT_EQ(both.connect_data, split.fields.at("connect_data").get<std::string>());
}

TEST(marker_packet, reads_every_recorded_kind) {
    EXPECT_EQ(vector_packet("MARKER reset, 2-byte length").read<marker>().kind, marker_kind::reset);
    EXPECT_EQ(vector_packet("MARKER break, 4-byte length").read<marker>(length_form::large).kind,
              marker_kind::break_);
    const auto attention = vector_packet("MARKER attention (ojdbc OOB check)").read<marker>(length_form::large);
    EXPECT_EQ(attention.form, marker_type::attention);
    EXPECT_EQ(attention.kind, marker_kind::interrupt);
}

TEST(control_packet, reads_the_out_of_band_reset) {
    EXPECT_EQ(vector_packet("CONTROL reset-OOB").read<control>(length_form::large).command,
              control_command::reset_oob);
}

TEST(resend_packet, is_a_header_alone) {
    (void)vector_packet("RESEND").read<resend>();
}

TEST(native_services_container, reads_request_and_reply) {
    for (const auto* name : {"ANO request (ojdbc)", "ANO reply, nothing activated (23ai)"}) {
        vector_packet v(name);
        const auto body = bytes_view(v.packets[0]).subspan(data_header_size);
        ASSERT_TRUE(is_native_services(body));
        test::cut_everywhere(body, {}, [](decoder& c) {
            native_services m;
            return decode(c, m);
        });
        const ttc::capabilities caps;
        base::arena scratch;
        decoder c(body, caps, scratch);
        native_services m;
        ASSERT_EQ(decode(c, m), decode_errc::ok);
        EXPECT_EQ(m.length, body.size());
        EXPECT_EQ(m.services.size(), 4U);
        EXPECT_EQ(m.services[0].service, native_service::supervisor);
    }
}

TEST(packet_header, refuses_lengths_outside_the_form) {
    const auto refused = [](const char* hex, length_form form) {
        const auto bytes = base::parse_hex(hex).value();
        const ttc::capabilities caps;
        base::arena scratch;
        decoder c(bytes, caps, scratch);
        packet_header header;
        return decode(c, form, header);
    };
    EXPECT_EQ(refused("0007000006000000", length_form::small), decode_errc::bad_value);
    EXPECT_EQ(refused("0000000706000000", length_form::large), decode_errc::bad_value);
    EXPECT_EQ(refused("0020000106000000", length_form::large), decode_errc::limit_exceeded);
    EXPECT_EQ(refused("0020000006000000", length_form::large), decode_errc::ok);
    EXPECT_EQ(refused("00200000060000", length_form::large), decode_errc::incomplete);
}

TEST(packet_header, writes_the_length_in_either_form) {
    byte_buffer out;
    append_packet(out, marker{.form = marker_type::data, .reserved = 0, .kind = marker_kind::break_}, 0x20,
                  length_form::large);
    EXPECT_EQ(hex_lower(out), "0000000b0c200000010001");
}

}  // namespace
}  // namespace oraxx::wire::tns
