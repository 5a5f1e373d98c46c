// Watches one end of a connection and judges both sides by the order of src/net/conversation.hpp, with the decoder of
// recordings: what it cannot read is as wrong as what comes too early.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "trace/packet_reader.hpp"

namespace oraxx::simulation {

class witness {
public:
    witness() = default;
    witness(const witness&) = delete;
    witness& operator=(const witness&) = delete;

    void saw(bool from_client, base::bytes_view bytes);
    // The connection ended in good order: what was said last is judged too.
    void ended();
    // What was wrong; empty when all was well.
    [[nodiscard]] const std::string& complaint() const noexcept { return listener_.complaint; }

private:
    class listener final : public trace::quiet_printer {
    public:
        void undecoded(std::string_view message, std::string_view reason, base::bytes_view bytes) override;
        void out_of_order(std::string_view what) override;

        std::string complaint{};
    };

    listener listener_{};
    trace::trace_summary summary_{};
    trace::packet_reader reader_{trace::stated_session{}, listener_, summary_};
};

}  // namespace oraxx::simulation
