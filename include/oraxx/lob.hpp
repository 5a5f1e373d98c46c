// oraxx::lob: a handle on a CLOB, NCLOB, BLOB or BFILE.
//
// row.get<std::string>() and row.get<std::vector<std::byte>>() give a whole LOB at once; a handle reads and writes
// parts of it. include/oraxx/lob_stream.hpp makes standard streams of it.
//
//     auto rows = conn.query("select doc from t where id = :1 for update", 7);
//     rows.next();
//     auto doc = rows.current().get<oraxx::lob>(0);
//     doc.write(0, "new beginning");
//     auto scan = conn.create_temporary(oraxx::db_type::blob);
//     scan.append(bytes);
//     conn.execute("insert into scans values (:1, :2)", 7, scan);
//
// Units: bytes of a BLOB or BFILE, UTF-16 code units of a CLOB or NCLOB, as the server counts them; offsets count
// from 0. Text is UTF-8 on this side. A range that begins or ends inside a surrogate pair is
// errc::value_out_of_range. Ownership: copies are the same LOB, and keep the session open. A temporary LOB is given
// back to the server when the last handle goes, with the next request. Every call but type(), is_temporary() and file
// names is one round trip unless said otherwise. Errors: those of the server, and errc::wrong_state (no LOB, or a
// closed connection), errc::type_mismatch (text of a BLOB, bytes of a CLOB, a file of anything but a BFILE),
// errc::value_out_of_range. Thread safety: as the connection, one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <oraxx/result.hpp>
#include <oraxx/type.hpp>

namespace oraxx {

class lob;

namespace detail {
struct lob_state;
[[nodiscard]] lob make_lob(std::shared_ptr<lob_state> state) noexcept;
[[nodiscard]] const std::shared_ptr<lob_state>& state_of(const lob& handle) noexcept;
}  // namespace detail

enum class lob_mode : std::uint8_t { read, read_write };

class lob {
public:
    static constexpr std::uint64_t all = UINT64_MAX;

    lob() noexcept = default;  // no LOB

    [[nodiscard]] explicit operator bool() const noexcept { return state_ != nullptr; }
    [[nodiscard]] db_type type() const;       // clob, nclob, blob or bfile
    [[nodiscard]] bool is_temporary() const;  // lives in this session only

    // No round trip while it is known: it came with the row, and only this handle and its copies changed it since.
    [[nodiscard]] std::uint64_t size() { return try_size().value(); }
    [[nodiscard]] result<std::uint64_t> try_size();
    // Reads and writes of multiples of this many units are the server's fastest. As size().
    [[nodiscard]] std::uint32_t chunk_size() { return try_chunk_size().value(); }
    [[nodiscard]] result<std::uint32_t> try_chunk_size();

    // From `offset` on; less than `length` where the LOB ends before, nothing behind its end. No round trip for what
    // came with the row; of a BFILE that is not open three: it is opened and closed, too. A whole value longer than
    // fetch_options::max_lob_bytes is errc::value_out_of_range.
    [[nodiscard]] std::string read_text(std::uint64_t offset = 0, std::uint64_t length = all) {
        return try_read_text(offset, length).value();
    }
    [[nodiscard]] result<std::string> try_read_text(std::uint64_t offset = 0, std::uint64_t length = all);
    [[nodiscard]] std::vector<std::byte> read_bytes(std::uint64_t offset = 0, std::uint64_t length = all) {
        return try_read_bytes(offset, length).value();
    }
    [[nodiscard]] result<std::vector<std::byte>> try_read_bytes(std::uint64_t offset = 0, std::uint64_t length = all);
    // Into the caller's memory; how many bytes there were.
    std::size_t read(std::uint64_t offset, std::span<std::byte> into) { return try_read(offset, into).value(); }
    result<std::size_t> try_read(std::uint64_t offset, std::span<std::byte> into);

    // Overwrites what is there; behind the end the gap is filled with blanks or zeros by the server. An empty write
    // does nothing. Persistent LOBs take it in the transaction, and only with their row locked.
    void write(std::uint64_t offset, std::string_view text) { try_write(offset, text).value(); }
    result<void> try_write(std::uint64_t offset, std::string_view text);
    void write(std::uint64_t offset, std::span<const std::byte> bytes) { try_write(offset, bytes).value(); }
    result<void> try_write(std::uint64_t offset, std::span<const std::byte> bytes);
    // At the end; a round trip more when the size is not known.
    void append(std::string_view text) { try_append(text).value(); }
    result<void> try_append(std::string_view text);
    void append(std::span<const std::byte> bytes) { try_append(bytes).value(); }
    result<void> try_append(std::span<const std::byte> bytes);
    // Cuts it to its first `size` units.
    void trim(std::uint64_t size) { try_trim(size).value(); }
    result<void> try_trim(std::uint64_t size);

    // Optional: between the two the server puts off what writing costs (indexes, triggers). A BFILE has to be open to
    // be read; reading does it where nobody did.
    void open(lob_mode mode = lob_mode::read) { try_open(mode).value(); }
    result<void> try_open(lob_mode mode = lob_mode::read);
    void close() { try_close().value(); }
    result<void> try_close();
    [[nodiscard]] bool is_open() { return try_is_open().value(); }
    [[nodiscard]] result<bool> try_is_open();

    // BFILE: is there such a file? The names are those the BFILE was made with.
    [[nodiscard]] bool exists() { return try_exists().value(); }
    [[nodiscard]] result<bool> try_exists();
    [[nodiscard]] std::string directory_name() const;
    [[nodiscard]] std::string file_name() const;

private:
    friend lob detail::make_lob(std::shared_ptr<detail::lob_state> state) noexcept;
    friend const std::shared_ptr<detail::lob_state>& detail::state_of(const lob& handle) noexcept;

    std::shared_ptr<detail::lob_state> state_{};
};

}  // namespace oraxx
