#include "wire/ttc/capability_bits.hpp"

#include <algorithm>
namespace oraxx::wire::ttc {
namespace {

constexpr std::uint32_t short_strings = 4000;
constexpr std::uint32_t long_strings = 32767;

bool both(std::uint8_t a, std::uint8_t b, std::uint8_t bit) noexcept {
    return (a & b & bit) != 0;
}

}  // namespace

capabilities negotiate(const capability_vectors& client, const capability_vectors& server,
                       std::uint8_t request_flags) noexcept {
    const auto client_at = [&](std::size_t i) { return client.compile_at(i); };
    const auto server_at = [&](std::size_t i) { return server.compile_at(i); };
    capabilities out;
    out.version = static_cast<field_version>(
        std::min(client_at(compile_cap::field_version), server_at(compile_cap::field_version)));
    out.end_of_response =
        both(client_at(compile_cap::ttc4), server_at(compile_cap::ttc4), compile_cap::ttc4_end_of_response);
    out.big_chunks = both(client_at(compile_cap::ttc3), server_at(compile_cap::ttc3), compile_cap::ttc3_big_chunks);
    out.request_text_has_length = (request_flags & data_types_flag::request_text_has_length) != 0;
    out.error_has_sql_type = out.at_least(field_version::v20_1);
    out.data_types_time_zone = both(client.runtime_at(runtime_cap::time_zone),
                                    server.runtime_at(runtime_cap::time_zone), runtime_cap::time_zone_exchange);
    out.data_types_time_zone_file =
        both(client_at(compile_cap::ttc3), server_at(compile_cap::ttc3), compile_cap::ttc3_time_zone_file_version);
    out.data_types_wide = client_at(compile_cap::ub2_data_types) != 0 && server_at(compile_cap::ub2_data_types) != 0;
    out.max_string_size =
        (server.runtime_at(runtime_cap::ttc) & runtime_cap::ttc_32k_strings) != 0 ? long_strings : short_strings;
    return out;
}

void apply_data_types(const data_type_list& agreed, capabilities& caps) noexcept {
    if (agreed.words.empty()) return;
    caps.error_has_sql_type = agreed.supports(data_type::error_with_sql_type);
    caps.dialect.universal_sb1 = agreed.representation_of(data_type::signed_byte) == representation::universal;
    const auto integers = agreed.representation_of(data_type::unsigned_long);
    const bool fixed = integers.has_value() && *integers != representation::universal;
    caps.dialect.integers = fixed ? integer_form::fixed_little : integer_form::universal;
}

}  // namespace oraxx::wire::ttc
