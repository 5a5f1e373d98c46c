#include "lambda/database/work.hpp"

#include <utility>

namespace oraxx::lambda::database {
namespace {

thread_local work* current = nullptr;

}  // namespace

work_scope::work_scope(work& begun) noexcept : before_(std::exchange(current, &begun)) {}

work_scope::~work_scope() {
    current = before_;
}

work* current_work() noexcept {
    return current;
}

}  // namespace oraxx::lambda::database
