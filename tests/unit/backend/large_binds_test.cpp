#include "backend/thin/large_binds.hpp"

#include <gtest/gtest.h>

#include <oraxx/json.hpp>
#include <oraxx/vector.hpp>

#include "backend/thin/bind_encoder.hpp"
#include "base/hex.hpp"

namespace oraxx::backend::thin {
namespace {

std::string hex_of(db_type type, const bind_data& value) {
    base::byte_buffer out;
    const auto why = append_large(type, value, {}, out);
    return why ? "refused: " + why->message : base::hex_lower(out);
}

// Frame as python-oracledb and node-oracledb write it, images as in the shared vectors.
TEST(large_binds, send_documents_behind_a_locator_of_their_size) {
    const json document;
    EXPECT_EQ(hex_of(db_type::json, &document),
              "01282800260004610800000001000000000000000900000000000000000000000000000000000000000000"
              "09ff4a5a010016000130");
    EXPECT_EQ(hex_of(db_type::json, std::string_view("null")), hex_of(db_type::json, &document));
    const vector numbers(std::vector<std::int8_t>{-5, 1, -2, 127, -128});
    constexpr std::size_t frame_size = 86;  // in hexadecimal digits
    EXPECT_EQ(hex_of(db_type::vector, &numbers).substr(frame_size), "16db00001204000000050000000000000000fb01fe7f80");
    const auto plain = detail::bound_numbers(numbers.values<std::int8_t>());
    EXPECT_EQ(hex_of(db_type::vector, plain), hex_of(db_type::vector, &numbers));
}

TEST(large_binds, send_lobs_by_their_locators) {
    const std::vector<std::uint8_t> locator{0, 2, 1, 1};
    EXPECT_EQ(hex_of(db_type::blob, detail::bound_lob{locator}), "01040400020101");
}

TEST(large_binds, refuse_what_is_something_else) {
    EXPECT_NE(hex_of(db_type::json, std::string_view("{secret")).find("refused"), std::string::npos);
    EXPECT_EQ(hex_of(db_type::json, std::string_view("{secret")).find("secret"), std::string::npos);
    EXPECT_EQ(hex_of(db_type::vector, std::string_view("[1]")), "refused: the value cannot be sent as VECTOR");
    EXPECT_EQ(hex_of(db_type::clob, std::string_view("text")), "refused: the value cannot be sent as CLOB");
}

// A server that keeps what is written to it.
struct fake_lobs final : lob_operations {
    std::vector<std::vector<std::uint8_t>> written{};

    detail::lob_text text_of(const lob_handle& lob) const noexcept override {
        return lob.type == db_type::blob ? detail::lob_text::bytes : detail::lob_text::utf16be;
    }
    bool is_temporary(const lob_handle& /*lob*/) const noexcept override { return true; }
    result<lob_handle> create_temporary(db_type type) override {
        written.emplace_back();
        return lob_handle{.type = type, .locator = {static_cast<std::uint8_t>(written.size())}};
    }
    result<std::uint64_t> size(lob_handle& /*lob*/) override { return std::uint64_t{0}; }
    result<std::uint32_t> chunk_size(lob_handle& /*lob*/) override { return std::uint32_t{0}; }
    result<void> read(lob_handle&, std::uint64_t, std::uint64_t, std::vector<std::uint8_t>&) override { return {}; }
    result<void> write(lob_handle& lob, std::uint64_t, std::span<const std::uint8_t> data) override {
        written.at(lob.locator[0] - 1U).assign(data.begin(), data.end());
        lob.locator.push_back(0);  // the server may send another one
        return {};
    }
    result<void> trim(lob_handle&, std::uint64_t) override { return {}; }
    result<void> open(lob_handle&, bool) override { return {}; }
    result<void> close(lob_handle&) override { return {}; }
    result<bool> is_open(lob_handle&) override { return false; }
    result<bool> file_exists(lob_handle&) override { return false; }
    result<lob_file_name> file_name(const lob_handle&) override { return lob_file_name{}; }
};

TEST(call_lobs, are_made_of_texts_that_are_bound_as_lobs) {
    fake_lobs server;
    const std::vector<std::byte> bytes(3, std::byte{7});
    const std::vector<bind_item> items{{.type = db_type::clob, .value = std::string_view("ab")},
                                       {.type = db_type::number, .value = std::int64_t{1}},
                                       {.type = db_type::blob, .value = std::span<const std::byte>(bytes)}};
    call_lobs lobs;
    const auto prepared = lobs.prepare(server, items, 1, statement_kind::query);
    ASSERT_TRUE(prepared);
    ASSERT_EQ(server.written.size(), 2U);
    EXPECT_EQ(base::hex_lower(server.written[0]), "00610062");
    EXPECT_EQ(base::hex_lower(server.written[1]), "070707");
    EXPECT_EQ(base::hex_lower(std::get<detail::bound_lob>((*prepared)[0].value).locator), "0100");
    EXPECT_EQ(base::hex_lower(std::get<detail::bound_lob>((*prepared)[2].value).locator), "0200");
    EXPECT_TRUE(std::holds_alternative<std::int64_t>((*prepared)[1].value));
}

TEST(call_lobs, are_not_made_of_short_values_in_changes_and_blocks) {
    const std::vector<std::byte> bytes(3, std::byte{7});
    const std::vector<bind_item> items{{.type = db_type::clob, .value = std::string_view("ab")},
                                       {.type = db_type::nclob, .value = std::string_view("ab")},
                                       {.type = db_type::blob, .value = std::span<const std::byte>(bytes)}};
    for (const auto kind : {statement_kind::dml, statement_kind::plsql}) {
        fake_lobs server;
        call_lobs lobs;
        const auto prepared = lobs.prepare(server, items, 1, kind);
        ASSERT_TRUE(prepared);
        EXPECT_TRUE(server.written.empty());
        EXPECT_EQ((*prepared)[0].type, db_type::varchar2);
        EXPECT_EQ((*prepared)[1].type, db_type::nvarchar2);
        EXPECT_EQ((*prepared)[2].type, db_type::raw);
    }
}

TEST(call_lobs, are_made_of_empty_long_and_received_values_all_the_same) {
    const std::string text(4001, 'x');
    std::vector<bind_item> items{{.type = db_type::clob, .value = std::string_view("")},
                                 {.type = db_type::clob, .value = std::string_view(text)},
                                 {.type = db_type::nclob, .value = std::string_view(text).substr(2000)},
                                 {.type = db_type::clob, .value = std::string_view("ab")}};
    items[3].direction = bind_direction::in_out;
    fake_lobs server;
    call_lobs lobs;
    ASSERT_TRUE(lobs.prepare(server, items, 1, statement_kind::dml));
    EXPECT_EQ(server.written.size(), 4U);
}

TEST(call_lobs, are_made_for_every_row_or_for_none) {
    const std::string text(5000, 'x');
    const bind_item null{.type = db_type::clob, .value = std::monostate{}};
    const bind_item brief{.type = db_type::clob, .value = std::string_view("ab")};
    const bind_item wide{.type = db_type::clob, .value = std::string_view(text)};
    const std::vector<bind_item> items{brief, brief, null, wide, brief, brief};  // rows of two
    fake_lobs server;
    call_lobs lobs;
    const auto prepared = lobs.prepare(server, items, 3, statement_kind::dml);
    ASSERT_TRUE(prepared);
    EXPECT_EQ(server.written.size(), 3U);
    EXPECT_EQ((*prepared)[0].type, db_type::varchar2);
    EXPECT_EQ((*prepared)[1].type, db_type::clob);
    EXPECT_EQ((*prepared)[4].type, db_type::varchar2);
}

TEST(call_lobs, are_made_of_what_is_too_long_for_plsql) {
    fake_lobs server;
    const std::string text(32768, 'x');
    const std::vector<bind_item> items{{.type = db_type::varchar2, .value = std::string_view(text)}};
    call_lobs in_sql;
    EXPECT_EQ(in_sql.prepare(server, items, 1, statement_kind::dml).value().data(), items.data());
    EXPECT_TRUE(server.written.empty());
    call_lobs in_block;
    const auto prepared = in_block.prepare(server, items, 1, statement_kind::plsql);
    ASSERT_TRUE(prepared);
    EXPECT_EQ((*prepared)[0].type, db_type::clob);
    EXPECT_EQ(server.written.at(0).size(), 2 * text.size());
}

}  // namespace
}  // namespace oraxx::backend::thin
