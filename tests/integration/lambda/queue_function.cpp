// A consumer of queues for queue_batches.py: does messages but those that begin with "fail", and of a FIFO queue none
// behind a failed one. Its log names the bodies it did.
#include "lambda/events/answer.hpp"
#include "lambda/runtime/runtime.hpp"

namespace {

namespace events = oraxx::lambda::events;

class consumer final : public oraxx::lambda::function {
public:
    void handle(std::string_view text, oraxx::lambda::context& invocation, oraxx::lambda::response& answer) override {
        const auto event = events::parse_event(text);
        const auto& batch = std::get<events::queue_event>(event);
        std::vector<std::string> failed;
        for (const auto& message : batch.messages) {
            const bool is_behind = batch.is_ordered && !failed.empty();
            if (is_behind || message.body.rfind("fail", 0) == 0) {
                failed.push_back(message.id);
            } else {
                invocation.log().info("done", {{"body", message.body}});
            }
        }
        answer.send(events::batch_item_failures(failed));
    }
};

}  // namespace

int main() {
    consumer function;
    return oraxx::lambda::run(function, nullptr, nullptr);
}
