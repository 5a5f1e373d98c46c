#include "wire/types/lob_locator.hpp"

#include <algorithm>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace oraxx::wire::types {
namespace {

constexpr std::size_t head_size = 16;  // what stands in front of a BFILE's names
constexpr std::size_t length_size = 2;

}  // namespace

decode_errc decode_lob_locator(bytes_view in, lob_locator& out) noexcept {
    base::byte_reader whole(in);
    const auto length = whole.u16be();
    base::byte_reader reader(whole.take(length));
    if (!whole.ok()) return whole.error();
    out.size = length_size + length;
    out.version = reader.u16be();
    const auto flags = reader.take(out.flags.size());
    std::copy(flags.begin(), flags.end(), out.flags.begin());
    return reader.ok() ? decode_errc::ok : decode_errc::bad_value;  // it is as long as it says, and holds too little
}

decode_errc decode_bfile_names(bytes_view in, bfile_names& out) noexcept {
    lob_locator locator;
    if (const auto error = decode_lob_locator(in, locator); error != decode_errc::ok) return error;
    base::byte_reader reader(in.first(locator.size));
    reader.skip(head_size);
    out.directory = base::as_text(reader.take(reader.u16be()));
    out.file_name = base::as_text(reader.take(reader.u16be()));
    return reader.ok() ? decode_errc::ok : decode_errc::bad_value;
}

bool encode_bfile_locator(std::string_view directory, std::string_view file_name, byte_buffer& out) {
    const auto length = head_size - length_size + 2 + directory.size() + 2 + file_name.size();
    if (length > 0xFFFF) return false;
    base::byte_writer writer(out);
    writer.u16be(static_cast<std::uint16_t>(length));
    writer.u16be(1);
    writer.u8(0x08);  // a BFILE
    writer.u8(0x08);  // initialized
    writer.u16be(0);
    writer.u16be(1);  // as go-ora makes them
    writer.zeros(6);
    for (const auto name : {directory, file_name}) {
        writer.u16be(static_cast<std::uint16_t>(name.size()));
        writer.raw(base::as_bytes(name));
    }
    return true;
}

}  // namespace oraxx::wire::types
