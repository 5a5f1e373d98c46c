// The meaning of a parsed descriptor. Each level has a table of the names it interprets; what is in no
// table is kept for the server or, inside ADDRESS, dropped.
#include <algorithm>

#include "config/connect_descriptor.hpp"
#include "config/text.hpp"

namespace oraxx::config {
namespace {

using std::chrono::milliseconds;

constexpr std::uint32_t smallest_sdu = 512;
constexpr std::uint32_t largest_sdu = 2'097'152;
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
    const auto is_one_of = [&pair](std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(), [&](auto w) { return equal_ignoring_case(pair.value, w); });
    };
    out = is_one_of({"on", "yes", "true"});
    if (!out && !is_one_of({"off", "no", "false"})) return bad_value_at(pair.position, pair.name, "ON or OFF");
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

result<void> set_sdu(const nv_pair& pair, connect_descriptor& d) {
    auto done = set_count(pair, 0xFFFFFFFFU, d.sdu);
    d.sdu = std::clamp(d.sdu, smallest_sdu, largest_sdu);
    return done;
}

result<void> set_expire_time(const nv_pair& pair, connect_descriptor& d) {
    std::uint32_t minutes = 0;
    auto done = set_count(pair, longest_expire_time, minutes);
    d.expire_time = std::chrono::minutes(minutes);
    return done;
}

result<void> refuse_source_route(const nv_pair& pair, connect_descriptor&) {
    bool on = false;
    auto done = set_switch(pair, on);
    if (done && on) return unsupported_at(pair.position, "SOURCE_ROUTE=ON", "connect to the database's own listener");
    return done;
}

result<void> set_server(const nv_pair& pair, connect_descriptor& d) {
    static constexpr std::pair<std::string_view, server_type> types[] = {
        {"dedicated", server_type::dedicated}, {"shared", server_type::shared}, {"pooled", server_type::pooled}};
    for (const auto& [name, type] : types) {
        if (!equal_ignoring_case(pair.value, name)) continue;
        d.server = type;
        return {};
    }
    return bad_value_at(pair.position, "the server type", "dedicated, shared or pooled");
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

result<void> set_host(const nv_pair& pair, address& a) {
    std::string_view host = pair.value;
    if (host.size() > 1 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    const bool fits = std::all_of(host.begin(), host.end(), [](char c) {
        return is_letter(c) || is_decimal(c) || std::string_view(".-_:%").find(c) != std::string_view::npos;
    });
    if (!fits || host.empty() || host.size() > 255) {
        return bad_value_at(pair.position, "the host", "a host name or a numeric address");
    }
    a.host = host;
    return {};
}

result<void> set_port(const nv_pair& pair, address& a) {
    const auto port = parse_count(pair.value, 65535);
    if (!port || *port == 0) return bad_value_at(pair.position, "the port", "a number from 1 to 65535");
    a.port = static_cast<std::uint16_t>(*port);
    return {};
}

result<void> refuse_proxy(const nv_pair& pair, address&) {
    return unsupported_at(pair.position, "an HTTPS proxy", "connect to the listener directly");
}

constexpr known_name<connect_descriptor> description_names[] = {
    {"CONNECT_TIMEOUT", [](const nv_pair& p, connect_descriptor& d) { return set_duration(p, d.connect_timeout); }},
    {"TRANSPORT_CONNECT_TIMEOUT",
     [](const nv_pair& p, connect_descriptor& d) { return set_duration(p, d.transport_connect_timeout); }},
    {"RETRY_COUNT",
     [](const nv_pair& p, connect_descriptor& d) { return set_count(p, most_retries, d.retry_count); }},
    {"RETRY_DELAY", [](const nv_pair& p, connect_descriptor& d) { return set_duration(p, d.retry_delay); }},
    {"EXPIRE_TIME", set_expire_time},
    {"SDU", set_sdu},
    {"LOAD_BALANCE", [](const nv_pair& p, connect_descriptor& d) { return set_switch(p, d.load_balance); }},
    {"SOURCE_ROUTE", refuse_source_route},
};

constexpr known_name<connect_descriptor> connect_data_names[] = {
    {"SERVICE_NAME", [](const nv_pair& p, connect_descriptor& d) { return set_text(p, d.service_name); }},
    {"SID", [](const nv_pair& p, connect_descriptor& d) { return set_text(p, d.sid); }},
    {"INSTANCE_NAME", [](const nv_pair& p, connect_descriptor& d) { return set_text(p, d.instance_name); }},
    {"SERVER", set_server},
};

constexpr known_name<address> address_names[] = {
    {"PROTOCOL", set_protocol},         {"HOST", set_host}, {"PORT", set_port}, {"HTTPS_PROXY", refuse_proxy},
    {"HTTPS_PROXY_PORT", refuse_proxy},
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

result<void> add_address_list(const nv_pair& pair, connect_descriptor& d) {
    if (auto done = expect_container(pair); !done) return done;
    address_list list;
    for (const auto& child : pair.children) {
        result<void> done;
        if (child.is_named("ADDRESS")) {
            done = add_address(child, list);
        } else if (child.is_named("LOAD_BALANCE")) {
            done = set_switch(child, list.load_balance);
        } else if (child.is_named("SOURCE_ROUTE")) {
            done = refuse_source_route(child, d);
        }
        if (!done) return done;
    }
    d.address_lists.push_back(std::move(list));
    return {};
}

result<void> add_connect_data(const nv_pair& pair, connect_descriptor& d) {
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

result<void> add_security(const nv_pair& pair, connect_descriptor& d) {
    if (auto done = expect_container(pair); !done) return done;
    d.security.insert(d.security.end(), pair.children.begin(), pair.children.end());
    return {};
}

result<void> add_to_description(const nv_pair& parent, const nv_pair& pair, connect_descriptor& d) {
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

}  // namespace

std::vector<address> connect_descriptor::addresses() const {
    std::vector<address> all;
    for (const auto& list : address_lists) all.insert(all.end(), list.addresses.begin(), list.addresses.end());
    return all;
}

result<connect_descriptor> interpret_descriptor(const nv_pair& top) {
    connect_descriptor out;
    result<void> done;
    if (top.is_named("DESCRIPTION")) {
        done = expect_container(top);
        for (auto child = top.children.begin(); done && child != top.children.end(); ++child) {
            done = add_to_description(top, *child, out);
        }
    } else if (top.is_named("ADDRESS_LIST") || top.is_named("ADDRESS")) {
        done = add_to_description(top, top, out);
    } else if (top.is_named("DESCRIPTION_LIST")) {
        done = unsupported_at(top.position, "DESCRIPTION_LIST", "give one DESCRIPTION with several ADDRESS entries");
    } else {
        done = bad_value_at(top.position, "the outermost name", "DESCRIPTION, ADDRESS_LIST or ADDRESS");
    }
    if (!done) return std::move(done).error();
    if (out.addresses().empty()) return bad_value_at(top.position, top.name, "given at least one ADDRESS");
    return out;
}

}  // namespace oraxx::config
