// One operation on a LOB by its locator.
#pragma once

#include "session/call.hpp"
#include "session/temporary_lobs.hpp"
#include "wire/ttc/lob_operation.hpp"

namespace oraxx::session {

class lob_call final : public call {
public:
    // `locator` is replaced by the one the server answers with; `data_in`, if any, is written behind the request;
    // what the server reads out is appended to `data_out`, `most` bytes of it at the most. All of them outlive the
    // call.
    lob_call(lob_locator& locator, wire::ttc::lob_request request, base::bytes_view data_in,
             std::vector<std::uint8_t>* data_out, std::size_t most);

    [[nodiscard]] oraxx::phase phase() const noexcept override;
    void write_request(wire::ttc::encoder& out, state& session) override;
    base::decode_errc on_message(wire::ttc::message_type type, wire::ttc::decoder& in, state& session) override;
    [[nodiscard]] std::optional<failure> on_status(const wire::ttc::error_info& info, state& session) override;

    [[nodiscard]] std::int64_t amount() const noexcept { return amount_; }
    [[nodiscard]] bool flag() const noexcept { return flag_; }

private:
    lob_locator& locator_;
    wire::ttc::lob_request request_;
    base::bytes_view data_in_;
    std::vector<std::uint8_t>* data_out_;
    std::size_t most_;
    std::int64_t amount_ = 0;
    bool flag_ = false;
};

}  // namespace oraxx::session
