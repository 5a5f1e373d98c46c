#include "lambda/http/kept_connection.hpp"

namespace oraxx::lambda::http {
namespace {

class plain_connection final : public kept_connection<tcp_socket> {
public:
    using kept_connection::kept_connection;

private:
    std::unique_ptr<tcp_socket> wrap(tcp_socket socket, const wait&) override {
        return std::make_unique<tcp_socket>(std::move(socket));
    }
};

}  // namespace

std::unique_ptr<connection> make_plain_connection(endpoint server, resolve_function resolve) {
    return std::make_unique<plain_connection>(std::move(server), std::move(resolve));
}

}  // namespace oraxx::lambda::http
