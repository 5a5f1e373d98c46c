#include "wallet/archive.hpp"

#include <minizip/unzip.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/secret.hpp"
#include "wallet/material.hpp"

namespace oraxx::wallet {
namespace {

// A file in memory, as minizip asks for one. The archive outlives it.
struct memory_file {
    std::string_view content{};
    std::size_t position = 0;
};

memory_file& file_of(voidpf stream) {
    return *static_cast<memory_file*>(stream);
}

voidpf open_file(voidpf opaque, const void* /*name*/, int /*mode*/) {
    return opaque;
}

uLong read_file(voidpf /*opaque*/, voidpf stream, void* into, uLong size) {
    auto& file = file_of(stream);
    const auto count = std::min<std::size_t>(size, file.content.size() - file.position);
    std::memcpy(into, file.content.data() + file.position, count);
    file.position += count;
    return static_cast<uLong>(count);
}

ZPOS64_T tell_file(voidpf /*opaque*/, voidpf stream) {
    return file_of(stream).position;
}

long seek_file(voidpf /*opaque*/, voidpf stream, ZPOS64_T offset, int origin) {
    auto& file = file_of(stream);
    ZPOS64_T from = 0;
    if (origin == ZLIB_FILEFUNC_SEEK_CUR) from = file.position;
    if (origin == ZLIB_FILEFUNC_SEEK_END) from = file.content.size();
    if (offset > file.content.size() - from) return -1;
    file.position = static_cast<std::size_t>(from + offset);
    return 0;
}

int close_file(voidpf /*opaque*/, voidpf /*stream*/) {
    return 0;
}
int no_error(voidpf /*opaque*/, voidpf /*stream*/) {
    return 0;
}

using unzip_ptr = std::unique_ptr<void, deleter<&unzClose>>;

unzip_ptr open_archive(memory_file& file) {
    zlib_filefunc64_def functions{};
    functions.zopen64_file = &open_file;
    functions.zread_file = &read_file;
    functions.ztell64_file = &tell_file;
    functions.zseek64_file = &seek_file;
    functions.zclose_file = &close_file;
    functions.zerror_file = &no_error;
    functions.opaque = &file;
    return unzip_ptr(unzOpen2_64(nullptr, &functions));
}

constexpr int ignoring_case = 2;

}  // namespace

bool is_archive(std::string_view bytes) noexcept {
    return bytes.substr(0, 4) == "PK\x03\x04";
}

result<std::optional<secret>> read_member(std::string_view archive, const std::string& name) {
    memory_file file{.content = archive};
    const auto opened = open_archive(file);
    const auto damaged = [&name] { return wallet_failure(name, "the zip file around it is damaged"); };
    if (opened == nullptr) return damaged();
    const int located = unzLocateFile(opened.get(), name.c_str(), ignoring_case);
    if (located == UNZ_END_OF_LIST_OF_FILE) return std::optional<secret>();
    unz_file_info64 info{};
    if (located != UNZ_OK ||
        unzGetCurrentFileInfo64(opened.get(), &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK) {
        return damaged();
    }
    if (info.uncompressed_size > max_wallet_bytes) return wallet_failure(name, "it is larger than 4 MiB");
    if (unzOpenCurrentFile(opened.get()) != UNZ_OK) return damaged();
    base::secret_bytes content(static_cast<std::size_t>(info.uncompressed_size));
    const auto size = static_cast<int>(content.size());
    const int got = unzReadCurrentFile(opened.get(), content.writable().data(), static_cast<unsigned>(size));
    // Closing compares the check sum.
    const int closed = unzCloseCurrentFile(opened.get());
    if (got != size || closed != UNZ_OK) return damaged();
    return std::optional<secret>(secret(base::as_text(content.view())));
}

}  // namespace oraxx::wallet
