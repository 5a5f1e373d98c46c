// expects: deleted
#include <oraxx/oraxx.hpp>

void copy_a_secret(const oraxx::secret& password) {
#ifdef BAD_LINE
    const auto copied = password;
#else
    const auto copied = password.clone();
#endif
}
