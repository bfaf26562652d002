// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "tester/text/errors.hpp"
#include "tester/text/json_place.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::uint64_t largest_u16 = 0xffff;
constexpr mode_t for_everyone = 0666;  // less the umask

bool same_knowledge(const OpenTunnel& a, const OpenTunnel& b) {
    return a.theirs == b.theirs && a.ns == b.ns && a.nr == b.nr;
}

Json tunnel_json(const OpenTunnel& tunnel) {
    return {{"ours", tunnel.ours},
            {"theirs", tunnel.theirs},
            {"local", format_endpoint(tunnel.local)},
            {"peer", format_endpoint(tunnel.peer)},
            {"ns", tunnel.ns},
            {"nr", tunnel.nr}};
}

Endpoint parse_address(const JsonPlace& place) {
    const auto endpoint = parse_endpoint(place.text(), 0);
    if (!endpoint || endpoint->port == 0) place.fail("must be an address with a port");
    return *endpoint;
}

OpenTunnel parse_tunnel(const JsonPlace& place) {
    const auto number = [&place](std::string_view key) {
        return static_cast<std::uint16_t>(place.at(key).number(largest_u16));
    };
    place.expect_object({"ours", "theirs", "local", "peer", "ns", "nr"});
    return {
        number("ours"), number("theirs"), parse_address(place.at("local")), parse_address(place.at("peer")),
        number("ns"),   number("nr")};
}

}  // namespace

Journal::Journal(std::string path) : path_(std::move(path)) {
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, for_everyone);
    if (file_ < 0) throw UsageError(fmt::format("{}: {}", printable(path_), std::strerror(errno)));
}

Journal::~Journal() {
    close(file_);
}

void Journal::append(const std::string& line) {
    const ssize_t written = ::write(file_, line.data(), line.size());
    if (written != static_cast<ssize_t>(line.size()) && trouble_.empty()) {
        trouble_ = fmt::format("{}: {}", path_, written < 0 ? std::strerror(errno) : "the disk is full");
    }
}

void Journal::note(const OpenTunnel& tunnel) {
    const Key key{tunnel.ours, tunnel.local, tunnel.peer};
    const auto known = noted_.find(key);
    if (known != noted_.end() && same_knowledge(known->second, tunnel)) return;
    append(Json{{"open", tunnel_json(tunnel)}}.dump() + "\n");
    if (known == noted_.end() && fsync(file_) != 0 && trouble_.empty() &&
        errno != EINVAL) {  // EINVAL: a pipe
        trouble_ = fmt::format("{}: {}", path_, std::strerror(errno));
    }
    noted_.insert_or_assign(key, tunnel);
}

void Journal::strike(const OpenTunnel& tunnel) {
    if (noted_.erase(Key{tunnel.ours, tunnel.local, tunnel.peer}) == 0) return;
    append(Json{{"closed", tunnel_json(tunnel)}}.dump() + "\n");
}

std::vector<OpenTunnel> read_journal(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw InputError(path, "", "cannot be read");
    std::map<std::tuple<std::uint16_t, Endpoint, Endpoint>, OpenTunnel> open;
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        const bool cut = file.eof();  // no line end: the tester died while it wrote
        if (line.empty() || cut) continue;
        const std::string name = fmt::format("{}:{}", path, number);
        const Json document = parse_json(name, line);
        const JsonPlace place(name, document);
        place.expect_object({"open", "closed"});
        const auto opened = place.find("open");
        const OpenTunnel tunnel = parse_tunnel(opened ? *opened : place.at("closed"));
        const std::tuple key{tunnel.ours, tunnel.local, tunnel.peer};
        if (opened) {
            open.insert_or_assign(key, tunnel);
        } else {
            open.erase(key);
        }
    }
    std::vector<OpenTunnel> left;
    for (const auto& [key, tunnel] : open) left.push_back(tunnel);
    return left;
}

}  // namespace l2tp::tester
