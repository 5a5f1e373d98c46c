// The stores behind LOB values.
#pragma once

#include <string>
#include <string_view>

#include "server/engine/engine.hpp"

namespace oraxx::sandbox::engine {

// Contents in memory: temporary LOBs, and those of rows and expressions as they were when they were read.
class memory_lob : public lob_store {
public:
    memory_lob(db_type type, bytes contents, bool is_temporary)
        : type_(type), contents_(std::move(contents)), is_temporary_(is_temporary) {}

    [[nodiscard]] bool is_temporary() const noexcept override { return is_temporary_; }

protected:
    [[nodiscard]] bytes& contents() noexcept { return contents_; }
    [[nodiscard]] db_type type() const noexcept { return type_; }

    std::uint64_t do_size() override { return contents_.size() / unit(); }
    bytes do_read(std::uint64_t offset, std::uint64_t amount) override;
    void do_write(std::uint64_t offset, std::span<const std::uint8_t> data) override;
    void do_trim(std::uint64_t size) override;

private:
    [[nodiscard]] std::size_t unit() const noexcept { return type_ == db_type::blob ? 1 : 2; }

    db_type type_;
    bytes contents_;
    bool is_temporary_;
};

inline constexpr char bfile_separator = '\x1F';  // between directory and file, as stored

// `stored`: UTF-8 text for character LOBs.
[[nodiscard]] lob_store::bytes lob_bytes(db_type type, std::span<const std::uint8_t> stored);
[[nodiscard]] lob temporary_lob(db_type type, std::span<const std::uint8_t> stored);
// The whole of it as it is stored: UTF-8 text for character LOBs. Throws sql_failure.
[[nodiscard]] lob_store::bytes stored_contents(const lob& from);

}  // namespace oraxx::sandbox::engine
