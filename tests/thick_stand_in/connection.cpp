// dpiConn.
#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"
#include "handles.hpp"

using namespace oraxx;
using namespace oraxx::stand_in;

namespace {

std::string text(const char* from, std::uint32_t size) {
    return from == nullptr ? std::string() : std::string(from, size);
}

administrative_privilege privilege_of(dpiAuthMode mode) noexcept {
    switch (mode) {
    case DPI_MODE_AUTH_SYSDBA: return administrative_privilege::sysdba;
    case DPI_MODE_AUTH_SYSOPER: return administrative_privilege::sysoper;
    case DPI_MODE_AUTH_SYSASM: return administrative_privilege::sysasm;
    case DPI_MODE_AUTH_SYSBKP: return administrative_privilege::sysbackup;
    case DPI_MODE_AUTH_SYSDGD: return administrative_privilege::sysdg;
    case DPI_MODE_AUTH_SYSKMT: return administrative_privilege::syskm;
    default: return administrative_privilege::none;
    }
}

connect_options options_of(const dpiCommonCreateParams& common, const dpiConnCreateParams& wanted) {
    connect_options out;
    out.privilege = privilege_of(wanted.authMode);
    out.edition = text(common.edition, common.editionLength);
    out.identity.driver_name = text(common.driverName, common.driverNameLength);
    out.statement_cache_size = common.stmtCacheSize;
    out.connection_class = text(wanted.connectionClass, wanted.connectionClassLength);
    if (wanted.purity == DPI_PURITY_NEW) out.purity = session_purity::fresh;
    if (wanted.purity == DPI_PURITY_SELF) out.purity = session_purity::shared;
    out.new_password = std::string_view(wanted.newPassword, wanted.newPasswordLength);
    for (std::uint32_t at = 0; at < wanted.numAppContext; ++at) {
        const auto& each = wanted.appContext[at];
        out.application_context.push_back({text(each.namespaceName, each.namespaceNameLength),
                                           text(each.name, each.nameLength), text(each.value, each.valueLength)});
    }
    out.session_time_zone = "+00:00";
    return out;
}

// A setter of something that leaves with the next call.
template <class Set>
int set(const char* function, dpiConn* conn, Set&& change) {
    entry call(function);
    if (!call.uses(conn, kind::conn)) return DPI_FAILURE;
    change(conn->backend());
    return DPI_SUCCESS;
}

template <class Work>
int run(const char* function, dpiConn* conn, Work&& work) {
    entry call(function);
    if (!call.uses(conn, kind::conn)) return DPI_FAILURE;
    return call.done(work(conn->backend()));
}

}  // namespace

int dpiConn_create(const dpiContext* /*context*/, const char* user, std::uint32_t user_size, const char* password,
                   std::uint32_t password_size, const char* where, std::uint32_t where_size,
                   const dpiCommonCreateParams* common, dpiConnCreateParams* wanted, dpiConn** conn) {
    entry call("dpiConn_create");
    if (wanted->externalAuth != 0 && user_size + password_size != 0) {
        return call.violates("external authentication with a user or a password");
    }
    if ((common->createMode & DPI_MODE_CREATE_THREADED) == 0) return call.violates("not in threaded mode");
    auto options = options_of(*common, *wanted);
    options.user = text(user, user_size);
    options.password = std::string_view(password, password_size);
    options.connect_string = text(where, where_size);
    auto opened = backend::connect_thin(options);
    if (!opened) return call.fail(opened.error());
    auto made = std::make_shared<detail::session_state>(*std::move(opened), options);
    made->link = detail::make_value_link(made);
    *conn = book::get().hand_out(std::make_unique<dpiConn>(std::move(made)));
    return DPI_SUCCESS;
}

int dpiConn_release(dpiConn* conn) {
    return entry::release("dpiConn_release", conn, kind::conn);
}

int dpiConn_close(dpiConn* conn, dpiConnCloseMode mode, const char* /*tag*/, std::uint32_t tag_size) {
    entry call("dpiConn_close");
    if (!call.uses(conn, kind::conn)) return DPI_FAILURE;
    if (mode != DPI_MODE_CONN_CLOSE_DEFAULT || tag_size != 0) return call.violates("a mode for sessions of a pool");
    conn->is_open = false;
    return call.done(conn->backend().close());
}

int dpiConn_commit(dpiConn* conn) {
    return run("dpiConn_commit", conn, [](auto& to) { return to.commit(); });
}
int dpiConn_rollback(dpiConn* conn) {
    return run("dpiConn_rollback", conn, [](auto& to) { return to.rollback(); });
}
int dpiConn_ping(dpiConn* conn) {
    return run("dpiConn_ping", conn, [](auto& to) { return to.ping(); });
}
int dpiConn_changePassword(dpiConn* conn, const char* /*user*/, std::uint32_t /*user_size*/, const char* old,
                           std::uint32_t old_size, const char* wanted, std::uint32_t wanted_size) {
    return run("dpiConn_changePassword", conn, [&](auto& to) {
        return to.change_password(std::string_view(old, old_size), std::string_view(wanted, wanted_size));
    });
}

// The one function that other threads may call meanwhile.
int dpiConn_breakExecution(dpiConn* conn) {
    return set("dpiConn_breakExecution", conn, [](auto& to) { to.cancel(); });
}

int dpiConn_setCallTimeout(dpiConn* conn, std::uint32_t value) {
    return set("dpiConn_setCallTimeout", conn,
               [&](auto& to) { to.set_call_timeout(std::chrono::milliseconds(value)); });
}
int dpiConn_setClientIdentifier(dpiConn* conn, const char* value, std::uint32_t size) {
    return set("dpiConn_setClientIdentifier", conn, [&](auto& to) { to.set_tags({.client_id = text(value, size)}); });
}
int dpiConn_setModule(dpiConn* conn, const char* value, std::uint32_t size) {
    return set("dpiConn_setModule", conn, [&](auto& to) { to.set_tags({.module = text(value, size)}); });
}
int dpiConn_setAction(dpiConn* conn, const char* value, std::uint32_t size) {
    return set("dpiConn_setAction", conn, [&](auto& to) { to.set_tags({.action = text(value, size)}); });
}
int dpiConn_setClientInfo(dpiConn* conn, const char* value, std::uint32_t size) {
    return set("dpiConn_setClientInfo", conn, [&](auto& to) { to.set_tags({.client_info = text(value, size)}); });
}
int dpiConn_setDbOp(dpiConn* conn, const char* value, std::uint32_t size) {
    return set("dpiConn_setDbOp", conn, [&](auto& to) { to.set_tags({.operation = text(value, size)}); });
}
int dpiConn_setCurrentSchema(dpiConn* conn, const char* value, std::uint32_t size) {
    return set("dpiConn_setCurrentSchema", conn, [&](auto& to) { to.set_current_schema(text(value, size)); });
}

int dpiConn_getIsHealthy(dpiConn* conn, int* healthy) {
    return set("dpiConn_getIsHealthy", conn, [&](auto& to) { *healthy = to.usable() ? 1 : 0; });
}

int dpiConn_getOciAttr(dpiConn* conn, std::uint32_t handle_type, std::uint32_t attribute, dpiDataBuffer* value,
                       std::uint32_t* size) {
    entry call("dpiConn_getOciAttr", std::to_string(handle_type) + ", " + std::to_string(attribute));
    if (!call.uses(conn, kind::conn)) return DPI_FAILURE;
    constexpr std::uint32_t session_handle = 9;
    constexpr std::uint32_t transaction_in_progress = 484;
    if (handle_type != session_handle || attribute != transaction_in_progress)
        return call.violates("an attribute that is none");
    value->asUint8 = conn->backend().in_transaction() ? 1 : 0;
    *size = sizeof value->asUint8;
    return DPI_SUCCESS;
}

int dpiConn_getServerVersion(dpiConn* conn, const char** banner, std::uint32_t* size, dpiVersionInfo* numbers) {
    entry call("dpiConn_getServerVersion");
    if (!call.uses(conn, kind::conn)) return DPI_FAILURE;
    const auto& told = conn->backend().session();
    *banner = told.server_banner.data();
    *size = static_cast<std::uint32_t>(told.server_banner.size());
    const char* at = told.server_version.data();
    const char* const end = at + told.server_version.size();
    for (int* part : {&numbers->versionNum, &numbers->releaseNum, &numbers->updateNum, &numbers->portReleaseNum,
                      &numbers->portUpdateNum}) {
        at = std::from_chars(at, end, *part).ptr;
        if (at != end) ++at;
    }
    return DPI_SUCCESS;
}

int dpiConn_newTempLob(dpiConn* conn, dpiOracleTypeNum type, dpiLob** lob) {
    entry call("dpiConn_newTempLob", std::to_string(type));
    if (!call.uses(conn, kind::conn)) return DPI_FAILURE;
    if (type != DPI_ORACLE_TYPE_CLOB && type != DPI_ORACLE_TYPE_NCLOB && type != DPI_ORACLE_TYPE_BLOB) {
        return call.violates("type of a temporary LOB");
    }
    auto made = conn->backend().lobs()->create_temporary(type_of(type));
    if (!made) return call.fail(made.error());
    *lob = book::get().hand_out(std::make_unique<dpiLob>(conn, *std::move(made)));
    return DPI_SUCCESS;
}

int dpiConn_getObjectType(dpiConn* conn, const char* name, std::uint32_t size, dpiObjectType** type) {
    entry call("dpiConn_getObjectType", text(name, size));
    if (!call.uses(conn, kind::conn)) return DPI_FAILURE;
    auto session = detail::session_state::handle_on(conn->session);
    auto found = session.try_object_type(text(name, size));
    if (!found) return call.fail(found.error());
    *type = book::get().hand_out(std::make_unique<dpiObjectType>(conn, *std::move(found)));
    return DPI_SUCCESS;
}

int dpiConn_prepareStmt(dpiConn* conn, int scrollable, const char* sql, std::uint32_t size, const char* /*tag*/,
                        std::uint32_t tag_size, dpiStmt** stmt) {
    entry call("dpiConn_prepareStmt");
    if (!call.uses(conn, kind::conn)) return DPI_FAILURE;
    if (size == 0 || tag_size != 0) return call.violates("no text, or a tag");
    auto made = conn->backend().prepare(std::string_view(sql, size));
    if (!made) return call.fail(made.error());
    *stmt = book::get().hand_out(std::make_unique<dpiStmt>(conn, *std::move(made), text(sql, size)));
    (*stmt)->scrolls = scrollable != 0;
    (*stmt)->is_insert = base::upper_case(std::string_view(sql, std::min<std::size_t>(size, 6))) == "INSERT";
    return DPI_SUCCESS;
}
