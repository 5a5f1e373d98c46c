# Toolchain file: programs for arm64 by Debian's cross compiler, with Debian's arm64 libraries, which stand beside those
# of this machine.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static)

# CMake asks pkg-config where OpenSSL is.
set(ENV{PKG_CONFIG_LIBDIR} /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/pkgconfig)
# The cross compiler brings a C library of its own, which gets no security updates; Debian's libc6-dev:arm64 does.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-B/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE} -L/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}")
