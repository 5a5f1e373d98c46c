#include "trace/session_state.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

std::vector<value_shape> shapes_of(const std::vector<column_metadata>& columns) {
    std::vector<value_shape> shapes;
    shapes.reserve(columns.size());
    for (const auto& column : columns) {
        shapes.push_back({column.format.type, column.format.buffer_size, std::string(column.name)});
    }
    return shapes;
}

void session_state::client_says(const data_types_request& request) {
    client_compile_.assign(request.compile_capabilities.begin(), request.compile_capabilities.end());
    client_runtime_.assign(request.runtime_capabilities.begin(), request.runtime_capabilities.end());
    request_flags_ = request.flags;
    client_is_oci_ = request.is_of_oci();
    renegotiate();
}

void session_state::server_says(const protocol_reply& reply) {
    server_was(reply.compile_capabilities, reply.runtime_capabilities);
    // An OCI client that runs on the server's own platform sends no type list.
    caps.data_types_list = client_name.empty() || reply.banner != client_name;
}

void session_state::server_was(bytes_view compile, bytes_view runtime) {
    server_compile_.assign(compile.begin(), compile.end());
    server_runtime_.assign(runtime.begin(), runtime.end());
    renegotiate();
}

void session_state::agreed_on(const data_types_reply& reply) {
    apply_data_types(reply.types, caps);
    caps.dialect.oci = client_is_oci_;
}

void session_state::renegotiate() {
    if (!is_negotiated()) return;
    const bool has_list = caps.data_types_list;
    caps = negotiate({client_compile_, client_runtime_}, {server_compile_, server_runtime_}, request_flags_);
    caps.data_types_list = has_list;
    caps.dialect.oci = client_is_oci_;
    // Without a list both sides write as their platform does.
    caps.dialect.machine_structures = !has_list;
    if (!has_list) caps.dialect.integers = integer_form::fixed_little;
}

}  // namespace oraxx::trace
