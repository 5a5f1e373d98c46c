#include "backend/thin/lob_operations.hpp"

#include <algorithm>
#include <limits>

#include "backend/thin/connection.hpp"
#include "session/lob_call.hpp"
#include "session/locator_flags.hpp"
#include "values/type_kind.hpp"
#include "wire/ttc/bind_metadata.hpp"
#include "wire/ttc/protocol.hpp"

namespace oraxx::backend::thin {
namespace {

namespace ttc = wire::ttc;
namespace operation = wire::ttc::lob_operation;

constexpr std::uint32_t session_duration = 10;
// Modes of open and file open.
constexpr std::uint64_t read_only = 1;
constexpr std::uint64_t read_write = 2;
constexpr std::uint64_t file_read_only = 11;
// The most that is asked for in one call; more would be more than one answer may hold.
constexpr std::uint64_t most_in_one_read = std::uint64_t{1} << 28U;

// What a code unit or byte can become on the wire.
constexpr std::size_t most_bytes_of_unit = 4;

}  // namespace

detail::lob_text thin_lobs::text_of(const lob_handle& lob) const noexcept {
    return session::text_of(lob.locator, lob.type);
}

bool thin_lobs::is_temporary(const lob_handle& lob) const noexcept {
    return session::is_temporary(lob.locator);
}

result<thin_lobs::answer> thin_lobs::perform(lob_handle& lob, ttc::lob_request request,
                                             std::span<const std::uint8_t> data) {
    session::lob_call work(lob.locator, std::move(request), data, nullptr, 0);
    if (auto done = connection_.perform(work); !done) return std::move(done).error();
    return answer{.amount = work.amount(), .flag = work.flag()};
}

result<std::int64_t> thin_lobs::exchange_amount(lob_handle& lob, std::uint32_t what, std::uint64_t amount) {
    auto done = perform(lob, {.operation = what, .has_amount = true, .amount = amount});
    if (!done) return std::move(done).error();
    if (done->amount < 0) {
        return failure{.code = errc::protocol_violation, .message = "the server told a size below zero for a LOB"};
    }
    return done->amount;
}

result<bool> thin_lobs::ask(lob_handle& lob, std::uint32_t what) {
    auto done = perform(lob, {.wants_flag = true, .operation = what});
    if (!done) return std::move(done).error();
    return done->flag;
}

result<lob_handle> thin_lobs::create_temporary(db_type type) {
    lob_handle out{.type = type, .locator = std::vector<std::uint8_t>(ttc::new_locator_size)};
    const bool is_national = type == db_type::nclob;
    const bool is_binary = type == db_type::blob;
    const auto form = is_binary     ? ttc::charset_form::none
                      : is_national ? ttc::charset_form::national
                                    : ttc::charset_form::implicit;
    const auto code = is_binary ? db_type::blob : db_type::clob;
    ttc::lob_request request{.destination_length = session_duration,
                             .has_charset = true,
                             .wants_flag = true,
                             .operation = operation::create_temporary,
                             .source_offset = static_cast<std::uint64_t>(form),
                             .destination_offset = static_cast<std::uint64_t>(code)};
    request.charset = is_national ? connection_.state().national_charset : ttc::charset_utf8;
    if (auto done = perform(out, std::move(request)); !done) return std::move(done).error();
    out.owner = session::own_temporary_lobs({out.locator}, connection_.state().lobs_to_free);
    return out;
}

result<std::uint64_t> thin_lobs::size(lob_handle& lob) {
    auto told = exchange_amount(lob, operation::get_length, 0);
    if (!told) return std::move(told).error();
    return static_cast<std::uint64_t>(*told);
}

result<std::uint32_t> thin_lobs::chunk_size(lob_handle& lob) {
    auto told = exchange_amount(lob, operation::chunk_size, 0);
    if (!told) return std::move(told).error();
    if (*told > std::numeric_limits<std::int32_t>::max()) {
        return failure{.code = errc::protocol_violation, .message = "the server told a chunk size above 2 GiB"};
    }
    return static_cast<std::uint32_t>(*told);
}

result<void> thin_lobs::read(lob_handle& lob, std::uint64_t offset, std::uint64_t amount,
                             std::vector<std::uint8_t>& out) {
    while (amount != 0) {
        const auto wanted = std::min(amount, most_in_one_read);
        const auto before = out.size();
        const std::size_t most =
            static_cast<std::size_t>(wanted) * (values::is_character_lob(lob.type) ? most_bytes_of_unit : 1);
        session::lob_call work(
            lob.locator,
            {.operation = operation::read, .source_offset = offset + 1, .has_amount = true, .amount = wanted}, {},
            &out, most);
        if (auto done = connection_.perform(work); !done) return done;
        const auto got = out.size() - before;
        if (wanted == amount || got < wanted) return {};
        // How far that was is known where units have a fixed size; other texts come in one read.
        const auto text = text_of(lob);
        if (text == detail::lob_text::utf8) {
            return failure{.code = errc::value_out_of_range, .message = "the text is too long to be read at once"};
        }
        const auto units = text == detail::lob_text::bytes ? got : got / 2;
        if (units < wanted) return {};
        offset += units;
        amount -= units;
    }
    return {};
}

result<void> thin_lobs::write(lob_handle& lob, std::uint64_t offset, std::span<const std::uint8_t> data) {
    if (data.empty()) return {};
    auto done = perform(lob, {.operation = operation::write, .source_offset = offset + 1}, data);
    if (!done) return std::move(done).error();
    return {};
}

result<void> thin_lobs::trim(lob_handle& lob, std::uint64_t size) {
    auto done = exchange_amount(lob, operation::trim, size);
    if (!done) return std::move(done).error();
    return {};
}

result<void> thin_lobs::open(lob_handle& lob, bool for_writing) {
    const bool is_file = lob.type == db_type::bfile;
    const auto mode = is_file ? file_read_only : for_writing ? read_write : read_only;
    auto done = exchange_amount(lob, is_file ? operation::file_open : operation::open, mode);
    if (!done) return std::move(done).error();
    return {};
}

result<void> thin_lobs::close(lob_handle& lob) {
    auto done = perform(lob, {.operation = lob.type == db_type::bfile ? operation::file_close : operation::close});
    if (!done) return std::move(done).error();
    return {};
}

result<bool> thin_lobs::is_open(lob_handle& lob) {
    return ask(lob, lob.type == db_type::bfile ? operation::file_is_open : operation::is_open);
}

result<bool> thin_lobs::file_exists(lob_handle& lob) {
    return ask(lob, operation::file_exists);
}

result<lob_file_name> thin_lobs::file_name(const lob_handle& lob) {
    wire::types::bfile_names names;
    if (wire::types::decode_bfile_names(lob.locator, names) != base::decode_errc::ok) {
        return failure{.code = errc::protocol_violation, .message = "the locator of a BFILE holds no file name"};
    }
    return lob_file_name{.directory = std::string(names.directory), .file = std::string(names.file_name)};
}

}  // namespace oraxx::backend::thin
