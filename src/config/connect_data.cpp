// Writes descriptors, in the member order of python-oracledb, whose captured CONNECT packets are the model.
#include <algorithm>
#include <array>

#include "config/connect_descriptor.hpp"
#include "config/text.hpp"
#include "values/base64.hpp"

namespace oraxx::config {
namespace {

std::string duration_text(std::chrono::milliseconds value) {
    const bool whole = value.count() % 1000 == 0;
    return whole ? std::to_string(value.count() / 1000) : std::to_string(value.count()) + "ms";
}

void append_order(std::string& out, const trying& order) {
    if (!order.failover) append_nv(out, "FAILOVER", "OFF");
    if (order.load_balance) append_nv(out, "LOAD_BALANCE", "ON");
}

void append_options(std::string& out, const description& d) {
    static const description defaults;
    append_order(out, d.order);
    if (d.retry_count != defaults.retry_count) append_nv(out, "RETRY_COUNT", std::to_string(d.retry_count));
    if (d.retry_delay != defaults.retry_delay) append_nv(out, "RETRY_DELAY", duration_text(d.retry_delay));
    if (d.expire_time != defaults.expire_time) {
        append_nv(out, "EXPIRE_TIME", std::to_string(d.expire_time.count()));
    }
    if (d.transport_connect_timeout != defaults.transport_connect_timeout) {
        append_nv(out, "TRANSPORT_CONNECT_TIMEOUT", duration_text(d.transport_connect_timeout));
    }
    if (d.connect_timeout) append_nv(out, "CONNECT_TIMEOUT", duration_text(*d.connect_timeout));
    if (d.use_sni) append_nv(out, "USE_SNI", "ON");
    if (d.sdu != defaults.sdu) append_nv(out, "SDU", std::to_string(d.sdu));
    for (const auto& extra : d.description_extras) append_nv(out, extra);
}

void append_address(std::string& out, const address& a) {
    out += "(ADDRESS=";
    append_nv(out, "PROTOCOL", a.protocol == transport_protocol::tcps ? "tcps" : "tcp");
    append_nv(out, "HOST", a.host);
    append_nv(out, "PORT", std::to_string(a.port));
    out += ")";
}

// A list of one stands bare.
void append_list(std::string& out, const address_list& list) {
    const bool bare = list.addresses.size() == 1;
    if (!bare) out += "(ADDRESS_LIST=";
    if (!bare) append_order(out, list.order);
    for (const auto& a : list.addresses) append_address(out, a);
    if (!bare) out += ")";
}

// The descriptor grammar has no escape: what it cannot carry, and what a listener's log could not show, becomes '?'.
std::string identity_text(std::string_view text) {
    std::string out(text);
    std::replace_if(
        out.begin(), out.end(),
        [](char c) {
            return !is_letter(c) && !is_digit(c) &&
                   std::string_view("<>/\\,.:;-_$+*#&!%?@").find(c) == std::string_view::npos;
        },
        '?');
    return out;
}

// The CONNECT packet leaves them out: they go with the logon.
void append_pool(std::string& out, const description& d) {
    if (!d.pool_connection_class.empty()) append_nv(out, "POOL_CONNECTION_CLASS", d.pool_connection_class);
    if (!d.pool_name.empty()) append_nv(out, "POOL_NAME", d.pool_name);
    if (!d.pool_purity.empty()) append_nv(out, "POOL_PURITY", d.pool_purity);
}

void append_connect_data(std::string& out, const description& d, const connect_identity* identity,
                         std::string_view connection_id) {
    out += "(CONNECT_DATA=";
    if (!d.service_name.empty()) append_nv(out, "SERVICE_NAME", d.service_name);
    if (!d.instance_name.empty()) append_nv(out, "INSTANCE_NAME", d.instance_name);
    if (!d.sid.empty()) append_nv(out, "SID", d.sid);
    if (d.server != server_type::any) append_nv(out, "SERVER", to_string(d.server));
    if (!d.pool_boundary.empty()) append_nv(out, "POOL_BOUNDARY", d.pool_boundary);
    if (identity == nullptr) {
        append_pool(out, d);
    } else {
        out += "(CID=";
        append_nv(out, "PROGRAM", identity_text(identity->program));
        append_nv(out, "HOST", identity_text(identity->host));
        append_nv(out, "USER", identity_text(identity->user));
        out += ")";
    }
    for (const auto& extra : d.connect_data_extras) append_nv(out, extra);
    if (!connection_id.empty()) append_nv(out, "CONNECTION_ID", connection_id);
    out += ")";
}

void append_security(std::string& out, const description& d) {
    const auto all = d.addresses();
    const bool uses_tls =
        std::any_of(all.begin(), all.end(), [](const auto& a) { return a.protocol == transport_protocol::tcps; });
    if (!uses_tls || d.security.empty()) return;
    out += "(SECURITY=";
    for (const auto& pair : d.security) append_nv(out, pair);
    out += ")";
}

std::string write_descriptor(const description& d, const connect_identity* identity, std::string_view connection_id) {
    std::string out = "(DESCRIPTION=";
    append_options(out, d);
    for (const auto& list : d.address_lists) append_list(out, list);
    append_connect_data(out, d, identity, connection_id);
    append_security(out, d);
    out += ")";
    return out;
}

}  // namespace

std::string_view to_string(server_type type) noexcept {
    switch (type) {
    case server_type::any: return {};
    case server_type::dedicated: return "dedicated";
    case server_type::shared: return "shared";
    case server_type::pooled: return "pooled";
    }
    return {};
}

std::string connect_data(const description& descriptor, const connect_identity& identity,
                         std::string_view connection_id) {
    return write_descriptor(descriptor, &identity, connection_id);
}

std::string auth_connect_string(const description& descriptor, std::string_view connection_id) {
    return write_descriptor(descriptor, nullptr, connection_id);
}

std::string make_connection_id(std::span<const std::uint8_t, 16> random) {
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const auto b : random) {
        bits = (bits << 8U) | b;
        for (count += 8; count >= 6; count -= 6) out.push_back(values::base64_digit(bits >> (count - 6)));
    }
    out.push_back(values::base64_digit(bits << (6 - count)));  // 128 bits leave two over
    return out.append("==");
}

}  // namespace oraxx::config
