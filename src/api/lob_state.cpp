#include "api/lob_state.hpp"

#include <algorithm>

#include "values/lob_text.hpp"

namespace oraxx::detail {
namespace {

// Bytes of a unit where all units have as many; 0 where not.
std::uint64_t unit_bytes(lob_text encoding) noexcept {
    switch (encoding) {
    case lob_text::bytes: return 1;
    case lob_text::utf16be:
    case lob_text::utf16le: return 2;
    case lob_text::utf8: break;
    }
    return 0;
}

}  // namespace

std::optional<failure> lob_state::refusal() const {
    if (auto refused = detail::refusal(session.get())) return refused;
    if (session->backend->lobs() != nullptr) return std::nullopt;
    return failure{.code = errc::unsupported, .message = "this backend has no LOBs"};
}

result<std::uint64_t> lob_state::learn_size() {
    if (size) return *size;
    auto told = operations().size(handle);
    if (told) size = *told;
    return told;
}

// False: not all of it came with the row.
bool lob_state::read_beginning(std::uint64_t offset, std::uint64_t amount, std::vector<std::uint8_t>& out) const {
    if (!size || (is_text() && beginning_text != operations().text_of(handle))) return false;
    const auto left = offset >= *size ? 0 : std::min(amount, *size - offset);
    if (left == 0) return true;
    const auto known = lob_units(beginning_text, beginning);
    if (left > known || offset > known - left) return false;
    const auto unit = unit_bytes(beginning_text);
    if (unit == 0) {
        if (left != *size) return false;
        out.insert(out.end(), beginning.begin(), beginning.end());
        return true;
    }
    const auto first = beginning.begin() + static_cast<std::ptrdiff_t>(offset * unit);
    out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(left * unit));
    return true;
}

// A BFILE can only be read while it is open.
result<void> lob_state::read_file(std::uint64_t offset, std::uint64_t amount, std::vector<std::uint8_t>& out) {
    if (opened) return operations().read(handle, offset, amount, out);
    if (auto done = operations().open(handle, false); !done) return done;
    auto done = operations().read(handle, offset, amount, out);
    auto closed = operations().close(handle);
    return done ? closed : done;
}

result<void> lob_state::read(std::uint64_t offset, std::uint64_t amount, std::vector<std::uint8_t>& out) {
    if (amount == 0 || read_beginning(offset, amount, out)) return {};
    if (handle.type == db_type::bfile) return read_file(offset, amount, out);
    return operations().read(handle, offset, amount, out);
}

failure lob_state::too_long() const {
    return {.code = errc::value_out_of_range,
            .message = "the LOB is longer than the " + std::to_string(session->fetch.max_lob_bytes) +
                       " bytes that are read at once",
            .advice = "raise fetch_options::max_lob_bytes, or read it in parts through oraxx::lob"};
}

result<lob_contents> lob_state::read_bounded(std::uint64_t offset, std::uint64_t length) {
    const auto limit = session->fetch.max_lob_bytes;
    lob_contents out{.text = operations().text_of(handle)};
    const auto unit = std::max<std::uint64_t>(unit_bytes(out.text), 1);
    const std::uint64_t most_units = limit / unit;
    auto wanted = length;
    if (size) wanted = offset >= *size ? 0 : std::min(wanted, *size - offset);
    if (size && wanted > most_units) return too_long();
    // Of unknown size: one more than allowed tells that there is more.
    if (auto done = read(offset, std::min(wanted, most_units + 1), out.bytes); !done) return std::move(done).error();
    if (out.bytes.size() > limit) return too_long();
    return out;
}

result<void> lob_state::write(std::uint64_t offset, std::span<const std::uint8_t> data) {
    if (data.empty()) return {};
    beginning.clear();
    beginning.shrink_to_fit();
    const auto before = std::exchange(size, std::nullopt);
    if (auto done = operations().write(handle, offset, data); !done) return done;
    const auto end = offset + lob_units(operations().text_of(handle), data);
    if (before) size = std::max(*before, end);
    return {};
}

}  // namespace oraxx::detail
