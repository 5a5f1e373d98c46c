#include "session/lob_call.hpp"

#include "wire/ttc/function_header.hpp"
#include "wire/ttc/lob_data.hpp"

namespace oraxx::session {

namespace ttc = wire::ttc;
using base::decode_errc;

lob_call::lob_call(lob_locator& locator, ttc::lob_request request, base::bytes_view data_in,
                   std::vector<std::uint8_t>* data_out, std::size_t most)
    : locator_(locator), request_(std::move(request)), data_in_(data_in), data_out_(data_out), most_(most) {
    request_.source = locator_;
}

oraxx::phase lob_call::phase() const noexcept {
    return data_out_ != nullptr ? oraxx::phase::fetch : oraxx::phase::execute;
}

void lob_call::write_request(ttc::encoder& out, state& session) {
    ttc::encode(out,
                ttc::function_header{.function = ttc::lob_request::function, .sequence = session.next_sequence()});
    // The amount comes last, behind the data.
    ttc::encode(out, request_);
    if (!data_in_.empty()) ttc::encode(out, ttc::lob_data{.bytes = data_in_});
}

decode_errc lob_call::on_message(ttc::message_type type, ttc::decoder& in, state& /*session*/) {
    if (type == ttc::message_type::lob_data && data_out_ != nullptr) {
        ttc::lob_data message;
        if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
        if (message.bytes.size() > most_) {
            in.fail("data", decode_errc::limit_exceeded);
            return decode_errc::limit_exceeded;
        }
        most_ -= message.bytes.size();
        data_out_->insert(data_out_->end(), message.bytes.begin(), message.bytes.end());
        return decode_errc::ok;
    }
    if (type != ttc::message_type::parameters) {
        in.fail("message type", decode_errc::bad_value);
        return decode_errc::bad_value;
    }
    ttc::lob_reply message;
    message.shape = ttc::answer_shape(request_);
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    locator_.assign(message.source.begin(), message.source.end());
    request_.source = locator_;
    amount_ = message.amount;
    flag_ = message.flag != 0;
    return decode_errc::ok;
}

// Behind the end of a LOB there is nothing to read, which some servers say with an error.
std::optional<failure> lob_call::on_status(const ttc::error_info& info, state& session) {
    const auto number = info.error_number != 0 ? info.error_number : info.short_error;
    if (data_out_ != nullptr && number == ttc::ora_no_data_found) return std::nullopt;
    return call::on_status(info, session);
}

}  // namespace oraxx::session
