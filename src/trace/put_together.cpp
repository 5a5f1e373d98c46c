#include <utility>

#include "base/hex.hpp"
#include "trace/document.hpp"

namespace oraxx::trace {

using base::byte_buffer;
using base::bytes_view;

namespace {

// What one side sent: its packets, with room left where messages go, the messages, and the lines they stand on.
class sent_bytes {
public:
    // Bytes of a packet, then room for messages.
    void packet(const byte_buffer& named, std::size_t room) { packets_.push_back({named, room}); }
    void message(const byte_buffer& bytes) { messages_.insert(messages_.end(), bytes.begin(), bytes.end()); }

    // Packets and messages become one stream; false when the messages do not fill the packets exactly.
    bool join() {
        bytes_view rest = messages_;
        for (const auto& packet : packets_) {
            if (packet.room > rest.size()) return false;
            stream_.insert(stream_.end(), packet.named.begin(), packet.named.end());
            stream_.insert(stream_.end(), rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(packet.room));
            rest = rest.subspan(packet.room);
        }
        return rest.empty();
    }
    // The next `count` bytes of the stream; false when it holds fewer.
    bool take(std::size_t count, bytes_view& out) {
        if (count > stream_.size() - taken_) return false;
        out = bytes_view(stream_).subspan(taken_, count);
        taken_ += count;
        return true;
    }
    [[nodiscard]] bool is_taken() const noexcept { return taken_ == stream_.size(); }

private:
    struct packet_bytes {
        byte_buffer named{};
        std::size_t room = 0;
    };
    std::vector<packet_bytes> packets_{};
    byte_buffer messages_{};
    byte_buffer stream_{};
    std::size_t taken_ = 0;
};

constexpr const char* side_name(bool from_client) noexcept {
    return from_client ? "client" : "server";
}

// The record's bytes; those of a packet are cut where its payload stands.
bool add_record(const document_record& record, sent_bytes& side, std::string& error) {
    byte_buffer bytes;
    for (const auto& field : record.fields) {
        if (field.kind == field_kind::payload && record.kind == record_kind::packet) {
            side.packet(std::exchange(bytes, {}), field.magnitude);
        } else if (!append_field(field, bytes, error)) {
            error =
                std::string(side_name(record.from_client)).append(" ").append(record.name).append(": ").append(error);
            return false;
        }
    }
    if (record.kind == record_kind::packet) {
        side.packet(bytes, 0);
    } else {
        side.message(bytes);
    }
    return true;
}

bool collect(const trace_document& document, sent_bytes& client, sent_bytes& server, std::string& error) {
    for (const auto& record : document.records) {
        const bool has_bytes = record.kind == record_kind::packet || record.kind == record_kind::message;
        if (has_bytes && !add_record(record, record.from_client ? client : server, error)) return false;
    }
    for (const bool from_client : {true, false}) {
        if ((from_client ? client : server).join()) continue;
        error = std::string("the ") + side_name(from_client) + "'s messages do not fill its packets";
        return false;
    }
    return true;
}

bool write_lines(const trace_document& document, sent_bytes& client, sent_bytes& server, std::string& out) {
    for (const auto& record : document.records) {
        if (record.kind == record_kind::note) out += record.name + '\n';
        if (record.kind != record_kind::line) continue;
        bytes_view bytes;
        if (!(record.from_client ? client : server).take(record.size, bytes)) return false;
        out += record.from_client ? "C " : "S ";
        out += base::hex_lower(bytes) + '\n';
    }
    return client.is_taken() && server.is_taken();
}

// Why bytes could not be read is no part of them.
std::vector<document_record> without_reasons(std::vector<document_record> records) {
    for (auto& record : records) {
        for (auto& field : record.fields) field.reason.clear();
    }
    return records;
}

// The first record that is read back otherwise than it was given; empty when there is none.
std::string first_difference(const std::vector<document_record>& given, const std::vector<document_record>& read) {
    for (std::size_t i = 0; i < given.size() && i < read.size(); ++i) {
        const auto& a = given[i];
        const auto& b = read[i];
        if (a == b) continue;
        auto text = "record " + std::to_string(i + 1) + " (" + side_name(a.from_client) + " " + a.name + ")";
        if (a.name != b.name || a.kind != b.kind) return text + " reads back as " + b.name;
        for (std::size_t k = 0; k < a.fields.size() && k < b.fields.size(); ++k) {
            if (!(a.fields[k] == b.fields[k])) return text + " reads back otherwise at \"" + a.fields[k].name + "\"";
        }
        return text + " reads back with other fields or another size";
    }
    if (given.size() != read.size()) return "the records do not read back to their end";
    return {};
}

}  // namespace

std::optional<std::string> put_together(const trace_document& document, std::string& error) {
    sent_bytes client;
    sent_bytes server;
    if (!collect(document, client, server, error)) return std::nullopt;
    std::string text;
    if (!write_lines(document, client, server, text)) {
        error = "the lines do not hold the packets exactly";
        return std::nullopt;
    }
    trace_error at;
    const auto file = parse_trace(text, at);
    if (!file) {
        error = "line " + std::to_string(at.line) + ": " + at.message;
        return std::nullopt;
    }
    error = first_difference(without_reasons(document.records), without_reasons(take_apart(*file).records));
    if (!error.empty()) return std::nullopt;
    return text;
}

}  // namespace oraxx::trace
