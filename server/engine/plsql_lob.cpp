// DBMS_LOB: what a block does with LOBs. Its functions (GETLENGTH, SUBSTR, ...) are SQL's (functions_sql_lob.cpp).
#include <algorithm>

#include "base/utf.hpp"
#include "server/engine/lob_stores.hpp"
#include "server/engine/plsql_builtins.hpp"

namespace oraxx::sandbox::engine {
namespace {

[[noreturn]] void fail_argument(std::size_t at) {
    constexpr int invalid_argument = 21560;
    fail(invalid_argument, "argument " + std::to_string(at + 1) + " is null, invalid, or out of range", 0);
}

template <class T>
T taken(lob_store::outcome<T> from) {
    if (auto* error = std::get_if<sql_error>(&from)) throw sql_failure{std::move(*error)};
    return std::move(std::get<T>(from));
}

void done(const std::optional<sql_error>& error) {
    if (error) throw sql_failure{*error};
}

const lob& lob_at(const builtin_call& c, std::size_t at) {
    const auto* held = std::get_if<lob>(&c.args[at].data);
    if (held == nullptr || held->store == nullptr) fail(ora::lob_invalid_locator, 0);
    return *held;
}

std::uint64_t count_at(const builtin_call& c, std::size_t at) {
    const double n = c.number_at(at);
    if (n < 1) fail_argument(at);
    return static_cast<std::uint64_t>(n);
}

// What is to be written, as the LOB's store takes it: at most `amount` characters or bytes.
lob_store::bytes contents_at(const builtin_call& c, std::size_t at, const lob& to, std::uint64_t amount) {
    lob_store::bytes out;
    std::uint64_t unit = 1;
    if (const auto* text = std::get_if<std::string>(&c.args[at].data); text != nullptr && to.type != db_type::blob) {
        auto units = base::utf8_to_utf16be(*text);
        if (units) out = std::move(*units);
        unit = 2;
    } else if (const auto* bytes = std::get_if<raw_bytes>(&c.args[at].data)) {
        out = *bytes;
    } else {
        fail(ora::numeric_or_value_error, 0);
    }
    if (out.size() / unit < amount) fail_argument(1);
    out.resize(amount * unit);
    return out;
}

void create_temporary(builtin_call& c) {
    const auto type = c.args[0].type->sql.kind;
    if (!is_character_lob(type) && type != db_type::blob) fail(ora::lob_invalid_locator, 0);
    c.args[0].data = temporary_lob(type, {});
}

void free_temporary(builtin_call& c) {
    (void)lob_at(c, 0);
    c.args[0].data = value{};
}

// (lob, amount, contents)
void write_append(builtin_call& c) {
    const auto& to = lob_at(c, 0);
    done(to.store->write(taken(to.store->size()), contents_at(c, 2, to, count_at(c, 1))));
}

// (lob, amount, offset, contents)
void write(builtin_call& c) {
    const auto& to = lob_at(c, 0);
    done(to.store->write(count_at(c, 2) - 1, contents_at(c, 3, to, count_at(c, 1))));
}

// (to, from)
void append(builtin_call& c) {
    const auto& to = lob_at(c, 0);
    const auto& from = lob_at(c, 1);
    if (is_character_lob(to.type) != is_character_lob(from.type)) fail(ora::numeric_or_value_error, 0);
    done(to.store->write(taken(to.store->size()), taken(from.store->read(0, UINT64_MAX))));
}

// (to, from, amount, offset in to, offset in from)
void copy(builtin_call& c) {
    const auto& to = lob_at(c, 0);
    const auto& from = lob_at(c, 1);
    if (is_character_lob(to.type) != is_character_lob(from.type)) fail(ora::numeric_or_value_error, 0);
    const auto at = c.is_given(3) ? count_at(c, 3) : 1;
    const auto begin = c.is_given(4) ? count_at(c, 4) : 1;
    done(to.store->write(at - 1, taken(from.store->read(begin - 1, count_at(c, 2)))));
}

void trim(builtin_call& c) {
    const double size = c.number_at(1);
    if (size < 0) fail_argument(1);
    done(lob_at(c, 0).store->trim(static_cast<std::uint64_t>(size)));
}

// (lob, amount IN OUT, offset, contents OUT)
void read(builtin_call& c) {
    const auto& from = lob_at(c, 0);
    auto bytes = taken(from.store->read(count_at(c, 2) - 1, count_at(c, 1)));
    if (bytes.empty()) fail(ora::no_data_found, 0);
    if (!is_character_lob(from.type)) {
        c.args[1].data = number(static_cast<std::int64_t>(bytes.size()));
        c.args[3].data = std::move(bytes);
        return;
    }
    c.args[1].data = number(static_cast<std::int64_t>(bytes.size() / 2));
    c.args[3].data = *base::utf16be_to_utf8(bytes, base::bad_text::replace);
}

// (file, directory OUT, name OUT)
void file_get_name(builtin_call& c) {
    const auto* file = std::get_if<lob>(&c.args[0].data);
    if (file == nullptr || file->type != db_type::bfile) fail(ora::lob_invalid_locator, 0);
    c.args[1].data = file->directory;
    c.args[2].data = file->file_name;
}

}  // namespace

const std::vector<builtin>& lob_builtins() {
    using enum db_type;
    constexpr auto out = parameter_mode::out;
    constexpr auto in_out = parameter_mode::in_out;
    static const std::vector<builtin> all{
        {"DBMS_LOB.CREATETEMPORARY", 2, {{any_type, in_out}, {boolean}, {number}}, create_temporary},
        {"DBMS_LOB.FREETEMPORARY", 1, {{any_type, in_out}}, free_temporary},
        {"DBMS_LOB.WRITEAPPEND", 3, {{any_type, in_out}, {number}, {any_type}}, write_append},
        {"DBMS_LOB.WRITE", 4, {{any_type, in_out}, {number}, {number}, {any_type}}, write},
        {"DBMS_LOB.APPEND", 2, {{any_type, in_out}, {any_type}}, append},
        {"DBMS_LOB.COPY", 3, {{any_type, in_out}, {any_type}, {number}, {number}, {number}}, copy},
        {"DBMS_LOB.TRIM", 2, {{any_type, in_out}, {number}}, trim},
        {"DBMS_LOB.READ", 4, {{any_type}, {number, in_out}, {number}, {any_type, out}}, read},
        {"DBMS_LOB.FILEGETNAME", 3, {{any_type}, {varchar2, out}, {varchar2, out}}, file_get_name},
    };
    return all;
}

}  // namespace oraxx::sandbox::engine
