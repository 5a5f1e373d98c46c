#include "backend/thick/lobs.hpp"

#include <algorithm>
#include <cstring>

#include "backend/thick/connection.hpp"
#include "base/bytes.hpp"
#include "base/utf.hpp"

namespace oraxx::backend::thick {
namespace {

// Units of one call: the buffer for them is allocated before it is known how many there are.
constexpr std::uint64_t most_in_one_read = std::uint64_t{1} << 20U;

bool is_text(db_type type) noexcept {
    return type == db_type::clob || type == db_type::nclob;
}

failure unknown_lob() {
    return {.code = errc::wrong_state, .message = "the LOB is not one of this connection"};
}

}  // namespace

dpiOracleTypeNum oracle_lob_type(db_type type) noexcept {
    switch (type) {
    case db_type::clob: return DPI_ORACLE_TYPE_CLOB;
    case db_type::nclob: return DPI_ORACLE_TYPE_NCLOB;
    case db_type::bfile: return DPI_ORACLE_TYPE_BFILE;
    default: return DPI_ORACLE_TYPE_BLOB;
    }
}

// -- lob_registry ------------------------------------------------------------------------------------------

std::shared_ptr<void> lob_registry::keep(lob_pointer lob, bool is_temporary, std::vector<std::uint8_t>& locator) {
    const std::lock_guard lock(mutex_);
    const auto number = ++last_;
    entries_.emplace(number, entry{.lob = std::move(lob), .is_temporary = is_temporary});
    locator.resize(sizeof number);
    std::memcpy(locator.data(), &number, sizeof number);
    auto self = shared_from_this();
    return {this, [self = std::move(self), number](void*) { self->forget(number); }};
}

const lob_registry::entry* lob_registry::entry_of(std::span<const std::uint8_t> locator) const {
    std::uint64_t number = 0;
    if (locator.size() != sizeof number) return nullptr;
    std::memcpy(&number, locator.data(), sizeof number);
    const auto found = entries_.find(number);
    return found == entries_.end() ? nullptr : &found->second;
}

dpiLob* lob_registry::find(std::span<const std::uint8_t> locator) const {
    const std::lock_guard lock(mutex_);
    const auto* found = entry_of(locator);
    return found == nullptr ? nullptr : found->lob.get();
}

bool lob_registry::is_temporary(std::span<const std::uint8_t> locator) const {
    const std::lock_guard lock(mutex_);
    const auto* found = entry_of(locator);
    return found != nullptr && found->is_temporary;
}

void lob_registry::forget(std::uint64_t number) {
    entry gone;  // released outside the lock
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(number);
    if (found == entries_.end()) return;
    gone = std::move(found->second);
    entries_.erase(found);
}

// -- thick_lobs --------------------------------------------------------------------------------------------

template <class Call>
result<void> thick_lobs::perform(const lob_handle& lob, Call&& call) {
    auto* handle = registry_->find(lob.locator);
    if (handle == nullptr) return unknown_lob();
    return connection_.perform(oraxx::phase::execute, [&] { return call(handle); });
}

detail::lob_text thick_lobs::text_of(const lob_handle& lob) const noexcept {
    return is_text(lob.type) ? detail::lob_text::utf16be : detail::lob_text::bytes;
}

bool thick_lobs::is_temporary(const lob_handle& lob) const noexcept {
    return registry_->is_temporary(lob.locator);
}

result<lob_handle> thick_lobs::create_temporary(db_type type) {
    dpiLob* made = nullptr;
    auto done = connection_.perform(oraxx::phase::execute, [&] {
        return dpiConn_newTempLob(connection_.handle(), oracle_lob_type(type), &made);
    });
    if (!done) return std::move(done).error();
    lob_handle out{.type = type};
    out.owner = registry_->keep(lob_pointer(made), true, out.locator);
    return out;
}

result<lob_handle> thick_lobs::create_with(db_type type, std::string_view contents) {
    auto out = create_temporary(type);
    if (!out || contents.empty()) return out;
    auto done =
        perform(*out, [&](dpiLob* lob) { return dpiLob_setFromBytes(lob, contents.data(), contents.size()); });
    if (!done) return std::move(done).error();
    return out;
}

result<std::uint64_t> thick_lobs::size(lob_handle& lob) {
    std::uint64_t out = 0;
    auto done = perform(lob, [&](dpiLob* handle) { return dpiLob_getSize(handle, &out); });
    if (!done) return std::move(done).error();
    return out;
}

result<std::uint32_t> thick_lobs::chunk_size(lob_handle& lob) {
    std::uint32_t out = 0;
    auto done = perform(lob, [&](dpiLob* handle) { return dpiLob_getChunkSize(handle, &out); });
    if (!done) return std::move(done).error();
    return out;
}

result<void> thick_lobs::read(lob_handle& lob, std::uint64_t offset, std::uint64_t amount,
                              std::vector<std::uint8_t>& out) {
    while (amount != 0) {
        const auto wanted = std::min(amount, most_in_one_read);
        const auto before = out.size();
        if (auto done = read_part(lob, offset, wanted, out); !done) return done;
        const auto got = (out.size() - before) / (is_text(lob.type) ? 2 : 1);
        if (got < wanted) return {};
        offset += got;
        amount -= std::min<std::uint64_t>(amount, got);
    }
    return {};
}

result<void> thick_lobs::read_part(const lob_handle& lob, std::uint64_t offset, std::uint64_t amount,
                                   std::vector<std::uint8_t>& out) {
    base::byte_buffer text;
    auto done = perform(lob, [&](dpiLob* handle) {
        std::uint64_t room = amount;
        if (is_text(lob.type) && dpiLob_getBufferSize(handle, amount, &room) != DPI_SUCCESS) return DPI_FAILURE;
        text.resize(static_cast<std::size_t>(room));
        const int code = dpiLob_readBytes(handle, offset + 1, amount, reinterpret_cast<char*>(text.data()), &room);
        text.resize(code == DPI_SUCCESS ? static_cast<std::size_t>(room) : 0);
        return code;
    });
    if (!done) return done;
    if (!is_text(lob.type)) {
        out.insert(out.end(), text.begin(), text.end());
        return {};
    }
    const auto units = base::utf8_to_utf16be(base::as_text(text));
    if (!units) {
        return failure{.code = errc::protocol_violation, .message = "Oracle's client gave text that is not UTF-8"};
    }
    out.insert(out.end(), units->begin(), units->end());
    return {};
}

result<void> thick_lobs::write(lob_handle& lob, std::uint64_t offset, std::span<const std::uint8_t> data) {
    std::optional<std::string> text;
    if (is_text(lob.type)) {
        text = base::utf16be_to_utf8(data);
        if (!text) return failure{.code = errc::value_out_of_range, .message = "the text holds half a character"};
    }
    const auto* first = text ? text->data() : reinterpret_cast<const char*>(data.data());
    const auto size = text ? text->size() : data.size();
    return perform(lob, [&](dpiLob* handle) { return dpiLob_writeBytes(handle, offset + 1, first, size); });
}

result<void> thick_lobs::trim(lob_handle& lob, std::uint64_t size) {
    return perform(lob, [&](dpiLob* handle) { return dpiLob_trim(handle, size); });
}

result<void> thick_lobs::open(lob_handle& lob, bool /*for_writing*/) {
    return perform(lob, [](dpiLob* handle) { return dpiLob_openResource(handle); });
}

result<void> thick_lobs::close(lob_handle& lob) {
    return perform(lob, [](dpiLob* handle) { return dpiLob_closeResource(handle); });
}

result<bool> thick_lobs::is_open(lob_handle& lob) {
    int out = 0;
    auto done = perform(lob, [&](dpiLob* handle) { return dpiLob_getIsResourceOpen(handle, &out); });
    if (!done) return std::move(done).error();
    return out != 0;
}

result<bool> thick_lobs::file_exists(lob_handle& lob) {
    int out = 0;
    auto done = perform(lob, [&](dpiLob* handle) { return dpiLob_getFileExists(handle, &out); });
    if (!done) return std::move(done).error();
    return out != 0;
}

result<lob_file_name> thick_lobs::file_name(const lob_handle& lob) {
    const char* directory = nullptr;
    const char* file = nullptr;
    std::uint32_t directory_size = 0;
    std::uint32_t file_size = 0;
    auto done = perform(lob, [&](dpiLob* handle) {
        return dpiLob_getDirectoryAndFileName(handle, &directory, &directory_size, &file, &file_size);
    });
    if (!done) return std::move(done).error();
    return lob_file_name{.directory = {directory, directory_size}, .file = {file, file_size}};
}

}  // namespace oraxx::backend::thick
