// What DDL leaves in the file, and constraint errors among the rows of an array.
#include <unistd.h>

#include <array>
#include <filesystem>

#include "unit/server/engine/engine_fixture.hpp"

namespace oraxx::sandbox::engine {
namespace {

class engine_file : public engine_session {
protected:
    engine_file()
        : path_(std::filesystem::temp_directory_path() / ("oraxx-definition-test-" + std::to_string(::getpid()))) {
        reopen();
    }
    ~engine_file() override {
        database_.reset();
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_.string() + suffix);
    }
    void reopen() {
        database_.reset();
        database_ = database::open(path_.string());
    }
    static int code_of(session& s, std::string_view sql) {
        const auto error = run(s, sql);
        return error ? error->code : 0;
    }

    std::filesystem::path path_;
};

TEST_F(engine_file, objects_survive_closing_it) {
    {
        auto s = open();
        for (const auto* sql :
             {"create table p (id number generated always as identity, v varchar2(9), constraint p_pk primary key "
              "(id))",
              "create table c (id number constraint c_fk references p on delete cascade, n number constraint c_ck "
              "check "
              "(n > 0))",
              "create sequence s start with 5", "create view w as select p.id, c.n from p join c on c.id = p.id",
              "create synonym y for w", "create unique index p_ix on p (v)", "insert into p (v) values ('a')",
              "insert into c values (1, s.nextval)"}) {
            ASSERT_EQ(code_of(*s, sql), 0) << sql;
        }
        ASSERT_FALSE(s->commit());
    }
    reopen();
    auto s = open();
    EXPECT_EQ(number_of(*s, "select n from y"), 5);
    EXPECT_EQ(number_of(*s, "select s.nextval from dual"), 6);
    EXPECT_EQ(code_of(*s, "insert into c values (9, 1)"), 2291);
    EXPECT_EQ(code_of(*s, "insert into c values (1, 0)"), 2290);
    EXPECT_EQ(code_of(*s, "insert into p (v) values ('a')"), 1);
    EXPECT_EQ(code_of(*s, "insert into p (id) values (1)"), 32795);
    ASSERT_EQ(code_of(*s, "delete from p"), 0);
    EXPECT_EQ(number_of(*s, "select count(*) from c"), 0);
}

TEST_F(engine_file, a_number_given_out_and_committed_does_not_come_again) {
    {
        auto s = open();
        ASSERT_EQ(code_of(*s, "create sequence s cache 100"), 0);
        ASSERT_EQ(code_of(*s, "create table t (id number)"), 0);
        ASSERT_EQ(code_of(*s, "insert into t select s.nextval from dual connect by level <= 3"), 0);
        ASSERT_FALSE(s->commit());
    }
    reopen();
    EXPECT_EQ(number_of(*open(), "select s.nextval from dual"), 4);
}

TEST_F(engine_file, a_definition_that_fails_leaves_nothing) {
    auto s = open();
    ASSERT_EQ(code_of(*s, "create table t (id number)"), 0);
    ASSERT_EQ(code_of(*s, "insert into t values (1)"), 0);
    EXPECT_EQ(code_of(*s, "alter table t add (a number, b number, id number)"), 1430);
    EXPECT_EQ(code_of(*s, "create table u (a number generated always as identity, a number)"), 957);
    EXPECT_EQ(number_of(*s, "select count(*) from user_tab_columns"), 1);
    EXPECT_EQ(number_of(*s, "select count(*) from user_sequences"), 0);
    EXPECT_EQ(number_of(*s, "select count(*) from t"), 1);
}

TEST_F(engine_file, each_row_of_an_array_meets_the_constraints_by_itself) {
    auto s = open();
    ASSERT_EQ(code_of(*s, "create table p (id number primary key)"), 0);
    ASSERT_EQ(code_of(*s, "create table t (id number unique, p number references p, n number check (n < 10))"), 0);
    ASSERT_EQ(code_of(*s, "insert into p values (1)"), 0);
    auto insert = prepared(*s, "insert into t values (:1, :2, :3)");
    struct row {
        std::array<std::int64_t, 3> values;
        int code;
    };
    for (const auto& each :
         {row{{1, 1, 1}, 0}, row{{1, 1, 1}, 1}, row{{2, 7, 1}, 2291}, row{{2, 1, 10}, 2290}, row{{2, 1, 9}, 0}}) {
        std::vector<bind_value> binds;
        for (const auto v : each.values) binds.push_back({number(v), db_type::number, 22});
        const auto answer = insert->execute(binds);
        const auto* error = std::get_if<sql_error>(&answer);
        EXPECT_EQ(error == nullptr ? 0 : error->code, each.code);
    }
    EXPECT_EQ(number_of(*s, "select count(*) from t"), 2);
}

TEST(engine_database, refuses_a_file_whose_dictionary_has_another_form) {
    const auto path = std::filesystem::temp_directory_path() / ("oraxx-other-form-" + std::to_string(::getpid()));
    {
        auto db = database::open(path.string());
        auto s = db->open_session({.user = "SCOTT", .version = "23.26.1.0.0", .service_name = {}});
    }
    EXPECT_NO_THROW((void)database::open(path.string()));
    {
        std::FILE* file = std::fopen(path.c_str(), "r+b");
        ASSERT_NE(file, nullptr);
        constexpr long application_id_offset = 68;
        std::fseek(file, application_id_offset, SEEK_SET);
        std::fputc(0, file);
        std::fclose(file);
    }
    EXPECT_THROW((void)database::open(path.string()), std::runtime_error);
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
}

}  // namespace
}  // namespace oraxx::sandbox::engine
