// What two capability vectors and a type list amount to, and the layouts that depend on it.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hex.hpp"
#include "support/recorded_messages.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/capability_bits.hpp"
#include "wire/ttc/describe.hpp"
#include "wire/ttc/error_info.hpp"
#include "wire/ttc/protocol.hpp"

namespace oraxx::wire::ttc {
namespace {

using test::collected;

// A decoded message together with what its views point to.
template <class Message>
struct held {
    byte_buffer bytes;
    base::arena scratch;
    Message message;

    held(const byte_buffer& wire, const capabilities& caps) : bytes(wire) {
        decoder c(bytes_view(bytes).subspan(1), caps, scratch);
        EXPECT_EQ(decode(c, message), decode_errc::ok) << c.failed_field();
        EXPECT_EQ(c.reader().remaining(), 0U);
    }
};

struct settled {
    const char* capture;
    field_version version;
    bool error_has_sql_type;
    bool universal_sb1;
    bool end_of_response;
    bool text_has_length;
};

class negotiation : public testing::TestWithParam<settled> {};

// Classic handshakes: the request stands in a message of its own.
TEST_P(negotiation, settles_what_the_session_then_does) {
    const auto& want = GetParam();
    const auto& session = collected(want.capture);
    const held<data_types_request> request(session.at(true, "data types").wire, {});
    const held<protocol_reply> reply(session.at(false, "protocol").wire, {});
    auto caps =
        negotiate({request.message.compile_capabilities, request.message.runtime_capabilities},
                  {reply.message.compile_capabilities, reply.message.runtime_capabilities}, request.message.flags);
    const held<data_types_reply> agreed(session.at(false, "data types").wire, caps);
    apply_data_types(agreed.message.types, caps);
    EXPECT_EQ(caps.version, want.version);
    EXPECT_EQ(caps.error_has_sql_type, want.error_has_sql_type);
    EXPECT_EQ(caps.dialect.universal_sb1, want.universal_sb1);
    EXPECT_EQ(caps.dialect.integers, integer_form::universal);
    EXPECT_EQ(caps.end_of_response, want.end_of_response);
    EXPECT_EQ(caps.request_text_has_length, want.text_has_length);
    EXPECT_TRUE(caps.data_types_wide);
}

INSTANTIATE_TEST_SUITE_P(
    sessions, negotiation,
    testing::Values(settled{"py_21c_session", field_version::v21_1, true, false, false, true},
                    settled{"jdbc_12_2_session", field_version::v12_2_ext1, false, true, false, false},
                    settled{"jdbc_11_2_expired_password", field_version::v11_2, false, true, false, false},
                    settled{"goora_free23_26_dml", field_version::v18_1_ext1, false, true, false, true}),
    [](const auto& at) { return std::string(at.param.capture); });

// 26ai by fast authentication, field version 24 both times: only the type list tells the two apart.
TEST(error_tail, follows_data_type_652_and_not_the_field_version) {
    const held<data_types_reply> python(collected("py_free23_26_failed_stmt").at(false, "data types").wire, {});
    EXPECT_TRUE(python.message.types.supports(data_type::error_with_sql_type));
    capabilities goora;
    goora.data_types_time_zone = goora.data_types_time_zone_file = true;
    const held<data_types_reply> other(collected("goora_free23_26_failed_stmt").at(false, "data types").wire, goora);
    EXPECT_FALSE(other.message.types.supports(data_type::error_with_sql_type));
    EXPECT_TRUE(other.message.types.supports(data_type::error));
    apply_data_types(other.message.types, goora);
    EXPECT_FALSE(goora.error_has_sql_type);
    EXPECT_TRUE(goora.dialect.universal_sb1);
}

TEST(type_list, keeps_entries_of_several_pairs_and_of_none) {
    data_type_list list;
    list.words = {25, 25, 24, 25, 1, 0, 544, 0, 2, 2, 10, 0};
    EXPECT_EQ(list.entry_count(), 3U);
    EXPECT_EQ(list.representation_of(25), 24);
    EXPECT_FALSE(list.supports(544));
    EXPECT_EQ(list.representation_of(2), 10);
    EXPECT_FALSE(list.supports(3));
    list.words = {25, 25};  // cut short: no reason to read past the end
    EXPECT_EQ(list.entry_count(), 1U);
}

TEST(minimal_reply, leaves_the_rule_of_field_versions) {
    capabilities caps;
    caps.error_has_sql_type = true;
    apply_data_types({}, caps);
    EXPECT_TRUE(caps.error_has_sql_type);
}

TEST(describe, ends_where_its_field_version_says) {
    // The same NUMBER column from three servers; 18c has no domain, 26ai has annotations and vector fields.
    capabilities xe18;
    xe18.version = field_version::v18_1_ext1;
    const held<describe_info> from_18c(collected("rust_xe18_postauth").at(false, "describe").wire, xe18);
    capabilities xe21;
    xe21.version = field_version::v21_1;
    const held<describe_info> from_21c(collected("py_21c_session").at(false, "describe").wire, xe21);
    const held<describe_info> from_26ai(collected("rust_free23_postauth").at(false, "describe").wire, {});
    for (const auto* m : {&from_18c.message, &from_21c.message, &from_26ai.message}) {
        ASSERT_EQ(m->block.columns.size(), 1U);
        EXPECT_EQ(m->block.columns[0].format.database_type(), db_type::number);
    }
    EXPECT_EQ(from_18c.message.block.columns[0].name, "V");
    EXPECT_EQ(from_26ai.message.block.columns[0].name, "V");
}

TEST(describe, reads_scales_in_both_forms) {
    const held<describe_info> raw(collected("py_free23_26_fetch_df").at(false, "describe").wire, {});
    capabilities caps;
    caps.version = field_version::v18_1_ext1;
    caps.dialect.universal_sb1 = true;
    const held<describe_info> universal(collected("goora_free23_26_numbers").at(false, "describe", 1).wire, caps);
    EXPECT_EQ(universal.message.block.columns[0].format.scale, -127);  // plain NUMBER
    capabilities wrong = caps;
    wrong.dialect.universal_sb1 = false;
    base::arena scratch;
    const auto& wire = collected("goora_free23_26_numbers").at(false, "describe", 1).wire;
    decoder c(bytes_view(wire).subspan(1), wrong, scratch);
    describe_info m;
    EXPECT_NE(decode(c, m), decode_errc::ok);
    EXPECT_FALSE(raw.message.block.columns.empty());
}

// go-oracledb's OUT bind of a float64, as it sent it to the sandbox.
TEST(bind_metadata, reads_the_scale_of_a_number_as_two_unsigned_bytes) {
    capabilities caps;
    caps.dialect.universal_sb1 = true;
    const auto read_scale = [&caps](const char* scale) {
        const auto wire = base::parse_hex("020300" + std::string(scale) +
                                          "0116000000000203690100"
                                          "0000")
                              .value();
        base::arena scratch;
        decoder c(wire, caps, scratch);
        bind_metadata m;
        layout(c, m);
        return std::pair(c.error(), static_cast<int>(m.scale));
    };
    EXPECT_EQ(read_scale("02ff81"), std::pair(decode_errc::ok, -127));
    EXPECT_EQ(read_scale("817f"), std::pair(decode_errc::ok, -127));
    EXPECT_EQ(read_scale("0106"), std::pair(decode_errc::ok, 6));
    EXPECT_EQ(read_scale("02ff7f").first, decode_errc::bad_value);
    EXPECT_EQ(read_scale("0180").first, decode_errc::bad_value);
    EXPECT_EQ(read_scale("03010000").first, decode_errc::bad_value);
}

TEST(error_info, reads_position_message_and_call_number) {
    const auto& session = collected("py_free23_26_failed_stmt");
    bool found = false;
    for (const auto& m : session.messages) {
        if (m.name != "error") continue;
        const held<error_info> e(m.wire, {});
        if (e.message.error_number != 942) continue;
        EXPECT_EQ(e.message.short_error, 942);
        EXPECT_EQ(e.message.message.substr(0, 10), "ORA-00942:");
        EXPECT_EQ(e.message.message.back(), '\n');
        EXPECT_GT(e.message.position, 0);
        found = true;
    }
    EXPECT_TRUE(found);
}

TEST(protocol_vector, reads_the_18c_reply) {
    std::ifstream in(test::vector_folder() / "connection.json");
    const auto all = nlohmann::json::parse(in);
    for (const auto& entry : all.at("ttc_bodies")) {
        if (entry.at("name") != "protocol negotiation reply XE18") continue;
        const auto& want = entry.at("fields");
        const held<protocol_reply> reply(base::parse_hex(entry.at("hex").get<std::string>()).value(), {});
        EXPECT_EQ(reply.message.version, want.at("ttc_version"));
        EXPECT_EQ(reply.message.banner, want.at("banner").get<std::string>());
        EXPECT_EQ(reply.message.charset, want.at("charset"));
        EXPECT_EQ(reply.message.flags, want.at("server_flags"));
        EXPECT_EQ(reply.message.charset_elements.size(), 5U * want.at("charset_elements").get<std::size_t>());
        EXPECT_EQ(reply.message.fdo.size(), want.at("fdo_length"));
        EXPECT_EQ(reply.message.national_charset(), want.at("ncharset"));
        EXPECT_EQ(base::hex_lower(reply.message.compile_capabilities), want.at("compile_caps").get<std::string>());
        EXPECT_EQ(base::hex_lower(reply.message.runtime_capabilities), want.at("runtime_caps").get<std::string>());
        EXPECT_EQ(reply.message.compile_capabilities[compile_cap::field_version], want.at("ttc_field_version"));
        return;
    }
    FAIL() << "the vector is gone";
}

TEST(auth_vectors, hold_their_pairs) {
    std::ifstream in(test::vector_folder() / "connection.json");
    const auto all = nlohmann::json::parse(in);
    std::size_t seen = 0;
    for (const auto& entry : all.at("ttc_bodies")) {
        const auto name = entry.at("name").get<std::string>();
        if (name.rfind("auth phase 1 reply", 0) != 0) continue;
        auto bytes = base::parse_hex(entry.at("hex").get<std::string>()).value();
        base::arena scratch;
        const capabilities caps;
        decoder c(bytes_view(bytes).subspan(1), caps, scratch);
        auth_parameters m;
        ASSERT_EQ(decode(c, m), decode_errc::ok) << name;
        ASSERT_NE(find(m.pairs, "AUTH_SESSKEY"), nullptr);
        const auto* verifier = find(m.pairs, "AUTH_VFR_DATA");
        ASSERT_NE(verifier, nullptr);
        EXPECT_EQ(verifier->flags, name.find("11g") != std::string::npos ? verifier_type::v11g : verifier_type::v12c);
        EXPECT_NE(find(m.pairs, "AUTH_GLOBALLY_UNIQUE_DBID"), nullptr) << "keys may end with a NUL byte";
        ++seen;
    }
    EXPECT_EQ(seen, 2U);
}

}  // namespace
}  // namespace oraxx::wire::ttc
