#include "session/value_cells.hpp"

#include <oraxx/detail/lob_record.hpp>

#include "session/locator_flags.hpp"
#include "session/type_oid.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
using oraxx::detail::lob_record;

void append(std::vector<std::uint8_t>& out, base::bytes_view bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

void append_lob(const ttc::wire_value& value, ttc::value_form form, std::vector<std::uint8_t>& out,
                std::vector<lob_locator>& temporaries) {
    lob_record record;
    if (form == ttc::value_form::lob) {
        record.size = value.lob_size;
        record.chunk_size = value.chunk_size;
    }
    const auto start = out.size();
    lob_record::begin(out);
    append(out, value.locator);
    record.finish(out, start, 0, static_cast<std::uint32_t>(value.locator.size()));
    if (is_temporary(value.locator)) temporaries.emplace_back(value.locator.begin(), value.locator.end());
}

}  // namespace

oraxx::detail::cell append_value(const ttc::wire_value& value, ttc::value_form form, oraxx::detail::column_batch& out,
                                 std::vector<lob_locator>& temporaries) {
    if (value.is_null || value.actual_length < 0) return {};
    const auto start = out.bytes.size();
    switch (form) {
    case ttc::value_form::lob:
    case ttc::value_form::lob_locator: append_lob(value, form, out.bytes, temporaries); break;
    case ttc::value_form::object: append(out.bytes, type_oid_of(value.type_id)); [[fallthrough]];
    default: append(out.bytes, value.bytes); break;
    }
    return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(out.bytes.size() - start)};
}

}  // namespace oraxx::session
