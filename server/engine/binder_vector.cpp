// Functions of vectors (23ai). Some of their arguments are keywords.
#include <array>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

struct named_number {
    std::string_view name;
    std::string_view number;
};

// As oraxx::vector_format numbers them.
constexpr std::array<named_number, 5> formats{
    {{"*", "0"}, {"FLOAT32", "2"}, {"FLOAT64", "3"}, {"INT8", "4"}, {"BINARY", "5"}}};

// Metrics of VECTOR_DISTANCE and functions named after one: what vec_distance calls them.
constexpr std::array<named_number, 7> metrics{{{"COSINE", "COSINE"},
                                               {"EUCLIDEAN", "EUCLIDEAN"},
                                               {"L2_SQUARED", "SQUARED"},
                                               {"EUCLIDEAN_SQUARED", "SQUARED"},
                                               {"DOT", "DOT"},
                                               {"MANHATTAN", "MANHATTAN"},
                                               {"HAMMING", "HAMMING"}}};
constexpr std::array<named_number, 5> metric_functions{{{"COSINE_DISTANCE", "COSINE"},
                                                        {"L2_DISTANCE", "EUCLIDEAN"},
                                                        {"L1_DISTANCE", "MANHATTAN"},
                                                        {"INNER_PRODUCT", "INNER"},
                                                        {"HAMMING_DISTANCE", "HAMMING"}}};

template <class Table>
std::string_view find_entry(const Table& table, std::string_view name) {
    for (const auto& entry : table) {
        if (entry.name == name) return entry.number;
    }
    return {};
}

// An argument that is a keyword: a column's name to the parser.
std::string_view keyword(const expression& e) {
    return e.kind == expression_kind::column && e.path.size() == 1 ? std::string_view(e.path[0]) : std::string_view{};
}

}  // namespace

bool is_vector_function(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 9> plain{"VECTOR",           "TO_VECTOR",       "FROM_VECTOR",
                                                    "VECTOR_SERIALIZE", "VECTOR_DISTANCE", "VECTOR_DIMENSION_COUNT",
                                                    "VECTOR_DIMS",      "VECTOR_NORM",     "VECTOR_DIMENSION_FORMAT"};
    for (const auto each : plain) {
        if (each == name) return true;
    }
    return !find_entry(metric_functions, name).empty();
}

// TO_VECTOR(text | vector [, dimensions | * [, format | * [, SPARSE | DENSE]]])
typed binder::bind_to_vector(const expression& e, scope& s) {
    auto source = bind_value(*e.args[0], s);
    std::string dimensions = "0";
    std::string format = "0";
    std::string sparse = "0";
    if (e.args.size() > 1 && e.args[1]->kind == expression_kind::number) dimensions = e.args[1]->text;
    if (e.args.size() > 1 && e.args[1]->kind != expression_kind::number)
        refuse("TO_VECTOR of a computed size", e.position);
    if (e.args.size() > 2) {
        const auto found = find_entry(formats, keyword(*e.args[2]));
        if (found.empty()) fail(ora::vector_format_unsupported, e.args[2]->position);
        format = found;
    }
    if (e.args.size() > 3) sparse = keyword(*e.args[3]) == "SPARSE" ? "1" : "0";
    typed out;
    out.position = e.position;
    out.type = lob_type(db_type::vector);
    if (source.type.kind == db_type::vector) {
        if (e.args.size() == 1) return source;
        out.sql = call_at("vec_store", {source.sql, dimensions, format, sparse}, e.position);
        return out;
    }
    out.sql = call_at("vec_parse", {to_text_or_lob(std::move(source)).sql, dimensions, format, sparse}, e.position);
    return out;
}

typed binder::bind_vector_function(const expression& e, scope& s) {
    const auto as_vector = [&](std::size_t at) {
        return convert(bind_value(*e.args[at], s), lob_type(db_type::vector)).sql;
    };
    const auto metric_of_function = find_entry(metric_functions, e.text);
    const bool takes_two = e.text == "VECTOR_DISTANCE" || !metric_of_function.empty();
    if (e.args.size() < (takes_two ? 2U : 1U)) fail(ora::not_enough_arguments, e.position);
    if (e.text == "VECTOR" || e.text == "TO_VECTOR") return bind_to_vector(e, s);
    typed out;
    out.position = e.position;
    if (takes_two) {
        auto metric = metric_of_function;
        if (metric.empty()) metric = e.args.size() > 2 ? find_entry(metrics, keyword(*e.args[2])) : "COSINE";
        if (metric.empty()) fail_identifier(*e.args[2]);
        out.type = simple_type(db_type::binary_double, 8);
        out.sql = call_at("vec_distance", {as_vector(0), as_vector(1), text_literal(metric)}, e.position);
        return out;
    }
    if (e.text == "FROM_VECTOR" || e.text == "VECTOR_SERIALIZE") {
        const bool as_lob = e.type && is_character_lob(e.type->type);
        const auto text = call_sql("vec_text", {as_vector(0)});
        out.type = as_lob ? lob_type(e.type->type) : text_type(max_text_bytes, max_text_bytes);
        const auto limit = std::to_string(e.type && !as_lob ? e.type->length : max_text_bytes);
        out.sql = as_lob ? text : call_at("lob_text", {text, limit}, e.position);
        return out;
    }
    if (e.text == "VECTOR_DIMENSION_FORMAT") {
        out.type = text_type(8, 8);
        out.sql = call_sql("vec_format", {as_vector(0)});
        return out;
    }
    const bool is_norm = e.text == "VECTOR_NORM";
    out.type = is_norm ? simple_type(db_type::binary_double, 8) : number_expression();
    out.sql = call_sql(is_norm ? "vec_norm" : "vec_dims", {as_vector(0)});
    return out;
}

}  // namespace oraxx::sandbox::engine
