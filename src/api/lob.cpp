#include <oraxx/lob.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include "api/lob_state.hpp"
#include "values/lob_text.hpp"

namespace oraxx {
namespace detail {

lob make_lob(std::shared_ptr<lob_state> state) noexcept {
    lob out;
    out.state_ = std::move(state);
    return out;
}

const std::shared_ptr<lob_state>& state_of(const lob& handle) noexcept {
    return handle.state_;
}

namespace {

enum class content : std::uint8_t { any, text, bytes, file };

failure wrong_content(content wanted, db_type type) {
    const auto name = to_string(type);
    switch (wanted) {
    case content::text: return {.code = errc::type_mismatch, .message = "a " + name + " holds bytes, not text"};
    case content::file: return {.code = errc::type_mismatch, .message = "a " + name + " is no file"};
    default: return {.code = errc::type_mismatch, .message = "a " + name + " holds text, not bytes"};
    }
}

std::optional<failure> refusal_of(const lob_state* state, content wanted) {
    if (state == nullptr) {
        return failure{.code = errc::wrong_state,
                       .message = "the handle is of no LOB",
                       .advice = "get one from a row, from an OUT bind or by connection::create_temporary()"};
    }
    if (auto refused = state->refusal()) return refused;
    const bool fits = wanted == content::any || (wanted == content::text && state->is_text()) ||
                      (wanted == content::bytes && !state->is_text()) ||
                      (wanted == content::file && state->handle.type == db_type::bfile);
    if (!fits) return wrong_content(wanted, state->handle.type);
    return std::nullopt;
}

std::optional<failure> write_refusal(const lob_state* state, content wanted) {
    if (auto refused = refusal_of(state, wanted)) return refused;
    if (state->handle.type != db_type::bfile) return std::nullopt;
    return failure{.code = errc::type_mismatch, .message = "a BFILE cannot be written"};
}

std::span<const std::uint8_t> unsigned_bytes(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

failure no_text() {
    return {
        .code = errc::value_out_of_range,
        .message = "what was read of the LOB is no text: the range cuts a character, or the LOB holds half of one",
        .advice = "characters beyond U+FFFF are two units; read both"};
}

result<std::vector<std::uint8_t>> encoded(const lob_state& state, std::string_view text) {
    auto data = utf8_to_lob_text(state.operations().text_of(state.handle), text);
    if (!data) return failure{.code = errc::value_out_of_range, .message = "the text for a LOB is not valid UTF-8"};
    return *std::move(data);
}

}  // namespace
}  // namespace detail

using detail::content;

db_type lob::type() const {
    if (state_ == nullptr) throw_failure(*detail::refusal_of(nullptr, content::any));
    return state_->handle.type;
}

bool lob::is_temporary() const {
    if (auto refused = detail::refusal_of(state_.get(), content::any)) throw_failure(*std::move(refused));
    return state_->operations().is_temporary(state_->handle);
}

result<std::uint64_t> lob::try_size() {
    if (auto refused = detail::refusal_of(state_.get(), content::any)) return *std::move(refused);
    return state_->learn_size();
}

result<std::uint32_t> lob::try_chunk_size() {
    if (auto refused = detail::refusal_of(state_.get(), content::any)) return *std::move(refused);
    if (state_->chunk_size) return *state_->chunk_size;
    auto told = state_->operations().chunk_size(state_->handle);
    if (told) state_->chunk_size = *told;
    return told;
}

result<std::string> lob::try_read_text(std::uint64_t offset, std::uint64_t length) {
    if (auto refused = detail::refusal_of(state_.get(), content::text)) return *std::move(refused);
    auto contents = state_->read_bounded(offset, length);
    if (!contents) return std::move(contents).error();
    auto text = detail::lob_text_to_utf8(contents->text, contents->bytes);
    if (!text) return detail::no_text();
    return *std::move(text);
}

result<std::vector<std::byte>> lob::try_read_bytes(std::uint64_t offset, std::uint64_t length) {
    if (auto refused = detail::refusal_of(state_.get(), content::bytes)) return *std::move(refused);
    auto contents = state_->read_bounded(offset, length);
    if (!contents) return std::move(contents).error();
    const auto bytes = std::as_bytes(std::span(contents->bytes));
    return std::vector<std::byte>(bytes.begin(), bytes.end());
}

result<std::size_t> lob::try_read(std::uint64_t offset, std::span<std::byte> into) {
    if (auto refused = detail::refusal_of(state_.get(), content::bytes)) return *std::move(refused);
    std::vector<std::uint8_t> bytes;
    if (auto done = state_->read(offset, into.size(), bytes); !done) return std::move(done).error();
    if (!bytes.empty()) std::memcpy(into.data(), bytes.data(), std::min(bytes.size(), into.size()));
    return std::min(bytes.size(), into.size());
}

result<void> lob::try_write(std::uint64_t offset, std::string_view text) {
    if (auto refused = detail::write_refusal(state_.get(), content::text)) return *std::move(refused);
    auto data = detail::encoded(*state_, text);
    if (!data) return std::move(data).error();
    return state_->write(offset, *data);
}

result<void> lob::try_write(std::uint64_t offset, std::span<const std::byte> bytes) {
    if (auto refused = detail::write_refusal(state_.get(), content::bytes)) return *std::move(refused);
    return state_->write(offset, detail::unsigned_bytes(bytes));
}

result<void> lob::try_append(std::string_view text) {
    auto size = try_size();
    if (!size) return std::move(size).error();
    return try_write(*size, text);
}

result<void> lob::try_append(std::span<const std::byte> bytes) {
    auto size = try_size();
    if (!size) return std::move(size).error();
    return try_write(*size, bytes);
}

result<void> lob::try_trim(std::uint64_t size) {
    if (auto refused = detail::write_refusal(state_.get(), content::any)) return *std::move(refused);
    state_->beginning.clear();
    state_->size.reset();
    auto done = state_->operations().trim(state_->handle, size);
    if (done) state_->size = size;
    return done;
}

result<void> lob::try_open(lob_mode mode) {
    if (auto refused = detail::refusal_of(state_.get(), content::any)) return *std::move(refused);
    auto done = state_->operations().open(state_->handle, mode == lob_mode::read_write);
    if (done) state_->opened = true;
    return done;
}

result<void> lob::try_close() {
    if (auto refused = detail::refusal_of(state_.get(), content::any)) return *std::move(refused);
    auto done = state_->operations().close(state_->handle);
    if (done) state_->opened = false;
    return done;
}

result<bool> lob::try_is_open() {
    if (auto refused = detail::refusal_of(state_.get(), content::any)) return *std::move(refused);
    return state_->operations().is_open(state_->handle);
}

result<bool> lob::try_exists() {
    if (auto refused = detail::refusal_of(state_.get(), content::file)) return *std::move(refused);
    return state_->operations().file_exists(state_->handle);
}

std::string lob::directory_name() const {
    if (auto refused = detail::refusal_of(state_.get(), content::file)) throw_failure(*std::move(refused));
    return state_->operations().file_name(state_->handle).value().directory;
}

std::string lob::file_name() const {
    if (auto refused = detail::refusal_of(state_.get(), content::file)) throw_failure(*std::move(refused));
    return state_->operations().file_name(state_->handle).value().file;
}

}  // namespace oraxx
