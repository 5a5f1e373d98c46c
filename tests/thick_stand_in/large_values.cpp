// dpiLob, dpiRowid.
#include <algorithm>
#include <cstring>

#include "base/bytes.hpp"
#include "base/utf.hpp"
#include "handles.hpp"
#include "values/type_kind.hpp"

using namespace oraxx;
using namespace oraxx::stand_in;

namespace {

// UTF-8 may need as much for one code unit of UTF-16.
constexpr std::uint64_t bytes_per_unit = 4;

bool is_text(const dpiLob* lob) {
    return values::is_character_lob(lob->lob.type);
}

bool is_usable(entry& call, dpiLob* lob) {
    return call.uses(lob, kind::lob);
}

template <class Work>
int run(const char* function, dpiLob* lob, Work&& work) {
    entry call(function);
    if (!is_usable(call, lob)) return DPI_FAILURE;
    return call.done(work(*lob->conn->backend().lobs(), lob->lob));
}

// Text as the thin backend takes it for this LOB.
std::vector<std::uint8_t> encoded(dpiLob* lob, std::string_view bytes) {
    const auto as = lob->conn->backend().lobs()->text_of(lob->lob);
    if (!is_text(lob) || as == detail::lob_text::utf8) return {bytes.begin(), bytes.end()};
    auto units = base::utf8_to_utf16be(bytes).value_or(base::byte_buffer());
    if (as == detail::lob_text::utf16le) {
        for (std::size_t at = 0; at + 1 < units.size(); at += 2) std::swap(units[at], units[at + 1]);
    }
    return units;
}

std::string decoded(dpiLob* lob, std::vector<std::uint8_t> bytes) {
    const auto as = lob->conn->backend().lobs()->text_of(lob->lob);
    if (!is_text(lob) || as == detail::lob_text::utf8) return {bytes.begin(), bytes.end()};
    if (as == detail::lob_text::utf16le) {
        for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) std::swap(bytes[at], bytes[at + 1]);
    }
    return base::utf16be_to_utf8(bytes).value_or("");
}

template <class Value, class Out>
result<void> keep(result<Value> told, Out* out) {
    if (!told) return std::move(told).error();
    *out = static_cast<Out>(*told);
    return {};
}

}  // namespace

dpiLob::dpiLob(dpiConn* of, oraxx::backend::lob_handle opened)
    : handle(kind::lob), conn(of), lob(std::move(opened)) {}

void dpiLob::end() {
    lob = {};
    conn.reset();
}

int dpiLob_addRef(dpiLob* lob) {
    return entry::add_reference("dpiLob_addRef", lob, kind::lob);
}
int dpiLob_release(dpiLob* lob) {
    return entry::release("dpiLob_release", lob, kind::lob);
}

int dpiLob_getSize(dpiLob* lob, std::uint64_t* size) {
    return run("dpiLob_getSize", lob, [&](auto& lobs, auto& of) { return keep(lobs.size(of), size); });
}
int dpiLob_getChunkSize(dpiLob* lob, std::uint32_t* size) {
    return run("dpiLob_getChunkSize", lob, [&](auto& lobs, auto& of) { return keep(lobs.chunk_size(of), size); });
}
int dpiLob_trim(dpiLob* lob, std::uint64_t size) {
    return run("dpiLob_trim", lob, [&](auto& lobs, auto& of) { return lobs.trim(of, size); });
}
int dpiLob_openResource(dpiLob* lob) {
    return run("dpiLob_openResource", lob,
               [&](auto& lobs, auto& of) { return lobs.open(of, of.type != db_type::bfile); });
}
int dpiLob_closeResource(dpiLob* lob) {
    return run("dpiLob_closeResource", lob, [](auto& lobs, auto& of) { return lobs.close(of); });
}
int dpiLob_getIsResourceOpen(dpiLob* lob, int* is_open) {
    return run("dpiLob_getIsResourceOpen", lob,
               [&](auto& lobs, auto& of) { return keep(lobs.is_open(of), is_open); });
}
int dpiLob_getFileExists(dpiLob* lob, int* exists) {
    return run("dpiLob_getFileExists", lob, [&](auto& lobs, auto& of) { return keep(lobs.file_exists(of), exists); });
}

int dpiLob_getDirectoryAndFileName(dpiLob* lob, const char** directory, std::uint32_t* directory_size,
                                   const char** file, std::uint32_t* file_size) {
    const int code = run("dpiLob_getDirectoryAndFileName", lob, [&](auto& lobs, auto& of) -> result<void> {
        auto told = lobs.file_name(of);
        if (!told) return std::move(told).error();
        lob->file = *std::move(told);
        return {};
    });
    if (code != DPI_SUCCESS) return code;
    *directory = lob->file.directory.data();
    *directory_size = static_cast<std::uint32_t>(lob->file.directory.size());
    *file = lob->file.file.data();
    *file_size = static_cast<std::uint32_t>(lob->file.file.size());
    return DPI_SUCCESS;
}

int dpiLob_getBufferSize(dpiLob* lob, std::uint64_t units, std::uint64_t* bytes) {
    entry call("dpiLob_getBufferSize");
    if (!is_usable(call, lob)) return DPI_FAILURE;
    *bytes = is_text(lob) ? units * bytes_per_unit : units;
    return DPI_SUCCESS;
}

int dpiLob_readBytes(dpiLob* lob, std::uint64_t offset, std::uint64_t amount, char* into, std::uint64_t* size) {
    entry call("dpiLob_readBytes", std::to_string(offset) + ", " + std::to_string(amount));
    if (!is_usable(call, lob)) return DPI_FAILURE;
    if (offset == 0) return call.violates("offsets count from 1");
    if (*size < (is_text(lob) ? amount * bytes_per_unit : amount)) return call.violates("the buffer is too small");
    std::vector<std::uint8_t> bytes;
    auto done = lob->conn->backend().lobs()->read(lob->lob, offset - 1, amount, bytes);
    if (!done) return call.fail(done.error());
    const auto text = decoded(lob, std::move(bytes));
    std::memcpy(into, text.data(), text.size());
    *size = text.size();
    return DPI_SUCCESS;
}

int dpiLob_writeBytes(dpiLob* lob, std::uint64_t offset, const char* bytes, std::uint64_t size) {
    entry call("dpiLob_writeBytes", std::to_string(offset));
    if (!is_usable(call, lob)) return DPI_FAILURE;
    if (offset == 0) return call.violates("offsets count from 1");
    return call.done(lob->conn->backend().lobs()->write(lob->lob, offset - 1, encoded(lob, {bytes, size})));
}

int dpiLob_setFromBytes(dpiLob* lob, const char* bytes, std::uint64_t size) {
    entry call("dpiLob_setFromBytes");
    if (!is_usable(call, lob)) return DPI_FAILURE;
    auto& lobs = *lob->conn->backend().lobs();
    auto done = lobs.trim(lob->lob, 0);
    if (!done || size == 0) return call.done(done);
    return call.done(lobs.write(lob->lob, 0, encoded(lob, {bytes, size})));
}

int dpiRowid_getStringValue(dpiRowid* rowid, const char** text, std::uint32_t* size) {
    entry call("dpiRowid_getStringValue");
    if (!call.uses(rowid, kind::rowid)) return DPI_FAILURE;
    *text = rowid->text.data();
    *size = static_cast<std::uint32_t>(rowid->text.size());
    return DPI_SUCCESS;
}
int dpiRowid_release(dpiRowid* rowid) {
    return entry::release("dpiRowid_release", rowid, kind::rowid);
}
