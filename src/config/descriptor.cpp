// The meaning of a parsed descriptor. Each level has a table of the names it interprets; what is in no
// table is kept for the server or, inside ADDRESS, dropped.
#include <algorithm>

#include "config/connect_descriptor.hpp"
#include "config/text.hpp"

namespace oraxx::config {
namespace {

using std::chrono::milliseconds;

constexpr std::uint32_t most_retries = 1'000'000;
constexpr std::uint32_t longest_expire_time = 35'000;  // minutes: about 24 days

template <class Target>
struct known_name {
    std::string_view name;
    result<void> (*set)(const nv_pair&, Target&);
};

result<void> set_text(const nv_pair& pair, std::string& out) {
    out = pair.value;
    return {};
}

result<void> set_count(const nv_pair& pair, std::uint32_t limit, std::uint32_t& out) {
    const auto value = parse_count(pair.value, limit);
    if (!value) return bad_value_at(pair.position, pair.name, "a number from 0 to " + std::to_string(limit));
    out = *value;
    return {};
}

result<void> set_switch(const nv_pair& pair, bool& out) {
    const auto on = parse_switch(pair.value);
    if (!on) return bad_value_at(pair.position, pair.name, "ON or OFF");
    out = *on;
    return {};
}

// Zero keeps what `out` holds: it is how descriptors say "the default".
template <class Duration>
result<void> set_duration(const nv_pair& pair, Duration& out) {
    const auto value = parse_duration(pair.value);
    if (!value) return bad_value_at(pair.position, pair.name, "a duration like 20, 500 ms, 15 sec or 2 min");
    if (*value != milliseconds::zero()) out = *value;
    return {};
}

result<void> set_sdu(const nv_pair& pair, description& d) {
    auto done = set_count(pair, 0xFFFFFFFFU, d.sdu);
    d.sdu = std::clamp(d.sdu, smallest_sdu, largest_sdu);
    return done;
}

result<void> set_expire_time(const nv_pair& pair, description& d) {
    std::uint32_t minutes = 0;
    auto done = set_count(pair, longest_expire_time, minutes);
    d.expire_time = std::chrono::minutes(minutes);
    return done;
}

result<void> refuse_source_route(const nv_pair& pair) {
    bool on = false;
    auto done = set_switch(pair, on);
    if (done && on) return unsupported_at(pair.position, "SOURCE_ROUTE=ON", "connect to the database's own listener");
    return done;
}

result<void> set_server(const nv_pair& pair, description& d) {
    static constexpr std::pair<std::string_view, server_type> types[] = {
        {"dedicated", server_type::dedicated}, {"shared", server_type::shared}, {"pooled", server_type::pooled}};
    for (const auto& [name, type] : types) {
        if (!equal_ignoring_case(pair.value, name)) continue;
        d.server = type;
        return {};
    }
    return bad_value_at(pair.position, "the server type", "dedicated, shared or pooled");
}

result<void> set_purity(const nv_pair& pair, description& d) {
    if (!equal_ignoring_case(pair.value, "new") && !equal_ignoring_case(pair.value, "self")) {
        return bad_value_at(pair.position, "the purity of pooled sessions", "NEW or SELF");
    }
    return set_text(pair, d.pool_purity);
}

result<void> set_protocol(const nv_pair& pair, address& a) {
    if (equal_ignoring_case(pair.value, "tcp")) {
        a.protocol = transport_protocol::tcp;
    } else if (equal_ignoring_case(pair.value, "tcps")) {
        a.protocol = transport_protocol::tcps;
    } else {
        return unsupported_at(pair.position, "a protocol other than tcp and tcps", "use tcp or tcps");
    }
    return {};
}

bool is_host(std::string_view text) noexcept {
    constexpr std::size_t longest_name = 255;
    return !text.empty() && text.size() <= longest_name && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view(".-_:%").find(c) != std::string_view::npos;
    });
}

result<void> set_host(const nv_pair& pair, address& a) {
    std::string_view host = pair.value;
    if (host.size() > 1 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    if (!is_host(host)) {
        return bad_value_at(pair.position, "the host", "a host name or a numeric address");
    }
    a.host = host;
    return {};
}

result<void> set_port(const nv_pair& pair, std::uint16_t& out) {
    const auto port = parse_count(pair.value, 65535);
    if (!port || *port == 0) return bad_value_at(pair.position, "the port", "a number from 1 to 65535");
    out = static_cast<std::uint16_t>(*port);
    return {};
}

result<void> set_proxy(const nv_pair& pair, address& a) {
    constexpr std::string_view socks = "socks5://";
    const auto name = std::string_view(pair.value).substr(pair.value.rfind(socks, 0) == 0 ? socks.size() : 0);
    if (!is_host(name)) return bad_value_at(pair.position, "the proxy", "a host name, or socks5:// and a host name");
    a.https_proxy = pair.value;
    return {};
}

constexpr known_name<description> description_names[] = {
    {"CONNECT_TIMEOUT", [](const nv_pair& p, description& d) { return set_duration(p, d.connect_timeout); }},
    {"TRANSPORT_CONNECT_TIMEOUT",
     [](const nv_pair& p, description& d) { return set_duration(p, d.transport_connect_timeout); }},
    {"RETRY_COUNT", [](const nv_pair& p, description& d) { return set_count(p, most_retries, d.retry_count); }},
    {"RETRY_DELAY", [](const nv_pair& p, description& d) { return set_duration(p, d.retry_delay); }},
    {"EXPIRE_TIME", set_expire_time},
    {"SDU", set_sdu},
    {"FAILOVER", [](const nv_pair& p, description& d) { return set_switch(p, d.order.failover); }},
    {"LOAD_BALANCE", [](const nv_pair& p, description& d) { return set_switch(p, d.order.load_balance); }},
    {"USE_SNI", [](const nv_pair& p, description& d) { return set_switch(p, d.use_sni); }},
    {"SOURCE_ROUTE", [](const nv_pair& p, description&) { return refuse_source_route(p); }},
};

constexpr known_name<description> connect_data_names[] = {
    {"SERVICE_NAME", [](const nv_pair& p, description& d) { return set_text(p, d.service_name); }},
    {"SID", [](const nv_pair& p, description& d) { return set_text(p, d.sid); }},
    {"INSTANCE_NAME", [](const nv_pair& p, description& d) { return set_text(p, d.instance_name); }},
    {"SERVER", set_server},
    {"POOL_BOUNDARY", [](const nv_pair& p, description& d) { return set_text(p, d.pool_boundary); }},
    {"POOL_CONNECTION_CLASS", [](const nv_pair& p, description& d) { return set_text(p, d.pool_connection_class); }},
    {"POOL_NAME", [](const nv_pair& p, description& d) { return set_text(p, d.pool_name); }},
    {"POOL_PURITY", set_purity},
};

constexpr known_name<address> address_names[] = {
    {"PROTOCOL", set_protocol},
    {"HOST", set_host},
    {"PORT", [](const nv_pair& p, address& a) { return set_port(p, a.port); }},
    {"HTTPS_PROXY", set_proxy},
    {"HTTPS_PROXY_PORT", [](const nv_pair& p, address& a) { return set_port(p, a.https_proxy_port); }},
};

// Interprets `pair`, a child of `parent`, when the table knows it; `known` says whether it did.
template <class Target, std::size_t Size>
result<void> apply(const known_name<Target> (&table)[Size], const nv_pair& parent, const nv_pair& pair,
                   Target& target, bool& known) {
    for (const auto& entry : table) {
        known = pair.is_named(entry.name);
        if (!known) continue;
        if (!pair.children.empty()) return bad_value_at(pair.position, pair.name, "a plain value");
        if (parent.find(pair.name) != &pair) return bad_value_at(pair.position, pair.name, "given once");
        return entry.set(pair, target);
    }
    return {};
}

result<void> expect_container(const nv_pair& pair) {
    if (pair.value.empty()) return {};
    return bad_value_at(pair.position, pair.name, "a list of (NAME=value) pairs");
}

result<address> interpret_address(const nv_pair& pair) {
    if (auto done = expect_container(pair); !done) return std::move(done).error();
    if (const auto* protocol = pair.find("PROTOCOL")) {  // first: other protocols have no HOST to miss
        address ignored;
        if (auto done = set_protocol(*protocol, ignored); !done) return std::move(done).error();
    }
    address out;
    for (const auto& child : pair.children) {
        bool known = false;
        if (auto done = apply(address_names, pair, child, out, known); !done) return std::move(done).error();
    }
    if (out.host.empty()) return bad_value_at(pair.position, pair.name, "given a HOST");
    return out;
}

result<void> add_address(const nv_pair& pair, address_list& list) {
    auto parsed = interpret_address(pair);
    if (!parsed) return std::move(parsed).error();
    list.addresses.push_back(*std::move(parsed));
    return {};
}

// The names that every container of addresses or descriptions may have.
result<void> set_order(const nv_pair& pair, trying& order) {
    if (pair.is_named("FAILOVER")) return set_switch(pair, order.failover);
    if (pair.is_named("LOAD_BALANCE")) return set_switch(pair, order.load_balance);
    if (pair.is_named("SOURCE_ROUTE")) return refuse_source_route(pair);
    return {};
}

result<void> add_address_list(const nv_pair& pair, description& d) {
    if (auto done = expect_container(pair); !done) return done;
    address_list list;
    for (const auto& child : pair.children) {
        result<void> done;
        if (child.is_named("ADDRESS")) {
            done = add_address(child, list);
        } else {
            done = set_order(child, list.order);
        }
        if (!done) return done;
    }
    d.address_lists.push_back(std::move(list));
    return {};
}

result<void> add_connect_data(const nv_pair& pair, description& d) {
    if (auto done = expect_container(pair); !done) return done;
    for (const auto& child : pair.children) {
        // The client's own identity is written anew for every connection.
        if (child.is_named("CID") || child.is_named("CONNECTION_ID")) continue;
        bool known = false;
        if (auto done = apply(connect_data_names, pair, child, d, known); !done) return done;
        if (!known) d.connect_data_extras.push_back(child);
    }
    return {};
}

result<void> add_security(const nv_pair& pair, description& d) {
    if (auto done = expect_container(pair); !done) return done;
    d.security.insert(d.security.end(), pair.children.begin(), pair.children.end());
    return {};
}

result<void> add_to_description(const nv_pair& parent, const nv_pair& pair, description& d) {
    if (pair.is_named("ADDRESS")) {
        d.address_lists.emplace_back();
        return add_address(pair, d.address_lists.back());
    }
    if (pair.is_named("ADDRESS_LIST")) return add_address_list(pair, d);
    if (pair.is_named("CONNECT_DATA")) return add_connect_data(pair, d);
    if (pair.is_named("SECURITY")) return add_security(pair, d);
    bool known = false;
    auto done = apply(description_names, parent, pair, d, known);
    if (done && !known) d.description_extras.push_back(pair);
    return done;
}

result<void> add_description(const nv_pair& pair, connect_descriptor& target) {
    description out;
    if (pair.is_named("DESCRIPTION")) {
        if (auto done = expect_container(pair); !done) return done;
        for (const auto& child : pair.children) {
            if (auto done = add_to_description(pair, child, out); !done) return done;
        }
    } else {
        if (auto done = add_to_description(pair, pair, out); !done) return done;
    }
    if (out.addresses().empty()) return bad_value_at(pair.position, pair.name, "given at least one ADDRESS");
    target.descriptions.push_back(std::move(out));
    return {};
}

result<void> add_description_list(const nv_pair& pair, connect_descriptor& target) {
    if (auto done = expect_container(pair); !done) return done;
    target.order.load_balance = true;  // Oracle Net's default, of this container only
    for (const auto& child : pair.children) {
        auto done = child.is_named("DESCRIPTION") ? add_description(child, target) : set_order(child, target.order);
        if (!done) return done;
    }
    if (target.descriptions.empty()) return bad_value_at(pair.position, pair.name, "given at least one DESCRIPTION");
    return {};
}

}  // namespace

std::vector<address> description::addresses() const {
    std::vector<address> all;
    for (const auto& list : address_lists) all.insert(all.end(), list.addresses.begin(), list.addresses.end());
    return all;
}

result<connect_descriptor> interpret_descriptor(const nv_pair& top) {
    connect_descriptor out;
    result<void> done;
    if (top.is_named("DESCRIPTION_LIST")) {
        done = add_description_list(top, out);
    } else if (top.is_named("DESCRIPTION") || top.is_named("ADDRESS_LIST") || top.is_named("ADDRESS")) {
        done = add_description(top, out);
    } else {
        done = bad_value_at(top.position, "the outermost name",
                            "DESCRIPTION_LIST, DESCRIPTION, ADDRESS_LIST or ADDRESS");
    }
    if (!done) return std::move(done).error();
    return out;
}

}  // namespace oraxx::config
