#include <oraxx/vector.hpp>

#include <gtest/gtest.h>

#include <limits>

#include <oraxx/error.hpp>

namespace oraxx {
namespace {

TEST(vector, owns_dense_numbers_of_each_format) {
    const vector singles(std::vector<float>{1.5F, -2.25F, 3, 0.1F});
    EXPECT_EQ(singles.format(), vector_format::float32);
    EXPECT_EQ(singles.dimensions(), 4U);
    EXPECT_FALSE(singles.is_sparse());
    EXPECT_EQ(singles.values<float>()[1], -2.25F);
    EXPECT_EQ(singles.to_string(), "[1.5,-2.25,3,0.1]");
    EXPECT_EQ(vector(std::vector<double>{0.1, 1e300}).to_string(), "[0.1,1e+300]");
    EXPECT_EQ(vector(std::vector<std::int8_t>{-128, 0, 127}).to_string(), "[-128,0,127]");
    const vector bits(std::vector<std::uint8_t>{165, 60});
    EXPECT_EQ(bits.format(), vector_format::binary);
    EXPECT_EQ(bits.dimensions(), 16U);
    EXPECT_EQ(bits.to_string(), "[165,60]");
    EXPECT_EQ(vector().to_string(), "[]");
    EXPECT_EQ(to_string(vector_format::float64), "FLOAT64");
}

TEST(vector, refuses_numbers_asked_for_in_another_format) {
    const vector singles(std::vector<float>{1});
    EXPECT_TRUE(singles.holds<float>());
    EXPECT_FALSE(singles.holds<double>());
    try {
        (void)singles.values<double>();
        FAIL() << "no error";
    } catch (const error& failed) {
        EXPECT_EQ(failed.facts().code, errc::type_mismatch);
        EXPECT_NE(failed.facts().message.find("FLOAT32"), std::string::npos);
    }
}

TEST(vector, keeps_sparse_indices_and_fills_up_on_request) {
    const auto sparse = vector::sparse(8, {1, 4, 6}, std::vector<double>{1.5, -2, 9.25});
    EXPECT_TRUE(sparse.is_sparse());
    EXPECT_EQ(sparse.dimensions(), 8U);
    EXPECT_EQ(sparse.indices()[2], 6U);
    EXPECT_EQ(sparse.to_string(), "[8,[1,4,6],[1.5,-2,9.25]]");
    EXPECT_EQ(sparse.to_dense().to_string(), "[0,1.5,0,0,-2,0,9.25,0]");
    EXPECT_NE(sparse, sparse.to_dense());
    EXPECT_EQ(sparse.to_dense(), sparse.to_dense().to_dense());
}

TEST(vector, refuses_sparse_parts_that_do_not_fit) {
    EXPECT_THROW((void)vector::sparse(8, {1}, std::vector<double>{1, 2}), error);
    EXPECT_THROW((void)vector::sparse(8, {8}, std::vector<double>{1}), error);
    EXPECT_THROW((void)vector::sparse(8, {1}, std::vector<std::uint8_t>{1}), error);
    EXPECT_EQ(vector::sparse(0, {}, std::vector<float>{}).to_string(), "[0,[],[]]");
}

TEST(vector, compares_format_form_and_numbers) {
    const vector one(std::vector<float>{1});
    EXPECT_EQ(one, vector(std::vector<float>{1}));
    EXPECT_NE(one, vector(std::vector<double>{1}));
    EXPECT_NE(one, vector(std::vector<float>{2}));
    const vector nan(std::vector<float>{std::numeric_limits<float>::quiet_NaN()});
    EXPECT_NE(nan, nan);
    EXPECT_NE(vector::sparse(2, {0}, std::vector<float>{1}), vector::sparse(3, {0}, std::vector<float>{1}));
}

TEST(vector, parses_its_text_and_the_one_of_sql) {
    const auto dense = vector::parse("[1.5E+000,-2.25E+000, 3.0E+000 ,0]", vector_format::float32);
    ASSERT_TRUE(dense.has_value());
    EXPECT_EQ(*dense, vector(std::vector<float>{1.5F, -2.25F, 3, 0}));
    EXPECT_EQ(vector::parse("[-5,1.0E+000]", vector_format::int8), vector(std::vector<std::int8_t>{-5, 1}));
    EXPECT_EQ(vector::parse(" [ 8 , [1,4] , [1.5,2] ] ", vector_format::float64),
              vector::sparse(8, {1, 4}, std::vector<double>{1.5, 2}));
    EXPECT_EQ(vector::parse("[165,60]", vector_format::binary), vector(std::vector<std::uint8_t>{165, 60}));
    EXPECT_EQ(vector::parse("[]", vector_format::float64), vector(std::vector<double>{}));
}

TEST(vector, parses_nothing_else) {
    for (const auto* text : {"", "1", "[", "[1", "[1,]", "[,1]", "[1]x", "[1 2]", "[128]", "[1.5]", "[x]", "[nan]",
                             "[8,[1],[1,2]]", "[8,[8],[1]]", "[8,[1],[1]", "[-1,[],[]]", "[[1],[1]]"}) {
        EXPECT_FALSE(vector::parse(text, vector_format::int8).has_value()) << text;
    }
    EXPECT_FALSE(vector::parse("[1e39]", vector_format::float32).has_value());
    EXPECT_FALSE(vector::parse("[8,[1],[1]]", vector_format::binary).has_value());
}

}  // namespace
}  // namespace oraxx
