// The PL/SQL record of py_free23_26_dbobject, which python-oracledb bound and the server took apart: our bytes for
// the same values are the recorded ones, and the recorded ones give the same values. And images nobody should send.
#include <gtest/gtest.h>

#include <oraxx/detail/object_description.hpp>
#include <oraxx/detail/read_cell.hpp>
#include <oraxx/detail/value_link.hpp>
#include <oraxx/object.hpp>
#include <oraxx/result_set.hpp>

#include "backend/thin/object_binds.hpp"
#include "base/hex.hpp"
#include "support/captures.hpp"
#include "wire/types/object_shape.hpp"

namespace oraxx::test {
namespace {

using wire::types::object_shape;
using wire::types::value_shape;

base::byte_buffer hex(std::string_view text) {
    return base::parse_hex(text).value();
}

object_type described(std::string name, object_form form, std::vector<object_attribute> attributes,
                      std::string_view oid) {
    auto out = std::make_shared<detail::object_description>();
    out->schema = "PYTHONTEST";
    out->package = "PKG_TESTRECORDS";
    out->name = std::move(name);
    out->form = form;
    const auto bytes = hex(oid);
    std::copy(bytes.begin(), bytes.end(), out->oid.begin());
    auto shape = std::make_shared<object_shape>();
    shape->form = static_cast<wire::types::shape_form>(form);
    for (const auto& each : attributes) shape->values.push_back({.type = each.type});
    out->shape = std::move(shape);
    out->attributes = std::move(attributes);
    return object_type(std::move(out));
}

object_type recorded_type() {
    return described("UDT_RECORD", object_form::object,
                     {{.name = "NUMBERVALUE", .type = db_type::number},
                      {.name = "STRINGVALUE", .type = db_type::varchar2},
                      {.name = "DATEVALUE", .type = db_type::date},
                      {.name = "TIMESTAMPVALUE", .type = db_type::timestamp},
                      {.name = "BOOLEANVALUE", .type = db_type::boolean},
                      {.name = "PLSINTEGERVALUE", .type = db_type::binary_integer},
                      {.name = "BINARYINTEGERVALUE", .type = db_type::binary_integer}},
                     "53ff7a88ac51031fe063040011ac50ca");
}

// As the block called with it said them: GetStringRep() of the recording.
object recorded_value(const object_type& type) {
    object out(type);
    out.set("NumberValue", 18).set("StringValue", "A string in a record");
    out.set("DateValue", date{.year = 2016, .month = 2, .day = 15});
    const date moment{.year = 2016, .month = 2, .day = 12, .hour = 14, .minute = 25, .second = 36};
    out.set("TimestampValue", timestamp{.date = moment});
    out.set("BooleanValue", false).set("PlsIntegerValue", 21).set("BinaryIntegerValue", 5);
    return out;
}

// Knows one type.
class one_type final : public detail::value_link {
public:
    explicit one_type(object_type type) : type_(std::move(type)) {}

    result<detail::lob_contents> read_lob(const detail::lob_record&, db_type) override { return none(); }
    result<std::shared_ptr<detail::lob_state>> open_lob(const detail::lob_record&, db_type,
                                                        std::shared_ptr<void>) override {
        return none();
    }
    result<result_set> open_cursor(std::shared_ptr<backend::statement>) override { return none(); }
    result<object_type> find_type(std::span<const std::uint8_t> oid) override {
        const auto& known = type_.description().oid;
        if (!std::equal(oid.begin(), oid.end(), known.begin(), known.end())) return none();
        return type_;
    }
    result<object_type> find_type(std::string_view) override { return type_; }
    [[nodiscard]] std::optional<std::string> decode_text(std::span<const std::uint8_t> bytes) const override {
        return std::string(bytes.begin(), bytes.end());
    }

private:
    static failure none() { return {.code = errc::invalid_argument, .message = "none"}; }

    object_type type_;
};

result<object> read(const object_type& type, base::bytes_view image) {
    const auto& oid = type.description().oid;
    base::byte_buffer bytes(oid.begin(), oid.end());
    bytes.insert(bytes.end(), image.begin(), image.end());
    one_type link(type);
    detail::scratch text;
    object out;
    const detail::cell_ref cell{.data = bytes.data(),
                                .size = static_cast<std::uint32_t>(bytes.size()),
                                .type = db_type::object,
                                .link = &link};
    const errc code = detail::read_cell(cell, text, out);
    if (code == errc::ok) return out;
    return text.take_failure().value_or(failure{.code = code});
}

TEST(recorded_object, is_bound_with_the_bytes_of_the_recording) {
    const auto recorded = read_capture("py_free23_26_dbobject");
    const auto type = recorded_type();
    session::state session;
    session.database_charset = 873;
    base::byte_buffer bytes;
    const auto value = recorded_value(type);
    const auto refused = backend::thin::append_object(&value, session, nullptr, bytes);
    ASSERT_FALSE(refused) << refused->message;
    const bool is_there = std::any_of(recorded.packets.begin(), recorded.packets.end(), [&](const auto& packet) {
        return packet.from_client && std::search(packet.bytes.begin(), packet.bytes.end(), bytes.begin(),
                                                 bytes.end()) != packet.bytes.end();
    });
    EXPECT_TRUE(is_there) << base::hex_lower(bytes);
}

TEST(recorded_object, has_the_values_the_recording_states) {
    const auto image =
        hex("8401fe0000003e02c113144120737472696e6720696e2061207265636f7264077874020f01010107"
            "7874020c0f1a25040000000004000000150400000005");
    const auto type = recorded_type();
    const auto back = read(type, image);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, recorded_value(type));
}

TEST(object_image, that_is_cut_anywhere_is_refused) {
    const auto image =
        hex("8401fe0000003e02c113144120737472696e6720696e2061207265636f7264077874020f01010107"
            "7874020c0f1a25040000000004000000150400000005");
    for (std::size_t size = 0; size < image.size(); ++size) {
        EXPECT_FALSE(read(recorded_type(), base::bytes_view(image).first(size))) << size;
    }
}

// Keys that do not ascend would cost the square of their number.
TEST(object_image, of_an_index_by_table_has_ascending_keys) {
    const auto type =
        described("TABLE_T", object_form::index_by, {{.type = db_type::number}}, "53ff7a88ac51031fe063040011ac50cb");
    const auto good = read(type, hex("8801fe000000190101100200000001"
                                     "02c102"
                                     "00000003"
                                     "02c104"));
    ASSERT_TRUE(good) << good.error().message;
    EXPECT_EQ(good->key_at(1), 3);
    EXPECT_EQ(good->find_key(3)->to_string(), "3");
    EXPECT_EQ(good->find_key(2), nullptr);
    EXPECT_EQ((good->to<std::map<std::int32_t, int>>()), (std::map<std::int32_t, int>{{1, 1}, {3, 3}}));
    const auto bad = read(type, hex("8801fe000000190101100200000003"
                                    "02c102"
                                    "00000003"
                                    "02c104"));
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, errc::protocol_violation);
}

TEST(object_image, of_an_unknown_type_says_so) {
    const auto type = recorded_type();
    base::byte_buffer bytes(20);
    one_type link(type);
    detail::scratch text;
    object out;
    const detail::cell_ref cell{.data = bytes.data(), .size = 20, .type = db_type::object, .link = &link};
    EXPECT_EQ(detail::read_cell(cell, text, out), errc::invalid_argument);
    const detail::cell_ref alone{.data = bytes.data(), .size = 20, .type = db_type::object};
    EXPECT_EQ(detail::read_cell(alone, text, out), errc::wrong_state);
    const detail::cell_ref short_one{.data = bytes.data(), .size = 15, .type = db_type::object, .link = &link};
    EXPECT_EQ(detail::read_cell(short_one, text, out), errc::protocol_violation);
}

}  // namespace
}  // namespace oraxx::test
