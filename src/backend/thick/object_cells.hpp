// Values of dpiObjects as images.
#pragma once

#include "backend/thick/cell_writer.hpp"
#include "backend/thick/object_types.hpp"
#include "wire/types/object_image.hpp"

namespace oraxx::backend::thick {

// Takes one object apart, value by value.
class object_reader {
public:
    // Scalars are encoded by `scalars`; the image comes into `out`. Both have to stay.
    object_reader(cell_writer& scalars, const dpiContext* context, wire::types::object_image_writer& out)
        : scalars_(scalars), context_(context), out_(out) {}

    [[nodiscard]] std::optional<failure> read(const described_type& type, dpiObject* object);

private:
    [[nodiscard]] std::optional<failure> read_elements(const described_type& type, dpiObject* object);
    // `get`: as dpiObject_getAttributeValue and its kin; `at`: of the attribute or element.
    template <class Get>
    [[nodiscard]] std::optional<failure> read_place(const described_type& type, const described_place& place,
                                                    std::size_t at, Get&& get);
    [[nodiscard]] std::optional<failure> write(const described_place& place, const dpiData& data);
    [[nodiscard]] failure last() const;

    cell_writer& scalars_;
    const dpiContext* context_;
    wire::types::object_image_writer& out_;
    base::byte_buffer payload_{};
};

}  // namespace oraxx::backend::thick
