// Texts as databases of 26ai sent them (recorded sessions).
#include "session/failures.hpp"

#include <gtest/gtest.h>

namespace oraxx::session {
namespace {

TEST(failures, values_in_a_servers_text_are_left_out) {
    EXPECT_EQ(without_values("ORA-01722: unable to convert string value containing 'n' to a number: TXT\n"
                             "ORA-03302: (ORA-01722 details) invalid string value: not-a-number"),
              "ORA-01722: unable to convert string value containing 'n' to a number: TXT\n"
              "ORA-03302: (ORA-01722 details) (values left out)");
    EXPECT_EQ(without_values("ORA-00001: unique constraint (SCOTT.PK) violated on table SCOTT.T columns (ID)\n"
                             "ORA-03301: (ORA-00001 details) row with column values (ID:1) already exists"),
              "ORA-00001: unique constraint (SCOTT.PK) violated on table SCOTT.T columns (ID)\n"
              "ORA-03301: (ORA-00001 details) (values left out)");
}

TEST(failures, other_texts_stay_as_they_are) {
    for (const auto* text : {"ORA-00942: table or view \"SCOTT\".\"X\" does not exist", "",
                             "ORA-06550: line 1, column 7:\nPLS-00201: identifier 'NONSENSE' must be declared"}) {
        EXPECT_EQ(without_values(text), text);
    }
}

TEST(failures, numbers_seen_often_come_with_advice) {
    for (const int number : {18, 20, 1017, 1045, 12505, 12514, 12516, 12519, 12528, 28000, 28001}) {
        EXPECT_FALSE(advice_for(number).empty()) << number;
    }
}

}  // namespace
}  // namespace oraxx::session
