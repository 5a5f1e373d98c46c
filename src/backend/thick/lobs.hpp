// LOBs of the thick backend. A locator, which is opaque to the rest of the library, is the number of a handle that is
// kept here.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "backend/lob_operations.hpp"
#include "backend/thick/handles.hpp"

namespace oraxx::backend::thick {

class thick_connection;

// The handles, by number. Shared by the connection and the rows that hold LOBs, which any thread may let go of.
class lob_registry : public std::enable_shared_from_this<lob_registry> {
public:
    // Keeps a handle for as long as the result, or a copy of it, lives.
    [[nodiscard]] std::shared_ptr<void> keep(lob_pointer lob, bool is_temporary, std::vector<std::uint8_t>& locator);
    // Null: not known.
    [[nodiscard]] dpiLob* find(std::span<const std::uint8_t> locator) const;
    [[nodiscard]] bool is_temporary(std::span<const std::uint8_t> locator) const;

private:
    struct entry {
        lob_pointer lob{};
        bool is_temporary = false;
    };
    [[nodiscard]] const entry* entry_of(std::span<const std::uint8_t> locator) const;
    void forget(std::uint64_t number);

    mutable std::mutex mutex_{};
    std::map<std::uint64_t, entry> entries_{};
    std::uint64_t last_ = 0;
};

class thick_lobs final : public lob_operations {
public:
    explicit thick_lobs(thick_connection& connection) noexcept : connection_(connection) {}

    // Oracle's client gives UTF-8; units that can be counted are what the rest of the library wants.
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

    // A temporary LOB with these contents, UTF-8 of a character LOB.
    [[nodiscard]] result<lob_handle> create_with(db_type type, std::string_view contents);
    [[nodiscard]] const std::shared_ptr<lob_registry>& registry() const noexcept { return registry_; }

private:
    template <class Call>
    result<void> perform(const lob_handle& lob, Call&& call);
    result<void> read_part(const lob_handle& lob, std::uint64_t offset, std::uint64_t amount,
                           std::vector<std::uint8_t>& out);

    thick_connection& connection_;
    std::shared_ptr<lob_registry> registry_ = std::make_shared<lob_registry>();
};

// The type of LOB that ODPI-C calls so.
[[nodiscard]] dpiOracleTypeNum oracle_lob_type(db_type type) noexcept;

}  // namespace oraxx::backend::thick
