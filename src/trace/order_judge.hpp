// Tells when a recording breaks the order of src/net/conversation.hpp. Says nothing before the first CONNECT, and
// nothing more about a connection that has gone wrong once.
#pragma once

#include "net/conversation.hpp"
#include "trace/decode_trace.hpp"

namespace oraxx::trace {

class order_judge {
public:
    order_judge(trace_printer& out, trace_summary& summary) : out_(&out), summary_(&summary) {}

    void happens(net::event what);
    // Something could not be read: what it said is not known, so nothing is told about the rest of the connection.
    void lose_track() noexcept { judges_ = false; }

private:
    trace_printer* out_;
    trace_summary* summary_;
    net::conversation conversation_{};
    bool judges_ = false;
};

}  // namespace oraxx::trace
