// One recorded connection: carries bytes both ways between a client and a server and writes down what passes.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "trace/recording.hpp"
#include "transport/tcp_stream.hpp"
#include "transport/wakeup.hpp"

namespace oraxx::cli {

class relay {
public:
    // `file` is open for writing; the relay closes it.
    relay(std::unique_ptr<transport::tcp_stream> client, std::unique_ptr<transport::tcp_stream> server,
          trace::recording recording, std::FILE* file);
    relay(const relay&) = delete;
    relay& operator=(const relay&) = delete;
    ~relay();

    // Until both sides have closed, one of them fails, or the wake-up is signalled. Bytes are in the file before they
    // are sent on. Empty when all was written; otherwise what went wrong with the file.
    [[nodiscard]] std::string run(const transport::wakeup& stop);

private:
    struct direction {
        transport::tcp_stream* from = nullptr;
        transport::tcp_stream* to = nullptr;
        bool from_client = false;
        base::byte_buffer unsent{};  // nothing more is read while it holds something
        bool has_ended = false;      // the sender has closed, and the receiver was told
    };

    bool step(const transport::wakeup& stop);
    bool read_from(direction& way);
    void read_urgent(direction& way);
    bool send_on(direction& way);
    void write(const std::string& text);

    std::unique_ptr<transport::tcp_stream> client_;
    std::unique_ptr<transport::tcp_stream> server_;
    trace::recording recording_;
    std::FILE* file_;
    direction requests_{};
    direction answers_{};
    base::byte_buffer buffer_;
    std::string end_ = "both sides closed";
    std::string write_error_{};
};

}  // namespace oraxx::cli
