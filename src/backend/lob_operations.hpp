// What is done to LOBs by their locators, as both ways to reach a database can do it.
//
// Locators are opaque bytes. The server may send another one with every answer: each function replaces the one it is
// given. Offsets count from 0; bytes, or UTF-16 code units of character LOBs. Thread safety: as the connection.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <oraxx/detail/lob_record.hpp>
#include <oraxx/result.hpp>
#include <oraxx/type.hpp>

namespace oraxx::backend {

struct lob_handle {
    db_type type = db_type::unknown;  // clob, nclob, blob, bfile
    std::vector<std::uint8_t> locator{};
    std::shared_ptr<void> owner{};  // of a temporary LOB: given back with its last copy
};

struct lob_file_name {
    std::string directory{};  // name of the directory object
    std::string file{};
};

class lob_operations {
public:
    lob_operations() = default;
    lob_operations(const lob_operations&) = delete;
    lob_operations& operator=(const lob_operations&) = delete;
    virtual ~lob_operations() = default;

    // How the text of a character LOB is encoded in what read() gives and write() takes.
    [[nodiscard]] virtual detail::lob_text text_of(const lob_handle& lob) const noexcept = 0;
    [[nodiscard]] virtual bool is_temporary(const lob_handle& lob) const noexcept = 0;

    // An empty temporary LOB for the rest of the session.
    virtual result<lob_handle> create_temporary(db_type type) = 0;
    virtual result<std::uint64_t> size(lob_handle& lob) = 0;
    virtual result<std::uint32_t> chunk_size(lob_handle& lob) = 0;
    // Appends what stands from `offset` on, `amount` at most, to `out`; nothing behind the end.
    virtual result<void> read(lob_handle& lob, std::uint64_t offset, std::uint64_t amount,
                              std::vector<std::uint8_t>& out) = 0;
    virtual result<void> write(lob_handle& lob, std::uint64_t offset, std::span<const std::uint8_t> data) = 0;
    virtual result<void> trim(lob_handle& lob, std::uint64_t size) = 0;
    // Between open() and close() indexes on the LOB are not brought up to date.
    virtual result<void> open(lob_handle& lob, bool for_writing) = 0;
    virtual result<void> close(lob_handle& lob) = 0;
    virtual result<bool> is_open(lob_handle& lob) = 0;
    // BFILE.
    virtual result<bool> file_exists(lob_handle& lob) = 0;
    virtual result<lob_file_name> file_name(const lob_handle& lob) = 0;
};

}  // namespace oraxx::backend
