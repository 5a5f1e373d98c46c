// The bind rows behind an execute. They may come in any number of packets, so rows are taken as they
// complete and never read twice.
#pragma once

#include "server/engine/engine.hpp"
#include "server/session/value_context.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::sandbox {

// Which binds have values in a row.
struct bind_row_shape {
    // A bind that has the value of another.
    struct copy {
        std::uint16_t to = 0;
        std::uint16_t from = 0;
    };
    // Indices of the binds that the row carries, in the order of the wire. When there is none, there are no rows on
    // the wire at all. Binds that are in neither list are NULL.
    std::vector<std::uint16_t> present{};
    std::vector<copy> copies{};
    // Binds behind RETURNING: ojdbc sends a NULL for each behind the values of a row, other clients nothing.
    std::size_t returning = 0;
};

class bind_row_reader {
public:
    bind_row_reader() = default;
    // What the context borrows outlives the reader. `object_types`: one for each bind.
    bind_row_reader(std::vector<wire::ttc::bind_metadata> binds, bind_row_shape shape, std::uint32_t iterations,
                    const value_context& context, const std::vector<engine::object_type_ref>& object_types);

    // Takes complete rows. incomplete: more bytes are needed; the reader stands behind the last complete row.
    // Other errors: the peer broke the protocol.
    wire::ttc::decode_errc read(wire::ttc::decoder& c);
    [[nodiscard]] bool is_complete() const noexcept { return !has_rows() || rows_.size() == iterations_; }

    // Each iteration has bytes on the wire.
    [[nodiscard]] bool has_rows() const noexcept { return !shape_.present.empty(); }

    // A row held a value that is none of its declared type.
    [[nodiscard]] bool has_bad_value() const noexcept { return bad_value_; }
    [[nodiscard]] std::uint32_t iterations() const noexcept { return iterations_; }
    // Values of one iteration, one for each bind.
    [[nodiscard]] const std::vector<engine::bind_value>& row(std::size_t iteration) const {
        return has_rows() ? rows_[iteration] : nulls_;
    }

private:
    wire::ttc::decode_errc read_row(wire::ttc::decoder& c);
    void skip_row_of_nulls(wire::ttc::decoder& c) const;
    void skip_returning(wire::ttc::decoder& c) const;
    void read_value(wire::ttc::decoder& c, std::size_t bind, engine::value& out, bool& is_bad) const;
    void read_elements(wire::ttc::decoder& c, std::size_t bind, engine::bind_value& out, bool& is_bad) const;

    std::vector<wire::ttc::bind_metadata> binds_;
    bind_row_shape shape_;
    std::uint32_t iterations_ = 0;
    value_context context_{};
    bool bad_value_ = false;
    std::vector<engine::bind_value> nulls_;
    std::vector<std::vector<engine::bind_value>> rows_;
};

}  // namespace oraxx::sandbox
