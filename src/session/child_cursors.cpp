#include "session/child_cursors.hpp"

#include <cstring>

#include "session/cursor.hpp"
#include "wire/ttc/protocol.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
using base::decode_errc;
using oraxx::detail::cell;

// National text of a database whose national character set is UTF8; everywhere else it is UTF-16.
bool is_national_utf8(const ttc::bind_metadata& format) noexcept {
    return format.form == static_cast<std::uint8_t>(ttc::charset_form::national) &&
           (format.charset == ttc::charset_cesu8 || format.charset == ttc::charset_utf8);
}

failure unsupported_column(const column_info& column) {
    failure out;
    out.code = errc::unsupported;
    out.phase = oraxx::phase::execute;
    out.message =
        "column \"" + column.name + "\" has type " + to_string(column.type) + ", which this release cannot fetch";
    out.advice = "convert it in the statement, for example with TO_CHAR, or leave the column out";
    return out;
}

}  // namespace

std::optional<failure> describe_into(cursor& target, const ttc::describe_block& described,
                                     const ttc::capabilities& caps) {
    std::optional<failure> refused;
    const auto types_before = target.types;
    const auto before = target.executed ? std::move(target.types) : std::vector<db_type>{};
    auto columns = std::make_shared<std::vector<column_info>>();
    target.types.clear();
    target.encoding = oraxx::detail::cell_encoding::wire;
    std::vector<cell_form> forms;
    std::vector<column_define> defines;
    bool wants_define = false;
    for (const auto& column : described.columns) {
        const auto index = target.types.size();
        auto shape = shape_of(column, index < before.size() ? before[index] : db_type::unknown);
        if (!shape.supported && !refused) refused = unsupported_column(shape.info);
        wants_define = wants_define || needs_define(shape);
        defines.emplace_back(column, shape);
        if (is_national_utf8(column.format)) target.encoding = oraxx::detail::cell_encoding::wire_national_utf8;
        target.types.push_back(shape.info.type);
        forms.push_back(shape.form);
        columns->push_back(std::move(shape.info));
    }
    target.columns = std::move(columns);
    if (!wants_define) defines.clear();
    target.defines = std::move(defines);
    // A describe in the midst of things does not undo what was defined, unless the columns are others.
    if (target.types != types_before) target.defined_prefetch.reset();
    if (target.defined_prefetch) forms = target.defined_forms(*target.defined_prefetch);
    target.rows.use_columns(std::move(forms), caps.big_chunks);
    return refused;
}

std::shared_ptr<cursor> open_child(const ttc::describe_block& described, std::uint32_t id, child_kind kind,
                                   const ttc::capabilities& caps, std::uint32_t generation) {
    if (id == 0) return nullptr;
    auto out = std::make_shared<cursor>();
    out->text.kind = sql::sql_kind::query;
    out->id = id;
    out->generation = generation;
    out->is_nested = kind == child_kind::nested;
    out->at_end = false;
    // What it holds that cannot be fetched is refused when somebody fetches.
    out->refused = describe_into(*out, described, caps);
    return out;
}

void child_cursors::use_session(const state& session) {
    caps_ = session.caps;
    generation_ = session.cursor_generation;
}

decode_errc child_cursors::decode(base::bytes_view input, std::size_t& position, oraxx::detail::column_batch& out,
                                  cell& target) {
    base::arena scratch;
    ttc::decoder in(input.subspan(position), caps_, scratch);
    ttc::wire_value value;
    const auto error = ttc::decode_value(in, ttc::value_role::fetch, ttc::value_form::cursor, value);
    if (error != decode_errc::ok) return error;
    position += in.reader().position();
    target = add(value, out.side_bytes);
    if (!target.is_null()) target.offset |= cell::side_bit;
    return decode_errc::ok;
}

cell child_cursors::add(const ttc::wire_value& value, std::vector<std::uint8_t>& bytes) {
    if (value.is_null || !value.described) return cell{};
    auto opened = open_child(*value.described, value.cursor_id, kind_, caps_, generation_);
    if (opened == nullptr) return cell{};
    const auto place = static_cast<std::uint32_t>(opened_.size());
    opened_.push_back(std::move(opened));
    const auto offset = bytes.size();
    bytes.resize(offset + sizeof(place));
    std::memcpy(bytes.data() + offset, &place, sizeof(place));
    return {static_cast<std::uint32_t>(offset), sizeof(place)};
}

}  // namespace oraxx::session
