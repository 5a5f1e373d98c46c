// LOBs as standard streams: lob_reader is a std::istream, lob_writer a std::ostream. Text of CLOB and NCLOB is UTF-8.
//
//     oraxx::lob_reader in(row.get<oraxx::lob>(0));
//     for (std::string line; std::getline(in, line);) ...
//     if (in.error()) ...
//
//     oraxx::lob_writer out(conn.create_temporary(oraxx::db_type::clob));
//     out << "total: " << total << '\n' << std::flush;
//
// A header of its own, and not part of oraxx.hpp: it is the only one that needs iostreams.
// Errors: a stream that cannot go on has badbit set, and error() says why; after exceptions(std::ios::badbit) the
// error is thrown. Ownership: a stream holds a handle, and keeps the session open like it. Thread safety: as the
// connection.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <istream>
#include <optional>
#include <ostream>
#include <span>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <oraxx/lob.hpp>

namespace oraxx {
namespace detail {

// What both directions share: the handle, the place, the last failure.
class lob_buffer : public std::streambuf {
public:
    lob_buffer(lob source, std::uint64_t offset, std::size_t units)
        : lob_(std::move(source)), offset_(offset), units_(std::max<std::size_t>(units, 2)) {}

    [[nodiscard]] const std::optional<oraxx::failure>& error() const noexcept { return error_; }

protected:
    [[nodiscard]] bool is_text() const { return lob_.type() == db_type::clob || lob_.type() == db_type::nclob; }
    // Keeps the failure; streams turn what is thrown here into badbit.
    [[noreturn]] void fail(oraxx::failure why) {
        error_ = why;
        throw_failure(std::move(why));
    }

    lob lob_;
    std::uint64_t offset_;  // of what is read or written next
    std::size_t units_;     // at a time

private:
    std::optional<oraxx::failure> error_{};
};

class lob_read_buffer final : public lob_buffer {
public:
    using lob_buffer::lob_buffer;

protected:
    int_type underflow() override {
        if (is_text()) {
            fill_text();
        } else {
            fill_bytes();
        }
        setg(held_.data(), held_.data(), held_.data() + held_.size());
        return held_.empty() ? traits_type::eof() : traits_type::to_int_type(held_.front());
    }

private:
    void fill_text() {
        auto text = lob_.try_read_text(offset_, units_);
        auto taken = units_;
        // The piece may end inside a character of two units: one unit less does not.
        if (!text && text.error().code == errc::value_out_of_range) text = lob_.try_read_text(offset_, --taken);
        if (!text) fail(std::move(text).error());
        held_ = *std::move(text);
        offset_ += taken;
    }
    void fill_bytes() {
        auto bytes = lob_.try_read_bytes(offset_, units_);
        if (!bytes) fail(std::move(bytes).error());
        held_.resize(bytes->size());
        if (!bytes->empty()) std::memcpy(held_.data(), bytes->data(), bytes->size());
        offset_ += bytes->size();
    }

    std::string held_{};
};

class lob_write_buffer final : public lob_buffer {
public:
    using lob_buffer::lob_buffer;

protected:
    int_type overflow(int_type added) override {
        if (traits_type::eq_int_type(added, traits_type::eof())) return traits_type::not_eof(added);
        held_.push_back(traits_type::to_char_type(added));
        if (held_.size() >= units_) send();
        return added;
    }
    std::streamsize xsputn(const char* data, std::streamsize size) override {
        held_.append(data, static_cast<std::size_t>(size));
        if (held_.size() >= units_) send();
        return size;
    }
    int sync() override {
        send();
        return 0;
    }

private:
    // All but the beginning of a character that is not there in full.
    void send() {
        const auto whole = is_text() ? held_.size() - unfinished() : held_.size();
        if (whole == 0) return;
        const std::string_view piece = std::string_view(held_).substr(0, whole);
        auto done = is_text() ? lob_.try_write(offset_, piece)
                              : lob_.try_write(offset_, std::as_bytes(std::span(piece.data(), piece.size())));
        if (!done) fail(std::move(done).error());
        offset_ += is_text() ? utf16_units(piece) : piece.size();
        held_.erase(0, whole);
    }
    [[nodiscard]] std::size_t unfinished() const noexcept {
        constexpr std::size_t longest = 4;
        for (std::size_t back = 1; back <= std::min(longest, held_.size()); ++back) {
            const auto byte = static_cast<unsigned char>(held_[held_.size() - back]);
            if ((byte & 0xC0U) == 0x80U) continue;
            const std::size_t wanted = byte < 0xC0U ? 1 : byte < 0xE0U ? 2 : byte < 0xF0U ? 3 : 4;
            return wanted > back ? back : 0;
        }
        return 0;
    }
    [[nodiscard]] static std::uint64_t utf16_units(std::string_view text) noexcept {
        std::uint64_t out = 0;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            out += (byte & 0xC0U) == 0x80U ? 0U : byte >= 0xF0U ? 2U : 1U;
        }
        return out;
    }

    std::string held_{};
};

// Before the stream that uses it.
template <class Buffer>
struct lob_buffer_holder {
    Buffer buffer;
};

}  // namespace detail

// Units that go over the wire at a time, unless said otherwise.
inline constexpr std::size_t lob_stream_units = std::size_t{64} << 10U;

// Reads from `offset` on to the end; one round trip for each `units`, none for what came with the row. Not seekable.
class lob_reader : private detail::lob_buffer_holder<detail::lob_read_buffer>, public std::istream {
public:
    explicit lob_reader(lob source, std::uint64_t offset = 0, std::size_t units = lob_stream_units)
        : lob_buffer_holder{{std::move(source), offset, units}}, std::istream(&buffer) {}

    // Why it ended early; empty at the end of the LOB.
    [[nodiscard]] const std::optional<oraxx::failure>& error() const noexcept { return buffer.error(); }
};

// Writes from `offset` on. What is not sent yet leaves with flush(), which has to be called at the end: destruction
// sends nothing, because it could not tell that it failed. Not seekable.
class lob_writer : private detail::lob_buffer_holder<detail::lob_write_buffer>, public std::ostream {
public:
    explicit lob_writer(lob target, std::uint64_t offset = 0, std::size_t units = lob_stream_units)
        : lob_buffer_holder{{std::move(target), offset, units}}, std::ostream(&buffer) {}

    [[nodiscard]] const std::optional<oraxx::failure>& error() const noexcept { return buffer.error(); }
};

}  // namespace oraxx
