// The book of handles and calls, and the errors that ODPI-C gives.
#include <array>
#include <atomic>

#include "handles.hpp"
#include "stand_in.hpp"

namespace oraxx::stand_in {
namespace {

std::atomic<int> version_of_client{23};

// What dpiContext_getError() tells this thread.
// Connections may be closed when the thread's objects are gone already: nothing here has a destructor.
struct last_error {
    dpiErrorInfo info{};
    std::array<char, 2000> message{};
};
last_error& error_of_thread() {
    thread_local last_error out;
    return out;
}

// Gives what failures give.
int keep_error(const char* function, int code, std::string_view message, std::uint32_t offset = 0) {
    auto& out = error_of_thread();
    const auto size = message.copy(out.message.data(), out.message.size() - 1);
    out.message[size] = '\0';
    out.info = {};
    out.info.code = code;
    out.info.message = out.message.data();
    out.info.messageLength = static_cast<std::uint32_t>(size);
    out.info.encoding = "UTF-8";
    out.info.fnName = function;
    out.info.action = "stand-in";
    out.info.sqlState = "HY000";
    out.info.offset = offset;
    return DPI_FAILURE;
}

// What Oracle's client says of failures on its own side.
int client_code(errc code) noexcept {
    switch (code) {
    case errc::cancelled: return 1013;
    case errc::bad_connect_string: return 12154;
    case errc::refused: return 12514;
    case errc::connect_refused: return 12541;
    case errc::name_resolution: return 12545;
    default: return 0;
    }
}

const char* name_of(kind of) noexcept {
    switch (of) {
    case kind::conn: return "dpiConn";
    case kind::stmt: return "dpiStmt";
    case kind::var: return "dpiVar";
    case kind::lob: return "dpiLob";
    case kind::rowid: return "dpiRowid";
    case kind::object: return "dpiObject";
    case kind::object_type: return "dpiObjectType";
    case kind::object_attr: return "dpiObjectAttr";
    case kind::json: return "dpiJson";
    }
    return "handle";
}

}  // namespace

book& book::get() {
    static auto* one = new book;  // connections may outlive everything else
    return *one;
}

void book::violation(std::string what) {
    const std::lock_guard lock(mutex);
    violations.push_back(std::move(what));
}

entry::entry(const char* function, const std::string& arguments) : function_(function) {
    auto& all = book::get();
    const std::lock_guard lock(all.mutex);
    all.calls.push_back(arguments.empty() ? function : std::string(function) + "(" + arguments + ")");
    // As ODPI-C does: what a call before it failed with is forgotten.
    error_of_thread().info = {};
}

bool entry::is_alive(const handle* used, kind of) {
    auto& all = book::get();
    const std::lock_guard lock(all.mutex);
    const auto found = all.known.find(used);
    if (found != all.known.end() && used->what == of && used->references > 0) return true;
    const std::string name = name_of(of);
    if (found == all.known.end()) {
        (void)violates(name + " is none");
    } else if (used->what != of) {
        (void)violates(name + " is a " + name_of(used->what));
    } else {
        (void)violates(name + " was given back before");
    }
    return false;
}

bool entry::uses(const handle* used, kind of) {
    if (!is_alive(used, of)) return false;
    const auto* connection = used->needs();
    if (connection == nullptr || connection->is_open) return true;
    (void)violates(std::string(name_of(of)) + " of a closed connection");
    (void)fail_dpi(1010, "not connected");
    return false;
}

int entry::violates(const std::string& what) {
    book::get().violation(std::string(function_) + ": " + what);
    return fail_dpi(1002, "invalid use: " + what);
}

int entry::fail(const failure& why) {
    if (why.code == errc::timed_out) return fail_dpi(1067, "call timeout exceeded with ORA-3136");
    if (why.ora_code != 0) {
        return keep_error(function_, why.ora_code, why.message,
                          static_cast<std::uint32_t>(why.sql_offset.value_or(0)));
    }
    if (why.code == errc::connection_lost) return fail_dpi(1080, "connection was closed by ORA-3113");
    const int code = client_code(why.code);
    return code != 0 ? keep_error(function_, code, "ORA-" + std::to_string(code) + ": " + why.message)
                     : fail_dpi(1000, why.message);
}

int entry::fail_dpi(int number, const std::string& text) {
    return keep_error(function_, 0, "DPI-" + std::to_string(number) + ": " + text);
}

void entry::warn(int code, const std::string& text) {
    (void)keep_error(function_, code, text);
    error_of_thread().info.isWarning = 1;
}

int entry::add_reference(const char* function, handle* to, kind of) {
    entry call(function);
    if (!call.is_alive(to, of)) return DPI_FAILURE;
    const std::lock_guard lock(book::get().mutex);
    ++to->references;
    ++to->handed_out;
    return DPI_SUCCESS;
}

int entry::release(const char* function, handle* of, kind what) {
    entry call(function);
    if (!call.is_alive(of, what)) return DPI_FAILURE;
    const std::lock_guard lock(book::get().mutex);
    // Others keep it: their reference is not the caller's to give back.
    if (of->handed_out == 0)
        return call.violates(std::string(name_of(what)) + " was not handed out, or given back before");
    --of->handed_out;
    if (--of->references == 0) of->end();
    return DPI_SUCCESS;
}

std::vector<std::string> violations() {
    auto& all = book::get();
    const std::lock_guard lock(all.mutex);
    return all.violations;
}

std::vector<std::string> live_handles() {
    auto& all = book::get();
    const std::lock_guard lock(all.mutex);
    std::vector<std::string> out;
    for (const auto& [address, each] : all.known) {
        if (each->references > 0) out.emplace_back(name_of(each->what));
    }
    return out;
}

std::vector<std::string> calls() {
    auto& all = book::get();
    const std::lock_guard lock(all.mutex);
    return all.calls;
}

int client_version() noexcept {
    return version_of_client;
}
void set_client_version(int major) noexcept {
    version_of_client = major;
}

}  // namespace oraxx::stand_in

using namespace oraxx::stand_in;

int dpiContext_createWithParams(unsigned int major, unsigned int minor, dpiContextCreateParams* /*params*/,
                                dpiContext** context, dpiErrorInfo* error) {
    entry call("dpiContext_createWithParams");
    if (major != DPI_MAJOR_VERSION || minor > DPI_MINOR_VERSION) {
        (void)call.violates("another version of ODPI-C");
        *error = error_of_thread().info;
        return DPI_FAILURE;
    }
    static char only_one = 0;
    *context = reinterpret_cast<dpiContext*>(&only_one);
    return DPI_SUCCESS;
}

void dpiContext_getError(const dpiContext* /*context*/, dpiErrorInfo* info) {
    *info = error_of_thread().info;
}

int dpiContext_getClientVersion(const dpiContext* /*context*/, dpiVersionInfo* version) {
    const entry call("dpiContext_getClientVersion");
    *version = {client_version(), 0, 0, 0, 0, static_cast<std::uint32_t>(client_version()) * 100000000U};
    return DPI_SUCCESS;
}

int dpiContext_initCommonCreateParams(const dpiContext* /*context*/, dpiCommonCreateParams* params) {
    const entry call("dpiContext_initCommonCreateParams");
    *params = {};
    params->stmtCacheSize = DPI_DEFAULT_STMT_CACHE_SIZE;
    return DPI_SUCCESS;
}

int dpiContext_initConnCreateParams(const dpiContext* /*context*/, dpiConnCreateParams* params) {
    const entry call("dpiContext_initConnCreateParams");
    *params = {};
    return DPI_SUCCESS;
}
