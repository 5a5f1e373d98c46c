#include "config/easy_connect.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "config/connect_descriptor.hpp"
#include "config/text.hpp"

namespace oraxx::config {
namespace {

enum class section : std::uint8_t { description, order, connect_data, security, address };

struct parameter {
    std::string_view name;
    section where;
};

// Parameters and the part of the descriptor they go to, under their own name in upper case.
constexpr parameter known_parameters[] = {
    {"connect_timeout", section::description},
    {"transport_connect_timeout", section::description},
    {"retry_count", section::description},
    {"retry_delay", section::description},
    {"expire_time", section::description},
    {"sdu", section::description},
    {"recv_timeout", section::description},
    {"send_timeout", section::description},
    {"recv_buf_size", section::description},
    {"send_buf_size", section::description},
    {"compression", section::description},
    {"compression_levels", section::description},
    {"enable", section::description},
    {"failover", section::order},
    {"load_balance", section::order},
    {"source_route", section::description},
    {"use_sni", section::description},
    {"pool_connection_class", section::connect_data},
    {"pool_purity", section::connect_data},
    {"pool_boundary", section::connect_data},
    {"pool_name", section::connect_data},
    {"service_tag", section::connect_data},
    {"connection_id_prefix", section::connect_data},
    {"ssl_server_cert_dn", section::security},
    {"ssl_server_dn_match", section::security},
    {"ssl_version", section::security},
    {"ssl_allow_weak_dn_match", section::security},
    {"my_wallet_directory", section::security},
    {"https_proxy", section::address},
    {"https_proxy_port", section::address},
};

std::string canonical_parameter(std::string_view name) {
    std::string out;
    for (const char c : name) out.push_back(to_lower(c));
    if (out == "wallet_location") return "my_wallet_directory";
    if (out.rfind("tls_", 0) == 0) out.replace(0, 3, "ssl");
    return out;
}

class easy_connect_parser {
public:
    explicit easy_connect_parser(std::string_view text) noexcept : text_(text) {}

    result<easy_connect> parse() {
        const auto parameters = text_.find('?');
        if (const auto at = text_.find('@'); at < parameters) {
            return bad_text_at(text_, at, "no user or password (they are given apart from the connect string)");
        }
        // Both kinds in one value is more than the descriptor it becomes can carry.
        if (const auto at = text_.find_first_of("\"'"); at < parameters) return bad_text_at(text_, at, "no quote");
        result<void> (easy_connect_parser::*const steps[])() = {
            &easy_connect_parser::parse_protocol, &easy_connect_parser::parse_hosts,
            &easy_connect_parser::parse_service, &easy_connect_parser::parse_parameters};
        for (const auto step : steps) {
            if (auto done = (this->*step)(); !done) return std::move(done).error();
        }
        return assemble();
    }

private:
    result<void> parse_protocol() {
        const auto slashes = text_.find("//");
        const auto first_slash = text_.find('/');
        const bool has_prefix = slashes != std::string_view::npos && slashes == first_slash &&
                                (slashes == 0 || text_[slashes - 1] == ':');
        if (!has_prefix) return {};
        if (slashes > 0) protocol_.push_back(pair_of("PROTOCOL", text_.substr(0, slashes - 1), 0));
        at_ = slashes + 2;
        return {};
    }

    // Hosts separated by ',' are one list, ';' starts the next.
    result<void> parse_hosts() {
        do {
            lists_.emplace_back();
            if (auto done = parse_list(); !done) return done;
        } while (take(';'));
        return {};
    }

    result<void> parse_list() {
        std::size_t without_port = 0;  // hosts at the end of the list that wait for a port behind them
        do {
            auto& hosts = lists_.back();
            hosts.emplace_back();
            hosts.back().children = protocol_;
            if (auto done = parse_host(hosts.back()); !done) return done;
            ++without_port;
            if (!take(':')) continue;
            const auto start = at_;
            const auto port = trimmed(take_until("/?,;"));
            if (port.empty()) continue;
            for (; without_port != 0; --without_port) add(hosts[hosts.size() - without_port], "PORT", port, start);
        } while (take(','));
        return {};
    }

    result<void> parse_host(nv_pair& address) {
        skip_blanks();
        const auto start = at_;
        if (peek() == '[') {
            const auto end = text_.find(']', at_);
            if (end == std::string_view::npos) return bad_text_at(text_, text_.size(), "']' after an IPv6 address");
            at_ = end + 1;
        } else {
            take_until(":/?,;");
        }
        if (at_ == start) return bad_text_at(text_, at_, "a host");
        add(address, "HOST", trimmed(text_.substr(start, at_ - start)), start);
        skip_blanks();
        return {};
    }

    result<void> parse_service() {
        if (peek() != '/') return {};
        const auto service = ++at_;
        add(connect_data_, "SERVICE_NAME", trimmed(take_until(":/?")), service);
        if (peek() == ':') {
            const auto server = ++at_;
            add(connect_data_, "SERVER", trimmed(take_until("/?")), server);
        }
        if (peek() == '/') {
            ++at_;
            if (peek() == '/') ++at_;  // "service//instance": the server type left empty
            const auto instance = at_;
            add(connect_data_, "INSTANCE_NAME", trimmed(take_until("/?")), instance);
        }
        if (!at_end() && peek() != '?') return bad_text_at(text_, at_, "'?' or the end");
        return {};
    }

    result<void> parse_parameters() {
        if (at_end()) return {};
        do {
            ++at_;  // the '?' or '&'
            if (auto done = parse_parameter(); !done) return done;
        } while (peek() == '&');
        return at_end() ? result<void>{} : bad_text_at(text_, at_, "'&' or the end");
    }

    result<void> parse_parameter() {
        skip_blanks();
        const auto start = at_;
        const auto name = trimmed(take_until("=&"));
        if (name.empty()) return bad_text_at(text_, at_, "a parameter name");
        if (peek() != '=') return bad_text_at(text_, at_, "'=' after the parameter name");
        ++at_;
        skip_blanks();
        std::string_view value;
        if (peek() == '"') {
            const auto end = text_.find('"', at_ + 1);
            if (end == std::string_view::npos) return bad_text_at(text_, text_.size(), "a closing quote");
            value = text_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
            skip_blanks();
        } else {
            const auto value_start = at_;
            value = trimmed(take_until("&"));
            if (const auto at = value.find('"'); at != std::string_view::npos) {
                return bad_text_at(text_, value_start + at, "no quote inside a value");
            }
        }
        keep_parameter(name, value, start);
        return {};
    }

    void keep_parameter(std::string_view name, std::string_view value, std::size_t position) {
        const auto canonical = canonical_parameter(name);
        const auto* const found = std::find_if(std::begin(known_parameters), std::end(known_parameters),
                                               [&](const auto& p) { return p.name == canonical; });
        if (found == std::end(known_parameters)) {
            out_.ignored_parameters.emplace_back(name);
            return;
        }
        switch (found->where) {
        case section::description: add(out_.description, base::upper_case(canonical), value, position); break;
        case section::order:
            order_.push_back(pair_of(base::upper_case(canonical), value, position));
            out_.description.children.push_back(order_.back());
            break;
        case section::connect_data: add(connect_data_, base::upper_case(canonical), value, position); break;
        case section::security: add(security_, base::upper_case(canonical), value, position); break;
        case section::address:
            for (auto& list : lists_) {
                for (auto& address : list) add(address, base::upper_case(canonical), value, position);
            }
            break;
        }
    }

    result<easy_connect> assemble() {
        out_.description.name = "DESCRIPTION";
        auto& members = out_.description.children;
        if (lists_.size() == 1) {
            add_hosts(members, std::move(lists_.front()));
        } else {
            for (auto& list : lists_) {
                members.push_back(pair_of("ADDRESS_LIST", {}, list.front().children.back().position));
                members.back().children = order_;
                add_hosts(members.back().children, std::move(list));
            }
        }
        connect_data_.name = "CONNECT_DATA";
        security_.name = "SECURITY";
        for (auto* part : {&connect_data_, &security_}) {
            if (!part->children.empty()) members.push_back(std::move(*part));
        }
        return std::move(out_);
    }

    // Oracle's rule: several hosts of one list are taken by chance, unless LOAD_BALANCE says otherwise.
    static void add_hosts(std::vector<nv_pair>& members, std::vector<nv_pair> hosts) {
        const bool said = std::any_of(members.begin(), members.end(),
                                      [](const auto& pair) { return pair.is_named("LOAD_BALANCE"); });
        if (hosts.size() > 1 && !said) members.push_back(pair_of("LOAD_BALANCE", "ON", 0));
        for (auto& host : hosts) {
            host.name = "ADDRESS";
            members.push_back(std::move(host));
        }
    }

    static nv_pair pair_of(std::string name, std::string_view value, std::size_t position) {
        nv_pair pair;
        pair.name = std::move(name);
        pair.value = value;
        pair.position = position;
        return pair;
    }
    static void add(nv_pair& parent, std::string name, std::string_view value, std::size_t position) {
        parent.children.push_back(pair_of(std::move(name), value, position));
    }
    bool take(char wanted) noexcept {
        if (peek() != wanted) return false;
        ++at_;
        return true;
    }
    [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }
    [[nodiscard]] char peek() const noexcept { return at_end() ? '\0' : text_[at_]; }
    void skip_blanks() noexcept {
        while (!at_end() && is_blank(text_[at_])) ++at_;
    }
    std::string_view take_until(std::string_view stops) noexcept {
        const auto start = at_;
        at_ = std::min(text_.find_first_of(stops, at_), text_.size());
        return text_.substr(start, at_ - start);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    easy_connect out_;
    std::vector<nv_pair> protocol_;            // of every address: one pair or none
    std::vector<std::vector<nv_pair>> lists_;  // of addresses
    std::vector<nv_pair> order_;               // FAILOVER and LOAD_BALANCE, for the description and its lists
    nv_pair connect_data_;
    nv_pair security_;
};

}  // namespace

result<easy_connect> parse_easy_connect(std::string_view text) {
    return easy_connect_parser(text).parse();
}

}  // namespace oraxx::config
