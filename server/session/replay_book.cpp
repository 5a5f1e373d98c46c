#include "server/session/replay_book.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::size_t sequence_at = 2;  // of a function or piggyback header

// Requests are the same whatever the number their client gave them. Only the first header is looked at: behind a
// piggyback the number of the function differs with the piggyback's, so a recording of the same client has it.
std::string key_of(base::bytes_view request) {
    std::string out(base::as_text(request));
    if (out.size() > sequence_at) out[sequence_at] = '\0';
    return out;
}

}  // namespace

void replay_book::add(base::bytes_view request, base::bytes_view answer) {
    answers_[key_of(request)].emplace_back(answer.begin(), answer.end());
}

const prepared_answers* replay_book::find(base::bytes_view request) const {
    const auto found = answers_.find(key_of(request));
    return found == answers_.end() ? nullptr : &found->second;
}

base::bytes_view replay_reader::answer(base::bytes_view request) {
    const auto* known = book_ == nullptr ? nullptr : book_->find(request);
    if (known == nullptr) return {};
    auto& next = given_[known];
    const base::bytes_view out = (*known)[next];
    next = (next + 1) % known->size();
    return out;
}

}  // namespace oraxx::sandbox
