#include "wire/ttc/error_info.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

// Numbers of all errors as one length-prefixed value: in front stands how many bytes they take, or, where these are
// too many, 0xFE, and each is a chunk. Thin clients only look for the 0xFE; OCI counts.
template <class Member>
void write_array(encoder& c, const std::vector<batch_error>& errors, Member member) {
    if (errors.empty()) return;
    byte_buffer whole;
    encoder together(whole, c);
    for (const auto& e : errors) member(together, e);
    if (whole.size() <= max_short_length) {
        c.u8("array prefix", whole.size());
        return c.raw("array", whole.size(), whole);
    }
    c.u8("array prefix", long_length_marker);
    for (const auto& e : errors) {
        byte_buffer one;
        encoder apart(one, c);
        member(apart, e);
        c.ub4("length", one.size());
        c.raw("element", one.size(), one);
    }
    c.constant_u8("array end", 0);
}

// Likewise, but what 0xFE announces has no chunks.
void write_messages(encoder& c, const std::vector<batch_error>& errors) {
    byte_buffer whole;
    encoder together(whole, c);
    for (const auto& e : errors) {
        together.ub2("length", e.message.size());
        together.clr("message", e.message);
        together.u8("end marker", 0);
        together.u8("end marker", 0);
    }
    const bool is_short = whole.size() <= max_short_length;
    c.u8("array prefix", is_short ? static_cast<std::uint8_t>(whole.size()) : long_length_marker);
    c.raw("array", whole.size(), whole);
}

// The three batch arrays: codes, iterations, messages. Elements of the first two may each carry a length
// of their own when the array's prefix byte says so (0xFE).
template <class Codec, class Message>
void batch_layout(Codec& c, Message& m) {
    if constexpr (Codec::decoding) {
        const auto array = [&c](auto name, auto& errors, std::uint32_t n, auto member) {
            if (n == 0) return;
            std::uint8_t prefix = 0;
            c.u8("array prefix", prefix);
            const bool chunked = prefix == long_length_marker;
            c.list(name, n, errors, [&](auto& codec, auto& element) {
                std::uint32_t length = 0;
                if (chunked) codec.ub4("length", length);
                member(codec, element);
            });
            if (chunked) c.constant_u8("array end", 0);
        };
        // Three parallel arrays become one list; they must agree in length.
        std::vector<batch_error> iterations;
        std::vector<batch_error> messages;
        std::uint32_t counts[3] = {0, 0, 0};
        c.ub2("batch error codes", counts[0]);
        array("batch error code", m.batch_errors, counts[0], [](auto& codec, auto& e) { codec.ub2("code", e.code); });
        c.ub4("batch error offsets", counts[1]);
        array("batch error offset", iterations, counts[1],
              [](auto& codec, auto& e) { codec.ub4("iteration", e.iteration); });
        c.ub4("batch error messages", counts[2]);
        if (counts[2] != 0) {
            c.constant_u8("array prefix", 0);
            c.list("batch error message", counts[2], messages, [](auto& codec, auto& e) {
                std::uint16_t length = 0;
                codec.ub2("length", length);
                codec.clr("message", e.message);
                codec.constant_u8("end marker", 0);
                codec.constant_u8("end marker", 0);
            });
        }
        if (counts[1] != counts[0] || (counts[2] != 0 && counts[2] != counts[0])) {
            c.fail("batch error offsets", decode_errc::bad_value);
        }
        if (!c.ok()) return;
        for (std::size_t i = 0; i < m.batch_errors.size(); ++i) {
            m.batch_errors[i].iteration = iterations[i].iteration;
            if (i < messages.size()) m.batch_errors[i].message = messages[i].message;
        }
    } else {
        const auto count = static_cast<std::uint32_t>(m.batch_errors.size());
        c.ub2("batch error codes", count);
        write_array(c, m.batch_errors, [](encoder& codec, const batch_error& e) { codec.ub2("code", e.code); });
        c.ub4("batch error offsets", count);
        write_array(c, m.batch_errors,
                    [](encoder& codec, const batch_error& e) { codec.ub4("iteration", e.iteration); });
        c.ub4("batch error messages", count);
        if (count != 0) write_messages(c, m.batch_errors);
    }
}

template <class Codec, class Count>
void row_count_layout(Codec& c, Count& count) {
    if (!c.caps().dialect.machine_structures) return c.ub8("row count", count);
    auto low = static_cast<std::uint32_t>(count);
    auto high = static_cast<std::uint32_t>(count >> 32U);
    c.ub4("row count low", low);
    c.ub4("row count high", high);
    if constexpr (Codec::decoding) count = std::uint64_t{high} << 32U | low;
}

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    const bool is_machine_structure = c.caps().dialect.machine_structures;
    c.ub4("call status", m.call_status);
    if ((m.call_status & call_status_bit::elapsed_time_follows) != 0) c.ub8("elapsed time", m.elapsed_time);
    c.ub2("end to end sequence", m.end_to_end_sequence);
    structure_mark(c);
    c.ub4("current row", m.current_row);
    c.ub2("short error number", m.short_error);
    c.ub2("array error 1", m.array_error_1);
    c.ub2("array error 2", m.array_error_2);
    c.ub2("cursor id", m.cursor_id);
    c.sb2("error position", m.position);
    c.u8("sql type", m.sql_type);
    c.u8("fatal", m.fatal);
    c.sb1("flags", m.flags);
    c.sb1("cursor options", m.cursor_options);
    c.u8("upi parameter", m.upi);
    c.u8("warning flags", m.warning);
    c.ub4("rowid object", m.rowid.object);
    c.ub2("rowid file", m.rowid.file);
    c.u8("rowid reserved", m.rowid_reserved);
    c.room(1);
    c.ub4("rowid block", m.rowid.block);
    c.ub2("rowid slot", m.rowid.slot);
    c.room(2);
    c.ub4("os error", m.os_error);
    c.u8("statement number", m.statement_number);
    c.u8("call number", m.call_number);
    c.ub2("padding", m.padding);
    c.ub4("success iterations", m.success_iterations);
    const bool has_long_number = is_machine_structure || c.caps().at_least(field_version::v12_1);
    if (is_machine_structure) {
        // Addresses of a logical row id and of a batch's errors: no recording has any.
        c.room(76);
    } else {
        c.dalc("logical rowid", m.logical_rowid);
        batch_layout(c, m);
    }
    if (has_long_number) c.ub4("error number", m.error_number);
    if (c.caps().at_least(field_version::v12_1)) row_count_layout(c, m.row_count);
    if (c.caps().error_has_sql_type) {
        c.ub4("sql type", m.sql_type_long);
        c.ub4("checksum", m.checksum);
    }
    const bool has_message = has_long_number ? m.error_number != 0 : m.short_error != 0;
    if (has_message) c.clr("message", m.message);
}

}  // namespace

decode_errc decode(decoder& c, error_info& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const error_info& message) {
    c.u8("message type", error_info::type);
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
