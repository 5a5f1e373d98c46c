#include "backend/thin/connect.hpp"

#include <array>
#include <cstdlib>
#include <thread>

#include "backend/thin/config_provider.hpp"
#include "backend/thin/configuration.hpp"
#include "backend/thin/connection.hpp"
#include "backend/thin/find_wallet.hpp"
#include "backend/thin/reach.hpp"
#include "backend/thin/secure_channel.hpp"
#include "config/connect_walk.hpp"
#include "config/text.hpp"
#include "session/logon_call.hpp"
#include "transport/system.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::backend::thin {
namespace {

using session::clock;

constexpr int max_redirects = 4;
constexpr std::string_view protocol_name = "oraxx";
constexpr std::uint32_t version_major = 0;
constexpr std::uint32_t version_minor = 1;
constexpr std::uint32_t version_patch = 0;

std::string offset_text(std::chrono::minutes offset) {
    const auto total = std::abs(offset.count());
    const auto two = [](auto n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return (offset.count() < 0 ? "-" : "+") + two(total / 60) + ":" + two(total % 60);
}

std::string session_time_zone(const connect_options& options) {
    if (!options.session_time_zone.empty()) return options.session_time_zone;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read once while connecting, as every Oracle client does
    if (const char* set = std::getenv("ORA_SDTZ"); set != nullptr && *set != '\0') return set;
    return offset_text(transport::local_utc_offset());
}

std::string edition_of(const connect_options& options) {
    if (!options.edition.empty()) return options.edition;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read once while connecting, as every Oracle client does
    const char* set = std::getenv("ORA_EDITION");
    return set != nullptr ? set : "";
}

// Options count before the connect string.
void wish_for_pool(const connect_options& options, config::description& where) {
    if (!options.connection_class.empty()) where.pool_connection_class = options.connection_class;
    if (options.purity == session_purity::fresh) where.pool_purity = "NEW";
    if (options.purity == session_purity::shared) where.pool_purity = "SELF";
}

// Without a wish, a connection of its own gets a session nobody used before: what the official drivers ask for.
session::pool_request pool_request_of(const config::description& where) {
    using purity = session::pool_request::purity;
    session::pool_request out;
    out.is_pooled = where.server == config::server_type::pooled;
    out.connection_class = where.pool_connection_class;
    if (!where.pool_purity.empty()) {
        out.wanted = config::equal_ignoring_case(where.pool_purity, "self") ? purity::self : purity::fresh;
    } else if (out.is_pooled) {
        out.wanted = purity::fresh;
    }
    return out;
}

// What went wrong at the addresses tried so far: the last failure, with the others behind it.
class failed_attempts {
public:
    void add(failure why) {
        if (count_++ != 0) {
            if (count_ <= most_told + 1) earlier_.append(earlier_.empty() ? "" : "; ").append(last_.message);
        }
        last_ = std::move(why);
    }
    [[nodiscard]] failure summary() const {
        auto out = last_;
        if (!earlier_.empty()) out.message += " (before that: " + earlier_ + ")";
        return out;
    }

private:
    static constexpr std::size_t most_told = 4;

    failure last_;
    std::string earlier_;
    std::size_t count_ = 0;
};

// Tells when the logon goes over from negotiating to authenticating.
class logon_client final : public engine_client {
public:
    logon_client(session::engine& engine, const session::logon_call& logon, std::function<void()> negotiated)
        : engine_client(engine), logon_(logon), negotiated_(std::move(negotiated)) {}

    void received(std::size_t bytes) override {
        engine_client::received(bytes);
        if (negotiated_ && logon_.phase() == oraxx::phase::authenticate) std::exchange(negotiated_, nullptr)();
    }

private:
    const session::logon_call& logon_;
    std::function<void()> negotiated_;  // empty once it was called
};

// One connection attempt and what it has learnt so far.
class attempt {
public:
    attempt(const connect_options& options, const session::environment& world, const config::config_files& files,
            config::connect_descriptor descriptor)
        : options_(options),
          world_(world),
          files_(files),
          descriptor_(std::move(descriptor)),
          log_(options.on_connect_step),
          started_(clock::now()) {
        std::array<std::uint8_t, 16> random{};
        world_.random(random);
        connection_id_ = config::make_connection_id(random);
    }

    result<std::unique_ptr<connection>> run() {
        config::connect_walk walk(descriptor_, [this](std::size_t count) { return choose(count); });
        failed_attempts failed;
        while (const auto step = walk.next()) {
            if (step->where != where_) use(*step->where);
            if (step->pause_first && !wait_before_retry()) {
                walk.leave_description();
                continue;
            }
            address_deadline_ = share_of(*step);
            auto made = try_address(step->to);
            if (!made) log_.failed(made.error());
            if (made || accepted_) return made;  // an error after ACCEPT is final
            failed.add(std::move(made).error());
            if (clock::now() < deadline_) continue;
            if (!where_->connect_timeout) break;
            walk.leave_description();
        }
        return failed.summary();
    }

private:
    // From here on addresses of this description are tried.
    void use(const config::description& where) {
        where_ = &where;
        security_.reset();
        pool_ = pool_request_of(where);
        deadline_ =
            where.connect_timeout ? clock::now() + *where.connect_timeout : started_ + options_.connect_timeout;
        connect_data_ = config::connect_data(
            where, {world_.identity.program, world_.identity.machine, world_.identity.os_user}, connection_id_);
        logon_text_ = config::auth_connect_string(where, connection_id_);
    }

    // No dead address takes the time of those behind it: what is left is divided among all that share it.
    [[nodiscard]] clock::time_point share_of(const config::connect_step& step) const {
        const auto others = step.left_in_round + (where_->connect_timeout ? 0 : step.left_behind);
        const auto now = clock::now();
        return now + (deadline_ - now) / static_cast<clock::rep>(others + 1);
    }

    [[nodiscard]] std::size_t choose(std::size_t count) const {
        std::array<std::uint8_t, 8> random{};
        world_.random(random);
        std::uint64_t value = 0;
        for (const auto byte : random) value = value << 8U | byte;
        return value % count;
    }

    [[nodiscard]] bool wait_before_retry() const {
        const auto until = clock::now() + where_->retry_delay;
        if (until >= deadline_) return false;
        std::this_thread::sleep_until(until);
        return true;
    }

    result<std::unique_ptr<connection>> try_address(config::address address) {
        std::string connect_data = connect_data_;
        hosts_.assign(1, address.host);
        for (int redirects = 0; redirects <= max_redirects; ++redirects) {
            if (auto why = open(address)) {
                if (redirects != 0) why->message += "; a listener had redirected there";
                return std::move(*why);
            }
            if (auto why = agree(address, connect_data, redirects != 0)) return located(std::move(*why), address);
            if (!engine_->redirect()) return log_on(address);
            const auto& target = *engine_->redirect();
            auto next = config::parse_connect_string(target.address);
            if (!next) {
                return located(redirect_failure("the listener redirected to an address that cannot be read"),
                               address);
            }
            const auto from = std::exchange(address, next->descriptions.front().addresses().front());
            // A redirect may not take TLS away. The certificate may be for the name it started from, too.
            if (from.protocol == config::transport_protocol::tcps) address.protocol = from.protocol;
            address.https_proxy = from.https_proxy;
            address.https_proxy_port = from.https_proxy_port;
            hosts_.resize(1);
            hosts_.push_back(address.host);
            if (!target.connect_data.empty()) connect_data = target.connect_data;
        }
        return redirect_failure("the listener redirected more than " + std::to_string(max_redirects) +
                                " times, at last to " + place_of(address));
    }

    static failure redirect_failure(std::string message) {
        return values::unusable_failure(
            errc::protocol_violation, oraxx::phase::connect, std::move(message),
            "listeners that send clients to each other: see LOCAL_LISTENER and REMOTE_LISTENER of the database");
    }

    static std::string place_of(const config::address& address) {
        return address.host + ":" + std::to_string(address.port);
    }

    // What was asked for, to tell a mistyped name from a listener that lacks one.
    [[nodiscard]] std::string wish() const {
        if (!where_->sid.empty()) return "SID \"" + where_->sid + "\"";
        return where_->service_name.empty() ? "no service" : "service \"" + where_->service_name + "\"";
    }

    [[nodiscard]] failure located(failure why, const config::address& address) const {
        if (why.code == errc::refused) why.message += "; it was asked for " + wish();
        why.message += " (" + place_of(address) + ")";
        return why;
    }

    // CONNECT to ACCEPT, or REDIRECT.
    std::optional<failure> agree(const config::address& address, const std::string& connect_data,
                                 bool after_redirect) {
        const bool over_tls = address.protocol == config::transport_protocol::tcps;
        if (over_tls) {
            if (auto why = shake_hands({.hosts = hosts_})) return why;
        }
        engine_->start_connect({.connect_data = connect_data,
                                .sdu = where_->sdu,
                                .after_redirect = after_redirect,
                                .over_tls = over_tls},
                               address_deadline_);
        auto why = exchange_connect();
        while (!why && engine_->wants_tls_restart()) {
            why = restart_tls();
            if (why) break;
            engine_->repeat_connect(address_deadline_);
            why = exchange_connect();
        }
        return why && over_tls ? judged_late(*std::move(why)) : why;
    }

    std::optional<failure> exchange_connect() {
        engine_client client(*engine_);
        auto why = drive(client);
        if (!why) note_phase(oraxx::phase::connect, answer_text());
        return why;
    }

    // With TLS 1.3 the server judges our certificate when our handshake is over already. Its alert may get lost when
    // it closes the connection.
    [[nodiscard]] failure judged_late(failure why) const {
        if (tls_filter_ == nullptr) return why;
        if (tls_filter_->problem()) return *tls_filter_->problem();
        if (why.code != errc::connection_lost || engine_->bytes_received() != 0) return why;
        return tls_failure("the server closed the connection right after the TLS handshake",
                           tls_filter_->shows_certificate()
                               ? "it may not accept the client certificate: see the listener's log"
                               : "it may want a client certificate (mutual TLS): give a wallet that holds one");
    }

    static failure tls_failure(std::string message, std::string advice = {}) {
        return values::unusable_failure(errc::tls_error, oraxx::phase::tls, std::move(message), std::move(advice));
    }

    // Puts TLS on top of stream_.
    std::optional<failure> shake_hands(const secure_channel::peer& with) {
        if (!security_) {
            auto prepared = secure_channel::prepare(*where_, options_, files_);
            if (!prepared) return std::move(prepared).error();
            security_ = *std::move(prepared);
        }
        tls_filter_ = nullptr;
        const auto deadline = std::min(address_deadline_, clock::now() + where_->transport_connect_timeout);
        auto made = security_->shake_hands(std::move(stream_), with, *wakeup_, deadline);
        if (!made) return std::move(made).error();
        tls_ = made->stream.get();
        tls_filter_ = made->filter;
        stream_ = std::move(made->stream);
        log_.ended(oraxx::phase::tls, tls_filter_->round_trips());
        return std::nullopt;
    }

    // The listener has passed the connection on: the server process shakes hands itself, on the bare connection.
    std::optional<failure> restart_tls() {
        if (tls_->holds_input()) {
            return tls_failure("the server went on speaking after it asked for a new TLS handshake");
        }
        stream_ = tls_->release();
        return shake_hands({.hosts = hosts_, .is_listener = false});
    }

    std::optional<failure> open(const config::address& address) {
        log_.turn_to(place_of(address));
        auto stream = reach(address, *where_, options_, address_deadline_, *wakeup_, log_);
        if (!stream) return std::move(stream).error();
        stream_ = std::move(*stream);
        engine_ = std::make_unique<session::engine>();
        trips_before_ = 0;
        return std::nullopt;
    }

    // Runs what the engine has under way to its end.
    std::optional<failure> drive(transport::io_client& client) {
        (void)transport::run(client, *stream_, *wakeup_);
        return engine_->take_outcome();
    }

    result<std::unique_ptr<connection>> log_on(const config::address& address) {
        accepted_ = true;
        if (options_.user.empty()) {
            say_goodbye();
            return no_user();
        }
        session::logon_call logon(world_, engine_->accepted(), options_.user,
                                  base::as_bytes(options_.password.reveal()), logon_text_, pool_);
        engine_->submit(logon, deadline_);
        logon_client client(*engine_, logon,
                            [this] { note_phase(oraxx::phase::negotiate, {}, engine_->is_idle() ? 0U : 1U); });
        if (auto why = drive(client)) {
            if (why->ora_code != 0) say_goodbye();
            return located(std::move(*why), address);
        }
        note_phase(oraxx::phase::authenticate, "server " + engine_->session().info.server_version);
        connection_stats stats;
        stats.connect_phases = log_.take_phases();
        thin_connection::parts parts{std::move(engine_), std::move(stream_), std::move(wakeup_), std::move(stats)};
        return std::unique_ptr<connection>(std::make_unique<thin_connection>(std::move(parts), options_));
    }

    static failure no_user() {
        return values::unusable_failure(errc::invalid_argument, oraxx::phase::authenticate, "no user was given",
                                        "set connect_options::user");
    }

    // A stream that is in step is not just closed: servers want the end-of-file packet, after a refused logon too.
    void say_goodbye() {
        engine_->write_goodbye();
        (void)stream_->write(engine_->pending_output());
    }

    // `begun`: round trips of the phase that follows, already under way.
    void note_phase(oraxx::phase phase, std::string detail = {}, std::uint32_t begun = 0) {
        const auto trips = static_cast<std::uint32_t>(engine_->round_trips()) - begun;
        log_.ended(phase, trips - std::exchange(trips_before_, trips), std::move(detail));
    }

    [[nodiscard]] std::string answer_text() const {
        if (engine_->redirect()) return "redirected";
        if (engine_->wants_tls_restart()) return "asked for a new TLS handshake";
        const auto& facts = engine_->accepted();
        return "accepted: Oracle Net " + std::to_string(facts.version) + ", SDU " + std::to_string(facts.sdu);
    }

    const connect_options& options_;
    const session::environment& world_;
    const config::config_files& files_;
    config::connect_descriptor descriptor_;
    const config::description* where_ = nullptr;  // of descriptor_
    std::string connection_id_;
    std::string connect_data_;
    std::string logon_text_;
    std::vector<std::string> hosts_;                     // the address as it was given, and the one a redirect led to
    std::optional<secure_channel> security_;             // of where_, once it is needed
    transport::filtered_stream* tls_ = nullptr;          // stream_, while that is TLS
    const transport::tls_filter* tls_filter_ = nullptr;  // in it
    session::pool_request pool_;
    std::unique_ptr<session::engine> engine_;
    std::unique_ptr<transport::stream> stream_;
    std::unique_ptr<transport::wakeup> wakeup_ = std::make_unique<transport::wakeup>();
    connect_log log_;
    clock::time_point started_;
    clock::time_point deadline_;          // of the description, or of everything
    clock::time_point address_deadline_;  // for one address, up to its ACCEPT
    std::uint32_t trips_before_ = 0;
    bool accepted_ = false;
};

// Options without a user are filled in from the wallet's store; nullopt: it has no login for them.
result<std::optional<connect_options>> stored_login(const connect_options& options,
                                                    const config::connect_descriptor& descriptor,
                                                    const config::config_files& files) {
    const auto settings = config::tls_settings_of(descriptor.descriptions.front());
    if (!settings) return settings.error();
    auto found = find_wallet(options, settings->wallet_directory, files);
    if (!found) return std::move(found).error();
    if (!*found) return std::optional<connect_options>();
    auto login = login_for(**found, options.connect_string);
    if (!login) return std::optional<connect_options>();
    auto filled = options.clone();
    filled.user = std::move(login->user);
    filled.password = std::move(login->password);
    return std::optional<connect_options>(std::move(filled));
}

}  // namespace

session::environment process_environment(const connect_options& options) {
    session::environment out;
    out.random = &transport::fill_random;
    out.identity = options.identity;
    const auto process = transport::current_process();
    const auto fill = [](std::string& field, const std::string& value) {
        if (field.empty()) field = value;
    };
    fill(out.identity.program, process.program);
    fill(out.identity.machine, process.machine);
    fill(out.identity.os_user, process.os_user);
    fill(out.identity.terminal, process.terminal);
    if (out.identity.process_id == 0) out.identity.process_id = process.process_id;
    fill(out.identity.driver_name, "oraxx : " + std::to_string(version_major) + "." + std::to_string(version_minor) +
                                       "." + std::to_string(version_patch));
    out.driver_protocol_name = protocol_name;
    out.driver_version = version_major << 24U | version_minor << 20U | version_patch << 12U;
    out.time_zone = session_time_zone(options);
    out.exchanges_time_zones = true;
    out.nls = options.nls;
    out.new_password = base::as_bytes(options.new_password.reveal());
    out.privilege = options.privilege;
    out.edition = edition_of(options);
    out.application_context = options.application_context;
    out.allow_10g_verifier = options.allow_10g_verifier;
    return out;
}

result<std::unique_ptr<connection>> connect(const connect_options& options, const session::environment& world) {
    const auto files = configuration_of(options);
    auto descriptor = config::resolve_connect_string(options.connect_string, files);
    if (!descriptor) return std::move(descriptor).error();
    for (auto& each : descriptor->descriptions) wish_for_pool(options, each);
    result<std::optional<connect_options>> stored = std::optional<connect_options>();
    if (options.user.empty()) stored = stored_login(options, *descriptor, files);
    if (!stored) return std::move(stored).error();
    return attempt(*stored ? **stored : options, world, files, std::move(*descriptor)).run();
}

}  // namespace oraxx::backend::thin

namespace oraxx::backend {

result<std::unique_ptr<connection>> connect_thin(const connect_options& options) {
    if (!thin::names_a_provider(options)) return thin::connect(options, thin::process_environment(options));
    const auto provided = thin::with_provided(options);
    if (!provided) return provided.error();
    return thin::connect(*provided, thin::process_environment(*provided));
}

}  // namespace oraxx::backend
