// The runtime loop, and a function that reads a secret.
#include "lambda/aws/secrets_client.hpp"
#include "lambda/runtime/runtime.hpp"

namespace {

using oraxx::lambda::aws::secrets_client;
using oraxx::lambda::aws::secrets_options;

class reader final : public oraxx::lambda::function {
    void handle(std::string_view event, oraxx::lambda::context& invocation,
                oraxx::lambda::response& answer) override {
        secrets_client client(secrets_options::for_region(oraxx::lambda::environment_variable("AWS_REGION")));
        const auto deadline = oraxx::lambda::http::clock::now() + invocation.remaining();
        answer.send(client.get(std::string(event), deadline)->version_id);
    }
};

}  // namespace

int main() {
    reader function;
    return oraxx::lambda::run(function, nullptr, nullptr);
}
