// Direct path load: rows go to the table's blocks without SQL. Function 128 prepares (its answer, message 8,
// describes the columns), function 129 brings rows (direct_path_rows.hpp), function 130 ends it.
#pragma once

#include <vector>

#include "wire/ttc/describe.hpp"

namespace oraxx::wire::ttc {

struct direct_path_prepare {
    static constexpr function_code function = function_code::direct_path_prepare;
    // Of `operation`.
    static constexpr std::uint32_t load = 1;
    // Places in `inputs`.
    static constexpr std::size_t interface_version = 0;
    static constexpr std::size_t stream_version = 1;
    static constexpr std::size_t lock_wait = 14;
    static constexpr std::uint32_t current_version = 400;  // of both

    struct keyword {
        static constexpr std::uint16_t table = 1;
        static constexpr std::uint16_t schema = 3;
        static constexpr std::uint16_t column = 4;

        std::string_view name{};
        std::uint16_t number = column;
    };

    std::uint32_t operation = load;
    std::vector<keyword> keywords{};  // schema, table, then the columns in the order of the rows
    std::vector<std::uint32_t> inputs{};
};

struct direct_path_prepare_reply {
    static constexpr message_type type = message_type::parameters;
    // Place in `outputs`.
    static constexpr std::size_t cursor_id = 3;

    std::vector<column_metadata> columns{};
    std::vector<std::uint32_t> outputs{};
};

// The head of a load: `size` bytes of row pieces follow.
struct direct_path_load {
    static constexpr function_code function = function_code::direct_path_load;
    static constexpr std::uint32_t max_size = 1'073'728'895;

    std::uint32_t cursor_id = 0;
    std::uint32_t size = 0;
    std::uint32_t stream_version = direct_path_prepare::current_version;
};

struct direct_path_operation {
    static constexpr function_code function = function_code::direct_path_operation;
    // Values of `operation`.
    static constexpr std::uint32_t abort = 1;
    static constexpr std::uint32_t finish = 2;  // and commit

    std::uint32_t operation = finish;
    std::uint32_t cursor_id = 0;
};

// Answer to a load and to an operation.
struct direct_path_reply {
    static constexpr message_type type = message_type::parameters;

    std::vector<std::uint32_t> outputs{};  // none from every server seen
};

// Requests after the function header, answers after the type byte.
decode_errc decode(decoder& c, direct_path_prepare& out);
decode_errc decode(decoder& c, direct_path_prepare_reply& out);
decode_errc decode(decoder& c, direct_path_load& out);
decode_errc decode(decoder& c, direct_path_operation& out);
decode_errc decode(decoder& c, direct_path_reply& out);
// Requests: the body only. Answers: type byte and body.
void encode(encoder& c, const direct_path_prepare& message);
void encode(encoder& c, const direct_path_prepare_reply& message);
void encode(encoder& c, const direct_path_load& message);
void encode(encoder& c, const direct_path_operation& message);
void encode(encoder& c, const direct_path_reply& message);

}  // namespace oraxx::wire::ttc
