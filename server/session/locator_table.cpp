#include "server/session/locator_table.hpp"

#include "base/byte_writer.hpp"

namespace oraxx::sandbox {
namespace {

// Sizes and flags as recorded.
constexpr std::size_t length_size = 2;
constexpr std::size_t head_size = 16;
constexpr std::size_t persistent_size = 114;
constexpr std::size_t duration_offset = 23;  // of temporary ones: the low byte of how long it lives
constexpr std::uint8_t duration_session = 10;
constexpr std::size_t id_offset = 8;  // the rest is opaque to clients; here it holds the number in the table
constexpr std::uint16_t version = 1;
constexpr std::uint8_t is_blob = 0x01;
constexpr std::uint8_t is_clob = 0x02;
constexpr std::uint8_t is_bfile = 0x08;
constexpr std::uint8_t is_initialized = 0x08;
constexpr std::uint8_t is_national = 0x40;
constexpr std::uint8_t has_variable_width = 0x80;
constexpr std::uint8_t is_temporary = 0x01;
constexpr std::size_t max_persistent = 200'000;

std::uint8_t kind_of(const engine::lob& lob) noexcept {
    switch (lob.type) {
    case db_type::blob: return is_blob;
    case db_type::bfile: return is_bfile;
    default: return is_clob;
    }
}

std::optional<std::uint64_t> id_of(base::bytes_view locator) noexcept {
    if (locator.size() < head_size) return std::nullopt;
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < 8; ++i) id = id << 8U | locator[id_offset + i];
    return id;
}

}  // namespace

void locator_table::add(const engine::lob& lob, base::byte_buffer& out, std::size_t temporary_size) {
    const bool temporary = lob.store->is_temporary();
    const bool is_text = kind_of(lob) == is_clob;
    const bool national = lob.type == db_type::nclob;
    const auto start = out.size();
    base::byte_writer w(out);
    w.u16be(0);
    w.u16be(version);
    w.u8(kind_of(lob));
    w.u8(national ? is_initialized | is_national : is_initialized);
    w.u8(is_text && (national || uses_utf16_) ? has_variable_width : 0);
    w.u8(temporary ? is_temporary : 0);
    w.u64be(++last_id_);
    if (lob.type == db_type::bfile) {
        for (const auto* name : {&lob.directory, &lob.file_name}) {
            w.u16be(static_cast<std::uint16_t>(name->size()));
            out.insert(out.end(), name->begin(), name->end());
        }
    } else {
        out.resize(start + (temporary ? temporary_size : persistent_size));
        if (temporary) out[start + duration_offset] = duration_session;
    }
    const auto length = out.size() - start - length_size;
    out[start] = static_cast<std::uint8_t>(length >> 8U);
    out[start + 1] = static_cast<std::uint8_t>(length);
    lobs_[last_id_].lob = lob;
    if (temporary) return;
    persistent_.push_back(last_id_);
    if (persistent_.size() > max_persistent) drop_oldest_persistent();
}

void locator_table::drop_oldest_persistent() {
    lobs_.erase(persistent_.front());
    persistent_.pop_front();
}

known_lob* locator_table::find(base::bytes_view locator) {
    const auto id = id_of(locator);
    const auto at = id ? lobs_.find(*id) : lobs_.end();
    return at == lobs_.end() ? nullptr : &at->second;
}

void locator_table::free(base::bytes_view locator) {
    const auto id = id_of(locator);
    const auto at = id ? lobs_.find(*id) : lobs_.end();
    if (at != lobs_.end() && at->second.lob.store->is_temporary()) lobs_.erase(at);
}

base::bytes_view first_locator(base::bytes_view locators) noexcept {
    if (locators.size() < head_size) return {};
    const std::size_t size = length_size + (std::size_t{locators[0]} << 8U | locators[1]);
    return size < head_size || size > locators.size() ? base::bytes_view{} : locators.first(size);
}

}  // namespace oraxx::sandbox
