# SPDX-License-Identifier: GPL-2.0-or-later
# cmake -DOUT=FILE.cpp -DPAIRS="NAME=FILE;..." -P embed.cmake
# Writes files as arrays of octets, so that the program needs nothing beside itself to write a report.
set(text "// Written by embed.cmake.\n#include \"tester/report/page/embedded.hpp\"\n\nnamespace l2tp::tester::embedded {\n")
foreach(pair ${PAIRS})
    string(REGEX MATCH "^([a-z_]+)=(.*)$" matched "${pair}")
    set(name ${CMAKE_MATCH_1})
    file(READ "${CMAKE_MATCH_2}" hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," octets "${hex}")
    string(APPEND text "static const unsigned char ${name}_octets[] = {${octets}};\n"
                       "const std::string_view ${name}(reinterpret_cast<const char*>(${name}_octets), sizeof ${name}_octets);\n")
endforeach()
string(APPEND text "}  // namespace l2tp::tester::embedded\n")
file(WRITE "${OUT}" "${text}")
