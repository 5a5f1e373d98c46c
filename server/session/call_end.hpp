// How calls end: message 4 or 9.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/engine/engine.hpp"
#include "server/session/cursor_table.hpp"
#include "wire/ttc/error_info.hpp"
#include "wire/ttc/function_header.hpp"

namespace oraxx::sandbox {

// ORA numbers the server itself raises.
inline constexpr int ora_user_cancelled = 1013;
inline constexpr int ora_too_many_cursors = 1000;
inline constexpr int ora_invalid_cursor = 1001;
inline constexpr int ora_fetch_out_of_sequence = 1002;
inline constexpr int ora_no_statement_parsed = 1003;
inline constexpr int ora_bind_count = 1008;
inline constexpr int ora_unknown_bind = 1036;
inline constexpr int ora_unimplemented_feature = 3001;
inline constexpr int ora_unknown_request = 3115;
inline constexpr int ora_internal = 600;
inline constexpr int ora_bad_bind_value = 1461;
inline constexpr int ora_array_outside_block = 1484;
inline constexpr int ora_inconsistent_types = 932;
inline constexpr int ora_object_type = 21700;
inline constexpr int ora_array_errors = 24381;
inline constexpr int ora_implicit_results = 29481;

inline constexpr std::string_view fetch_out_of_sequence_text = "ORA-01002: fetch out of sequence";
inline constexpr std::string_view too_many_cursors_text = "ORA-01000: maximum open cursors exceeded";

// A call that failed, complete enough to be reported later (after the client's reset).
struct call_failure {
    engine::sql_error error{};
    std::uint16_t cursor_id = 0;
    std::uint8_t sql_type = 0;
    std::uint64_t row_count = 0;   // what earlier iterations changed
    std::uint32_t iterations = 0;  // of them
    std::uint8_t call_number = 0;
    std::uint64_t token = 0;
};
[[nodiscard]] call_failure make_failure(const wire::ttc::function_header& header, int code, std::string_view text);
[[nodiscard]] call_failure make_failure(const wire::ttc::function_header& header, const cursor& of,
                                        engine::sql_error error, std::uint64_t row_count = 0,
                                        std::uint32_t iterations = 0);

// Bits of the call status as real servers set them.
enum class call_kind : std::uint8_t { statement, ddl, transaction_end };

// What a statement that worked brought.
struct call_result {
    std::uint64_t row_count = 0;
    std::optional<rowid> last_rowid{};
    std::vector<wire::ttc::batch_error> batch_errors{};
    bool at_end = false;                  // the last row was fetched (ORA-01403)
    bool has_compilation_errors = false;  // ORA-24344
};

// Counters and state that every end of a call tells.
class call_ends {
public:
    void encode_failure(wire::ttc::encoder& c, const call_failure& failure, bool in_transaction);
    // A logon that failed: there is no session whose calls could be counted.
    static void encode_refusal(wire::ttc::encoder& c, const call_failure& failure);
    void encode_success(wire::ttc::encoder& c, const wire::ttc::function_header& header, const cursor& of,
                        const call_result& result, bool in_transaction);
    void encode_status(wire::ttc::encoder& c, call_kind kind, bool in_transaction);
    // Message 4 of calls that are no statement: logon, LOBs.
    void encode_plain(wire::ttc::encoder& c, const wire::ttc::function_header& header, bool in_transaction = false);

private:
    std::uint16_t sequence_ = 0;
};

}  // namespace oraxx::sandbox
