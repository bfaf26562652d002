// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/lanes.hpp"

#include <algorithm>
#include <span>

#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

using Family = Endpoint::Family;

void check_families(const Lane& lane) {
    for (const Endpoint& ours : {lane.source, lane.other_source, lane.listen}) {
        if (ours.family != Family::none && ours.family != lane.peer.family) {
            throw UsageError("the device's address and the tester's are of different IP versions");
        }
    }
}

}  // namespace

std::vector<Lane> make_lanes(const Profile& profile, std::optional<std::size_t> jobs) {
    Lane lane;
    const auto peer = profile.address("peer");
    if (!peer) throw UsageError("where is the device: --peer ADDRESS[:PORT], or a profile that says so?");
    lane.peer = *peer;
    lane.source = profile.address("source").value_or(Endpoint{});
    lane.other_source = profile.address("other-source").value_or(Endpoint{});
    std::vector<Lane> lanes;
    if (profile.role == Role::lac) {
        if (profile.addresses("listen").empty()) {
            throw UsageError(
                "where does the device dial to: --listen ADDRESS[:PORT], or a profile that says so?");
        }
        for (const Endpoint& listen : profile.addresses("listen")) {
            lane.number = lanes.size();
            lane.listen = listen;
            lanes.push_back(lane);
        }
    } else {
        const bool one = lane.source.port != 0 || !profile.has("second-tunnel");
        const std::size_t limit = one ? 1 : std::max<std::size_t>(1, profile.number("max-tunnels"));
        const std::span<const Endpoint> listen = profile.addresses("listen");
        for (std::size_t i = 0; i < std::min(limit, jobs.value_or(most_jobs_by_default)); ++i) {
            lane.number = i;
            lane.listen = i < listen.size() ? listen[i] : Endpoint{};
            lanes.push_back(lane);
        }
    }
    for (const Lane& each : lanes) check_families(each);
    return lanes;
}

}  // namespace l2tp::tester
