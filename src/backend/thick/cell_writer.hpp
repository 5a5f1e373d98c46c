// Values as ODPI-C gives them, written as the cells of a batch in the form they have on the wire: what reads cells
// is the same for both backends.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <oraxx/detail/cell.hpp>
#include <oraxx/error.hpp>

#include "backend/thick/lobs.hpp"
#include "backend/thick/object_types.hpp"
#include "base/bytes.hpp"

namespace oraxx::backend::thick {

class cell_writer {
public:
    // Opens a cursor that came as a value; null: it cannot be.
    using open_cursor = std::function<std::shared_ptr<statement>(dpiStmt*)>;

    cell_writer(detail::column_batch& out, std::shared_ptr<lob_registry> lobs, const dpiContext* context,
                open_cursor open);

    // Appends the bytes of a value of that type to the batch; `cell` then says where they are. `object`: what it is,
    // of db_type::object.
    [[nodiscard]] std::optional<failure> write(db_type type, const dpiData& value, const described_type* object,
                                               detail::cell& cell);
    // A value as it stands in the image of an object, instead of what `payload` held. The batch keeps LOBs.
    [[nodiscard]] std::optional<failure> write_payload(db_type type, const dpiData& value,
                                                       base::byte_buffer& payload);

private:
    [[nodiscard]] std::optional<failure> write_object(const described_type& type, dpiObject* value);
    [[nodiscard]] std::optional<failure> write_image_value(db_type type, const dpiData& value);
    [[nodiscard]] std::optional<failure> write_json(dpiJson* held);
    [[nodiscard]] std::optional<failure> write_xml(std::string_view text);
    [[nodiscard]] bool write_locator(dpiLob* lob);
    [[nodiscard]] std::optional<failure> write_value(db_type type, const dpiData& value);
    [[nodiscard]] std::optional<failure> write_number(std::string_view text);
    [[nodiscard]] std::optional<failure> write_national(std::string_view text);
    [[nodiscard]] std::optional<failure> write_time(db_type type, const dpiTimestamp& value);
    [[nodiscard]] std::optional<failure> write_rowid(db_type type, dpiRowid* value);
    [[nodiscard]] std::optional<failure> write_lob(db_type type, dpiLob* lob);
    [[nodiscard]] std::optional<failure> write_cursor(dpiStmt* cursor);
    template <class Value>
    [[nodiscard]] std::optional<failure> write_scalar(const Value& value);

    detail::column_batch& out_;
    std::shared_ptr<lob_registry> lobs_;
    const dpiContext* context_;
    open_cursor open_cursor_;
    std::shared_ptr<std::vector<std::shared_ptr<void>>> kept_lobs_{};
};

}  // namespace oraxx::backend::thick
