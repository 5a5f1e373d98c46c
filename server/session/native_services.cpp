#include "server/session/native_services.hpp"

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::uint32_t magic = 0xDEADBEEF;
constexpr std::uint16_t header_size = 13;

enum class service : std::uint16_t { authentication = 1, encryption = 2, integrity = 3, supervisor = 4 };
enum class field : std::uint16_t { bytes = 1, ub1 = 2, ub2 = 3, version = 5, status = 6 };

constexpr std::uint16_t supervisor_ok = 0x001F;
constexpr std::uint16_t no_authentication = 0xFBFF;

void begin_service(base::byte_writer& w, service id, std::uint16_t fields, std::uint32_t version) {
    w.u16be(static_cast<std::uint16_t>(id));
    w.u16be(fields);
    w.u32be(0);  // error
    w.u16be(4);
    w.u16be(static_cast<std::uint16_t>(field::version));
    w.u32be(version);
}

void put_u16(base::byte_writer& w, field type, std::uint16_t value) {
    w.u16be(2);
    w.u16be(static_cast<std::uint16_t>(type));
    w.u16be(value);
}

// Encryption and integrity name the chosen algorithm: none.
void nothing_chosen(base::byte_writer& w, service id, std::uint32_t version) {
    begin_service(w, id, 2, version);
    w.u16be(1);
    w.u16be(static_cast<std::uint16_t>(field::ub1));
    w.u8(0);
}

}  // namespace

bool is_services_request(base::bytes_view payload) noexcept {
    base::byte_reader reader(payload);
    return reader.u32be() == magic && reader.ok();
}

base::decode_errc measure_services_request(base::bytes_view payload, std::size_t& size) noexcept {
    base::byte_reader reader(payload);
    reader.skip(4);
    size = reader.u16be();
    if (reader.ok() && size < header_size) reader.fail(base::decode_errc::bad_value);
    reader.rewind(0);
    reader.skip(size);
    return size < header_size ? base::decode_errc::bad_value : reader.error();
}

void append_services_reply(base::byte_buffer& out, const persona& persona) {
    const auto start = out.size();
    const auto version = persona.services_version;
    base::byte_writer w(out);
    w.u32be(magic);
    w.u16be(0);  // total length, set below
    w.u32be(0);
    w.u16be(4);  // services
    w.u8(0);

    begin_service(w, service::supervisor, 3, persona.supervisor_version);
    put_u16(w, field::status, supervisor_ok);
    w.u16be(14);  // array of the services that run
    w.u16be(static_cast<std::uint16_t>(field::bytes));
    w.u32be(magic);
    w.u16be(static_cast<std::uint16_t>(field::ub2));
    w.u32be(2);
    w.u16be(static_cast<std::uint16_t>(service::supervisor));
    w.u16be(static_cast<std::uint16_t>(service::authentication));

    begin_service(w, service::authentication, 2, version);
    put_u16(w, field::status, no_authentication);
    nothing_chosen(w, service::encryption, version);
    nothing_chosen(w, service::integrity, version);

    const auto total = static_cast<std::uint16_t>(out.size() - start);
    out[start + 4] = static_cast<std::uint8_t>(total >> 8U);
    out[start + 5] = static_cast<std::uint8_t>(total & 0xFFU);
}

}  // namespace oraxx::sandbox
