#include "server/net/replay_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "trace/trace_file.hpp"
#include "wire/tns/packet.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::sandbox {
namespace {

namespace tns = wire::tns;
namespace ttc = wire::ttc;

bool is_data(const base::byte_buffer& packet) {
    constexpr std::size_t type_at = 4;
    return packet.size() > tns::data_header_size &&
           packet[type_at] == static_cast<std::uint8_t>(tns::packet_type::data);
}

// A call of a session that is logged on, perhaps with piggybacks before it.
bool is_call(base::bytes_view payload) {
    const auto type = payload.empty() ? ttc::message_type{} : static_cast<ttc::message_type>(payload[0]);
    if (payload.size() < 2 || (type != ttc::message_type::function && type != ttc::message_type::piggyback))
        return false;
    const auto function = static_cast<ttc::function_code>(payload[1]);
    return function != ttc::function_code::auth_phase_one && function != ttc::function_code::auth_phase_two &&
           function != ttc::function_code::logoff;
}

class session_reader {
public:
    explicit session_reader(replay_book& out) noexcept : out_(&out) {}
    ~session_reader() { finish(); }
    session_reader(const session_reader&) = delete;
    session_reader& operator=(const session_reader&) = delete;

    void take(const trace::trace_line& line) {
        if (!line.from_client) {
            answer_.insert(answer_.end(), line.bytes.begin(), line.bytes.end());
            return;
        }
        if (!answer_.empty()) finish();
        if (is_data(line.bytes)) {
            request_.insert(request_.end(), line.bytes.begin() + tns::data_header_size, line.bytes.end());
        } else {
            is_plain_ = false;  // markers and the like: what was exchanged is no answer to a request alone
        }
    }

private:
    void finish() {
        if (is_plain_ && !answer_.empty() && is_call(request_)) out_->add(request_, answer_);
        request_.clear();
        answer_.clear();
        is_plain_ = true;
    }

    replay_book* out_;
    base::byte_buffer request_;
    base::byte_buffer answer_;
    bool is_plain_ = true;
};

void read_file(const std::filesystem::path& path, replay_book& out) {
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    trace::trace_error why;
    const auto file = trace::parse_trace(text, why);
    if (!file) throw std::runtime_error(path.string() + ":" + std::to_string(why.line) + ": " + why.message);
    if (file->layer != trace::trace_layer::tns) throw std::runtime_error(path.string() + " holds no whole packets");
    session_reader session(out);
    for (const auto& line : file->lines) session.take(line);
}

}  // namespace

replay_book read_replay_folder(const std::string& folder) {
    std::vector<std::filesystem::path> paths;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        if (entry.path().extension() == ".trace") paths.push_back(entry.path());
    }
    if (failed) throw std::runtime_error("cannot read " + folder + ": " + failed.message());
    std::sort(paths.begin(), paths.end());
    replay_book out;
    for (const auto& path : paths) read_file(path, out);
    if (out.size() == 0) throw std::runtime_error("no recorded request in " + folder);
    return out;
}

}  // namespace oraxx::sandbox
