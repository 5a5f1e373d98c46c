// What a server may send: a stream of messages after two bytes that choose the capabilities and one that chooses what
// the messages are an answer to.
#include "message_check.hpp"
#include "wire/ttc/aq_array.hpp"
#include "wire/ttc/aq_functions.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/bit_vector.hpp"
#include "wire/ttc/data_types.hpp"
#include "wire/ttc/describe.hpp"
#include "wire/ttc/direct_path.hpp"
#include "wire/ttc/error_info.hpp"
#include "wire/ttc/io_vector.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/ttc/return_parameters.hpp"
#include "wire/ttc/row_data.hpp"
#include "wire/ttc/row_header.hpp"
#include "wire/ttc/server_piggyback.hpp"
#include "wire/ttc/session_functions.hpp"
#include "wire/ttc/status.hpp"
#include "wire/ttc/transaction_functions.hpp"
#include "wire/ttc/version.hpp"
#include "wire/ttc/warning.hpp"

namespace oraxx::wire::ttc {
namespace {

using oraxx::fuzz::check_message;
using oraxx::fuzz::encoded_head;

constexpr auto after_type = encoded_head::type_byte;

bool parameters(decoder& in, std::uint8_t context) {
    constexpr std::uint8_t kinds = 12;
    switch (context % kinds) {
    case 0: return check_message<return_parameters>(in, after_type);
    case 1: return check_message<auth_parameters>(in, after_type);
    case 2: return check_message<version_reply>(in, after_type);
    case 3: return check_message<aq_enqueue_reply>(in, after_type);
    case 4: return check_message<aq_dequeue_reply>(in, after_type);
    case 5: return check_message<aq_array_reply>(in, after_type);
    case 6: {
        aq_array_reply dequeued;
        dequeued.operation = aq_array_request::dequeue;
        return check_message(in, after_type, dequeued);
    }
    case 7: return check_message<direct_path_prepare_reply>(in, after_type);
    case 8: return check_message<direct_path_reply>(in, after_type);
    case 9: return check_message<transaction_switch_reply>(in, after_type);
    case 10: return check_message<transaction_change_reply>(in, after_type);
    default: {
        return_parameters with_row_counts;
        with_row_counts.has_row_counts = true;
        return check_message(in, after_type, with_row_counts);
    }
    }
}

// One value of a row, in the form the context chooses.
bool row(decoder& in, std::uint8_t context) {
    wire_value value;
    const auto role = static_cast<value_role>(context % 3);
    const auto form = static_cast<value_form>(context / 3 % 12);
    return decode_value(in, role, form, value) == decode_errc::ok;
}

bool message(decoder& in, message_type type, std::uint8_t context) {
    switch (type) {
    case message_type::protocol: return check_message<protocol_reply>(in, after_type);
    case message_type::data_types: return check_message<data_types_reply>(in, after_type);
    case message_type::error: return check_message<error_info>(in, after_type);
    case message_type::row_header: return check_message<row_header>(in, after_type);
    case message_type::row_data: return row(in, context);
    case message_type::parameters: return parameters(in, context);
    case message_type::status: return check_message<status>(in, after_type);
    case message_type::io_vector: return check_message<io_vector>(in, after_type);
    case message_type::warning: return check_message<warning>(in, after_type);
    case message_type::describe: return check_message<describe_info>(in, after_type);
    case message_type::server_piggyback: return check_message<server_piggyback>(in, after_type);
    case message_type::token: return check_message<pipeline_token>(in, after_type);
    case message_type::end_of_response:
    case message_type::flush_out_binds: return true;
    case message_type::bit_vector: {
        bit_vector bits;
        return decode(in, context, bits) == decode_errc::ok;
    }
    default: return false;
    }
}

}  // namespace
}  // namespace oraxx::wire::ttc

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::fuzz::read_messages({data, size}, oraxx::wire::ttc::message);
    return 0;
}
