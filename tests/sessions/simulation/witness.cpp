#include "sessions/simulation/witness.hpp"

namespace oraxx::simulation {

void witness::saw(bool from_client, base::bytes_view bytes) {
    trace::trace_line line;
    line.from_client = from_client;
    line.bytes.assign(bytes.begin(), bytes.end());
    reader_.line(line);
}

void witness::ended() {
    reader_.finish();
}

void witness::listener::undecoded(std::string_view message, std::string_view reason, base::bytes_view bytes) {
    if (complaint.empty()) {
        complaint.append(message).append(" is not to be read: ").append(reason).append(", ");
        complaint.append(std::to_string(bytes.size())).append(" bytes");
    }
}

void witness::listener::out_of_order(std::string_view what) {
    if (complaint.empty()) complaint = what;
}

}  // namespace oraxx::simulation
