// LOB operations of the thin backend: one call each.
#pragma once

#include <optional>

#include "backend/lob_operations.hpp"
#include "wire/ttc/lob_operation.hpp"

namespace oraxx::backend::thin {

class thin_connection;

class thin_lobs final : public lob_operations {
public:
    // Is part of the connection.
    explicit thin_lobs(thin_connection& connection) noexcept : connection_(connection) {}

    [[nodiscard]] detail::lob_text text_of(const lob_handle& lob) const noexcept override;
    [[nodiscard]] bool is_temporary(const lob_handle& lob) const noexcept override;
    result<lob_handle> create_temporary(db_type type) override;
    result<std::uint64_t> size(lob_handle& lob) override;
    result<std::uint32_t> chunk_size(lob_handle& lob) override;
    result<void> read(lob_handle& lob, std::uint64_t offset, std::uint64_t amount,
                      std::vector<std::uint8_t>& out) override;
    result<void> write(lob_handle& lob, std::uint64_t offset, std::span<const std::uint8_t> data) override;
    result<void> trim(lob_handle& lob, std::uint64_t size) override;
    result<void> open(lob_handle& lob, bool for_writing) override;
    result<void> close(lob_handle& lob) override;
    result<bool> is_open(lob_handle& lob) override;
    result<bool> file_exists(lob_handle& lob) override;
    result<lob_file_name> file_name(const lob_handle& lob) override;

private:
    struct answer {
        std::int64_t amount = 0;
        bool flag = false;
    };
    result<answer> perform(lob_handle& lob, wire::ttc::lob_request request, std::span<const std::uint8_t> data = {});
    // An operation that sends an amount and gets one back.
    result<std::int64_t> exchange_amount(lob_handle& lob, std::uint32_t operation, std::uint64_t amount);
    result<bool> ask(lob_handle& lob, std::uint32_t operation);

    thin_connection& connection_;
};

}  // namespace oraxx::backend::thin
