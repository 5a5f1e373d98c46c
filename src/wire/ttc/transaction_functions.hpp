// Distributed (XA) and sessionless transactions: function 103 starts, resumes and leaves a branch, function 104
// prepares, commits, rolls back and forgets it. As a piggyback, 103 does its work with the call that follows and has
// no answer of its own.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

// Bytes of the name of a transaction on the wire, whatever of them is in use.
inline constexpr std::uint32_t transaction_name_size = 128;
// Format of the names of sessionless transactions, which have no branch.
inline constexpr std::uint32_t sessionless_format = 0x4E5C3E;

// Name of a branch (XID).
struct transaction_name {
    std::uint32_t format = 0;
    bytes_view global_id{};
    bytes_view branch{};
    bytes_view padding{};  // behind both, up to transaction_name_size; see padding_of()
};
// Zeros enough for a name of these two parts; empty when they are longer than a name.
[[nodiscard]] bytes_view padding_of(bytes_view global_id, bytes_view branch) noexcept;

struct transaction_switch {
    static constexpr function_code function = function_code::tpc_switch;
    // Values of `operation`.
    static constexpr std::uint32_t start = 1;
    static constexpr std::uint32_t detach = 2;
    static constexpr std::uint32_t detach_after_call = 4;  // may be added to start
    // Bits of `flags`.
    static constexpr std::uint32_t begin_new = 0x01;
    static constexpr std::uint32_t join = 0x02;
    static constexpr std::uint32_t resume = 0x04;
    static constexpr std::uint32_t promote = 0x08;
    static constexpr std::uint32_t sessionless = 0x10;

    std::uint32_t operation = start;
    bytes_view context{};     // from an earlier answer
    transaction_name name{};  // empty: that of the context
    std::uint32_t flags = begin_new;
    std::uint32_t timeout = 0;  // seconds
    std::uint32_t application_value = 0;
    std::string_view internal_name{};
    std::string_view external_name{};
};

struct transaction_switch_reply {
    static constexpr message_type type = message_type::parameters;

    std::uint32_t application_value = 0;
    bytes_view context{};  // to be sent with what is done to the branch from now on
};

struct transaction_change {
    static constexpr function_code function = function_code::tpc_change_state;
    // Values of `operation`.
    static constexpr std::uint32_t commit = 1;
    static constexpr std::uint32_t rollback = 2;
    static constexpr std::uint32_t prepare = 3;
    static constexpr std::uint32_t forget = 4;

    std::uint32_t operation = commit;
    bytes_view context{};
    transaction_name name{};
    std::uint32_t timeout = 0;
    std::uint32_t state = 0;  // wanted; one of transaction_change_reply
    std::uint32_t flags = 0;
};

struct transaction_change_reply {
    static constexpr message_type type = message_type::parameters;
    // Values of `state`.
    static constexpr std::uint32_t prepared = 0;
    static constexpr std::uint32_t needs_commit = 1;
    static constexpr std::uint32_t committed = 2;
    static constexpr std::uint32_t rolled_back = 3;
    static constexpr std::uint32_t read_only = 4;
    static constexpr std::uint32_t forgotten = 5;

    std::uint32_t state = prepared;
};

// Requests after the function header, answers after the type byte.
decode_errc decode(decoder& c, transaction_switch& out);
decode_errc decode(decoder& c, transaction_switch_reply& out);
decode_errc decode(decoder& c, transaction_change& out);
decode_errc decode(decoder& c, transaction_change_reply& out);
// Requests: the body only. Answers: type byte and body.
void encode(encoder& c, const transaction_switch& message);
void encode(encoder& c, const transaction_switch_reply& message);
void encode(encoder& c, const transaction_change& message);
void encode(encoder& c, const transaction_change_reply& message);

}  // namespace oraxx::wire::ttc
