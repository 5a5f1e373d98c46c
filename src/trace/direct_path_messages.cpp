// Direct path load, as message_reader reads it: the answer to the preparation names the columns of the rows that
// follow.
#include "trace/message_reader.hpp"
#include "wire/ttc/direct_path.hpp"
#include "wire/ttc/direct_path_rows.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

bool message_reader::direct_path_columns(decoder& c) {
    direct_path_prepare_reply m;
    if (!read(c, m)) return false;
    if (m.outputs.size() <= direct_path_prepare_reply::cursor_id) return true;
    auto& columns = state_->loads[m.outputs[direct_path_prepare_reply::cursor_id]];
    columns = shapes_of(m.columns);
    return true;
}

bool message_reader::direct_path_load(decoder& c) {
    wire::ttc::direct_path_load m;
    if (!read(c, m)) return false;
    const auto found = state_->loads.find(m.cursor_id);
    const auto columns = found == state_->loads.end() ? std::vector<value_shape>{} : found->second;
    direct_path_rows rows(c, m.size);
    while (rows.has_piece()) {
        c.begin("piece");
        direct_path_piece piece;
        if (!rows.next_piece(piece)) return false;
        reencode(c, [&piece](encoder& e) { encode(e, piece); });
        while (rows.has_segment()) {
            // Without the preparation nobody told what the columns are.
            const auto unknown = value_shape{static_cast<std::uint8_t>(db_type::raw), 0, "value"};
            const auto& shape = rows.column() < columns.size() ? columns[rows.column()] : unknown;
            out_->begin_value(shape.name, shape.type);
            direct_path_segment segment;
            if (!rows.next_segment(segment)) return false;
            c.end();
            reencode(c, [&segment](encoder& e) { encode(e, segment); });
        }
        c.end();
    }
    return c.ok();
}

}  // namespace oraxx::trace
