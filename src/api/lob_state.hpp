// A LOB as the handles on it share it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "api/session.hpp"
#include "backend/lob_operations.hpp"
#include "values/type_kind.hpp"

namespace oraxx::detail {

struct lob_state {
    std::shared_ptr<session_state> session;
    backend::lob_handle handle;           // after `session`: goes before it
    std::optional<std::uint64_t> size{};  // while it is known
    std::optional<std::uint32_t> chunk_size{};
    std::vector<std::uint8_t> beginning{};  // what came with the row, until the LOB changes
    lob_text beginning_text = lob_text::bytes;
    bool opened = false;  // by this handle

    // Why nothing can be asked of it.
    [[nodiscard]] std::optional<failure> refusal() const;
    [[nodiscard]] backend::lob_operations& operations() const noexcept { return *session->backend->lobs(); }
    [[nodiscard]] bool is_text() const noexcept { return values::is_character_lob(handle.type); }
    [[nodiscard]] result<std::uint64_t> learn_size();
    // Appends `amount` units from `offset` on, as far as there are that many.
    [[nodiscard]] result<void> read(std::uint64_t offset, std::uint64_t amount, std::vector<std::uint8_t>& out);
    [[nodiscard]] failure too_long() const;
    // The whole rest from `offset` on, or `length` of it; longer than the session allows is a failure.
    [[nodiscard]] result<lob_contents> read_bounded(std::uint64_t offset, std::uint64_t length);
    [[nodiscard]] result<void> write(std::uint64_t offset, std::span<const std::uint8_t> data);

private:
    [[nodiscard]] bool read_beginning(std::uint64_t offset, std::uint64_t amount,
                                      std::vector<std::uint8_t>& out) const;
    [[nodiscard]] result<void> read_file(std::uint64_t offset, std::uint64_t amount, std::vector<std::uint8_t>& out);
};

}  // namespace oraxx::detail
