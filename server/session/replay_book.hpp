// Prepared answers: requests that are answered with packets made beforehand, so that no time is spent on them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/bytes.hpp"

namespace oraxx::sandbox {

// The packets that answer a request, back to back.
using prepared_answers = std::vector<base::byte_buffer>;

// Filled once, then read by any number of sessions.
class replay_book {
public:
    // `request` is the payload of the client's DATA packets. The same request may come more than once (fetches do):
    // its answers are given in the order of adding, then from the first again.
    void add(base::bytes_view request, base::bytes_view answer);
    // nullptr when the request is unknown.
    [[nodiscard]] const prepared_answers* find(base::bytes_view request) const;
    [[nodiscard]] std::size_t size() const noexcept { return answers_.size(); }

private:
    std::unordered_map<std::string, prepared_answers> answers_;
};

// One session's way through a book.
class replay_reader {
public:
    explicit replay_reader(const replay_book* book) noexcept : book_(book) {}
    // The next answer to this request; empty when it is unknown.
    [[nodiscard]] base::bytes_view answer(base::bytes_view request);

private:
    const replay_book* book_;  // null: knows nothing
    std::unordered_map<const prepared_answers*, std::size_t> given_;
};

}  // namespace oraxx::sandbox
