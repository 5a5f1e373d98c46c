#include "trace/redact.hpp"

#include <algorithm>
#include <array>

#include <oraxx/type.hpp>

#include "trace/redact_image.hpp"
#include "trace/redact_text.hpp"
#include "trace/single_value.hpp"

namespace oraxx::trace {

using base::as_text;
using base::byte_buffer;

namespace {

template <std::size_t N>
using name_list = std::array<std::string_view, N>;

template <std::size_t N>
bool is_in(const name_list<N>& names, std::string_view name) noexcept {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Bytes and texts that say how the protocol is spoken, not what is said. All others are taken out.
constexpr name_list<22> structural_fields{
    "accept data",
    "banner",
    "bit vector",
    "bits",
    "charset elements",
    "client name",
    "compile capabilities",
    "current date",
    "destination",  // of LOB calls, like source: a locator
    "domain name",
    "fdo",
    "gap",
    "key",
    "locator",
    "runtime capabilities",
    "session uuid",
    "source",
    "statement hash",
    "time zone",
    "trace ids",
    "type name",
    "type oid",
};

// Logon values that tell releases and counts, for whoever reads a bug report.
constexpr name_list<9> public_logon_values{
    "AUTH_VERSION_NO",        "AUTH_VERSION_STRING",    "AUTH_VERSION_SQL",
    "AUTH_XACTION_TRAITS",    "AUTH_VERSION_STATUS",    "AUTH_CAPABILITY_TABLE",
    "AUTH_PBKDF2_VGEN_COUNT", "AUTH_PBKDF2_SDER_COUNT", "AUTH_MAX_OPEN_CURSORS",
};

// Notes about the place where the file was recorded. All others stay: some tell how to read it.
constexpr name_list<2> private_notes{"credentials", "connection"};

void fill(byte_buffer& value, std::uint8_t with) {
    std::fill(value.begin(), value.end(), with);
}

void set_text(document_field& field, const std::string& text) {
    field.value.assign(text.begin(), text.end());
}

// A valid value of the type in as many bytes: its start is `image`, the rest zeros.
void set_image(byte_buffer& value, std::initializer_list<std::uint8_t> image) {
    fill(value, 0);
    std::copy_n(image.begin(), std::min(image.size(), value.size()), value.begin());
}

void redact_value(byte_buffer& value, oraxx::db_type type) {
    switch (type) {
    case db_type::varchar2:
    case db_type::char_:
    case db_type::long_text: fill(value, redacted_character); return;
    case db_type::number:
        fill(value, 2);  // digits 01
        if (!value.empty()) value[0] = value.size() == 1 ? 0x80 : 0xC1;
        return;
    case db_type::date:
    case db_type::timestamp:
    case db_type::timestamp_ltz: set_image(value, {120, 100, 1, 1, 1, 1, 1}); return;
    case db_type::timestamp_tz: set_image(value, {120, 100, 1, 1, 1, 1, 1, 0, 0, 0, 0, 20, 60}); return;
    case db_type::interval_ym: set_image(value, {0x80, 0, 0, 0, 60}); return;
    case db_type::interval_ds: set_image(value, {0x80, 0, 0, 0, 60, 60, 60, 0x80, 0, 0, 0}); return;
    case db_type::binary_float:
    case db_type::binary_double: set_image(value, {0x80}); return;  // 0.0
    case db_type::boolean: fill(value, 1); return;
    default: fill(value, 0); return;
    }
}

// The same number of bytes: the lowest number that needs them.
void redact_number(document_field& field) {
    const bool is_universal = field.form == wire::ttc::field_form::universal;
    if (!is_universal || field.style.width != 0) {
        field.magnitude = std::min<std::uint64_t>(field.magnitude, 1);
        return;
    }
    std::uint64_t lowest = field.magnitude == 0 ? 0 : 1;
    while (lowest != 0 && field.magnitude / lowest >= 0x100) lowest <<= 8U;
    field.magnitude = lowest;
}

class redactor {
public:
    void record(document_record& record) {
        if (record.kind == record_kind::note) return note(record.name);
        is_packet_ = record.kind == record_kind::packet;
        fields(record.fields, oraxx::db_type::unknown);
    }

private:
    static void note(std::string& text) {
        const auto start = std::min(text.find_first_not_of("# "), text.size());
        const auto key = std::string_view(text).substr(start, text.find(':', start) - start);
        if (is_in(private_notes, key)) text = "# " + std::string(key) + ": (redacted)";
    }
    void fields(std::vector<document_field>& all, oraxx::db_type type) {
        std::string_view key;  // of a key/value pair
        for (auto& each : all) {
            if (each.kind == field_kind::text && each.name == "key") key = as_text(each.value);
            field(each, key, type);
        }
    }
    void field(document_field& field, std::string_view key, oraxx::db_type type) {
        const bool is_value = type != oraxx::db_type::unknown;
        switch (field.kind) {
        case field_kind::group:
            // Of a value: the column's name.
            if (field.value_type != 0) field.name = redacted_sql(field.name);
            return fields(field.fields, static_cast<oraxx::db_type>(field.value_type));
        case field_kind::number:
            if (is_value && field.name.rfind("rowid ", 0) == 0 && field.name != "rowid length") redact_number(field);
            return;
        case field_kind::bytes:
            if (is_value && field.name == "value") return redact_value(field.value, type);
            if (field.name == document_image) return redact_document(field.value);
            if (field.name == vector_image) return redact_vector(field.value);
            // Native services agree on algorithms in their values; all others are someone's data.
            if (!is_in(structural_fields, field.name) && !(is_packet_ && field.name == "value")) fill(field.value, 0);
            return;
        case field_kind::text: text(field, key.substr(0, key.find('\0'))); return;
        case field_kind::undecoded:
        case field_kind::opaque: unread(field); return;
        case field_kind::payload: return;
        }
    }
    void text(document_field& field, std::string_view key) const {
        const auto value = as_text(field.value);
        if (is_in(structural_fields, field.name) || is_in(public_logon_values, key)) return;
        // The name of a column without one is its expression.
        if (field.name == "sql" || field.name == "name") return set_text(field, redacted_sql(value));
        if (field.name == "message") return set_text(field, redacted_message(value));
        if (is_packet_) return set_text(field, redacted_descriptor(value));
        fill(field.value, redacted_character);
    }
    // Keeps what tells the kind of a message (type, function, sequence, an empty token), and puts behind it what no
    // layout takes for a length, so that the rest stays unread.
    static void unread(document_field& field) {
        constexpr std::size_t kept = 3;
        constexpr std::uint8_t no_length = 0xFD;
        const bool has_token = field.name != "function";  // or its header could not be read
        for (std::size_t i = kept; i < field.value.size(); ++i) {
            field.value[i] = i == kept && has_token ? 0 : no_length;
        }
    }

    bool is_packet_ = false;
};

}  // namespace

void redact(trace_document& document) {
    redactor out;
    for (auto& record : document.records) out.record(record);
}

}  // namespace oraxx::trace
