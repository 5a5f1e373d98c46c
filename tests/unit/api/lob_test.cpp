// oraxx::lob and LOB columns over a backend that keeps LOBs in memory, as a server counts and encodes them.
#include <gtest/gtest.h>

#include <algorithm>

#include <oraxx/connection.hpp>
#include <oraxx/detail/lob_record.hpp>
#include <oraxx/lob_stream.hpp>

#include "unit/api/fake_backend.hpp"
#include "values/lob_text.hpp"

namespace oraxx::test {
namespace {

using detail::lob_record;
using detail::lob_text;

// One LOB whatever the locator; text in UTF-16BE as a server with AL32UTF8 sends it.
struct fake_lobs final : backend::lob_operations {
    std::vector<std::uint8_t> data{};
    std::vector<std::string> calls{};
    lob_text encoding = lob_text::utf16be;
    bool opened = false;

    [[nodiscard]] std::size_t unit(const backend::lob_handle& lob) const noexcept {
        return text_of(lob) == lob_text::utf16be ? 2 : 1;
    }
    [[nodiscard]] lob_text text_of(const backend::lob_handle& lob) const noexcept override {
        return lob.type == db_type::clob || lob.type == db_type::nclob ? encoding : lob_text::bytes;
    }
    [[nodiscard]] bool is_temporary(const backend::lob_handle& lob) const noexcept override {
        return lob.owner != nullptr;
    }
    result<backend::lob_handle> create_temporary(db_type type) override {
        calls.push_back("create " + to_string(type));
        data.clear();
        return backend::lob_handle{.type = type, .locator = {1}, .owner = std::make_shared<int>(0)};
    }
    result<std::uint64_t> size(backend::lob_handle& lob) override {
        calls.emplace_back("size");
        return data.size() / unit(lob);
    }
    result<std::uint32_t> chunk_size(backend::lob_handle& /*lob*/) override {
        calls.emplace_back("chunk size");
        return std::uint32_t{8132};
    }
    result<void> read(backend::lob_handle& lob, std::uint64_t offset, std::uint64_t amount,
                      std::vector<std::uint8_t>& out) override {
        calls.push_back("read " + std::to_string(offset) + " " + std::to_string(amount));
        const auto units = data.size() / unit(lob);
        if (offset >= units) return {};
        const auto count = std::min<std::uint64_t>(amount, units - offset);
        const auto first = data.begin() + static_cast<std::ptrdiff_t>(offset * unit(lob));
        out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(count * unit(lob)));
        return {};
    }
    result<void> write(backend::lob_handle& lob, std::uint64_t offset, std::span<const std::uint8_t> bytes) override {
        calls.push_back("write " + std::to_string(offset));
        const auto at = static_cast<std::size_t>(offset) * unit(lob);
        if (data.size() < at + bytes.size()) data.resize(at + bytes.size());
        std::copy(bytes.begin(), bytes.end(), data.begin() + static_cast<std::ptrdiff_t>(at));
        return {};
    }
    result<void> trim(backend::lob_handle& lob, std::uint64_t size) override {
        calls.push_back("trim " + std::to_string(size));
        data.resize(static_cast<std::size_t>(size) * unit(lob));
        return {};
    }
    result<void> open(backend::lob_handle& /*lob*/, bool for_writing) override {
        calls.emplace_back(for_writing ? "open for writing" : "open");
        opened = true;
        return {};
    }
    result<void> close(backend::lob_handle& /*lob*/) override {
        calls.emplace_back("close");
        opened = false;
        return {};
    }
    result<bool> is_open(backend::lob_handle& /*lob*/) override { return opened; }
    result<bool> file_exists(backend::lob_handle& /*lob*/) override { return true; }
    result<backend::lob_file_name> file_name(const backend::lob_handle& /*lob*/) override {
        return backend::lob_file_name{.directory = "SCANS", .file = "7.tif"};
    }
};

class connection_with_lobs final : public fake_connection {
public:
    connection_with_lobs(fake_database& db, fake_lobs& lobs) : fake_connection(db), lobs_(lobs) {}
    [[nodiscard]] backend::lob_operations* lobs() noexcept override { return &lobs_; }

private:
    fake_lobs& lobs_;
};

// The cell of a LOB whose first bytes came with the row.
std::string cell_of(std::uint64_t size, lob_text text, std::string_view data_hex) {
    const auto data = base::parse_hex(data_hex).value();
    lob_record record{.size = size, .chunk_size = 8132, .text = text};
    std::vector<std::uint8_t> out;
    lob_record::begin(out);
    out.insert(out.end(), data.begin(), data.end());
    out.push_back(1);
    record.finish(out, 0, static_cast<std::uint32_t>(data.size()), 1);
    return base::hex_lower(out);
}

class lob_test : public ::testing::Test {
protected:
    connection& conn() {
        if (!conn_) {
            conn_.emplace(
                detail::session_state::make_connection(std::make_unique<connection_with_lobs>(db, lobs), options));
        }
        return *conn_;
    }
    // The one value of a query; `server`: what the LOB holds there.
    result_set row_with(db_type type, std::string cell, std::string_view server_hex) {
        lobs.data = base::parse_hex(server_hex).value();
        db.answers["q"] = one_value(type, std::move(cell));
        auto rows = conn().query("q");
        EXPECT_TRUE(rows.next());
        return rows;
    }

    fake_database db{};
    fake_lobs lobs{};
    connect_options options{};
    std::optional<connection> conn_{};
};

TEST_F(lob_test, that_came_with_its_row_costs_no_round_trip) {
    auto rows = row_with(db_type::clob, cell_of(3, lob_text::utf16be, "006100e420ac"), "");
    const auto row = rows.current();
    EXPECT_EQ(row.get<std::string>(0), "a\xC3\xA4\xE2\x82\xAC");
    EXPECT_EQ(row.get<std::string_view>(0), "a\xC3\xA4\xE2\x82\xAC");
    EXPECT_EQ(row.text(0), "a\xC3\xA4\xE2\x82\xAC");
    EXPECT_EQ(row.value(0), value("a\xC3\xA4\xE2\x82\xAC"));
    auto lob = row.get<oraxx::lob>(0);
    EXPECT_EQ(lob.size(), 3U);
    EXPECT_EQ(lob.chunk_size(), 8132U);
    EXPECT_EQ(lob.read_text(1, 1), "\xC3\xA4");
    EXPECT_EQ(lob.read_text(), "a\xC3\xA4\xE2\x82\xAC");
    EXPECT_EQ(lob.read_text(3), "");
    EXPECT_TRUE(lobs.calls.empty());
}

TEST_F(lob_test, text_of_one_byte_databases_comes_as_utf8) {
    lobs.encoding = lob_text::utf8;
    auto rows = row_with(db_type::clob, cell_of(3, lob_text::utf8, "61c3a4ff"), "");
    EXPECT_EQ(rows.current().try_get<std::string>(0).error().code, errc::protocol_violation);
    rows = row_with(db_type::clob, cell_of(4, lob_text::utf8, "61c3a4f09f9880"), "");
    EXPECT_EQ(rows.current().get<std::string>(0), "a\xC3\xA4\xF0\x9F\x98\x80") << "a pair counts two units";
    EXPECT_EQ(rows.current().get<oraxx::lob>(0).read_text(), "a\xC3\xA4\xF0\x9F\x98\x80");
    EXPECT_TRUE(lobs.calls.empty());
}

TEST_F(lob_test, the_rest_of_a_long_value_is_read_when_it_is_asked_for) {
    auto rows = row_with(db_type::clob, cell_of(4, lob_text::utf16be, "00610062"), "0061006200630064");
    EXPECT_EQ(rows.current().get<std::string>(0), "abcd");
    EXPECT_EQ(lobs.calls, std::vector<std::string>{"read 2 2"});
    auto blob = row_with(db_type::blob, cell_of(4, lob_text::bytes, "01"), "01020304");
    const std::vector<std::byte> whole{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};
    EXPECT_EQ(blob.current().get<std::vector<std::byte>>(0), whole);
    EXPECT_EQ(blob.current().value(0), value(whole));
    EXPECT_EQ(blob.current().try_get<std::string>(0).error().code, errc::type_mismatch);
}

TEST_F(lob_test, longer_than_the_limit_is_refused_but_can_be_read_in_parts) {
    options.fetch.max_lob_bytes = 6;
    auto rows = row_with(db_type::clob, cell_of(4, lob_text::utf16be, "00610062"), "0061006200630064");
    const auto refused = rows.current().try_get<std::string>(0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::value_out_of_range);
    EXPECT_NE(refused.error().advice.find("max_lob_bytes"), std::string::npos);
    auto lob = rows.current().get<oraxx::lob>(0);
    EXPECT_EQ(lob.read_text(1, 3), "bcd");
}

TEST_F(lob_test, outlives_row_statement_and_connection) {
    oraxx::lob kept;
    std::optional<row> copy;
    {
        auto rows = row_with(db_type::blob, cell_of(2, lob_text::bytes, ""), "0102");
        kept = rows.current().get<oraxx::lob>(0);
        copy = rows.current().copy();
    }
    conn_.reset();
    EXPECT_EQ(kept.read_bytes().size(), 2U) << "a handle keeps the session open";
    EXPECT_EQ(copy->get<std::vector<std::byte>>(0).size(), 2U);
    kept = {};
    const auto gone = copy->try_get<std::vector<std::byte>>(0);
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, errc::wrong_state) << "a row does not";
}

TEST_F(lob_test, is_written_appended_and_cut) {
    auto lob = conn().create_temporary(db_type::clob);
    EXPECT_TRUE(lob.is_temporary());
    EXPECT_EQ(lob.size(), 0U);
    lob.write(0, "hello");
    lob.append(" \xF0\x9F\x98\x80");
    EXPECT_EQ(lob.size(), 8U);
    EXPECT_EQ(lob.read_text(), "hello \xF0\x9F\x98\x80");
    lob.trim(5);
    EXPECT_EQ(lob.read_text(), "hello");
    EXPECT_EQ(lobs.calls,
              (std::vector<std::string>{"create CLOB", "write 0", "write 5", "read 0 8", "trim 5", "read 0 5"}));
    lob.open(lob_mode::read_write);
    EXPECT_TRUE(lob.is_open());
    lob.close();
    EXPECT_FALSE(lob.is_open());
}

TEST_F(lob_test, a_range_that_cuts_a_character_is_an_error) {
    auto lob = conn().create_temporary(db_type::clob);
    lob.write(0, "a\xF0\x9F\x98\x80");
    EXPECT_EQ(lob.try_read_text(0, 2).error().code, errc::value_out_of_range);
    EXPECT_EQ(lob.try_read_text(2, 1).error().code, errc::value_out_of_range);
    EXPECT_EQ(lob.read_text(1, 2), "\xF0\x9F\x98\x80");
}

TEST_F(lob_test, refuses_what_its_type_does_not_do) {
    auto text = conn().create_temporary(db_type::nclob);
    EXPECT_EQ(text.try_read_bytes().error().code, errc::type_mismatch);
    EXPECT_EQ(text.try_exists().error().code, errc::type_mismatch);
    const std::vector<std::byte> bytes(3);
    EXPECT_EQ(text.try_write(0, std::span<const std::byte>(bytes)).error().code, errc::type_mismatch);
    EXPECT_EQ(text.try_write(0, "\xFF").error().code, errc::value_out_of_range);
    EXPECT_EQ(conn().try_create_temporary(db_type::bfile).error().code, errc::invalid_argument);
    EXPECT_EQ(oraxx::lob().try_size().error().code, errc::wrong_state);
    EXPECT_FALSE(oraxx::lob());
}

TEST_F(lob_test, a_file_is_opened_and_closed_around_reading) {
    auto rows = row_with(db_type::bfile, cell_of(lob_record::unknown_size, lob_text::bytes, ""), "0102");
    EXPECT_EQ(rows.current().get<std::vector<std::byte>>(0).size(), 2U);
    EXPECT_EQ(lobs.calls, (std::vector<std::string>{"open", "read 0 1073741825", "close"}));
    auto file = rows.current().get<oraxx::lob>(0);
    EXPECT_TRUE(file.exists());
    EXPECT_EQ(file.directory_name(), "SCANS");
    EXPECT_EQ(file.file_name(), "7.tif");
    EXPECT_EQ(file.try_write(0, std::span<const std::byte>()).error().code, errc::type_mismatch);
    lobs.calls.clear();
    file.open();
    std::array<std::byte, 4> into{};
    EXPECT_EQ(file.read(1, into), 1U);
    EXPECT_EQ(into[0], std::byte{2});
    file.close();
    EXPECT_EQ(lobs.calls, (std::vector<std::string>{"open", "read 1 4", "close"}));
}

TEST_F(lob_test, is_a_stream_of_text) {
    auto lob = conn().create_temporary(db_type::clob);
    lob_writer out(lob, 0, 4);
    out << "one\n\xF0\x9F\x98"
        << "\x80 two\n"
        << std::flush;
    ASSERT_TRUE(out) << out.error()->to_string();
    EXPECT_EQ(lob.read_text(), "one\n\xF0\x9F\x98\x80 two\n");
    lob_reader in(lob, 0, 5);  // the first piece would end inside the pair
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    EXPECT_EQ(lines, (std::vector<std::string>{"one", "\xF0\x9F\x98\x80 two"}));
    EXPECT_FALSE(in.error());
}

TEST_F(lob_test, is_a_stream_of_bytes_that_says_why_it_ended) {
    auto lob = conn().create_temporary(db_type::blob);
    lob_writer out(lob);
    out.write("\x00\xFF\x01", 3).flush();
    lob_reader in(lob, 1);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "\xFF\x01");
    conn().close();
    lob_reader late(lob);
    EXPECT_EQ(late.get(), std::char_traits<char>::eof());
    EXPECT_TRUE(late.bad());
    ASSERT_TRUE(late.error());
    EXPECT_EQ(late.error()->code, errc::wrong_state);
}

TEST(lob_text, knows_characters_that_are_not_complete) {
    const auto unfinished = [](lob_text encoding, std::string_view hex) {
        return detail::unfinished_bytes(encoding, base::parse_hex(hex).value());
    };
    EXPECT_EQ(unfinished(lob_text::utf8, "61"), 0U);
    EXPECT_EQ(unfinished(lob_text::utf8, "61c3"), 1U);
    EXPECT_EQ(unfinished(lob_text::utf8, "61f09f98"), 3U);
    EXPECT_EQ(unfinished(lob_text::utf8, "61f09f9880"), 0U);
    EXPECT_EQ(unfinished(lob_text::utf16be, "0061d83d"), 2U);
    EXPECT_EQ(unfinished(lob_text::utf16be, "0061d83dde"), 3U);
    EXPECT_EQ(unfinished(lob_text::utf16be, "d83dde00"), 0U);
    EXPECT_EQ(unfinished(lob_text::utf16le, "61003dd8"), 2U);
    EXPECT_EQ(unfinished(lob_text::utf16le, "3dd800de"), 0U);
    EXPECT_EQ(unfinished(lob_text::bytes, "ff"), 0U);
}

TEST(lob_text, turns_both_orders_of_bytes) {
    const std::string_view text = "a\xF0\x9F\x98\x80";
    const auto little = detail::utf8_to_lob_text(lob_text::utf16le, text);
    ASSERT_TRUE(little);
    EXPECT_EQ(base::hex_lower(*little), "61003dd800de");
    EXPECT_EQ(detail::lob_text_to_utf8(lob_text::utf16le, *little), text);
    EXPECT_EQ(detail::lob_text_to_utf8(lob_text::utf16be, base::parse_hex("d83d").value()), std::nullopt);
}

}  // namespace
}  // namespace oraxx::test
