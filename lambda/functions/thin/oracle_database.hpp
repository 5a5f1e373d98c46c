// The seam's real side: Oracle Database through the driver.
#pragma once

#include "lambda/functions/thin/database.hpp"

namespace oraxx::thin_function {

class oracle_database final : public database {
public:
    // `program` is what V$SESSION shows; empty: the process's name.
    explicit oracle_database(std::string program) : program_(std::move(program)) {}

    result<std::unique_ptr<database_session>> connect(const logon& who, std::chrono::milliseconds timeout) override;

private:
    std::string program_;
};

}  // namespace oraxx::thin_function
