// A server session on its end of a simulated connection.
#pragma once

#include "server/session/server_session.hpp"
#include "sessions/simulation/network.hpp"
#include "sessions/simulation/witness.hpp"

namespace oraxx::simulation {

class server_host {
public:
    server_host(world& world, connection& wire, const sandbox::session_config& config,
                sandbox::session_identity identity);
    server_host(const server_host&) = delete;
    server_host& operator=(const server_host&) = delete;

private:
    void ready();
    void work();
    std::ptrdiff_t read(std::span<std::uint8_t> into);
    void flush();
    void judge();
    void leave();

    world& world_;
    connection& wire_;
    std::string name_;
    std::unique_ptr<sandbox::server_session> session_;
    witness witness_;
    bool is_scheduled_ = false;
    bool is_working_ = false;
};

}  // namespace oraxx::simulation
