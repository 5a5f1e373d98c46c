// All of a function's main():
//
//     int main() {
//         return oraxx::lambda::run([](std::string_view event, oraxx::lambda::context& invocation) -> std::string {
//             auto rows = invocation.connection().query<int>("select count(*) from emp");
//             return std::to_string(std::get<0>(*rows.begin()));
//         });
//     }
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <oraxx/lambda/function.hpp>

namespace oraxx::lambda {

// Serves events until the platform ends the process: the result of a main(). Database, traces and metrics as the
// environment's variables say (docs/guide/lambda.md): connections when SECRET_NAME is set. The driver's errors out of
// handle() become errors of type OracleError.ORA00942 and the like. Call it once, before any thread is started.
int run(function& served);

// The same with surroundings of the caller's own, which outlive the call; null: no database, nobody watches.
int run(function& served, connection_source* connections, observer* watching);

// A handler that returns the answer, as a rule JSON.
template <class Handler>
concept answering_handler = std::is_invocable_r_v<std::string, Handler&, std::string_view, context&>;
// A handler that sends or streams it.
template <class Handler>
concept responding_handler = std::is_invocable_r_v<void, Handler&, std::string_view, context&, response&>;

template <class Handler>
requires(!std::derived_from<Handler, function> &&
         (answering_handler<Handler> || responding_handler<Handler>)) int run(Handler handler) {
    class handler_function final : public function {
    public:
        explicit handler_function(Handler called) : called_(std::move(called)) {}
        void handle(std::string_view event, context& invocation, response& answer) override {
            if constexpr (responding_handler<Handler>) {
                called_(event, invocation, answer);
            } else {
                answer.send(called_(event, invocation));
            }
        }

    private:
        Handler called_;
    };
    handler_function served(std::move(handler));
    return run(static_cast<function&>(served));
}

}  // namespace oraxx::lambda
