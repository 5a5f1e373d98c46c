// LOBs: what a locator of a row reads and writes, and when it may.
#include <filesystem>
#include <fstream>

#include "base/bytes.hpp"
#include "base/utf.hpp"
#include "tests/unit/server/engine/engine_fixture.hpp"

namespace oraxx::sandbox::engine {
namespace {

class lobs : public engine_session {
protected:
    static value cell(session& s, std::string_view sql) {
        auto query = prepared(s, sql);
        auto answer = query->execute({});
        EXPECT_TRUE(std::holds_alternative<execute_result>(answer));
        std::vector<value> row;
        auto fetched = query->fetch(row);
        EXPECT_EQ(std::get<bool>(fetched), true) << sql;
        return row.at(0);
    }
    static lob lob_of(session& s, std::string_view sql) { return std::get<lob>(cell(s, sql)); }
    static std::string text_of(const lob& l) {
        const auto units = std::get<lob_store::bytes>(l.store->read(0, UINT64_MAX));
        return l.type == db_type::blob || l.type == db_type::bfile ? base::to_string(units)
                                                                   : base::utf16be_to_utf8(units).value();
    }
    static lob_store::bytes units(std::string_view text) { return base::utf8_to_utf16be(text).value(); }
};

TEST_F(lobs, counts_utf16_code_units) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (c clob)"));
    EXPECT_FALSE(run(*s, "insert into t values ('a\xE2\x82\xAC\xF0\x9D\x84\x9E')"));
    const auto c = lob_of(*s, "select c from t");
    EXPECT_EQ(c.type, db_type::clob);
    EXPECT_EQ(std::get<std::uint64_t>(c.store->size()), 4U);
    EXPECT_EQ(std::get<lob_store::bytes>(c.store->read(1, 1)), (lob_store::bytes{0x20, 0xAC}));
    EXPECT_EQ(text_of(c), "a\xE2\x82\xAC\xF0\x9D\x84\x9E");
}

TEST_F(lobs, are_kept_when_their_last_locator_is_gone) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (b blob)"));
    EXPECT_FALSE(run(*s, "insert into t values (empty_blob())"));
    EXPECT_FALSE(s->commit());
    const lob_store::bytes data{1, 2, 3};
    EXPECT_FALSE(lob_of(*s, "select b from t for update").store->write(2, data));
    EXPECT_FALSE(s->commit());
    EXPECT_EQ(text_of(lob_of(*s, "select b from t")), std::string("\0\0\1\2\3", 5));
}

TEST_F(lobs, empty_is_not_null) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (c clob, b blob)"));
    EXPECT_FALSE(run(*s, "insert into t values (empty_clob(), empty_blob())"));
    EXPECT_EQ(std::get<std::uint64_t>(lob_of(*s, "select c from t").store->size()), 0U);
    EXPECT_EQ(std::get<std::uint64_t>(lob_of(*s, "select b from t").store->size()), 0U);
    EXPECT_EQ(number_of(*s, "select count(*) from t where c is not null and b is not null"), 1);
}

TEST_F(lobs, writing_needs_the_row_lock) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (c clob)"));
    EXPECT_FALSE(run(*s, "insert into t values ('abc')"));
    EXPECT_FALSE(s->commit());
    const auto c = lob_of(*s, "select c from t");
    const auto failed = c.store->write(0, units("X"));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->code, 22920);
    EXPECT_EQ(text_of(c), "abc");
}

TEST_F(lobs, writes_through_a_locked_row) {
    const auto s = open();
    const auto other = open();
    EXPECT_FALSE(run(*s, "create table t (id number, c clob, b blob)"));
    EXPECT_FALSE(run(*s, "insert into t values (1, 'abc', hextoraw('010203'))"));
    EXPECT_FALSE(s->commit());
    const auto c = lob_of(*s, "select c from t where id = 1 for update");
    EXPECT_FALSE(c.store->write(1, units("XYZ")));
    EXPECT_FALSE(c.store->write(6, units("!")));
    EXPECT_EQ(text_of(c), "aXYZ  !");
    EXPECT_EQ(text_of(lob_of(*s, "select c from t")), "aXYZ  !");
    EXPECT_EQ(text_of(lob_of(*other, "select c from t")), "abc");
    const auto b = lob_of(*s, "select b from t for update");
    EXPECT_FALSE(b.store->trim(2));
    EXPECT_EQ(b.store->trim(3).value_or(sql_error{}).code, 22926);
    EXPECT_FALSE(s->commit());
    EXPECT_EQ(text_of(lob_of(*other, "select c from t")), "aXYZ  !");
    EXPECT_EQ(text_of(lob_of(*other, "select b from t")), "\x01\x02");
}

TEST_F(lobs, a_new_row_is_locked_by_who_inserted_it) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (c clob)"));
    EXPECT_FALSE(run(*s, "insert into t values (empty_clob())"));
    const auto c = lob_of(*s, "select c from t");
    EXPECT_FALSE(c.store->write(0, units("written")));
    EXPECT_FALSE(s->commit());
    EXPECT_EQ(text_of(lob_of(*s, "select c from t")), "written");
}

TEST_F(lobs, a_returned_one_can_be_written) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (c clob)"));
    auto insert = prepared(*s, "insert into t values (empty_clob()) returning c into :1");
    auto answer = insert->execute({{.type = db_type::clob}});
    const auto& made = std::get<execute_result>(answer);
    const auto c = std::get<lob>(made.returned.at(0).at(0));
    EXPECT_FALSE(c.store->write(0, units("written")));
    EXPECT_FALSE(s->commit());
    EXPECT_EQ(text_of(lob_of(*s, "select c from t")), "written");
}

TEST_F(lobs, a_rollback_takes_back_what_was_written) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (c clob)"));
    EXPECT_FALSE(run(*s, "insert into t values ('abc')"));
    EXPECT_FALSE(s->commit());
    const auto c = lob_of(*s, "select c from t for update");
    EXPECT_FALSE(c.store->write(0, units("xxx")));
    EXPECT_FALSE(s->rollback());
    EXPECT_EQ(text_of(c), "abc");
    EXPECT_EQ(text_of(lob_of(*s, "select c from t")), "abc");
}

TEST_F(lobs, many_small_writes_of_a_large_one) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (b blob)"));
    EXPECT_FALSE(run(*s, "insert into t values (empty_blob())"));
    const auto b = lob_of(*s, "select b from t for update");
    constexpr std::uint64_t chunk = 32'768;
    constexpr std::uint64_t chunks = 640;
    const lob_store::bytes data(chunk, 0x5A);
    for (std::uint64_t i = 0; i < chunks; ++i) ASSERT_FALSE(b.store->write(i * chunk, data));
    EXPECT_FALSE(s->commit());
    EXPECT_EQ(number_of(*s, "select dbms_lob.getlength(b) from t"), static_cast<std::int64_t>(chunk * chunks));
}

TEST_F(lobs, temporary_lobs_are_bound_like_values) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (c clob)"));
    auto made = s->create_temporary_lob(db_type::clob);
    EXPECT_TRUE(made.store->is_temporary());
    EXPECT_FALSE(made.store->write(0, units("by locator")));
    auto insert = prepared(*s, "insert into t values (:1)");
    EXPECT_TRUE(std::holds_alternative<execute_result>(insert->execute({{.data = made, .type = db_type::clob}})));
    EXPECT_EQ(text_of(lob_of(*s, "select c from t")), "by locator");
}

TEST(file_lobs, read_the_files_of_a_folder) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "oraxx_bfile_test";
    std::filesystem::create_directories(folder / "inner");
    std::ofstream(folder / "a.txt") << "file contents";
    const auto data = database::open(":memory:", {{"DOCS", folder.string()}});
    const auto s = data->open_session({.user = "SCOTT", .version = "23.26.1.0.0"});
    const auto bfile = [&s](const std::string& sql) {
        auto made = s->prepare(sql);
        EXPECT_FALSE(made.error);
        EXPECT_TRUE(std::holds_alternative<execute_result>(made.statement->execute({})));
        std::vector<value> row;
        EXPECT_TRUE(std::get<bool>(made.statement->fetch(row)));
        return std::get<lob>(row.at(0));
    };
    const auto there = bfile("select bfilename('DOCS', 'a.txt') from dual");
    EXPECT_EQ(there.directory, "DOCS");
    EXPECT_EQ(there.file_name, "a.txt");
    EXPECT_TRUE(std::get<bool>(there.store->exists()));
    EXPECT_EQ(std::get<std::uint64_t>(there.store->size()), 13U);
    EXPECT_EQ(base::to_string(std::get<lob_store::bytes>(there.store->read(5, 100))), "contents");
    EXPECT_EQ(there.store->write(0, lob_store::bytes{1}).value_or(sql_error{}).code, 22294);
    EXPECT_FALSE(std::get<bool>(bfile("select bfilename('DOCS', 'b.txt') from dual").store->exists()));
    EXPECT_FALSE(std::get<bool>(bfile("select bfilename('DOCS', '../a.txt') from dual").store->exists()));
    EXPECT_EQ(std::get<sql_error>(bfile("select bfilename('DOCS', 'b.txt') from dual").store->size()).code, 22288);
    EXPECT_EQ(std::get<sql_error>(bfile("select bfilename('NONE', 'b.txt') from dual").store->size()).code, 22285);
    const auto run = [&s](const std::string& sql) {
        auto made = s->prepare(sql);
        const auto answer = made.statement->execute({});
        const auto* error = std::get_if<sql_error>(&answer);
        return error == nullptr ? 0 : error->code;
    };
    EXPECT_EQ(run("create directory inner_ as '" + (folder / "inner").string() + "'"), 0);
    EXPECT_EQ(run("create directory other as '/'"), 1031);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace oraxx::sandbox::engine
