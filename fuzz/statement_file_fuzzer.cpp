// Statement files: parsed or their mistakes told, and what an event asks of them is answered or refused by name.
#include <algorithm>

#include <oraxx/lambda/function.hpp>

#include "fuzzer.hpp"
#include "lambda/functions/statements/bound_values.hpp"
#include "lambda/functions/statements/library.hpp"
#include "lambda/functions/statements/request.hpp"

namespace oraxx::lambda::statements {
namespace {

void check_statement(const statement& found, std::size_t lines) {
    ORAXX_FUZZ_REQUIRE(found.line >= 1 && found.line <= lines, "a statement stands on a line of the file");
    for (const auto& bind : found.binds) ORAXX_FUZZ_REQUIRE(bind.is_in || bind.is_out, "a bind has a direction");
    try {
        const auto bound = bind_values(found, {});
        ORAXX_FUZZ_REQUIRE(bound.list.size() >= bound.outs.size(), "what comes out is bound");
    } catch (const failed_invocation& refused) {
        ORAXX_FUZZ_REQUIRE(refused.error().type == "EventError.MissingBind", "nothing given, nothing else wrong");
    }
}

void check_file(std::string_view text) {
    statement_list list;
    parse_statement_file("f.sql", text, list);
    check_together(list);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const auto& found : list.statements) check_statement(found, lines);
    for (const auto& mistake : list.mistakes) {
        ORAXX_FUZZ_REQUIRE(mistake.line <= lines && !mistake.what.empty(), "a mistake has a place and a text");
    }
    const bool is_good = list.mistakes.empty();
    const library all(std::move(list));
    ORAXX_FUZZ_REQUIRE(!is_good || all.mistakes().empty(), "judged once, judged for good");
}

void check_request(std::string_view text) {
    try {
        (void)read_request(events::parse_json(text), true);
    } catch (const failed_invocation& refused) {
        ORAXX_FUZZ_REQUIRE(refused.error().type.starts_with("EventError."), "a refusal is the event's error");
    }
}

void run(base::bytes_view input) {
    const auto text = base::as_text(input);
    check_file(text);
    check_request(text);
}

}  // namespace
}  // namespace oraxx::lambda::statements

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::lambda::statements::run({data, size});
    return 0;
}
