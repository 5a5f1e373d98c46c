// A second thread ends a call that takes too long. The connection goes on.
#include <chrono>
#include <thread>

#include "example_connection.hpp"

int main() {
    return example::run([] {
        auto conn = example::connect();
        std::thread watcher([handle = conn.canceller()] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            handle.cancel();
        });
        const auto slept = conn.try_execute("begin dbms_session.sleep(60); end;");
        watcher.join();
        if (!slept) std::printf("ended early: %s\n", slept.error().message.c_str());
        conn.ping();
    });
}
