// Logging on in thick mode.
#include <oraxx/version.hpp>

#include "backend/thick/connect_text.hpp"
#include "backend/thick/connection.hpp"
#include "backend/thick/failures.hpp"
#include "backend/thick/statement.hpp"
#include "base/bytes.hpp"
#include "session/nls.hpp"

namespace oraxx::backend::thick {
namespace {

// Options that Oracle's client takes from its own files only.
std::optional<failure> unsupported_option(const connect_options& options) {
    const auto refuse = [](std::string what, std::string advice) {
        return failure{.code = errc::unsupported,
                       .message = "thick mode does not take " + std::move(what),
                       .advice = std::move(advice),
                       .connection_usable = false};
    };
    if (!options.wallet_directory.empty() || !options.wallet_content.empty() || !options.wallet_password.empty()) {
        return refuse("a wallet from connect_options",
                      "name its folder by WALLET_LOCATION in sqlnet.ora, or by "
                      "(SECURITY=(MY_WALLET_DIRECTORY=...)) in the connect string");
    }
    if (options.connect_string.rfind("config-", 0) == 0) {
        return refuse("connect strings that point to a document (config-...)", "use driver_mode::thin");
    }
    return std::nullopt;
}

dpiAuthMode auth_mode(administrative_privilege privilege) noexcept {
    switch (privilege) {
    case administrative_privilege::sysdba: return DPI_MODE_AUTH_SYSDBA;
    case administrative_privilege::sysoper: return DPI_MODE_AUTH_SYSOPER;
    case administrative_privilege::sysasm: return DPI_MODE_AUTH_SYSASM;
    case administrative_privilege::sysbackup: return DPI_MODE_AUTH_SYSBKP;
    case administrative_privilege::sysdg: return DPI_MODE_AUTH_SYSDGD;
    case administrative_privilege::syskm: return DPI_MODE_AUTH_SYSKMT;
    case administrative_privilege::sysrac: return DPI_MODE_AUTH_SYSRAC;
    case administrative_privilege::none: break;
    }
    return DPI_MODE_AUTH_DEFAULT;
}

dpiPurity purity_of(session_purity purity) noexcept {
    switch (purity) {
    case session_purity::fresh: return DPI_PURITY_NEW;
    case session_purity::shared: return DPI_PURITY_SELF;
    case session_purity::automatic: break;
    }
    return DPI_PURITY_DEFAULT;
}

std::vector<dpiAppContext> application_context(const connect_options& options) {
    std::vector<dpiAppContext> out;
    for (const auto& each : options.application_context) {
        out.push_back({each.name_space.data(), size32(each.name_space), each.attribute.data(), size32(each.attribute),
                       each.value.data(), size32(each.value)});
    }
    return out;
}

failure logon_failure(const dpiContext* context) {
    dpiErrorInfo info{};
    dpiContext_getError(context, &info);
    const std::string_view action = info.action;
    auto out = failure_of(info, action == "server attach" ? oraxx::phase::connect : oraxx::phase::authenticate);
    out.connection_usable = false;
    return out;
}

result<conn_handle> log_on(const client_library& library, const connect_options& options) {
    const auto driver_name = options.identity.driver_name.empty() ? "oraxx : " + std::string(oraxx::version)
                                                                  : options.identity.driver_name;
    auto context = application_context(options);
    dpiCommonCreateParams common{};
    dpiConnCreateParams wanted{};
    if (dpiContext_initCommonCreateParams(library.context, &common) != DPI_SUCCESS ||
        dpiContext_initConnCreateParams(library.context, &wanted) != DPI_SUCCESS) {
        return logon_failure(library.context);
    }
    common.createMode = DPI_MODE_CREATE_THREADED;
    common.encoding = "UTF-8";
    common.nencoding = "UTF-8";
    common.edition = options.edition.data();
    common.editionLength = size32(options.edition);
    common.driverName = driver_name.data();
    common.driverNameLength = size32(driver_name);
    common.stmtCacheSize = options.statement_cache_size;
    wanted.authMode = auth_mode(options.privilege);
    wanted.connectionClass = options.connection_class.data();
    wanted.connectionClassLength = size32(options.connection_class);
    wanted.purity = purity_of(options.purity);
    wanted.newPassword = options.new_password.reveal().data();
    wanted.newPasswordLength = size32(options.new_password.reveal());
    wanted.appContext = context.data();
    wanted.numAppContext = static_cast<std::uint32_t>(context.size());
    wanted.externalAuth = options.user.empty() && options.password.empty() ? 1 : 0;
    const auto where = with_connect_timeout(options.connect_string, options.connect_timeout);
    const auto password = options.password.reveal();
    dpiConn* opened = nullptr;
    const int code = dpiConn_create(library.context, options.user.data(), size32(options.user), password.data(),
                                    size32(password), where.data(), size32(where), &common, &wanted, &opened);
    if (code != DPI_SUCCESS) return logon_failure(library.context);
    return conn_handle(opened);
}

result<session_info> facts_of(const client_library& library, dpiConn* opened) {
    session_info out;
    const char* banner = nullptr;
    std::uint32_t size = 0;
    dpiVersionInfo version{};
    if (dpiConn_getServerVersion(opened, &banner, &size, &version) != DPI_SUCCESS) {
        return logon_failure(library.context);
    }
    out.server_banner.assign(banner, size);
    out.server_version = version_text(version);
    out.client_version = library.version;
    out.client_location = library.location;
    return out;
}

result<void> run(thick_connection& connection, std::string sql) {
    thick_statement statement(connection, std::move(sql));
    auto done = statement.execute({});
    if (!done) return std::move(done).error();
    return {};
}

result<void> set_up_session(thick_connection& connection, const connect_options& options) {
    const bool has_nls =
        session::alter_session_text("LOCAL", options.nls) != session::alter_session_text("LOCAL", {});
    if (options.session_time_zone.empty() && !has_nls) return {};
    const auto zone = options.session_time_zone.empty() ? std::string("LOCAL") : options.session_time_zone;
    return run(connection, session::alter_session_text(zone, options.nls));
}

}  // namespace
}  // namespace oraxx::backend::thick

namespace oraxx::backend {

result<std::unique_ptr<connection>> connect_thick(const connect_options& options) {
    if (auto why = thick::unsupported_option(options)) return *std::move(why);
    const auto library = thick::load_client_library(options);
    if (!library) return library.error();
    auto opened = thick::log_on(**library, options);
    if (!opened) return std::move(opened).error();
    auto facts = thick::facts_of(**library, opened->get());
    if (!facts) return std::move(facts).error();
    auto made = std::make_unique<thick::thick_connection>(**library, *std::move(opened), options, *std::move(facts));
    if (auto done = thick::set_up_session(*made, options); !done) return std::move(done).error();
    return std::unique_ptr<connection>(std::move(made));
}

}  // namespace oraxx::backend
