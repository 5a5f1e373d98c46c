// Bodies of Oracle Net packets and the container of native services. First byte: which.
#include "message_check.hpp"
#include "wire/tns/accept.hpp"
#include "wire/tns/connect.hpp"
#include "wire/tns/control.hpp"
#include "wire/tns/marker.hpp"
#include "wire/tns/native_services.hpp"
#include "wire/tns/redirect.hpp"
#include "wire/tns/refuse.hpp"

namespace oraxx::wire::tns {
namespace {

using fuzz::check_message;
using fuzz::encoded_head;

void run(bytes_view input) {
    const auto choice = fuzz::take_choice(input);  // tools/fuzz_seeds.py knows these numbers
    const ttc::capabilities caps;
    base::arena scratch;
    decoder in(input, caps, scratch);
    constexpr auto body_only = encoded_head::nothing;
    switch (static_cast<packet_type>(choice)) {
    case packet_type::connect: (void)check_message<connect>(in, body_only); break;
    case packet_type::accept: (void)check_message<accept>(in, body_only); break;
    case packet_type::refuse: (void)check_message<refuse>(in, body_only); break;
    case packet_type::redirect: (void)check_message<redirect>(in, body_only); break;
    case packet_type::marker: (void)check_message<marker>(in, body_only); break;
    case packet_type::control: (void)check_message<control>(in, body_only); break;
    case packet_type::data:
        if (is_native_services(input)) (void)check_message<native_services>(in, body_only);
        break;
    default: break;
    }
}

}  // namespace
}  // namespace oraxx::wire::tns

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::wire::tns::run({data, size});
    return 0;
}
