// Function calls: arguments, and what may follow them: IGNORE NULLS, WITHIN GROUP, KEEP, OVER.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

call_suffix& suffix_of(expression& call) {
    if (!call.suffix) call.suffix = std::make_unique<call_suffix>();
    return *call.suffix;
}

}  // namespace

expression_ptr parser::parse_arguments(expression_ptr function) {
    function->kind = expression_kind::function;
    for (const auto& part : function->path) {
        if (!function->text.empty()) function->text += '.';
        function->text += part;
    }
    take();
    if (takes_json_clauses(function->text)) {
        parse_json_arguments(*function);
    } else if (accept_symbol("*")) {
        function->star = true;
    } else if (!is_symbol(")")) {
        if (accept_word("DISTINCT") || accept_word("UNIQUE")) {
            function->distinct = true;
        } else if (is_word("ALL")) {
            take();
        }
        do {
            if (in_block_ && peek().kind == token_kind::word && is_symbol("=>", 1)) {
                function->arg_names.resize(function->args.size());
                function->arg_names.push_back(take().text);
                take();
            }
            const bool is_condition = in_block_ || function->text == "LNNVL";
            function->args.push_back(is_condition ? parse_or() : parse_value());
            parse_null_treatment(*function);
        } while (accept_symbol(","));
        if (is_word("ON") && is_word("OVERFLOW", 1)) parse_overflow(*function);
    }
    expect_symbol(")", ora::missing_right_parenthesis);
    parse_call_suffix(*function);
    finish(*function);
    return function;
}

void parser::parse_null_treatment(expression& call) {
    if (accept_words({"IGNORE", "NULLS"})) {
        suffix_of(call).ignore_nulls = true;
    } else {
        accept_words({"RESPECT", "NULLS"});
    }
}

// LISTAGG: ON OVERFLOW ERROR | TRUNCATE [filler] [WITH | WITHOUT COUNT]
void parser::parse_overflow(expression& call) {
    take();
    take();
    if (accept_word("ERROR")) return;
    expect_word("TRUNCATE", ora::missing_keyword);
    auto& suffix = suffix_of(call);
    suffix.truncates = true;
    if (!is_symbol(")") && !is_any_word({"WITH", "WITHOUT"})) suffix.filler = parse_value();
    if (is_any_word({"WITH", "WITHOUT"})) {
        suffix.with_count = take().text == "WITH";
        expect_word("COUNT", ora::missing_keyword);
    }
}

void parser::parse_call_suffix(expression& call) {
    if (is_word("FROM") && (is_word("FIRST", 1) || is_word("LAST", 1)) && call.text == "NTH_VALUE") {
        take();
        suffix_of(call).from_last = take().text == "LAST";
    }
    parse_null_treatment(call);
    if (accept_words({"WITHIN", "GROUP"})) {
        expect_symbol("(", ora::missing_left_parenthesis);
        if (!is_word("ORDER")) fail_here(ora::missing_keyword);
        suffix_of(call).within_group = parse_order_items();
        expect_symbol(")", ora::missing_right_parenthesis);
    }
    if (is_word("KEEP") && is_symbol("(", 1)) parse_keep(call);
    if (!is_word("OVER")) return;
    if (!is_symbol("(", 1)) {
        if (peek(1).kind == token_kind::word) refuse("OVER with a window's name", position());
        return;
    }
    const auto at = position();
    take();
    suffix_of(call).over = parse_window();
    suffix_of(call).over->position = at;
}

void parser::parse_keep(expression& call) {
    take();
    take();
    expect_word("DENSE_RANK", ora::missing_keyword);
    auto& suffix = suffix_of(call);
    suffix.keep_last = is_word("LAST");
    if (!accept_word("FIRST")) expect_word("LAST", ora::missing_keyword);
    if (!is_word("ORDER")) fail_here(ora::missing_keyword);
    suffix.keep = parse_order_items();
    expect_symbol(")", ora::missing_right_parenthesis);
}

window parser::parse_window() {
    window out;
    expect_symbol("(", ora::missing_left_parenthesis);
    if (is_word("PARTITION")) {
        take();
        expect_word("BY", ora::missing_by);
        do {
            out.partition_by.push_back(parse_value());
        } while (accept_symbol(","));
    }
    if (is_word("ORDER")) out.order_by = parse_order_items();
    if (is_any_word({"ROWS", "RANGE"})) parse_frame(out);
    if (is_any_word({"GROUPS", "EXCLUDE"})) refuse(peek().text + " in a window", position());
    expect_symbol(")", ora::missing_right_parenthesis);
    return out;
}

void parser::parse_frame(window& w) {
    w.frame = take().text == "ROWS" ? window::unit::rows : window::unit::range;
    if (accept_word("BETWEEN")) {
        w.first = parse_frame_bound();
        expect_word("AND", ora::missing_keyword);
        w.last = parse_frame_bound();
    } else {
        w.first = parse_frame_bound();
    }
}

frame_bound parser::parse_frame_bound() {
    using place = frame_bound::place;
    frame_bound out;
    if (accept_word("CURRENT")) {
        expect_word("ROW", ora::missing_keyword);
        return out;
    }
    const bool unbounded = accept_word("UNBOUNDED");
    if (!unbounded) out.offset = parse_value();
    if (accept_word("PRECEDING")) {
        out.where = unbounded ? place::unbounded_preceding : place::preceding;
    } else {
        expect_word("FOLLOWING", ora::missing_keyword);
        out.where = unbounded ? place::unbounded_following : place::following;
    }
    return out;
}

}  // namespace oraxx::sandbox::engine
