// What describes say of columns beyond name and type. Domains, JSON and VECTOR columns, and object types stand in no
// recording of a server: their numbers are those of the protocol's documentation.
#include "session/column_shape.hpp"

#include <gtest/gtest.h>

#include "support/captures.hpp"
#include "support/recorded_messages.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;

// A DESCRIBE as it was recorded, and what its columns are.
class described {
public:
    described(base::byte_buffer wire, const ttc::capabilities& caps) : wire_(std::move(wire)) {
        base::arena scratch;
        ttc::decoder in(base::bytes_view(wire_).subspan(1), caps, scratch);  // behind the type byte
        ttc::describe_info message;
        (void)ttc::decode(in, message);  // the packet may end within the message
        for (const auto& column : message.block.columns) columns.push_back(shape_of(column).info);
    }

    std::vector<column_info> columns{};

private:
    base::byte_buffer wire_;
};

ttc::capabilities version(ttc::field_version version) {
    ttc::capabilities caps;
    caps.version = version;
    return caps;
}

TEST(described_columns, have_their_annotations) {
    // go-oracledb read a table whose column ID is annotated; the recording ends within the packet.
    constexpr std::size_t headers = 10;
    for (const auto& packet : test::read_capture("go_oracle_packets").packets) {
        const auto text = base::as_text(packet.bytes);
        if (packet.from_client || text.find("IDENTITY") == std::string_view::npos) continue;
        const described found({packet.bytes.begin() + headers, packet.bytes.end()},
                              version(ttc::field_version::v23_4));
        ASSERT_FALSE(found.columns.empty());
        const auto& id = found.columns.front();
        EXPECT_EQ(id.name, "ID");
        EXPECT_EQ(id.precision, 5);
        EXPECT_TRUE(id.nullable);
        EXPECT_EQ(id.annotations, (std::vector<column_annotation>{
                                      {"IDENTITY", ""}, {"DISPLAY", "Employee ID"}, {"Group", "Emp_Info"}}));
        EXPECT_TRUE(id.domain_name.empty());
        EXPECT_FALSE(id.is_json);
        return;
    }
    FAIL() << "the recording holds no such packet";
}

std::string declaration(const column_info& column) {
    return column.name + ' ' + to_string(column.type) + '(' + std::to_string(column.precision) + ',' +
           std::to_string(column.scale) + ") " + std::to_string(column.size_chars) +
           (column.nullable ? "" : " not null");
}

TEST(described_columns, have_precision_scale_and_nullability) {
    const test::message_collector collected("py_free23_26_fetch_df");
    const described found(collected.at(false, "describe", 0).wire, version(ttc::field_version::v23_4));
    std::vector<std::string> seen;
    for (const auto& column : found.columns) seen.push_back(declaration(column));
    // As the recorded CREATE TABLE has it.
    const std::vector<std::string> expected{
        "ID NUMBER(9,0) 0 not null",   "BIG NUMBER(19,0) 0",       "PRICE NUMBER(9,2) 0",
        "ANYNUM NUMBER(0,-127) 0",     "NAME VARCHAR2(0,0) 40",    "FIXED CHAR(0,0) 5",
        "HIRED DATE(0,0) 0",           "UPDATED TIMESTAMP(0,6) 0", "PAYLOAD RAW(0,0) 0",
        "RATING BINARY_DOUBLE(0,0) 0", "SCORE BINARY_FLOAT(0,0) 0"};
    EXPECT_EQ(seen, expected);
    EXPECT_EQ(found.columns[4].collation_id, 16382U);
    EXPECT_EQ(found.columns[0].collation_id, 0U);
}

ttc::column_metadata column_of(std::uint8_t type) {
    ttc::column_metadata out;
    out.format.type = type;
    out.format.buffer_size = 1;
    return out;
}

TEST(described_columns, have_their_domain) {
    auto column = column_of(2);
    column.domain_schema = "HR";
    column.domain_name = "MONEY";
    const auto info = shape_of(column).info;
    EXPECT_EQ(info.domain_schema, "HR");
    EXPECT_EQ(info.domain_name, "MONEY");
}

TEST(described_columns, tell_documents_wherever_they_are_kept) {
    auto text = column_of(1);
    text.user_flags = 0x100;
    EXPECT_TRUE(shape_of(text).info.is_json);
    EXPECT_FALSE(shape_of(text).info.is_oson);
    auto bytes = column_of(113);
    bytes.user_flags = 0x900;
    EXPECT_TRUE(shape_of(bytes).info.is_json && shape_of(bytes).info.is_oson);
    EXPECT_TRUE(shape_of(column_of(119)).info.is_json && shape_of(column_of(119)).info.is_oson);
    EXPECT_FALSE(shape_of(column_of(1)).info.is_json);
}

TEST(described_columns, tell_the_shape_of_vectors) {
    auto column = column_of(127);
    column.vector_dimensions = 1024;
    column.vector_format = 2;  // FLOAT32
    EXPECT_EQ(shape_of(column).info.vector_dimensions, 1024U);
    EXPECT_EQ(shape_of(column).info.vector_format, 2);
    EXPECT_FALSE(shape_of(column).info.vector_sparse);
    column.vector_flags = 0x03;  // any number of dimensions, sparse
    EXPECT_EQ(shape_of(column).info.vector_dimensions, 0U);
    EXPECT_TRUE(shape_of(column).info.vector_sparse);
}

TEST(described_columns, name_object_types_and_know_xml_by_its_name) {
    auto column = column_of(109);
    column.schema = "HR";
    column.type_name = "ADDRESS_T";
    const auto object = shape_of(column).info;
    EXPECT_EQ(object.type, db_type::object);
    EXPECT_EQ(object.type_schema + '.' + object.type_name, "HR.ADDRESS_T");
    column.schema = "SYS";
    column.type_name = "XMLTYPE";
    EXPECT_EQ(shape_of(column).info.type, db_type::xmltype);
}

}  // namespace
}  // namespace oraxx::session
