// A connection by ODPI-C's own functions, as a program in C would have it, over the stand-in. What a test did wrong
// on purpose is read from the book; what it leaves alive fails it.
#pragma once

#include <dpi.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/net/sandbox_server.hpp"
#include "stand_in.hpp"

namespace oraxx::test {

// A variable and its array.
struct c_variable {
    dpiVar* var = nullptr;
    dpiData* data = nullptr;
};

class c_session : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_THAT(stand_in::live_handles(), testing::IsEmpty());
        read_ = stand_in::violations().size();
        ASSERT_EQ(connect(conn_), DPI_SUCCESS) << error();
    }
    void TearDown() override {
        if (conn_ != nullptr) {
            EXPECT_EQ(dpiConn_release(conn_), DPI_SUCCESS);
        }
        EXPECT_THAT(stand_in::live_handles(), testing::IsEmpty());
        EXPECT_THAT(found(), testing::IsEmpty()) << "misuse that the test does not tell of";
    }

    [[nodiscard]] dpiConn* conn() const noexcept { return conn_; }
    // To be given back by the caller.
    int connect(dpiConn*& out) {
        const auto& [common, wanted] = parameters();
        return connect(common, wanted, out);
    }
    int connect(const dpiCommonCreateParams& common, dpiConnCreateParams wanted, dpiConn*& out) {
        const auto where = server_.address() + "/FREEPDB1";
        return dpiConn_create(context(), "scott", 5, "tiger", 5, where.data(), size(where), &common, &wanted, &out);
    }
    [[nodiscard]] std::pair<dpiCommonCreateParams, dpiConnCreateParams> parameters() {
        std::pair<dpiCommonCreateParams, dpiConnCreateParams> out{};
        EXPECT_EQ(dpiContext_initCommonCreateParams(context(), &out.first), DPI_SUCCESS);
        EXPECT_EQ(dpiContext_initConnCreateParams(context(), &out.second), DPI_SUCCESS);
        out.first.createMode = DPI_MODE_CREATE_THREADED;
        return out;
    }

    [[nodiscard]] dpiStmt* prepare(std::string_view sql, bool scrollable = false) {
        dpiStmt* out = nullptr;
        EXPECT_EQ(dpiConn_prepareStmt(conn_, scrollable ? 1 : 0, sql.data(), size(sql), nullptr, 0, &out),
                  DPI_SUCCESS)
            << error();
        return out;
    }
    static int execute(dpiStmt* stmt, dpiExecMode mode = DPI_MODE_EXEC_DEFAULT) {
        std::uint32_t columns = 0;
        return dpiStmt_execute(stmt, mode, &columns);
    }
    void run(std::string_view sql) {
        auto* stmt = prepare(sql);
        EXPECT_EQ(execute(stmt), DPI_SUCCESS) << error();
        EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
    }
    static int fetch(dpiStmt* stmt, std::uint32_t most = 1) {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
        int more = 0;
        return dpiStmt_fetchRows(stmt, most, &first, &count, &more);
    }
    int new_variable(c_variable& out, dpiOracleTypeNum oracle, dpiNativeTypeNum native, std::uint32_t capacity,
                     std::uint32_t bytes = 0, bool is_array = false, dpiObjectType* type = nullptr) {
        return dpiConn_newVar(conn_, oracle, native, capacity, bytes, 1, is_array ? 1 : 0, type, &out.var, &out.data);
    }
    [[nodiscard]] c_variable text_variable(std::uint32_t capacity, std::uint32_t bytes) {
        c_variable out;
        EXPECT_EQ(new_variable(out, DPI_ORACLE_TYPE_VARCHAR, DPI_NATIVE_TYPE_BYTES, capacity, bytes), DPI_SUCCESS);
        return out;
    }
    [[nodiscard]] c_variable number_variable(std::uint32_t capacity) {
        c_variable out;
        EXPECT_EQ(new_variable(out, DPI_ORACLE_TYPE_NUMBER, DPI_NATIVE_TYPE_INT64, capacity), DPI_SUCCESS);
        return out;
    }
    static int set_text(const c_variable& into, std::uint32_t at, std::string_view value) {
        return dpiVar_setFromBytes(into.var, at, value.data(), size(value));
    }
    [[nodiscard]] dpiLob* new_lob() {
        dpiLob* out = nullptr;
        EXPECT_EQ(dpiConn_newTempLob(conn_, DPI_ORACLE_TYPE_CLOB, &out), DPI_SUCCESS) << error();
        return out;
    }
    [[nodiscard]] dpiObjectType* find_type(std::string_view name) {
        dpiObjectType* out = nullptr;
        EXPECT_EQ(dpiConn_getObjectType(conn_, name.data(), size(name), &out), DPI_SUCCESS) << error();
        return out;
    }
    [[nodiscard]] static dpiObject* new_object(dpiObjectType* type) {
        dpiObject* out = nullptr;
        EXPECT_EQ(dpiObjectType_createObject(type, &out), DPI_SUCCESS) << error();
        return out;
    }

    // What was found of the call that came back with `code`.
    [[nodiscard]] std::string misuse(int code) {
        if (code != DPI_FAILURE) return "the call was not refused";
        std::string out;
        for (const auto& each : found()) out += (out.empty() ? "" : "; ") + each;
        return out.empty() ? "nothing was found: " + error() : out;
    }
    // Of the last call of this thread.
    [[nodiscard]] static std::string error() {
        dpiErrorInfo info{};
        dpiContext_getError(context(), &info);
        return info.message == nullptr ? std::string() : std::string(info.message, info.messageLength);
    }
    // Violations that were not read yet.
    [[nodiscard]] std::vector<std::string> found() {
        auto all = stand_in::violations();
        all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(read_));
        read_ += all.size();
        return all;
    }
    // For a test that gives the connection back itself.
    [[nodiscard]] dpiConn* take_conn() noexcept { return std::exchange(conn_, nullptr); }
    [[nodiscard]] static dpiContext* context() {
        static dpiContext* const one = [] {
            dpiContext* out = nullptr;
            dpiErrorInfo info{};
            EXPECT_EQ(dpiContext_createWithParams(DPI_MAJOR_VERSION, DPI_MINOR_VERSION, nullptr, &out, &info),
                      DPI_SUCCESS);
            return out;
        }();
        return one;
    }
    [[nodiscard]] static std::uint32_t size(std::string_view of) noexcept {
        return static_cast<std::uint32_t>(of.size());
    }

private:
    [[nodiscard]] static sandbox::server_options server_options() {
        sandbox::server_options out;
        out.password = base::secret_bytes(std::string_view("tiger"));
        out.persona = sandbox::find_persona("26ai");
        return out;
    }

    sandbox::sandbox_server server_{server_options()};
    dpiConn* conn_ = nullptr;
    std::size_t read_ = 0;
};

}  // namespace oraxx::test
