#include "wire/types/lob_locator.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "support/cut_everywhere.hpp"
#include "support/vectors.hpp"
#include "wire/types/xml_image.hpp"

namespace oraxx::wire::types {
namespace {

TEST(lob_locator, tells_what_the_vectors_say) {
    std::size_t verified = 0;
    std::size_t unverified = 0;
    for (const auto& vector : test::read_vectors("lob_locator")) {
        const auto bytes = test::bytes_of(vector);
        const auto& value = vector.at("value");
        lob_locator locator;
        ASSERT_EQ(decode_lob_locator(bytes, locator), decode_errc::ok) << vector;
        EXPECT_EQ(locator.size, value.at("total_length"));
        if (value.contains("bfile")) {
            bfile_names names;
            ASSERT_EQ(decode_bfile_names(bytes, names), decode_errc::ok) << vector;
            EXPECT_TRUE(locator.is_bfile());
            EXPECT_EQ(names.directory, value.at("dir"));
            EXPECT_EQ(names.file_name, value.at("file"));
            byte_buffer again;
            ASSERT_TRUE(encode_bfile_locator(names.directory, names.file_name, again));
            EXPECT_EQ(base::hex_lower(again), vector.at("hex"));
        } else {
            EXPECT_EQ(locator.version, value.at("version"));
            EXPECT_EQ(locator.is_blob(), value.at("blob"));
            EXPECT_EQ(locator.is_clob(), value.at("clob"));
            EXPECT_EQ(locator.is_value_based(), value.at("value_based"));
            EXPECT_EQ(locator.is_abstract(), value.at("abstract"));
            EXPECT_EQ(locator.is_initialized(), value.at("initialized"));
            EXPECT_EQ(locator.is_empty(), value.at("empty"));
            EXPECT_EQ(locator.is_read_only(), value.at("read_only"));
            EXPECT_EQ(locator.has_variable_width_charset(), value.at("var_length_charset"));
            EXPECT_EQ(locator.is_temporary(), value.at("temporary"));
            EXPECT_EQ(locator.is_little_endian(), value.at("little_endian"));
        }
        ++(vector.value("server_verified", true) ? verified : unverified);
    }
    EXPECT_EQ(verified, 2U);
    EXPECT_EQ(unverified, 3U);
}

TEST(lob_locator, is_incomplete_wherever_it_is_cut) {
    for (const auto& vector : test::read_vectors("lob_locator")) {
        const auto whole = test::bytes_of(vector);
        for (std::size_t length = 0; length < vector.at("value").at("total_length"); ++length) {
            const test::exact_bytes part(bytes_view(whole).first(length));
            lob_locator locator;
            ASSERT_EQ(decode_lob_locator(part.view(), locator), decode_errc::incomplete) << vector << length;
            bfile_names names;
            ASSERT_EQ(decode_bfile_names(part.view(), names), decode_errc::incomplete) << vector << length;
        }
    }
}

TEST(lob_locator, refuses_lengths_that_hold_too_little) {
    lob_locator locator;
    bfile_names names;
    for (const auto* hex : {"0000", "00050001080800", "0000ffff"}) {
        EXPECT_EQ(decode_lob_locator(base::parse_hex(hex).value(), locator), decode_errc::bad_value) << hex;
    }
    const auto past_end = base::parse_hex("001000010808000000010000000000000005").value();
    EXPECT_EQ(decode_lob_locator(past_end, locator), decode_errc::ok);
    EXPECT_EQ(decode_bfile_names(past_end, names), decode_errc::bad_value);
    byte_buffer out;
    EXPECT_FALSE(encode_bfile_locator("D", std::string(65535, 'x'), out));
    EXPECT_TRUE(out.empty());
}

TEST(lob_locator, says_how_its_text_is_encoded) {
    using encoding = lob_locator::text_encoding;
    lob_locator locator;
    EXPECT_EQ(locator.encoding(charset_form::database), encoding::utf8);
    EXPECT_EQ(locator.encoding(charset_form::national), encoding::utf16be);
    locator.flags[2] = 0x80;
    EXPECT_EQ(locator.encoding(charset_form::database), encoding::utf16be);
    locator.flags[3] = 0x40;
    EXPECT_EQ(locator.encoding(charset_form::database), encoding::utf16le);
}

TEST(xml_image, finds_the_text_of_every_vector) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("xmltype")) {
        const auto image = test::bytes_of(vector);
        xml_view xml;
        ASSERT_EQ(decode_xml_image(image, xml), decode_errc::ok) << vector;
        EXPECT_EQ(base::as_text(xml.text), vector.at("value"));
        EXPECT_TRUE(xml.locator.empty());
        const bool tells_its_length = image[6] != 0;
        for (std::size_t length = 0; tells_its_length && length < image.size(); ++length) {
            const test::exact_bytes part(bytes_view(image).first(length));
            ASSERT_EQ(decode_xml_image(part.view(), xml), decode_errc::incomplete) << vector << length;
        }
        ++count;
    }
    EXPECT_EQ(count, 3U);  // all made by hand; none was seen from a server
}

TEST(xml_image, comes_back_from_text_and_locators) {
    byte_buffer image;
    encode_xml_text(base::as_bytes("<a/>"), image);
    EXPECT_EQ(base::hex_lower(image), "85010c01000000143c612f3e");  // the only form go-ora reads
    xml_view xml;
    ASSERT_EQ(decode_xml_image(image, xml), decode_errc::ok);
    EXPECT_EQ(base::as_text(xml.text), "<a/>");
    image.clear();
    const byte_buffer locator(40, 7);
    encode_xml_locator(locator, image);
    ASSERT_EQ(decode_xml_image(image, xml), decode_errc::ok);
    EXPECT_TRUE(xml.text.empty());
    EXPECT_EQ(base::hex_lower(xml.locator), base::hex_lower(locator));
}

TEST(xml_image, refuses_other_forms) {
    xml_view xml;
    const auto error_of = [&xml](const char* hex) { return decode_xml_image(base::parse_hex(hex).value(), xml); };
    EXPECT_EQ(error_of("8401fe0000001001000000003c612f3e"), decode_errc::unsupported);  // neither text nor locator
    EXPECT_EQ(error_of("9401fe0000001001000000043c612f3e"), decode_errc::unsupported);
    EXPECT_EQ(error_of("8401fe0000000c0100100004"), decode_errc::incomplete);
}

}  // namespace
}  // namespace oraxx::wire::types
