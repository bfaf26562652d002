// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/built_in_run.hpp"

#include <fmt/format.h>

#include <cmath>

#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

std::uint32_t parts_per_million(double share) {
    return static_cast<std::uint32_t>(std::lround(share * 1e6));
}

}  // namespace

void set_built_in_addresses(Profile& profile) {
    const Profile built_in = built_in_profile(profile.role);
    for (const std::string_view item : {"peer", "source", "other-source", "listen"}) {
        if (const auto address = built_in.address(item)) profile.set(item, std::vector{*address});
    }
}

const protocol::Defect* find_defect_for(std::string_view name, Role role) {
    if (name.empty()) return nullptr;
    const protocol::Defect* defect = protocol::find_defect(name);
    if (defect == nullptr)
        throw UsageError(
            fmt::format("no defect is called \"{}\"; see l2tpspec selftest --list-defects", printable(name)));
    const protocol::Role of_device = role == Role::lns ? protocol::Role::lns : protocol::Role::lac;
    if (defect->role && *defect->role != of_device)
        throw UsageError(fmt::format("the defect {} is not one of a {}", defect->name, role_name(role)));
    return defect;
}

protocol::NetworkSettings network_of(const Impairment& impairment) {
    protocol::NetworkSettings network;
    network.loss = parts_per_million(impairment.loss);
    network.duplication = parts_per_million(impairment.duplication);
    network.reordering = parts_per_million(impairment.reordering);
    network.lateness = Impairer::overtaken_within;
    network.latency += impairment.delay;
    network.seed = impairment.seed;
    return network;
}

}  // namespace l2tp::tester
