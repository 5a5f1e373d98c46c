// A recording taken apart into named fields, complete enough to be put together again byte for byte: what
// `oraxx trace decode` prints and `oraxx trace encode` reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trace/decode_trace.hpp"

namespace oraxx::trace {

// A chunk of a long value: its length, and the bytes that takes where they are not the fewest.
struct chunk_length {
    std::uint32_t bytes = 0;
    std::uint8_t width = 0;

    friend bool operator==(const chunk_length&, const chunk_length&) = default;
};

// What a writer is free to choose: the same value may stand in several ways.
struct field_style {
    // Bytes of a fixed-width integer; of the magnitude of a universal one (of a DALC's first length) where that is
    // not the shortest.
    std::uint8_t width = 0;
    bool is_null = false;                // empty CLR: marked as NULL (0xFF), not as length 0
    std::vector<chunk_length> chunks{};  // CLR in chunks; the last one, of length 0, ends it

    friend bool operator==(const field_style&, const field_style&) = default;
};

enum class field_kind : std::uint8_t {
    number,
    bytes,
    text,
    group,      // holds `fields`
    undecoded,  // bytes no codec reads; `reason` says why
    opaque,     // bytes that need a key, or that docs/protocol/opaque.md names
    payload,    // of a packet: `magnitude` bytes that the sender's messages fill, one after the other
};

// Reason of an undecoded message whose fields do not hold all of its bytes: a mistake in its layout.
inline constexpr std::string_view unnamed_bytes = "the named fields do not hold these bytes";

struct document_field {
    field_kind kind = field_kind::group;
    std::string name{};
    wire::ttc::field_form form = wire::ttc::field_form::raw;
    field_style style{};
    // A number: magnitude and sign, since the wire can hold more than 63 bits and a negative zero.
    std::uint64_t magnitude = 0;
    bool is_negative = false;
    base::byte_buffer value{};  // bytes, text, undecoded and opaque
    std::string reason{};       // undecoded
    // A group that holds a bind or column value: number of its type; 0 for other groups.
    std::uint8_t value_type = 0;
    std::vector<document_field> fields{};

    friend bool operator==(const document_field&, const document_field&) = default;
};

enum class record_kind : std::uint8_t {
    note,     // a comment or blank line, as it stands
    line,     // the file goes on with a line of `size` bytes
    packet,   // fields, one of which may be a payload
    message,  // fields; their bytes fill the payloads of the sender
};

struct document_record {
    record_kind kind = record_kind::note;
    bool from_client = false;
    std::string name{};  // a note's text, a packet's type, a message's name
    std::size_t size = 0;
    std::vector<document_field> fields{};

    friend bool operator==(const document_record&, const document_record&) = default;
};

struct trace_document {
    std::vector<document_record> records{};
    // Of reading it; put_together() looks at neither.
    trace_summary summary{};
    std::vector<std::string> complaints{};  // about the order of what was said
};

[[nodiscard]] trace_document take_apart(const trace_file& file);

// The text of the recording. Every field is written from its value in its form, then the text is taken apart again
// and must give the same records: nullopt and `error` filled when the fields are not those that the layouts read.
[[nodiscard]] std::optional<std::string> put_together(const trace_document& document, std::string& error);

// Appends one field, or all fields of a group. False and `error` filled when a value does not fit its form.
[[nodiscard]] bool append_field(const document_field& field, base::byte_buffer& out, std::string& error);

// Collects the records of a conversation that is being decoded.
class document_builder final : public trace_printer {
public:
    // Notes and line lengths come from `file`; nullptr: none are recorded. `file` must outlive the builder.
    explicit document_builder(const trace_file* file = nullptr) noexcept : file_(file) {}

    // The records; call once, at the end.
    [[nodiscard]] std::vector<document_record> take();
    [[nodiscard]] const std::vector<std::string>& complaints() const noexcept { return complaints_; }

    void number(std::string_view name, const wire::ttc::field_image& wire, std::int64_t value) override;
    void bytes(std::string_view name, const wire::ttc::field_image& wire, wire::ttc::bytes_view value) override;
    void text(std::string_view name, const wire::ttc::field_image& wire, std::string_view value) override;
    void begin(std::string_view group) override;
    void begin_value(std::string_view name, std::uint8_t type) override;
    void end() override;
    void begin_packet(const trace_line& line, std::string_view type, std::size_t length) override;
    void end_packet() override;
    void begin_turn(bool from_client, const session_state& known, const stated_body& stated,
                    wire::ttc::bytes_view bytes) override;
    void begin_message(bool from_client, std::string_view name) override;
    void end_message(std::string_view name, wire::ttc::bytes_view wire) override;
    void undecoded(std::string_view message, std::string_view reason, wire::ttc::bytes_view bytes) override;
    void opaque(std::string_view what, wire::ttc::bytes_view bytes) override;
    void out_of_order(std::string_view complaint) override { complaints_.emplace_back(complaint); }

private:
    // The packet or message that fields belong to; a message may come inside a packet.
    struct open_record {
        std::size_t index = 0;
        std::size_t length = 0;                   // packet: as begin_packet() gave it
        std::optional<std::size_t> payload_at{};  // packet: fields before a turn that is read inside it
        std::vector<document_field> groups{};     // begun and not ended; the first stands for the record itself
    };

    void add(document_field field);
    void add_lines_up_to(std::size_t number);
    void add_notes_before(std::size_t line_index);
    std::vector<document_field> close();

    const trace_file* file_;
    std::size_t next_line_ = 0;
    std::vector<document_record> records_{};
    std::vector<open_record> open_{};
    std::vector<std::string> complaints_{};
};

}  // namespace oraxx::trace
