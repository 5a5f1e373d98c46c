// What the tests of the contract share: each runs once in either mode against a sandbox of its own.
//
// Thick mode needs a build with -DORAXX_THICK=ON and Oracle's client library where the dynamic linker finds it
// (LD_LIBRARY_PATH). Without them its half is skipped, and says why. A test that thick mode answers otherwise says so
// by ORAXX_DIFFERS; tools/modes.py makes docs/modes.md of what the tests report.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <oraxx/oraxx.hpp>

#include "server/net/sandbox_server.hpp"

namespace oraxx::test {

inline connect_options contract_options(const sandbox::sandbox_server& server, driver_mode mode) {
    connect_options out;
    out.connect_string = server.address() + "/FREEPDB1";
    out.user = "scott";
    out.password = "tiger";
    out.connect_timeout = std::chrono::seconds(30);
    out.mode = mode;
    return out;
}

#ifdef ORAXX_STAND_IN
constexpr bool has_client = false;  // of Oracle's: thick mode runs over tests/thick_stand_in
#else
constexpr bool has_client = true;
#endif

class contract : public testing::TestWithParam<driver_mode> {
protected:
    // Which release the sandbox is.
    [[nodiscard]] virtual const char* persona() const { return "19c"; }
    void SetUp() override {
        sandbox::server_options options;
        options.password = base::secret_bytes(std::string_view("tiger"));
        // Of the age of the client library that tests can have.
        options.persona = sandbox::find_persona(persona());
        server_ = std::make_unique<sandbox::sandbox_server>(std::move(options));
        if (is_thick()) skip_without_client();
    }
    void TearDown() override {
        conn_.reset();
        server_.reset();
    }

    [[nodiscard]] static bool is_thick() { return GetParam() == driver_mode::thick; }
    [[nodiscard]] connect_options options() const { return contract_options(*server_, GetParam()); }
    // One that lasts as long as the test.
    [[nodiscard]] connection& conn() {
        if (!conn_) conn_ = std::make_unique<connection>(connect(options()));
        return *conn_;
    }
    // All rows, as text, columns with a '|' between them.
    [[nodiscard]] std::vector<std::string> texts(std::string_view sql) {
        std::vector<std::string> out;
        for (const auto& row : conn().query(sql)) {
            std::string line;
            for (std::size_t at = 0; at < row.size(); ++at) {
                if (at != 0) line += '|';
                line += row.is_null(at) ? "NULL" : row.text(at);
            }
            out.push_back(std::move(line));
        }
        return out;
    }
    [[nodiscard]] std::string text(std::string_view sql) {
        auto rows = texts(sql);
        return rows.size() == 1 ? rows.front() : std::to_string(rows.size()) + " rows";
    }

private:
    // Not being able to load the library is the one failure that leaves the thick half out.
    void skip_without_client() {
        static const result<void> first = [this] {
            auto opened = try_connect(options());
            return opened ? result<void>() : result<void>(std::move(opened).error());
        }();
        if (!first && first.error().code == errc::unsupported) {
            GTEST_SKIP() << "thick mode is not tested: " << first.error().to_string();
        }
    }

    std::unique_ptr<sandbox::sandbox_server> server_;
    std::unique_ptr<connection> conn_;
};

inline std::string mode_name(const testing::TestParamInfo<driver_mode>& info) {
    return info.param == driver_mode::thin ? "thin" : "thick";
}

}  // namespace oraxx::test

// In a test: thick mode does otherwise, for this reason.
#define ORAXX_DIFFERS(reason) ORAXX_THIN_ONLY("no: ", reason)
// In a test: what thick mode does cannot be seen over Oracle's client, for this reason. The stand-in for ODPI-C shows
// it.
#ifdef ORAXX_STAND_IN
#define ORAXX_NOT_SHOWN(reason) static_cast<void>(reason)
#else
#define ORAXX_NOT_SHOWN(reason) ORAXX_THIN_ONLY("not shown: ", reason)
#endif

#define ORAXX_THIN_ONLY(what, reason)                          \
    if (is_thick()) {                                          \
        RecordProperty("thick", std::string(what) + (reason)); \
        GTEST_SKIP() << (what) << (reason);                    \
    }                                                          \
    static_assert(true, "takes the semicolon")

#define ORAXX_IN_BOTH_MODES(suite) \
    INSTANTIATE_TEST_SUITE_P(backend, suite, testing::Values(driver_mode::thin, driver_mode::thick), mode_name)
