// What handle() said, kept until it can be posted.
#pragma once

#include <optional>
#include <string>

#include <oraxx/lambda/response.hpp>

namespace oraxx::lambda {

class answer final : public response, private response_stream {
public:
    void send(std::string body) override;
    response_stream& stream(std::string_view content_type, http_prelude prelude) override;

    // The answer as a whole; "null" when handle() gave none.
    [[nodiscard]] std::string take_body();

private:
    void write(std::string_view bytes) override;
    void flush() override {}
    void begin();

    std::optional<std::string> body_{};
};

}  // namespace oraxx::lambda
