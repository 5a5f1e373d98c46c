#include "backend/thick/binds.hpp"

#include <algorithm>

#include <oraxx/object.hpp>

#include "backend/common/object_failures.hpp"
#include "backend/common/statement_text.hpp"
#include "backend/common/string_limits.hpp"
#include "backend/thick/bind_value.hpp"
#include "backend/thick/json_values.hpp"

namespace oraxx::backend::thick {
namespace {

bool is_lob(db_type type) noexcept {
    return form_of(type).native == DPI_NATIVE_TYPE_LOB;
}

// Types whose size depends on the value.
bool is_counted(db_type type) noexcept {
    return form_of(type).native == DPI_NATIVE_TYPE_BYTES && type != db_type::number;
}

// ROWIDs are bound as text; so is a NULL nobody gave a type.
db_type bound_type(db_type type) noexcept {
    return type == db_type::rowid || type == db_type::unknown ? db_type::varchar2 : type;
}

failure cannot_bind(errc code, const bind_item& item, std::size_t at, std::string_view why) {
    return bind_failure(code, bind_name(item, at) + " " + std::string(why));
}

bool has_value(const bind_item& item) noexcept {
    return item.direction != bind_direction::out && !std::holds_alternative<std::monostate>(item.value);
}

}  // namespace

result<void> bind_variables::bind(dpiStmt* statement, const execute_args& args, const sql::sql_text& text) {
    const auto width = args.binds.size() / std::max(args.iterations, 1U);
    if (auto why = placeholders_.assign(args.binds.first(width), text)) return *std::move(why);
    slots_.clear();
    slots_.resize(placeholders_.size());
    made_lobs_.clear();
    const auto item_at = [&](std::uint32_t row, std::size_t at) -> const bind_item& {
        return args.binds[row * width + placeholders_.item_of(at)];
    };
    const bool is_plsql = text.kind == sql::sql_kind::plsql;
    for (std::uint32_t row = 0; row < args.iterations; ++row) {
        for (std::size_t at = 0; at < slots_.size(); ++at) {
            if (auto why = measure(item_at(row, at), at, is_plsql)) return naming_row(*std::move(why), args, row);
        }
    }
    for (std::size_t at = 0; at < slots_.size(); ++at) {
        slots_[at].is_returning = at >= text.first_returning;
        if (auto done = make_variable(slots_[at], item_at(0, at), at, args.iterations); !done) return done;
        for (std::uint32_t row = 0; row < args.iterations; ++row) {
            if (auto done = fill(item_at(row, at), at, row); !done) {
                return naming_row(std::move(done).error(), args, row);
            }
        }
        auto done = connection_.local(oraxx::phase::execute, [&] {
            return dpiStmt_bindByPos(statement, static_cast<std::uint32_t>(at + 1), slots_[at].var.handle.get());
        });
        if (!done) return done;
    }
    return {};
}

// All rows have to agree on the type; the longest value decides the size.
std::optional<failure> bind_variables::measure(const bind_item& item, std::size_t at, bool is_plsql) {
    auto& out = slots_[at];
    auto type = bound_type(item.type);
    const bool carries = has_value(item) || item.array != nullptr || item.direction == bind_direction::out;
    if (const auto* text = std::get_if<std::string_view>(&item.value);
        text != nullptr && is_plsql && item.direction == bind_direction::in && text->size() > plsql_string_limit) {
        type = type == db_type::nvarchar2 || type == db_type::nchar ? db_type::nclob : db_type::clob;
    }
    if (!form_of(type).is_supported()) {
        return cannot_bind(errc::unsupported, item, at,
                           "has type " + to_string(type) + ", which thick mode cannot bind");
    }
    if (out.type != db_type::unknown && carries && out.type != type && out.form.is_supported() && out.size != 0) {
        return cannot_bind(errc::bind_mismatch, item, at,
                           "has type " + to_string(type) + ", in rows before it " + to_string(out.type));
    }
    if (carries || out.type == db_type::unknown) out.type = type;
    out.form = form_of(out.type);
    if (is_counted(out.type)) {
        const bool may_be_long = item.direction != bind_direction::in && item.max_bytes == 0;
        out.size = std::max(out.size, may_be_long ? plsql_string_limit : item.max_bytes);
    }
    if (item.type == db_type::rowid) out.size = std::max(out.size, rowid_text_size);
    if (out.type == db_type::object) {
        if (auto why = measure_object(item, at)) return why;
    }
    if (item.array == nullptr) return has_value(item) ? measure_value(item.value, item, at) : std::nullopt;
    if (!is_plsql) {
        return cannot_bind(errc::bind_mismatch, item, at, "is a PL/SQL index-by table, which only a block can take");
    }
    const auto count = item.direction == bind_direction::out ? 0 : item.array->size;
    out.is_array = true;
    out.elements = std::max({out.elements, item.array->capacity, static_cast<std::uint32_t>(count)});
    for (std::size_t element = 0; element < count; ++element) {
        const auto value = item.array->at(item.array->values, element);
        if (std::holds_alternative<std::monostate>(value)) continue;
        if (auto why = measure_value(value, item, at)) return why;
    }
    return std::nullopt;
}

std::optional<failure> bind_variables::measure_value(const bind_data& value, const bind_item& item, std::size_t at) {
    auto& out = slots_[at];
    if (out.form.native != DPI_NATIVE_TYPE_BYTES || out.type == db_type::number) return std::nullopt;
    byte_form form;
    if (!form.make(out.type, value)) {
        return cannot_bind(errc::type_mismatch, item, at, "cannot be sent as " + to_string(out.type));
    }
    if (form.bytes().size() > UINT32_MAX)
        return cannot_bind(errc::value_out_of_range, item, at, "is over 4 GiB long");
    out.size = std::max({out.size, size32(form.bytes()), 1U});
    return std::nullopt;
}

// There is one type for all rows; a NULL may leave it to the others.
std::optional<failure> bind_variables::measure_object(const bind_item& item, std::size_t at) {
    const auto* held = std::get_if<const object*>(&item.value);
    if (held == nullptr && has_value(item))
        return cannot_bind(errc::type_mismatch, item, at, "cannot be sent as OBJECT");
    const auto type = held != nullptr ? (*held)->type() : item.object != nullptr ? *item.object : object_type();
    if (held != nullptr && !type) return no_object_type(item, at);
    auto& known = slots_[at].object;
    if (!known) known = type;
    if (!type || known == type) return std::nullopt;
    return other_object_type(item, at, type, known);
}

result<void> bind_variables::make_variable(slot& of, const bind_item& first, std::size_t at,
                                           std::uint32_t iterations) {
    if (of.type == db_type::object) {
        if (!of.object) return no_object_type(first, at);
        auto described = connection_.types().of_bind(of.object);
        if (!described) return std::move(described).error();
        of.described = *std::move(described);
    }
    auto& var = of.var;
    var.capacity = of.is_array ? std::max(of.elements, 1U) : iterations;
    const auto size = is_counted(of.type) ? std::max(of.size, 1U) : 0;
    dpiVar* made = nullptr;
    auto done = connection_.local(oraxx::phase::execute, [&] {
        return dpiConn_newVar(connection_.handle(), of.form.oracle, of.form.native, var.capacity, size, 1,
                              of.is_array ? 1 : 0, of.described ? of.described->handle.get() : nullptr, &made,
                              &var.data);
    });
    var.handle.reset(made);
    return done;
}

result<void> bind_variables::fill(const bind_item& item, std::size_t at, std::uint32_t iteration) {
    auto& of = slots_[at];
    if (item.array != nullptr) return fill_array(item, at);
    if (of.type == db_type::cursor) return {};
    of.var.data[iteration].isNull = has_value(item) ? 0 : 1;
    return has_value(item) ? set(of, iteration, item.value, item, at) : result<void>();
}

result<void> bind_variables::fill_array(const bind_item& item, std::size_t at) {
    auto& of = slots_[at];
    const auto count = item.direction == bind_direction::out ? 0U : static_cast<std::uint32_t>(item.array->size);
    for (std::uint32_t place = 0; place < count; ++place) {
        const auto value = item.array->at(item.array->values, place);
        const bool is_null = std::holds_alternative<std::monostate>(value);
        of.var.data[place].isNull = is_null ? 1 : 0;
        if (is_null) continue;
        if (auto done = set(of, place, value, item, at); !done) return done;
    }
    return connection_.local(oraxx::phase::execute,
                             [&] { return dpiVar_setNumElementsInArray(of.var.handle.get(), count); });
}

result<void> bind_variables::set(const slot& of, std::uint32_t place, const bind_data& value, const bind_item& item,
                                 std::size_t at) {
    if (is_lob(of.type)) return set_lob(of, place, value);
    if (of.type == db_type::object) return set_object(of, place, value, item, at);
    if (of.type == db_type::json) return set_json(of, place, value, item, at);
    if (of.form.native == DPI_NATIVE_TYPE_BYTES) {
        byte_form form;
        if (form.make(of.type, value)) return set_bytes(of, place, form.bytes());
    } else if (to_native(of.type, value, of.var.data[place].value)) {
        return {};
    }
    return cannot_bind(errc::type_mismatch, item, at, "cannot be sent as " + to_string(of.type));
}

result<void> bind_variables::set_bytes(const slot& of, std::uint32_t place, std::string_view bytes) {
    if (bytes.empty()) of.var.data[place].isNull = 1;  // to Oracle an empty string is NULL
    return connection_.local(oraxx::phase::execute, [&] {
        return bytes.empty() ? DPI_SUCCESS
                             : dpiVar_setFromBytes(of.var.handle.get(), place, bytes.data(), size32(bytes));
    });
}

result<void> bind_variables::set_object(const slot& of, std::uint32_t place, const bind_data& value,
                                        const bind_item& item, std::size_t at) {
    const auto* held = std::get_if<const object*>(&value);
    if (held == nullptr) return cannot_bind(errc::type_mismatch, item, at, "cannot be sent as OBJECT");
    auto made = make_object(connection_, *of.described, **held, made_lobs_);
    if (!made) {
        auto why = std::move(made).error();
        why.message = bind_name(item, at) + ": " + why.message;
        return why;
    }
    return connection_.local(oraxx::phase::execute,
                             [&] { return dpiVar_setFromObject(of.var.handle.get(), place, made->get()); });
}

// The variable has a handle for each place.
result<void> bind_variables::set_json(const slot& of, std::uint32_t place, const bind_data& value,
                                      const bind_item& item, std::size_t at) {
    std::optional<json> parsed;
    const json* document = nullptr;
    if (const auto* held = std::get_if<const json*>(&value)) {
        document = *held;
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        auto read = json::try_parse(*text);
        if (!read) return std::move(read).error();
        document = &parsed.emplace(*std::move(read));
    }
    if (document == nullptr) return cannot_bind(errc::type_mismatch, item, at, "cannot be sent as JSON");
    json_nodes nodes;
    auto* top = nodes.make(*document);
    if (top == nullptr) {
        return cannot_bind(
            errc::unsupported, item, at,
            "is a JSON document with a value that thick mode cannot send (an id, a vector, a time with "
            "a zone), or is too deep");
    }
    return connection_.local(oraxx::phase::execute,
                             [&] { return dpiJson_setValue(of.var.data[place].value.asJson, top); });
}

result<void> bind_variables::set_lob(const slot& of, std::uint32_t place, const bind_data& value) {
    auto& lobs = connection_.large_objects();
    dpiLob* lob = nullptr;
    if (const auto* bound = std::get_if<detail::bound_lob>(&value)) {
        lob = lobs.registry()->find(bound->locator);
        if (lob == nullptr) {
            return bind_failure(errc::wrong_state, "a LOB that is bound is not one of this connection");
        }
    } else {
        byte_form form;
        if (!form.make(of.type, value)) {
            return bind_failure(errc::type_mismatch, "the value cannot be sent as " + to_string(of.type));
        }
        auto made = lobs.create_with(of.type, form.bytes());
        if (!made) return std::move(made).error();
        lob = lobs.registry()->find(made->locator);
        made_lobs_.push_back(*std::move(made));
    }
    return connection_.local(oraxx::phase::execute,
                             [&] { return dpiVar_setFromLob(of.var.handle.get(), place, lob); });
}

result<std::shared_ptr<const detail::out_values>> bind_variables::take(const execute_args& args,
                                                                       const cell_writer::open_cursor& open) const {
    const auto width = args.binds.size() / std::max(args.iterations, 1U);
    std::vector<std::size_t> wanted;
    for (std::size_t item = 0; item < width; ++item) {
        if (args.binds[item].direction != bind_direction::in) wanted.push_back(placeholders_.slot_of(item));
    }
    if (wanted.empty()) return std::shared_ptr<const detail::out_values>();
    auto out = std::make_shared<detail::out_values>();
    cell_writer writer(out->cells, connection_.large_objects().registry(), connection_.context(), open);
    for (const auto at : wanted) out->cells.types.push_back(slots_[at].type);
    for (std::uint32_t iteration = 0; iteration < args.iterations; ++iteration) {
        for (const auto at : wanted) {
            if (auto done = take_slot(slots_[at], iteration, *out, writer); !done) return std::move(done).error();
        }
    }
    return std::shared_ptr<const detail::out_values>(std::move(out));
}

result<void> bind_variables::take_slot(const slot& of, std::uint32_t iteration, detail::out_values& out,
                                       cell_writer& writer) const {
    const dpiData* data = of.var.data + iteration;
    std::uint32_t count = 1;
    if (of.is_returning) {
        dpiData* returned = nullptr;
        auto done = connection_.local(oraxx::phase::execute, [&] {
            return dpiVar_getReturnedData(of.var.handle.get(), iteration, &count, &returned);
        });
        if (!done) return done;
        data = returned;
    } else if (of.is_array) {
        auto done = connection_.local(oraxx::phase::execute,
                                      [&] { return dpiVar_getNumElementsInArray(of.var.handle.get(), &count); });
        if (!done) return done;
        data = of.var.data;
    }
    out.runs.push_back({.first = static_cast<std::uint32_t>(out.cells.cells.size()), .count = count});
    for (std::uint32_t place = 0; place < count; ++place) {
        detail::cell cell;
        if (auto why = writer.write(of.type, data[place], of.described.get(), cell)) return *std::move(why);
        out.cells.cells.push_back(cell);
    }
    return {};
}

}  // namespace oraxx::backend::thick
