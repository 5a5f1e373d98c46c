// What a conversation has settled so far, as far as later bytes cannot be read without it.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "wire/ttc/aq_array.hpp"
#include "wire/ttc/capability_bits.hpp"
#include "wire/ttc/execute.hpp"
#include "wire/ttc/io_vector.hpp"
#include "wire/ttc/lob_operation.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::trace {

// Type and size of a column or bind: enough to find its values.
struct value_shape {
    std::uint8_t type = 0;
    std::uint32_t buffer_size = 0;
    std::string name{};
    bool has_lob_data = false;     // a define asked for the beginning of each LOB
    bool is_array = false;         // a bind of PL/SQL that holds a number of values
    bool has_return_code = false;  // an OUT bind of an OCI client; see metadata_flag::return_codes
    bool prefetches = true;        // see form_of(); OUT binds and columns without a define say otherwise
};

[[nodiscard]] std::vector<value_shape> shapes_of(const std::vector<wire::ttc::column_metadata>& columns);

struct cursor_shape {
    std::vector<value_shape> columns{};
    std::vector<value_shape> binds{};
    std::vector<wire::ttc::bind_direction> directions{};  // empty until an I/O vector came
    // The first bind behind RETURNING: the client sends no value for it and those that follow, the server any number.
    std::size_t first_returning = std::numeric_limits<std::size_t>::max();
    bool is_plsql = false;
};

// A function call that has not been answered to its end.
struct pending_call {
    wire::ttc::function_code function = wire::ttc::function_code::ping;
    bool is_known = false;  // false: the recording does not hold the request
    std::uint32_t cursor_id = 0;
    cursor_shape shape{};
    bool wants_row_counts = false;
    bool wants_sql_id = false;
    bool has_out_row = false;  // an I/O vector came: rows hold OUT values
    wire::ttc::lob_answer_shape lob_answer{};
    std::int32_t aq_operation = wire::ttc::aq_array_request::enqueue;
    bool lobs_as_long = false;  // columns of the cursor became LOBs after they had been fetched inline
};

class session_state {
public:
    explicit session_state(const wire::ttc::capabilities& assumed) : caps(assumed) {}

    wire::ttc::capabilities caps;
    std::vector<pending_call> calls{};  // oldest first
    pending_call unasked{};             // stands in for a call whose request the recording does not hold
    std::map<std::uint32_t, cursor_shape> cursors{};
    std::map<std::uint32_t, std::vector<value_shape>> loads{};  // columns of direct path loads, by their cursor
    std::vector<value_shape> described{};                       // columns that were described last
    std::string client_name{};

    void client_says(const wire::ttc::data_types_request& request);
    void server_says(const wire::ttc::protocol_reply& reply);
    void server_was(wire::ttc::bytes_view compile, wire::ttc::bytes_view runtime);
    void agreed_on(const wire::ttc::data_types_reply& reply);
    // Whether the recording shows both sides' capabilities.
    [[nodiscard]] bool is_negotiated() const noexcept { return !client_compile_.empty() && !server_compile_.empty(); }

private:
    void renegotiate();

    base::byte_buffer client_compile_, client_runtime_, server_compile_, server_runtime_;
    std::uint8_t request_flags_ = 0;
    bool client_is_oci_ = false;
};

}  // namespace oraxx::trace
