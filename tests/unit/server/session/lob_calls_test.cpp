// LOB calls: requests recorded from a driver, given to a session of 23ai.
#include "unit/server/session/recorded_logon.hpp"
#include "wire/ttc/lob_data.hpp"
#include "wire/ttc/lob_operation.hpp"

namespace oraxx::sandbox::test {
namespace {

namespace ttc = wire::ttc;

constexpr std::size_t locator_size = 40;

// A recorded LOB request of rust_xe21_lob, packets 1, 3 and 5.
struct recorded_request {
    explicit recorded_request(std::size_t index)
        : packet(oraxx::test::read_capture("rust_xe21_lob").packets.at(index)) {
        ttc::capabilities caps;
        caps.version = ttc::field_version::v21_1;
        ttc::decoder c(without_header(packet).subspan(1), caps, scratch);
        ttc::function_header header;
        EXPECT_EQ(decode(c, header), ttc::decode_errc::ok);
        EXPECT_EQ(decode(c, body), ttc::decode_errc::ok);
        if (c.reader().peek() != static_cast<int>(ttc::lob_data::type)) return;
        c.reader().skip(1);
        EXPECT_EQ(decode(c, data.emplace()), ttc::decode_errc::ok);
    }

    [[nodiscard]] base::byte_buffer bytes() const {
        base::byte_buffer out = hex("00000000060000000000");
        const ttc::capabilities caps{};
        ttc::encoder c(out, caps);
        encode(c, ttc::function_header{.function = ttc::function_code::lob_operation, .sequence = 7});
        encode(c, body);
        if (data) encode(c, *data);
        wire::tns::patch_length(out, 0, wire::tns::length_form::large);
        return out;
    }

    oraxx::test::capture_packet packet;
    base::arena scratch{};
    ttc::lob_request body{};
    std::optional<ttc::lob_data> data{};
};

// Behind the header of the packet and the type of message 8.
base::byte_buffer locator_in(const base::byte_buffer& answer) {
    constexpr std::size_t at = 11;
    if (answer.size() < at + locator_size) return {};
    return {answer.begin() + at, answer.begin() + at + locator_size};
}

TEST(lob_calls, create_write_and_read_as_recorded) {
    logged_on_session driver;
    const auto locator = locator_in(driver.send(recorded_request(0).bytes()));
    ASSERT_EQ(locator.size(), locator_size);
    EXPECT_EQ(base::hex_lower(base::bytes_view(locator).first(4)), "00260001");

    recorded_request write(2);
    write.body.source = locator;
    EXPECT_EQ(error_in(driver.send(write.bytes())), 0);

    recorded_request read(4);
    read.body.source = locator;
    const auto answer = driver.send(read.bytes());
    EXPECT_EQ(error_in(answer), 0);
    EXPECT_TRUE(contains(answer, base::as_bytes("rust-oracledb cassette blob payload")));
}

// ojdbc makes room for 108 bytes.
TEST(lob_calls, a_new_locator_has_the_size_that_was_asked_for) {
    logged_on_session driver;
    recorded_request create(0);
    const base::byte_buffer room(108);
    create.body.source = room;
    const auto answer = driver.send(create.bytes());
    EXPECT_EQ(error_in(answer), 0);
    EXPECT_TRUE(contains(answer, hex("08006a0001")));
    for (const std::size_t size : {0U, 39U, 200U}) {
        const base::byte_buffer bad(size);
        create.body.source = bad;
        (void)driver.send(create.bytes());
        EXPECT_EQ(error_in(driver.send_hex("0000000b0c000000010002")), 22275) << size;
    }
}

TEST(lob_calls, refuse_locators_of_nobody) {
    logged_on_session driver;
    (void)driver.send(recorded_request(4).bytes());
    EXPECT_EQ(error_in(driver.send_hex("0000000b0c000000010002")), 22275);
}

TEST(lob_calls, a_freed_lob_is_gone) {
    logged_on_session driver;
    const auto locator = locator_in(driver.send(recorded_request(0).bytes()));
    recorded_request read(4);
    read.body.source = locator;
    read.body.operation = ttc::lob_operation::free_temporary;
    read.body.has_amount = false;
    EXPECT_EQ(error_in(driver.send(read.bytes())), 0);
    read.body.operation = ttc::lob_operation::get_length;
    read.body.has_amount = true;
    (void)driver.send(read.bytes());
    EXPECT_EQ(error_in(driver.send_hex("0000000b0c000000010002")), 22275);
}

}  // namespace
}  // namespace oraxx::sandbox::test
