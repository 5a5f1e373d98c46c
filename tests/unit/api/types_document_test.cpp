// docs/types.md says what the code does: names and codes of types, what they are read into, what is bound as them.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <map>
#include <set>

#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

using words = std::set<std::string>;

// A type, as the document calls it, and a value on the wire that every C++ type it reads into can hold; nullopt where
// nothing is read from it yet.
struct known_type {
    db_type type;
    std::string name;
    std::optional<std::string> sample;
};

// LOBs of one unit, "1", that came with their rows; their cells are detail::lob_record, the head in the order of this
// machine.
constexpr const char* text_lob =
    "010000000000000000000000020000000100000002000000"
    "0031"
    "01";
constexpr const char* byte_lob =
    "010000000000000000000000010000000100000000000000"
    "31"
    "01";

const std::vector<known_type>& known_types() {
    static const std::vector<known_type> all{
        {db_type::varchar2, "varchar2", "31"},
        {db_type::nvarchar2, "nvarchar2", "0031"},
        {db_type::char_, "char_", "31"},
        {db_type::nchar, "nchar", "0031"},
        {db_type::long_text, "long_text", "31"},
        {db_type::long_nvarchar, "long_nvarchar", "0031"},
        {db_type::number, "number", "c102"},
        {db_type::binary_integer, "binary_integer", "c102"},
        {db_type::binary_float, "binary_float", "bf800000"},
        {db_type::binary_double, "binary_double", "bff0000000000000"},
        {db_type::boolean, "boolean", "0101"},
        {db_type::date, "date", "787e0b17060708"},
        {db_type::timestamp, "timestamp", "787e0b17060708"},
        {db_type::timestamp_tz, "timestamp_tz", "77aa010101010100000000195a"},
        {db_type::timestamp_ltz, "timestamp_ltz", "787e0b17060708"},
        {db_type::interval_ym, "interval_ym", "7fffffff31"},
        {db_type::interval_ds, "interval_ds", "80000008483c3c80000000"},
        {db_type::raw, "raw", "31"},
        {db_type::long_raw, "long_raw", "31"},
        {db_type::rowid, "rowid", "0400011c1b011800011f0102"},
        {db_type::urowid, "urowid", "0100011c1b00180000001f0002"},
        {db_type::cursor, "cursor", std::nullopt},
        {db_type::clob, "clob", text_lob},
        {db_type::nclob, "nclob", text_lob},
        {db_type::blob, "blob", byte_lob},
        {db_type::bfile, "bfile", byte_lob},
        {db_type::json, "json", "ff4a5a01001600043402c12b"},
        {db_type::vector, "vector", "db00001204000000010000000000000000fb"},
        {db_type::object, "object", std::nullopt},
        {db_type::xmltype, "xmltype",
         "00000000000000000000000000000000"
         "8401fe0000001001000000043c612f3e"},
    };
    return all;
}

template <class T>
bool reads_one(db_type type, const std::string& hex) {
    test::fake_database db;
    db.answers["q"] = test::one_value(type, hex);
    auto conn = test::connect_to(db);
    auto rows = conn.query("q");
    return rows.next() && rows.current().try_get<T>(0).has_value();
}
template <class... Ts>
bool reads(db_type type, const std::string& hex) {
    const std::array each{reads_one<Ts>(type, hex)...};
    for (const bool one : each)
        EXPECT_EQ(one, each.front()) << "the document takes these for one: " << to_string(type);
    return each.front();
}
template <class... Ts>
bool declares(db_type type) {
    const std::array each{detail::declared_type<Ts>() == type...};
    return each.front();
}

// The C++ types of one of the document's words.
struct known_word {
    std::string word;
    bool (*reads)(db_type type, const std::string& hex);
    bool (*is_bound_as)(db_type type);
};

template <class... Ts>
known_word word(std::string name) {
    return {std::move(name), &reads<Ts...>, &declares<Ts...>};
}

const std::vector<known_word>& known_words() {
    static const std::vector<known_word> all{
        word<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t, std::uint32_t, std::int64_t,
             std::uint64_t>("integers"),
        word<number>("number"),
        word<double>("double"),
        word<float>("float"),
        word<bool>("bool"),
        word<std::string, std::string_view>("text"),
        word<std::vector<std::byte>, std::span<const std::byte>>("bytes"),
        word<date>("date"),
        word<timestamp>("timestamp"),
        word<timestamp_tz>("timestamp_tz"),
        word<timestamp_ltz>("timestamp_ltz"),
        word<interval_ds>("interval_ds"),
        word<interval_ym>("interval_ym"),
        word<rowid>("rowid"),
        word<std::chrono::sys_seconds>("sys_seconds"),
        word<lob>("lob"),
        word<json>("json"),
        word<oraxx::vector>("vector"),
    };
    return all;
}

struct row_of_document {
    std::string oracle_name{};
    std::string name{};
    std::string code{};
    words reads_into{};
    words bound_from{};
};

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> out;
    while (true) {
        const auto end = std::min(text.find(separator), text.size());
        auto piece = text.substr(0, end);
        while (piece.starts_with(' ')) piece.remove_prefix(1);
        while (piece.ends_with(' ')) piece.remove_suffix(1);
        out.emplace_back(piece);
        if (end == text.size()) return out;
        text.remove_prefix(end + separator.size());
    }
}

words words_of(const std::string& cell) {
    if (cell == "\u2013") return {};  // a dash
    const auto listed = split(cell, ",");
    return {listed.begin(), listed.end()};
}

std::map<std::string, row_of_document> rows_of_document() {
    std::ifstream in(ORAXX_SOURCE_DIR "/docs/types.md");
    std::map<std::string, row_of_document> out;
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("| ") || line.starts_with("| ---") || line.starts_with("| Oracle type")) continue;
        const auto cells = split(line, "|");  // the first and the last are empty
        if (cells.size() != 9) {
            ADD_FAILURE() << "another number of columns: " << line;
            continue;
        }
        EXPECT_TRUE(out.emplace(cells[2],
                                row_of_document{cells[1], cells[2], cells[3], words_of(cells[4]), words_of(cells[5])})
                        .second)
            << cells[2] << " stands there twice";
    }
    return out;
}

std::string code_of(db_type type) {
    const auto number = static_cast<unsigned>(type);
    return std::to_string(number & 0xFFU) + ((number & 0x100U) != 0 ? " national" : "") +
           ((number & 0x200U) != 0 ? " object" : "");
}

TEST(types_document, has_a_row_for_every_type_that_has_a_name) {
    const auto rows = rows_of_document();
    std::set<unsigned> known;
    for (const auto& type : known_types()) known.insert(static_cast<unsigned>(type.type));
    for (unsigned code = 1; code < 0x400; ++code) {
        const auto name = to_string(static_cast<db_type>(code));
        EXPECT_EQ(name.starts_with("type "), known.count(code) == 0) << name;
    }
    EXPECT_EQ(rows.size(), known.size());
}

TEST(types_document, names_types_and_their_codes) {
    const auto rows = rows_of_document();
    for (const auto& type : known_types()) {
        const auto row = rows.find(type.name);
        ASSERT_NE(row, rows.end()) << type.name;
        EXPECT_EQ(row->second.oracle_name, to_string(type.type));
        EXPECT_EQ(row->second.code, code_of(type.type)) << type.name;
    }
}

TEST(types_document, says_what_types_are_read_into) {
    auto rows = rows_of_document();
    for (const auto& type : known_types()) {
        words seen;
        for (const auto& word : known_words()) {
            if (type.sample && word.reads(type.type, *type.sample)) seen.insert(word.word);
        }
        // What it is read into needs a server that tells its type: tests/integration/driver/objects_test.cpp.
        if (type.type == db_type::object) seen = {"object", "structs", "std::vector", "std::map"};
        EXPECT_EQ(rows[type.name].reads_into, seen) << type.name;
    }
}

TEST(types_document, says_what_is_bound_as_a_type) {
    auto rows = rows_of_document();
    for (const auto& type : known_types()) {
        words seen;
        for (const auto& word : known_words()) {
            if (word.is_bound_as(type.type)) seen.insert(word.word);
        }
        if (type.type == db_type::object) seen = {"object"};
        EXPECT_EQ(rows[type.name].bound_from, seen) << type.name;
    }
}

}  // namespace
}  // namespace oraxx
