// DBMS_PICKLER.GET_TYPE_SHAPE: the request of python-oracledb as it was recorded, and what the server answered.
#include "unit/server/session/recorded_logon.hpp"

namespace oraxx::sandbox::test {
namespace {

// PKG_TESTRECORDS.UDT_RECORD of py_free23_26_dbobject.
engine::object_type_ref recorded_type() {
    auto out = std::make_shared<engine::object_type>();
    out->schema = "PYTHONTEST";
    out->package = "PKG_TESTRECORDS";
    out->name = "UDT_RECORD";
    const auto oid = hex("53ff7a88ac51031fe063040011ac50ca");
    std::copy(oid.begin(), oid.end(), out->oid.begin());
    out->form = engine::type_form::record;
    out->attributes = {
        {.name = "NUMBERVALUE", .type = db_type::number, .scale = -127},
        {.name = "STRINGVALUE", .type = db_type::varchar2, .size_bytes = 30, .size_chars = 30},
        {.name = "DATEVALUE", .type = db_type::date},
        {.name = "TIMESTAMPVALUE", .type = db_type::timestamp, .scale = 6},
        {.name = "BOOLEANVALUE", .type = db_type::boolean},
        {.name = "PLSINTEGERVALUE", .type = db_type::number, .is_pls_integer = true},
        {.name = "BINARYINTEGERVALUE", .type = db_type::binary_integer},
    };
    return out;
}

TEST(type_shapes, are_told_as_recorded) {
    const auto recorded = oraxx::test::read_capture("py_free23_26_dbobject");
    const auto asks = std::find_if(recorded.packets.begin(), recorded.packets.end(), [](const auto& packet) {
        return packet.from_client && contains(packet.bytes, base::as_bytes("dbms_pickler.get_type_shape"));
    });
    ASSERT_NE(asks, recorded.packets.end());
    const auto& answered = *std::next(asks);
    logged_on_session driver;
    driver.database.journal.types["PKG_TESTRECORDS.UDT_RECORD"] = recorded_type();
    const auto answer = driver.send(asks->bytes);
    // Directions of the binds, the full name, and the descriptor with its lengths.
    const auto directions = hex("103030101010101010");
    const auto name = base::as_bytes("PYTHONTEST.PKG_TESTRECORDS.UDT_RECORD");
    const auto descriptor =
        hex("300000002c260200010007002900000000001506008107001e0100000215060808082a0007000a0010001100130014001500");
    for (const auto part : {base::bytes_view(directions), base::bytes_view(name), base::bytes_view(descriptor)}) {
        EXPECT_TRUE(contains(answered.bytes, part)) << base::hex_lower(part);
        EXPECT_TRUE(contains(answer, part)) << base::hex_lower(part) << " in " << base::hex_lower(answer);
    }
    // The attributes come when the cursor is fetched from.
    const auto fetch =
        std::find_if(asks + 1, recorded.packets.end(), [](const auto& each) { return each.from_client; });
    auto request = fetch->bytes;
    constexpr std::size_t cursor_at = 18;  // behind header, function header, options and a length
    ASSERT_EQ(request.at(cursor_at), 7);
    request[cursor_at] = 2;  // the server's number of that session, and ours
    const auto rows = driver.send(request);
    for (const auto* each : {"NUMBERVALUE", "TIMESTAMPVALUE", "PL/SQL PLS INTEGER", "PL/SQL BINARY INTEGER"}) {
        EXPECT_TRUE(contains(rows, base::as_bytes(each))) << each;
    }
}

TEST(type_shapes, of_unknown_types_have_another_return_code) {
    const auto recorded = oraxx::test::read_capture("py_free23_26_dbobject");
    const auto asks = std::find_if(recorded.packets.begin(), recorded.packets.end(), [](const auto& packet) {
        return packet.from_client && contains(packet.bytes, base::as_bytes("dbms_pickler.get_type_shape"));
    });
    ASSERT_NE(asks, recorded.packets.end());
    logged_on_session driver;
    const auto answer = driver.send(asks->bytes);
    EXPECT_EQ(error_in(answer), 0);
    EXPECT_TRUE(contains(answer, hex("0702c10200")));  // 1 and its actual length
}

}  // namespace
}  // namespace oraxx::sandbox::test
