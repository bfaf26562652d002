// SPDX-License-Identifier: GPL-2.0-or-later
// The command line of `serve`, and what it means.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <optional>
#include <string>

#include "tester/reference/reference_party.hpp"

namespace l2tp::tester {

struct ServeOptions {
    std::string role;
    std::string listen;
    std::string dial;
    std::string defect;
    std::string secret;
    std::string secret_env;
    std::string host_name;
    std::string hello_interval;
    std::string hang_up_after;
    std::string ppp_user;
    std::string ppp_password_env;
    std::string ppp_authentication;
    std::string ppp_address;
    std::string ppp_peer_address;
    std::string ppp_echo_interval;
    std::string pcap;
    unsigned calls = 1;
    bool challenge = false;
    bool hide = false;
    bool hide_in_calls = false;
    bool ppp = false;
    bool list_defects = false;
    bool verbose = false;
};

// add_serve_options declares the options; `options` outlives the command.
void add_serve_options(CLI::App& command, ServeOptions& options);

// ServePlan is what the options mean. The endpoint's address is not set: the socket tells it.
struct ServePlan {
    codec::Endpoint listen;
    std::optional<codec::Endpoint> dial;
    unsigned calls = 1;
    ReferenceSettings reference;
};

// make_serve_plan throws UsageError for what cannot be.
[[nodiscard]] ServePlan make_serve_plan(const ServeOptions& options);

}  // namespace l2tp::tester
