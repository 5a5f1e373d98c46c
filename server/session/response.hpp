// One response being written: messages are appended, then it is finished as negotiated, or thrown away.
#pragma once

#include "net/frame_writer.hpp"
#include "wire/ttc/bare_messages.hpp"
#include "wire/ttc/session_functions.hpp"

namespace oraxx::sandbox {

class response {
public:
    // `token` names the pipelined request that is answered; 0 = none.
    response(net::frame_writer& out, const wire::ttc::capabilities& caps, std::uint64_t token = 0)
        : out_(&out), buffer_(&out.begin_data()), start_(buffer_->size()), encoder_(*buffer_, caps) {
        if (token != 0) encode(encoder_, wire::ttc::pipeline_token{.token = token});
    }
    response(const response&) = delete;
    response& operator=(const response&) = delete;
    ~response() {
        if (out_ != nullptr) out_->cancel_data();
    }

    [[nodiscard]] wire::ttc::encoder& messages() noexcept { return encoder_; }
    [[nodiscard]] std::size_t size() const noexcept { return buffer_->size() - start_; }

    // Ends the response. Negotiation messages of their own never carry the end-of-response mark.
    void finish(bool may_be_marked = true) {
        const bool marked = may_be_marked && encoder_.caps().end_of_response;
        if (marked) encode(encoder_, wire::ttc::end_of_response{});
        out_->end_data({}, marked ? wire::tns::data_flags::end_of_response : wire::tns::data_flags::none);
        out_ = nullptr;
    }

private:
    net::frame_writer* out_;
    base::byte_buffer* buffer_;
    std::size_t start_;
    wire::ttc::encoder encoder_;
};

}  // namespace oraxx::sandbox
