// The LOB calls of a session: function 96, and the same as a piggyback.
#pragma once

#include "server/session/call_end.hpp"
#include "server/session/locator_table.hpp"
#include "server/session/response.hpp"
#include "wire/ttc/lob_operation.hpp"

namespace oraxx::sandbox {

class lob_calls {
public:
    lob_calls(engine::session& engine, response_channel& out, call_ends& ends, locator_table& locators)
        : engine_(&engine), out_(&out), ends_(&ends), locators_(&locators) {}

    // As statement_calls::execute().
    wire::ttc::decode_errc operate(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    // Frees temporary LOBs; nothing answers it.
    wire::ttc::decode_errc take_piggyback(wire::ttc::decoder& c);

    [[nodiscard]] std::optional<call_failure> take_failure() noexcept {
        return std::exchange(failure_, std::nullopt);
    }

private:
    // What an operation brings.
    struct outcome {
        std::optional<engine::sql_error> error{};
        wire::ttc::lob_reply reply{};
        bool has_data = false;
        base::byte_buffer data{};     // read
        base::byte_buffer locator{};  // created
    };

    void run(const wire::ttc::lob_request& request, base::bytes_view data, outcome& out);
    void run_on(known_lob& target, const wire::ttc::lob_request& request, base::bytes_view data, outcome& out);
    void read(known_lob& target, const wire::ttc::lob_request& request, outcome& out) const;
    void write(known_lob& target, const wire::ttc::lob_request& request, base::bytes_view data, outcome& out) const;
    static void open(known_lob& target, const wire::ttc::lob_request& request, outcome& out);
    void create(const wire::ttc::lob_request& request, outcome& out);
    void free(base::bytes_view locators);
    void answer(const wire::ttc::function_header& header, const outcome& done);

    engine::session* engine_;
    response_channel* out_;
    call_ends* ends_;
    locator_table* locators_;
    std::optional<call_failure> failure_;
};

}  // namespace oraxx::sandbox
