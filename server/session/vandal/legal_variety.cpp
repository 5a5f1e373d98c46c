#include "server/session/vandal/legal_variety.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "wire/ttc/server_piggyback.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

// Hints and marks of which every client was seen to make nothing.
constexpr std::string_view idle_fields[] = {
    "columns mark",  "pairs mark",     "values mark",        "max row size",        "min rows",
    "max rows",      "v7 name length", "statement number",   "rows wanted",         "array error 1",
    "array error 2", "upi parameter",  "success iterations", "end to end sequence", "checksum"};

constexpr std::size_t most_chunks = 5;

bool takes_piggyback(ttc::message_type next) noexcept {
    switch (next) {
    case ttc::message_type::describe:
    case ttc::message_type::row_header:
    case ttc::message_type::parameters:
    case ttc::message_type::status:
    case ttc::message_type::error: return true;
    default: return false;
    }
}

ttc::server_piggyback some_piggyback(seeded_random& random) {
    static constexpr std::array<ttc::server_piggyback_code, 6> codes = {
        ttc::server_piggyback_code::query_cache_invalidation,
        ttc::server_piggyback_code::os_pid,
        ttc::server_piggyback_code::trace_event,
        ttc::server_piggyback_code::session_sync,
        ttc::server_piggyback_code::logical_transaction_id,
        ttc::server_piggyback_code::extended_sync};
    static constexpr std::string_view process = "2718";
    static constexpr std::string_view date_format = "DD-MON-RR";
    constexpr std::uint16_t date_format_keyword = 7;
    ttc::server_piggyback out;
    out.code = codes[random.below(codes.size())];
    out.os_pid = base::as_bytes(process);
    out.type_count = 1;
    out.type_mark = ttc::server_piggyback::known_type_mark;
    out.pairs_mark = 0x16;
    if (out.code == ttc::server_piggyback_code::session_sync) {
        out.pairs.push_back({date_format, {}, date_format_keyword});
    }
    out.context = base::as_bytes(date_format);
    return out;
}

}  // namespace

legal_variety::legal_variety(std::uint64_t seed)
    : random_(seed),
      varies_numbers_(random_.one_in(2)),
      varies_integers_(random_.one_in(2)),
      varies_chunks_(random_.one_in(2)),
      varies_lengths_(random_.one_in(2)),
      adds_piggybacks_(random_.one_in(2)) {}

void legal_variety::begin_message(ttc::encoder& out, ttc::message_type next) {
    if (!adds_piggybacks_ || !piggybacks_allowed_ || !takes_piggyback(next) || !random_.one_in(3)) return;
    ttc::encoder plain(out.writer().buffer(), out.caps());
    encode(plain, some_piggyback(random_));
}

std::uint32_t legal_variety::number(std::string_view field, std::uint32_t value, unsigned width) {
    if (!varies_numbers_ || std::count(std::begin(idle_fields), std::end(idle_fields), field) == 0) return value;
    const auto most = width == 1 ? 0x7FU : width == 2 ? 0x7FFFU : 0x7FFFFFFFU;
    return static_cast<std::uint32_t>(random_.between(1, most));
}

unsigned legal_variety::integer_size(unsigned least, unsigned most) {
    // The sizes that clients themselves write: 1, 2, 4 and 8 bytes. No more than two for what fits in one byte: some
    // fields are read narrower than they are written.
    const auto wider = least == 1 ? 2U : std::bit_ceil(least);
    if (!varies_integers_ || wider > most || !random_.one_in(4)) return least;
    return wider;
}

std::span<const std::uint32_t> legal_variety::chunks(std::size_t size, std::size_t largest) {
    chunks_.clear();
    if (!varies_chunks_ || size == 0 || !random_.one_in(4)) return {};
    while (size != 0) {
        const auto room = std::min(size, largest);
        const bool takes_all = chunks_.size() + 1 >= most_chunks;
        const auto chunk = takes_all ? room : random_.between(1, room);
        chunks_.push_back(static_cast<std::uint32_t>(chunk));
        size -= chunk;
    }
    return chunks_;
}

std::uint32_t legal_variety::stated_length(std::uint32_t size) {
    if (!varies_lengths_ || !random_.one_in(4)) return size;
    return size * 3;  // as servers whose character set is not the client's state it
}

}  // namespace oraxx::sandbox
