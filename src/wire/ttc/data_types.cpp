#include "wire/ttc/data_types.hpp"

#include "wire/ttc/capability_bits.hpp"
#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

constexpr std::uint16_t first_type = 1;  // every list starts with VARCHAR2

template <class Codec, class Word>
void list_word(Codec& c, std::string_view name, bool wide, Word& word) {
    if (wide) {
        c.u16be(name, word);
    } else {
        c.u8(name, word);
    }
}

// Every round of either loop takes at least a byte, so memory stays a small multiple of the input.
void type_list(decoder& c, bool wide, data_type_list& out) {
    out.words.clear();
    const auto next = [&](std::string_view name) {
        std::uint16_t word = 0;
        list_word(c, name, wide, word);
        return word;
    };
    for (auto type = next("type"); c.ok() && type != 0; type = next("type")) {
        out.words.push_back(type);
        auto conversion = next("conversion");
        for (; c.ok() && conversion != 0; conversion = next("conversion")) {
            out.words.push_back(conversion);
            out.words.push_back(next("representation"));
        }
        out.words.push_back(0);
    }
}

void type_list(encoder& c, bool wide, const data_type_list& list) {
    for (auto word : list.words) list_word(c, "type list", wide, word);
    const std::uint16_t end = 0;
    list_word(c, "end of list", wide, end);
}

bool trailing_charset_follows(decoder& c, bool wide, const data_types_request& m) {
    if (!m.has_list) return c.reader().remaining() >= 2;
    const auto rest = c.reader().rest();
    if (rest.size() < 2) {
        c.fail("type list", decode_errc::incomplete);
        return false;
    }
    if (!wide) return rest[0] != first_type;
    return ((rest[0] << 8) | rest[1]) != first_type;
}
bool trailing_charset_follows(encoder&, bool, const data_types_request& m) {
    return m.has_trailing_charset;
}

template <class Codec, class Message>
void request_layout(Codec& c, Message& m) {
    c.u16le("charset", m.charset);
    c.u16le("national charset", m.national_charset);
    c.u8("flags", m.flags);
    counted_u8(c, "compile capabilities", m.compile_capabilities);
    counted_u8(c, "runtime capabilities", m.runtime_capabilities);
    const capability_vectors own{m.compile_capabilities, m.runtime_capabilities};
    const bool wide = own.compile_at(compile_cap::ub2_data_types) != 0;
    if ((own.runtime_at(runtime_cap::time_zone) & runtime_cap::time_zone_exchange) != 0) {
        c.raw("time zone", time_zone_size, m.time_zone);
        if ((own.compile_at(compile_cap::ttc3) & compile_cap::ttc3_time_zone_file_version) != 0) {
            c.u32be("time zone file version", m.time_zone_file_version);
        }
        const bool trailing = c.ok() && trailing_charset_follows(c, wide, m);
        if constexpr (Codec::decoding) m.has_trailing_charset = trailing;
        if (trailing) c.u16le("trailing charset", m.trailing_charset);
    }
    if (m.has_list && c.ok()) type_list(c, wide, m.types);
}

template <class Codec, class Message>
void reply_layout(Codec& c, Message& m) {
    if (c.caps().data_types_time_zone) {
        c.raw("time zone", time_zone_size, m.time_zone);
        if (c.caps().data_types_time_zone_file) c.u32be("time zone file version", m.time_zone_file_version);
    }
    if (m.has_list) type_list(c, c.caps().data_types_wide, m.types);
}

}  // namespace

decode_errc decode(decoder& c, data_types_request& out) {
    out.has_list = c.caps().data_types_list;
    request_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, data_types_reply& out) {
    out.has_list = c.caps().data_types_list;
    reply_layout(c, out);
    return c.error();
}

void encode(encoder& c, const data_types_request& message) {
    c.u8("message type", data_types_request::type);
    request_layout(c, message);
}

void encode(encoder& c, const data_types_reply& message) {
    c.u8("message type", data_types_reply::type);
    reply_layout(c, message);
}

}  // namespace oraxx::wire::ttc
