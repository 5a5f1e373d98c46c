#include "server/engine/lob_stores.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/utf.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::uint64_t max_lob_size = 1'000'000'000;  // what SQLite takes as one value

template <class Result, class Work>
std::variant<Result, sql_error> guarded(Work work) {
    try {
        return work();
    } catch (const sql_failure& f) {
        return f.error;
    }
}

template <class Work>
std::optional<sql_error> attempted(Work work) {
    try {
        work();
    } catch (const sql_failure& f) {
        return f.error;
    }
    return std::nullopt;
}

}  // namespace

lob_store::outcome<std::uint64_t> lob_store::size() {
    return guarded<std::uint64_t>([this] { return do_size(); });
}

lob_store::outcome<lob_store::bytes> lob_store::read(std::uint64_t offset, std::uint64_t amount) {
    return guarded<bytes>([&] { return do_read(offset, amount); });
}

std::optional<sql_error> lob_store::write(std::uint64_t offset, std::span<const std::uint8_t> data) {
    return attempted([&] { do_write(offset, data); });
}

std::optional<sql_error> lob_store::trim(std::uint64_t size) {
    return attempted([&] { do_trim(size); });
}

lob_store::outcome<bool> lob_store::exists() {
    return guarded<bool>([this] { return do_exists(); });
}

lob_store::bytes memory_lob::do_read(std::uint64_t offset, std::uint64_t amount) {
    const auto size = do_size();
    const auto from = std::min(offset, size);
    const auto count = std::min(amount, size - from);
    const auto begin = contents_.begin() + static_cast<std::ptrdiff_t>(from * unit());
    return {begin, begin + static_cast<std::ptrdiff_t>(count * unit())};
}

void memory_lob::do_write(std::uint64_t offset, std::span<const std::uint8_t> data) {
    if (offset > max_lob_size || data.size() / unit() > max_lob_size - offset) {
        refuse("LOB of more than 1,000,000,000 bytes or characters", 0);
    }
    const auto begin = static_cast<std::size_t>(offset) * unit();
    const auto old_size = contents_.size();
    if (begin + data.size() > old_size) contents_.resize(begin + data.size());
    for (auto at = old_size; type_ != db_type::blob && at < begin; at += 2) contents_[at + 1] = ' ';
    std::copy(data.begin(), data.end(), contents_.begin() + static_cast<std::ptrdiff_t>(begin));
}

void memory_lob::do_trim(std::uint64_t size) {
    if (size > do_size()) fail(ora::trim_beyond_end, 0);
    contents_.resize(static_cast<std::size_t>(size) * unit());
}

lob_store::bytes lob_bytes(db_type type, std::span<const std::uint8_t> stored) {
    if (type == db_type::blob) return {stored.begin(), stored.end()};
    auto units = base::utf8_to_utf16be(base::as_text(stored));
    if (!units) throw std::runtime_error("a stored text is not UTF-8");
    return std::move(*units);
}

lob temporary_lob(db_type type, std::span<const std::uint8_t> stored) {
    lob out;
    out.type = type;
    out.store = std::make_shared<memory_lob>(type, lob_bytes(type, stored), true);
    return out;
}

lob_store::bytes stored_contents(const lob& from) {
    auto held = from.store->read(0, UINT64_MAX);
    if (const auto* error = std::get_if<sql_error>(&held)) throw sql_failure{*error};
    auto& bytes = std::get<lob_store::bytes>(held);
    if (from.type == db_type::blob || from.type == db_type::bfile) return std::move(bytes);
    const auto text = *base::utf16be_to_utf8(bytes, base::bad_text::replace);
    const auto view = base::as_bytes(text);
    return {view.begin(), view.end()};
}

}  // namespace oraxx::sandbox::engine
