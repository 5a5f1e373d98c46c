#include "trace/stated_context.hpp"

#include <charconv>
#include <iterator>

#include <oraxx/type.hpp>

#include "base/hex.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

namespace {

bool says(std::string_view text, std::string_view phrase) noexcept {
    return text.find(phrase) != std::string_view::npos;
}

// The decimal number that follows the phrase.
std::optional<std::uint32_t> number_after(std::string_view text, std::string_view phrase) noexcept {
    const auto at = text.find(phrase);
    if (at == std::string_view::npos) return std::nullopt;
    text.remove_prefix(at + phrase.size());
    std::uint32_t value = 0;
    const auto done = std::from_chars(text.data(), text.data() + text.size(), value);
    if (done.ec != std::errc{}) return std::nullopt;
    return value;
}

// The number that the phrase follows.
std::optional<std::uint32_t> number_before(std::string_view text, std::string_view phrase) noexcept {
    const auto end = text.find(phrase);
    if (end == std::string_view::npos) return std::nullopt;
    const auto digits = text.substr(0, end).find_last_not_of("0123456789");
    return number_after(text, text.substr(0, digits == std::string_view::npos ? 0 : digits + 1));
}

// The message type in the word of two hexadecimal digits that follows the phrase.
std::optional<message_type> type_after(std::string_view text, std::string_view phrase) {
    const auto at = text.find(phrase);
    if (at == std::string_view::npos) return std::nullopt;
    text.remove_prefix(at + phrase.size());
    const auto bytes = base::parse_hex(text.substr(0, text.find_first_of(" ,.:;)")));
    if (!bytes || bytes->size() != 1) return std::nullopt;
    return static_cast<message_type>(bytes->front());
}

// "three NUMBER binds": so many.
std::size_t counted_binds(std::string_view note, std::string_view what) noexcept {
    constexpr std::string_view words[] = {"one ", "two ", "three ", "four ", "five "};
    const auto at = note.find(what);
    if (at == std::string_view::npos) return 0;
    for (std::size_t i = 0; i < std::size(words); ++i) {
        const auto& word = words[i];
        if (at >= word.size() && note.substr(at - word.size(), word.size()) == word) return i + 1;
    }
    return 0;
}

stated_body::kind kind_of(const trace_file& file, std::string_view note) noexcept {
    if (says(note, "whole TNS packet")) return stated_body::kind::packet;
    if (says(note, "ACCEPT payload") || says(file.note("complete"), "ACCEPT payloads only")) {
        return stated_body::kind::accept;
    }
    if (note.substr(0, 6) == "value:") return stated_body::kind::value;
    return stated_body::kind::messages;
}

}  // namespace

stated_session stated_session_of(const trace_file& file) {
    stated_session out;
    const auto facts = file.note("facts");
    auto version = number_after(facts, "ttc_field_version=");
    if (!version) version = number_after(file.note("server"), "field version ");
    if (version && *version <= 0xFF) out.version = static_cast<field_version>(*version);
    out.max_string_size = number_after(facts, "max_string_size=");
    out.has_data_flags = says(file.note("complete"), "2 data-flag bytes");
    out.is_wide = says(file.note("client"), "\"wide\" encoding") || says(file.note("server"), "\"wide\" TTC");
    out.single_packets = says(file.note("complete"), "single packets of several sessions");
    out.single_turns = file.layer == trace_layer::ttc || out.single_packets;
    if (file.layer == trace_layer::ttc_decrypted) {
        out.mac_size = number_before(file.note("complete"), "-byte MAC").value_or(0);
    }
    return out;
}

stated_body stated_body_of(const trace_file& file, const trace_line& line) {
    const std::string_view note = line.note;
    stated_body out;
    out.holds = kind_of(file, note);
    out.begun = type_after(note, "after the ");
    if (!out.begun && says(file.note("complete"), "is missing in the source")) {
        out.begun = type_after(file.note("complete"), "first byte 0x");
    }
    out.binds.assign(counted_binds(note, "NUMBER binds"), static_cast<std::uint8_t>(db_type::number));
    if (says(note, "row data onwards")) {
        out.begun = message_type::row_data;
        if (says(note, "NUMBER")) out.columns.push_back(static_cast<std::uint8_t>(db_type::number));
    }
    out.continues = note.substr(0, 7) == "the row";
    if (says(note, "REF CURSOR OUT bind")) out.out_binds.push_back(static_cast<std::uint8_t>(db_type::cursor));
    return out;
}

}  // namespace oraxx::trace
