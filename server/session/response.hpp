// One response being written: messages are appended, then it is finished as negotiated, or thrown away.
#pragma once

#include "server/session/session_variation.hpp"
#include "server/session/text_coding.hpp"
#include "wire/ttc/bare_messages.hpp"
#include "wire/ttc/server_piggyback.hpp"
#include "wire/ttc/session_functions.hpp"

namespace oraxx::sandbox {

// Where the responses of a session go, and in what form. Borrows everything.
class response_channel {
public:
    response_channel(net::frame_writer& out, const wire::ttc::capabilities& caps, session_variation* variation)
        : out_(&out), caps_(&caps), variation_(variation) {}

    [[nodiscard]] net::frame_writer& packets() noexcept { return *out_; }
    [[nodiscard]] const wire::ttc::capabilities& caps() const noexcept { return *caps_; }
    void use_text(const text_coding& text) noexcept { text_ = text; }
    [[nodiscard]] const text_coding& text() const noexcept { return text_; }
    [[nodiscard]] session_variation* variation() noexcept { return variation_; }
    // Packets are flagged from protocol 319 on; 21c (318) sends the end-of-response message without the flag.
    void flag_last_packets(bool flags) noexcept { flags_last_packets_ = flags; }
    [[nodiscard]] bool flags_last_packets() const noexcept { return flags_last_packets_; }

    // Stands in front of everything else in the next response to a call.
    void announce(wire::ttc::server_piggyback news) { announced_.push_back(std::move(news)); }
    [[nodiscard]] std::vector<wire::ttc::server_piggyback> take_announced() noexcept {
        return std::exchange(announced_, {});
    }

    // The open payload of packets() is complete.
    void end_payload(wire::tns::data_flags last_flags) {
        if (variation_ == nullptr) {
            out_->end_data({}, last_flags);
            return;
        }
        const auto start = out_->data_start();
        is_broken_ = !variation_->deliver(*out_, out_->take_data(), start, last_flags) || is_broken_;
    }
    // The variation wants the connection closed.
    [[nodiscard]] bool is_broken() const noexcept { return is_broken_; }

private:
    net::frame_writer* out_;
    const wire::ttc::capabilities* caps_;
    session_variation* variation_;
    text_coding text_{};
    bool flags_last_packets_ = false;
    bool is_broken_ = false;
    std::vector<wire::ttc::server_piggyback> announced_{};
};

class response {
public:
    // `token` names the pipelined request that is answered; 0 = none.
    explicit response(response_channel& channel, std::uint64_t token = 0)
        : channel_(&channel),
          buffer_(&channel.packets().begin_data()),
          start_(buffer_->size()),
          encoder_(*buffer_, channel.caps()) {
        if (auto* variation = channel.variation()) encoder_.vary_with(&variation->begin_response());
        if (token != 0) encode(encoder_, wire::ttc::pipeline_token{.token = token});
        for (const auto& news : channel.take_announced()) encode(encoder_, news);
    }
    response(const response&) = delete;
    response& operator=(const response&) = delete;
    ~response() {
        if (channel_ != nullptr) channel_->packets().cancel_data();
    }

    [[nodiscard]] wire::ttc::encoder& messages() noexcept { return encoder_; }
    [[nodiscard]] std::size_t size() const noexcept { return buffer_->size() - start_; }

    // Ends the response. Negotiation messages of their own never carry the end-of-response mark.
    void finish(bool may_be_marked = true) {
        const bool marked = may_be_marked && encoder_.caps().end_of_response;
        if (marked) encode(encoder_, wire::ttc::end_of_response{});
        const bool flagged = marked && channel_->flags_last_packets();
        channel_->end_payload(flagged ? wire::tns::data_flags::end_of_response : wire::tns::data_flags::none);
        channel_ = nullptr;
    }

private:
    response_channel* channel_;
    base::byte_buffer* buffer_;
    std::size_t start_;
    wire::ttc::encoder encoder_;
};

}  // namespace oraxx::sandbox
