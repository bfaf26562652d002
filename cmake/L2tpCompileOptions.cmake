# SPDX-License-Identifier: GPL-2.0-or-later
# l2tp_options: the warnings and sanitizers that every target of ours uses; never exported.
add_library(l2tp_options INTERFACE)
target_compile_options(l2tp_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    $<$<BOOL:${L2TP_WARNINGS_AS_ERRORS}>:-Werror>)
# These come from GCC's optimiser and name faults that are not there in growing vectors (GCC 13 and 14): shown, but no
# reason to stop.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(l2tp_options INTERFACE
        -Wno-error=stringop-overflow -Wno-error=stringop-overread -Wno-error=array-bounds -Wno-error=restrict
        -Wno-error=maybe-uninitialized)
endif()
if(L2TP_SANITIZE)
    target_compile_options(l2tp_options INTERFACE
        -fsanitize=${L2TP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    if(L2TP_SANITIZE_NOT)
        target_compile_options(l2tp_options INTERFACE -fno-sanitize=${L2TP_SANITIZE_NOT})
    endif()
    target_link_options(l2tp_options INTERFACE -fsanitize=${L2TP_SANITIZE})
endif()
