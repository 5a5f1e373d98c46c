// What stands behind ODPI-C's handles here, and the book that is kept of them.
//
// Handles that were given back keep their memory until the end of the process: whoever uses one is found out.
#pragma once

#include <dpi.h>

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <oraxx/lob.hpp>
#include <oraxx/oraxx.hpp>

#include "api/session.hpp"
#include "backend/backend.hpp"
#include "sql/sql_text.hpp"

namespace oraxx::stand_in {

enum class kind : std::uint8_t { conn, stmt, var, lob, rowid, object, object_type, object_attr, json };

struct handle {
    explicit handle(kind of) noexcept : what(of) {}
    handle(const handle&) = delete;
    handle& operator=(const handle&) = delete;
    virtual ~handle() = default;
    // Lets go of everything that is not memory.
    virtual void end() = 0;
    // Without which it is of no use; nullptr: it needs none.
    [[nodiscard]] virtual const dpiConn* needs() const noexcept { return nullptr; }

    kind what;
    int references = 0;  // the caller's, and those of other handles
    int handed_out = 0;  // the caller's alone: so many it has to give back
};

// Counts a reference of one handle to another.
template <class Handle>
class reference {
public:
    reference() = default;
    explicit reference(Handle* to);
    reference(reference&& other) noexcept : to_(std::exchange(other.to_, nullptr)) {}
    reference& operator=(reference&& other) noexcept {
        std::swap(to_, other.to_);
        return *this;
    }
    reference(const reference&) = delete;
    reference& operator=(const reference&) = delete;
    ~reference() { reset(); }
    void reset();
    [[nodiscard]] Handle* get() const noexcept { return to_; }
    Handle* operator->() const noexcept { return to_; }

private:
    Handle* to_ = nullptr;
};

// One call of a function of ODPI-C's: what it is about is checked, and its error kept for dpiContext_getError().
class entry {
public:
    explicit entry(const char* function, const std::string& arguments = {});

    // Of a handle that is used, whose members nobody may look at before. False: it is none of that kind, was given
    // back, or belongs to a connection that is closed; told as ODPI-C tells it, and kept as a violation.
    [[nodiscard]] bool uses(const handle* used, kind of);
    // Something that ODPI-C's documentation forbids.
    int violates(const std::string& what);
    int fail(const failure& why);
    int fail_dpi(int number, const std::string& text);
    // What dpiContext_getError() tells after a success.
    void warn(int code, const std::string& text);
    int done(const result<void>& outcome) { return outcome ? DPI_SUCCESS : fail(outcome.error()); }

    static int add_reference(const char* function, handle* to, kind of);
    static int release(const char* function, handle* of, kind what);

private:
    [[nodiscard]] bool is_alive(const handle* used, kind of);

    const char* function_;
};

// All handles and calls of the process.
class book {
public:
    static book& get();

    // A handle for the caller, which has to give it back.
    template <class Handle>
    Handle* hand_out(std::unique_ptr<Handle> made) {
        const std::lock_guard lock(mutex);
        made->references = 1;
        made->handed_out = 1;
        auto* out = made.get();
        known.emplace(out, std::move(made));
        return out;
    }
    // One that another handle keeps, and that the caller may look at only.
    template <class Handle>
    [[nodiscard]] reference<Handle> keep(std::unique_ptr<Handle> made) {
        const std::lock_guard lock(mutex);
        reference<Handle> out(made.get());
        known.emplace(out.get(), std::move(made));
        return out;
    }
    void violation(std::string what);

    std::recursive_mutex mutex{};
    std::map<const void*, std::unique_ptr<handle>> known{};
    std::vector<std::string> violations{};
    std::vector<std::string> calls{};
};

template <class Handle>
reference<Handle>::reference(Handle* to) : to_(to) {
    const std::lock_guard lock(book::get().mutex);
    if (to_ != nullptr) ++to_->references;
}
template <class Handle>
void reference<Handle>::reset() {
    const std::lock_guard lock(book::get().mutex);
    auto* gone = std::exchange(to_, nullptr);
    if (gone != nullptr && --gone->references == 0) gone->end();
}

}  // namespace oraxx::stand_in

// ODPI-C's types, whose members only its own source knows.
struct dpiConn final : oraxx::stand_in::handle {
    explicit dpiConn(std::shared_ptr<oraxx::detail::session_state> opened)
        : handle(oraxx::stand_in::kind::conn), session(std::move(opened)) {}
    void end() override { session.reset(); }
    [[nodiscard]] const dpiConn* needs() const noexcept override { return this; }
    [[nodiscard]] oraxx::backend::connection& backend() const { return *session->backend; }
    [[nodiscard]] oraxx::detail::value_link* link() const { return session->link.get(); }

    std::shared_ptr<oraxx::detail::session_state> session;
    bool is_open = true;
};

struct dpiObjectAttr final : oraxx::stand_in::handle {
    dpiObjectAttr(dpiObjectType* of, std::size_t at);
    void end() override;

    oraxx::stand_in::reference<dpiObjectType> type;
    std::size_t place;
    dpiDataTypeInfo info{};
};

struct dpiObjectType final : oraxx::stand_in::handle {
    dpiObjectType(dpiConn* of, oraxx::object_type described);
    void end() override;
    [[nodiscard]] const dpiConn* needs() const noexcept override { return conn.get(); }

    oraxx::stand_in::reference<dpiConn> conn;
    oraxx::object_type type;
    // Of attributes' own types, for as long as somebody may hold their infos.
    std::vector<oraxx::stand_in::reference<dpiObjectType>> nested{};
};

struct dpiObject final : oraxx::stand_in::handle {
    dpiObject(dpiObjectType* of, oraxx::object held);
    void end() override;
    [[nodiscard]] const dpiConn* needs() const noexcept override { return type->conn.get(); }

    oraxx::stand_in::reference<dpiObjectType> type;
    oraxx::object value;
    std::deque<std::string> texts{};  // what was handed out points into them
};

struct dpiLob final : oraxx::stand_in::handle {
    dpiLob(dpiConn* of, oraxx::backend::lob_handle opened);
    void end() override;
    [[nodiscard]] const dpiConn* needs() const noexcept override { return conn.get(); }

    oraxx::stand_in::reference<dpiConn> conn;
    oraxx::backend::lob_handle lob;
    oraxx::backend::lob_file_name file{};
};

struct dpiRowid final : oraxx::stand_in::handle {
    explicit dpiRowid(std::string held) : handle(oraxx::stand_in::kind::rowid), text(std::move(held)) {}
    void end() override {}

    std::string text;
};

struct dpiJson final : oraxx::stand_in::handle {
    explicit dpiJson(dpiConn* of) : handle(oraxx::stand_in::kind::json), conn(of) {}
    void end() override;
    [[nodiscard]] const dpiConn* needs() const noexcept override { return conn.get(); }

    oraxx::stand_in::reference<dpiConn> conn;
    oraxx::json document{};
    // What a tree of nodes that was handed out points to.
    struct container {
        std::vector<dpiJsonNode> nodes{};
        std::vector<dpiDataBuffer> values{};
        std::vector<char*> names{};
        std::vector<std::uint32_t> name_sizes{};
    };
    std::deque<container> containers{};
    std::deque<std::string> texts{};
    dpiDataBuffer top_value{};
    dpiJsonNode top{};
};

struct dpiVar final : oraxx::stand_in::handle {
    dpiVar(dpiConn* of, dpiOracleTypeNum oracle, dpiNativeTypeNum native, std::uint32_t capacity);
    void end() override;
    [[nodiscard]] const dpiConn* needs() const noexcept override { return conn.get(); }

    // One place's value, with what it points to.
    struct place {
        std::string bytes{};
        oraxx::stand_in::reference<dpiLob> lob{};
        oraxx::stand_in::reference<dpiStmt> cursor{};
        oraxx::stand_in::reference<dpiRowid> rowid{};
        oraxx::stand_in::reference<dpiObject> object{};
        oraxx::stand_in::reference<dpiJson> json{};
    };
    struct values {
        std::vector<dpiData> data{};
        std::vector<place> places{};
        void resize(std::size_t count);
    };

    oraxx::stand_in::reference<dpiConn> conn;
    dpiOracleTypeNum oracle_type;
    dpiNativeTypeNum native_type;
    std::uint32_t size = 0;  // bytes of a value; 0 = no limit
    bool is_array = false;
    std::uint32_t elements = 0;
    oraxx::stand_in::reference<dpiObjectType> object_type{};
    values held{};
    std::vector<values> returned{};  // by RETURNING, for each iteration
};

struct dpiStmt final : oraxx::stand_in::handle {
    dpiStmt(dpiConn* of, std::shared_ptr<oraxx::backend::statement> opened, std::string text);
    void end() override;
    [[nodiscard]] const dpiConn* needs() const noexcept override { return conn.get(); }

    oraxx::stand_in::reference<dpiConn> conn;
    std::shared_ptr<oraxx::backend::statement> statement;
    oraxx::sql::sql_text sql{};
    bool scrolls = false;
    bool is_insert = false;
    bool is_scrolled = false;
    bool was_executed = false;
    std::map<std::uint32_t, oraxx::stand_in::reference<dpiVar>> binds{};
    std::vector<oraxx::stand_in::reference<dpiVar>> defines{};
    std::vector<oraxx::stand_in::reference<dpiObjectType>> column_types{};
    std::uint32_t prefetch_rows = 100;
    std::uint32_t array_size = 100;
    oraxx::backend::execute_outcome outcome{};
    std::size_t next_result = 0;
    oraxx::stand_in::reference<dpiRowid> last_rowid{};
    // Rows that came and were not handed out yet.
    std::shared_ptr<const oraxx::detail::column_batch> rows{};
    std::uint32_t next_row = 0;
    std::uint64_t row_count = 0;
};

namespace oraxx::stand_in {

[[nodiscard]] int client_version() noexcept;

// db_type of ODPI-C's, and back.
[[nodiscard]] db_type type_of(dpiOracleTypeNum type) noexcept;
[[nodiscard]] dpiOracleTypeNum oracle_type(db_type type) noexcept;
[[nodiscard]] dpiNativeTypeNum default_native(dpiOracleTypeNum type) noexcept;
[[nodiscard]] dpiDataTypeInfo info_of(db_type type, int precision, int scale, std::uint32_t bytes,
                                      std::uint32_t chars);

// A value of the API in the form of ODPI-C; `room`: where text and bytes go. False: that conversion is none of
// ODPI-C's (DPI-1014).
[[nodiscard]] bool to_data(const value& from, dpiOracleTypeNum type, dpiNativeTypeNum native, std::string& room,
                           dpiData& out);
// And back.
[[nodiscard]] std::optional<value> from_data(const dpiData& from, dpiOracleTypeNum type, dpiNativeTypeNum native);

}  // namespace oraxx::stand_in
