#include "trace/order_judge.hpp"

namespace oraxx::trace {

void order_judge::happens(net::event what) {
    const bool connects = what == net::event::client_connect || what == net::event::client_connect_head;
    if (connects && conversation_.link() != net::link_state::start) conversation_ = {};
    if (connects) judges_ = conversation_.complaint().empty();
    if (!judges_ || conversation_.happens(what)) return;
    judges_ = false;
    ++summary_->out_of_order;
    out_->out_of_order(conversation_.complaint());
}

}  // namespace oraxx::trace
