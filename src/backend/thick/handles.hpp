// ODPI-C's handles, each with its owner.
#pragma once

#include <dpi.h>

#include <memory>
#include <string_view>

namespace oraxx::backend::thick {

template <class Handle, int (*Release)(Handle*)>
struct handle_releaser {
    void operator()(Handle* handle) const noexcept { (void)Release(handle); }
};
template <class Handle, int (*Release)(Handle*)>
using owned = std::unique_ptr<Handle, handle_releaser<Handle, Release>>;

using conn_handle = owned<dpiConn, dpiConn_release>;
using stmt_handle = owned<dpiStmt, dpiStmt_release>;
using var_handle = owned<dpiVar, dpiVar_release>;
using lob_pointer = owned<dpiLob, dpiLob_release>;
using rowid_handle = owned<dpiRowid, dpiRowid_release>;
using object_handle = owned<dpiObject, dpiObject_release>;
using object_type_handle = owned<dpiObjectType, dpiObjectType_release>;
using object_attr_handle = owned<dpiObjectAttr, dpiObjectAttr_release>;

// A reference of its own to a handle that belongs to somebody else.
[[nodiscard]] inline stmt_handle share(dpiStmt* handle) noexcept {
    return stmt_handle(dpiStmt_addRef(handle) == DPI_SUCCESS ? handle : nullptr);
}
[[nodiscard]] inline lob_pointer share(dpiLob* handle) noexcept {
    return lob_pointer(dpiLob_addRef(handle) == DPI_SUCCESS ? handle : nullptr);
}
[[nodiscard]] inline object_type_handle share(dpiObjectType* handle) noexcept {
    return object_type_handle(dpiObjectType_addRef(handle) == DPI_SUCCESS ? handle : nullptr);
}

// ODPI-C takes lengths of 32 bits.
[[nodiscard]] inline std::uint32_t size32(std::string_view text) noexcept {
    return static_cast<std::uint32_t>(text.size());
}

}  // namespace oraxx::backend::thick
