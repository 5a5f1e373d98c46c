// Decodes one message of a stream and checks what holds for each: what was decoded can be encoded, that decodes
// again, and encoding that gives the same bytes.
#pragma once

#include <string>

#include "fuzzer.hpp"
#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::fuzz {

using base::byte_buffer;
using base::bytes_view;
using base::decode_errc;
using wire::ttc::capabilities;
using wire::ttc::decoder;

// Capabilities as two bytes of the input choose them.
inline capabilities take_capabilities(bytes_view& input) noexcept {
    using enum wire::ttc::field_version;
    constexpr wire::ttc::field_version versions[] = {v23_4, v11_2,      v12_1,      v12_2, v18_1,
                                                     v20_1, v18_1_ext1, v23_1_ext3, v23_1, v19_1_ext1};
    const auto version = take_choice(input);
    const auto flags = take_choice(input);
    const auto bit = [flags](unsigned index) { return (flags >> index & 1U) == 0; };  // zero: as 26ai has it
    capabilities caps;
    caps.version = versions[version % std::size(versions)];
    caps.big_chunks = bit(0);
    caps.request_text_has_length = bit(1);
    caps.error_has_sql_type = bit(2);
    caps.data_types_wide = bit(3);
    caps.data_types_list = bit(4);
    caps.data_types_time_zone = !bit(5);
    caps.data_types_time_zone_file = !bit(5);
    caps.dialect.integers = bit(6) ? wire::ttc::integer_form::universal : wire::ttc::integer_form::fixed_little;
    caps.dialect.machine_structures = !bit(7);
    caps.dialect.oci = version >= 128;
    caps.dialect.universal_sb1 = version % 128 >= 64;
    return caps;
}

// Bytes that stand in front of what decode() reads in what encode() writes.
enum class encoded_head : std::uint8_t { nothing, type_byte };

template <class Message>
byte_buffer encoded(const Message& message, const capabilities& caps) {
    byte_buffer out;
    wire::ttc::encoder c(out, caps);
    encode(c, message);
    return out;
}

// False when the message is bad; the decoder then stands where it stopped.
template <class Message>
bool check_message(decoder& in, encoded_head head, Message message = {}) {
    const Message initial = message;
    if (decode(in, message) != decode_errc::ok) return false;
    const auto once = encoded(message, in.caps());
    base::arena scratch;
    const auto body = bytes_view(once).subspan(head == encoded_head::type_byte ? 1 : 0);
    decoder again(body, in.caps(), scratch);
    Message copy = initial;
    if (decode(again, copy) != decode_errc::ok) {
        std::fprintf(stderr, "what we encode does not decode: %s\n", std::string(again.failed_field()).c_str());
        std::abort();
    }
    ORAXX_FUZZ_REQUIRE(again.reader().remaining() == 0, "what we encode is one message");
    ORAXX_FUZZ_REQUIRE(encoded(copy, in.caps()) == once, "encoding is stable");
    return true;
}

// The stream of messages behind their capabilities and one choice. `read` takes a decoder behind the message type,
// that type and the choice, and tells whether the message was good.
template <class Read>
void read_messages(bytes_view input, Read read) {
    const auto caps = take_capabilities(input);
    const auto context = take_choice(input);
    base::arena scratch;
    decoder in(input, caps, scratch);
    while (in.ok() && in.reader().remaining() != 0) {
        const auto type = static_cast<wire::ttc::message_type>(in.reader().u8());
        if (!read(in, type, context)) break;
    }
}

}  // namespace oraxx::fuzz
