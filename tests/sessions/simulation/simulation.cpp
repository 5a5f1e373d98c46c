#include "sessions/simulation/simulation.hpp"

#include "sessions/simulation/server_host.hpp"

namespace oraxx::simulation {
namespace {

constexpr duration longest_run{std::chrono::minutes(60)};
constexpr duration aftermath{std::chrono::minutes(1)};
constexpr unsigned percent_past_cancelling = 10;
constexpr std::uint32_t cursors_of_a_session = 20;  // few, so that one that is never closed is missed

// Making a verifier costs milliseconds, so there is one account of each kind for all runs.
sandbox::account& account_of(auth::verifier_type type) {
    const auto make = [](auth::verifier_type wanted) {
        random_stream random(1);
        return sandbox::account("scott", base::secret_bytes(std::string_view("tiger")), wanted,
                                [random](std::span<std::uint8_t> out) mutable { random.fill(out); });
    };
    static sandbox::account older = make(auth::verifier_type::sha1_salted);
    static sandbox::account newer = make(auth::verifier_type::pbkdf2_sha512);
    return type == auth::verifier_type::sha1_salted ? older : newer;
}

class run {
public:
    run(std::uint64_t seed, bool keep_log) : world_(seed) {
        if (keep_log) world_.keep_log();
        auto& random = world_.random();
        config_.persona = sandbox::find_persona(random.chance(50) ? "26ai" : "18c");
        config_.account =
            &account_of(random.chance(5) ? auth::verifier_type::pbkdf2_sha512 : auth::verifier_type::sha1_salted);
        config_.database = &database_;
        config_.random = [this](std::span<std::uint8_t> out) { world_.random().fill(out); };
        config_.errors_after_markers = random.chance(85);
        config_.max_open_cursors = cursors_of_a_session;
        redirecting_ = config_;
        redirecting_.redirect_address = "(ADDRESS=(PROTOCOL=tcp)(HOST=second)(PORT=1521))";
        first_redirects_ = random.chance(25);
        network_has_trouble_ = random.chance(40);
        const auto clients = random.between(1, 4);
        for (std::uint64_t i = 1; i <= clients; ++i) {
            clients_.push_back(std::make_unique<client>(
                world_, [this](std::string_view host) -> connection& { return dial(host); }, i));
        }
    }
    run(const run&) = delete;
    run& operator=(const run&) = delete;

    run_result finish() {
        for (const auto& client : clients_) {
            world_.after(duration(world_.random().below(5000)), [&client] { client->start(); });
        }
        const auto limit = world_.now() + longest_run;
        while (world_.violation().empty() && !are_over() && world_.run_next(limit)) {
        }
        if (!are_over()) world_.violated("a client waits for ever");
        const auto end = world_.now() + aftermath;
        while (world_.violation().empty() && world_.run_next(end)) {
        }
        run_result out;
        for (const auto& client : clients_) {
            if (world_.violation().empty()) client->check(database_.committed());
            out.counts += client->counts();
        }
        if (!network_has_trouble_ && database_.statements() != 0) {
            world_.violated(std::to_string(database_.statements()) + " statements are left over");
        }
        out.violation = world_.violation();
        out.log_hash = world_.log_hash();
        out.log = world_.log();
        return out;
    }

private:
    [[nodiscard]] bool are_over() const {
        for (const auto& client : clients_) {
            if (!client->is_over()) return false;
        }
        return true;
    }

    [[nodiscard]] network_plan plan_network() {
        auto& random = world_.random();
        network_plan plan;
        if (network_has_trouble_ && random.chance(40)) {
            plan.trouble = static_cast<fault>(random.between(1, 3));
            plan.trouble_after = random.below(12'000);
        }
        plan.slowest = duration(random.chance(20) ? random.below(50'000) : random.below(2000));
        if (random.chance(10)) plan.window = random.between(200, 5000);
        if (random.chance(30)) plan.largest_piece = random.between(1, 40);
        return plan;
    }

    connection& dial(std::string_view host) {
        wires_.push_back(std::make_unique<connection>(world_, plan_network()));
        const bool redirects = first_redirects_ && host == "first";
        const auto id = static_cast<std::uint32_t>(wires_.size());
        hosts_.push_back(std::make_unique<server_host>(world_, *wires_.back(), redirects ? redirecting_ : config_,
                                                       sandbox::session_identity{id, id, id}));
        return *wires_.back();
    }

    world world_;
    memory_database database_{[this](std::chrono::milliseconds length, const engine::cancel_check& check) {
        const bool was_cancelled = world_.pause(length, check);
        // Some statements are past the point where they could be given up.
        return was_cancelled && !world_.random().chance(percent_past_cancelling);
    }};
    sandbox::session_config config_{};
    sandbox::session_config redirecting_{};
    bool first_redirects_ = false;
    bool network_has_trouble_ = false;
    std::vector<std::unique_ptr<connection>> wires_;
    std::vector<std::unique_ptr<server_host>> hosts_;
    std::vector<std::unique_ptr<client>> clients_;
};

}  // namespace

run_result simulate(std::uint64_t seed, bool keep_log) {
    return run(seed, keep_log).finish();
}

}  // namespace oraxx::simulation
