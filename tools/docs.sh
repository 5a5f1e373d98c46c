#!/usr/bin/env bash
# The body of `./dev docs`: the public API's documentation into build/docs/html; every warning is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools/setup.sh docs >&2
mkdir -p build/docs
version=$(sed -n 's/^project(oraxx VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
doxygen - <<EOT
PROJECT_NAME           = oraxx
PROJECT_NUMBER         = $version
INPUT                  = include/oraxx docs/api.md docs/guide/pool.md
EXCLUDE                = include/oraxx/detail
RECURSIVE              = YES
FILE_PATTERNS          = *.hpp *.md
USE_MDFILE_AS_MAINPAGE = docs/api.md
STRIP_FROM_PATH        = include
OUTPUT_DIRECTORY       = build/docs
GENERATE_LATEX         = NO
# House style is plain // comments above and behind what they describe.
FILTER_PATTERNS        = *.hpp="python3 tools/doc_comments.py"
EXTRACT_ALL            = NO
WARN_IF_UNDOCUMENTED   = NO
WARN_AS_ERROR          = FAIL_ON_WARNINGS
QUIET                  = YES
HAVE_DOT               = NO
EXCLUDE_SYMBOLS        = oraxx::detail oraxx::detail::* oraxx::backend std std::*
PREDEFINED             = DOXYGEN
EOT
echo "docs: ok"
