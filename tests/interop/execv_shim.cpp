// SPDX-License-Identifier: GPL-2.0-or-later
// Lets xl2tpd start a stand-in for pppd where nobody may mount anything: xl2tpd has the path of pppd compiled
// in, so this library, loaded before libc, answers its execv with the program named by L2TP_PPPD_STAND_IN.
#include <cstdlib>
#include <string_view>

#include <unistd.h>

extern "C" int execv(const char* path, char* const argv[]) noexcept {
    const char* stand_in = std::getenv("L2TP_PPPD_STAND_IN");
    const bool is_pppd = stand_in != nullptr && std::string_view{path} == "/usr/sbin/pppd";
    return ::execve(is_pppd ? stand_in : path, argv, environ);
}
