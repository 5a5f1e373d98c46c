#include "backend/thin/bind_encoder.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace oraxx::backend::thin {
namespace {

constexpr std::string_view latin = "na\xC3\xAFve \xE2\x82\xAC";  // with a diaeresis and a euro sign
constexpr std::string_view face = "a\xF0\x9F\x98\x80";           // U+1F600

session::cursor cursor_of(std::string_view sql) {
    session::cursor out;
    out.sql = std::string(sql);
    out.text = sql::scan_sql(sql);
    return out;
}

// The bytes of the one bind of a query, or the failure.
result<std::string> encoded(const session::state& session, db_type type, detail::bind_data data) {
    const bind_item item{.type = type, .value = data};
    bind_encoder encoder;
    const auto binds = encoder.encode({.binds = {&item, 1}}, cursor_of("select :1 from dual"), session);
    if (!binds) return binds.error();
    return base::hex_lower(binds->values[0].bytes);
}

TEST(bind_encoder, refuses_a_character_that_the_database_would_replace) {
    session::state session;
    session.database_charset = 178;
    EXPECT_EQ(encoded(session, db_type::varchar2, latin).value(), base::hex_lower(base::as_bytes(latin)));
    const auto refused = encoded(session, db_type::varchar2, face);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::value_out_of_range);
    EXPECT_NE(refused.error().message.find("from byte 1 on"), std::string::npos) << refused.error().message;
    EXPECT_NE(refused.error().message.find("WE8MSWIN1252"), std::string::npos);
    EXPECT_TRUE(encoded(session, db_type::nvarchar2, face).has_value()) << "the national set has it";
    session.database_charset = 31;
    EXPECT_FALSE(encoded(session, db_type::varchar2, latin).has_value()) << "ISO 8859-1 has no euro sign";
    session.database_charset = 852;
    EXPECT_TRUE(encoded(session, db_type::varchar2, face).has_value()) << "a set without a table is not checked";
}

TEST(bind_encoder, writes_national_text_in_the_national_character_set) {
    session::state session;
    session.national_charset = 2000;
    EXPECT_EQ(encoded(session, db_type::nvarchar2, face).value(), "0061d83dde00");
    session.national_charset = 871;
    EXPECT_EQ(encoded(session, db_type::nvarchar2, face).value(), "61eda0bdedb880");
    EXPECT_FALSE(encoded(session, db_type::nvarchar2, std::string_view("\xFF")).has_value());
}

TEST(bind_encoder, shifts_local_times_into_the_time_zone_of_the_database) {
    session::state session;
    const timestamp_ltz value{.value = *timestamp::parse("2024-06-01T01:15:00")};
    const auto unknown = encoded(session, db_type::timestamp_ltz, value);
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().code, errc::unsupported);
    session.zones.database = std::int16_t{0};
    session.zones.session = std::int16_t{120};
    EXPECT_EQ(encoded(session, db_type::timestamp_ltz, value).value(), "787c051f181001") << "23:15 on the day before";
}

TEST(bind_encoder, sends_row_addresses_as_text) {
    const session::state session;
    constexpr std::string_view logical = "*BAEAA2gCwQL+";
    EXPECT_EQ(encoded(session, db_type::urowid, logical).value(), base::hex_lower(base::as_bytes(logical)));
    constexpr std::string_view physical = "AAAAECAABAAAAgiAAA";
    for (const auto type : {db_type::rowid, db_type::urowid}) {
        EXPECT_EQ(encoded(session, type, *rowid::parse(physical)).value(), base::hex_lower(base::as_bytes(physical)));
    }
}

TEST(bind_encoder, gives_a_value_to_every_placeholder_of_its_name) {
    const session::state session;
    const bind_item items[] = {{.name = "b", .type = db_type::number, .value = std::int64_t{2}},
                               {.name = "A", .type = db_type::number, .value = std::int64_t{1}}};
    bind_encoder encoder;
    const auto binds = encoder.encode({.binds = items}, cursor_of("select :a, :b, :a from dual"), session);
    ASSERT_TRUE(binds.has_value()) << binds.error().to_string();
    std::string seen;
    for (const auto& value : binds->values) seen += base::hex_lower(value.bytes) + " ";
    EXPECT_EQ(seen, "c102 c103 c102 ");
    EXPECT_EQ(encoder.slots().slot_of(0), 1U);
    EXPECT_EQ(encoder.slots().slot_of(1), 0U);
}

TEST(bind_encoder, leaves_out_optional_names_that_the_statement_does_not_have) {
    const session::state session;
    bind_item items[] = {{.name = "unknown", .type = db_type::number, .value = std::int64_t{3}, .is_optional = true},
                         {.name = "a", .type = db_type::number, .value = std::int64_t{1}, .is_optional = true}};
    bind_encoder encoder;
    const auto binds = encoder.encode({.binds = items}, cursor_of("select :a from dual"), session);
    ASSERT_TRUE(binds.has_value()) << binds.error().to_string();
    ASSERT_EQ(binds->values.size(), 1U);
    EXPECT_EQ(base::hex_lower(binds->values[0].bytes), "c102");
    const auto missing = encoder.encode({.binds = items}, cursor_of("select :a, :b from dual"), session);
    EXPECT_FALSE(missing.has_value()) << "placeholders are not optional";
    items[0].is_optional = false;
    EXPECT_FALSE(encoder.encode({.binds = items}, cursor_of("select :a from dual"), session).has_value());
}

}  // namespace
}  // namespace oraxx::backend::thin
