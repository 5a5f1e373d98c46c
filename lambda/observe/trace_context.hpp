// Which trace an invocation belongs to, and the ids of what is told of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace oraxx::lambda::observe {

enum class sampling : std::uint8_t { undecided, yes, no };

struct trace_context {
    std::string trace_id{};   // 32 lower-case hexadecimal digits
    std::string parent_id{};  // 16
    sampling sampled = sampling::undecided;

    // An X-Ray header ("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=...") or a
    // W3C traceparent ("00-...-...-01"). nullopt for anything else, and for headers without a parent.
    [[nodiscard]] static std::optional<trace_context> parse(std::string_view header);
    // "1-5759e988-bd862e3fe1be46a994272793": the same id as X-Ray writes it.
    [[nodiscard]] std::string xray_id() const;
};

// A new id of `digits` (up to 32) lower-case hexadecimal digits, never all zeros. Thread safety: any thread.
[[nodiscard]] std::string make_id(std::size_t digits);
// An id that X-Ray takes, too: it begins with the time.
[[nodiscard]] std::string make_trace_id();

}  // namespace oraxx::lambda::observe
