// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/digest.hpp"

#include <fmt/format.h>
#include <nettle/sha2.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

// A device or a pipe may have no end: only regular files are read.
bool add_file(Sha256& digest, const std::string& path) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(path, unknown)) return false;
    std::ifstream file(path, std::ios::binary);
    std::array<char, 65536> part{};
    while (file) {
        file.read(part.data(), part.size());
        digest.add(std::string_view(part.data(), static_cast<std::size_t>(file.gcount())));
    }
    return file.eof();
}

std::string answer_text(const Profile& profile, const ProfileItem& item) {
    switch (item.kind) {
        case ProfileItem::Kind::feature:
            return profile.has(item.name) ? "yes" : "no";
        case ProfileItem::Kind::number:
            return std::to_string(profile.number(item.name));
        case ProfileItem::Kind::duration:
            return format_duration(profile.duration(item.name));
        case ProfileItem::Kind::text:
            return profile.text(item.name);
        case ProfileItem::Kind::secret:
            return {};
        case ProfileItem::Kind::address:
        case ProfileItem::Kind::addresses:
            break;
    }
    std::string text;
    for (const Endpoint& endpoint : profile.addresses(item.name)) text += format_endpoint(endpoint) + ' ';
    return text;
}

}  // namespace

struct Sha256::Context {
    sha256_ctx state{};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    sha256_init(&context_->state);
}

Sha256::~Sha256() = default;

void Sha256::add(codec::Octets octets) {
    sha256_update(&context_->state, octets.size(), octets.data());
}

void Sha256::add(std::string_view text) {
    add(codec::Octets(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string Sha256::take() {
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&context_->state, digest.size(), digest.data());
    return to_hex(digest);
}

std::string file_digest(const std::string& path) {
    Sha256 digest;
    return add_file(digest, path) ? digest.take() : std::string();
}

std::string suite_digest(std::span<const Scenario> scenarios) {
    Sha256 digest;
    std::set<std::string_view> seen;
    for (const Scenario& scenario : scenarios) {
        if (!seen.insert(scenario.file).second) continue;
        if (!add_file(digest, scenario.file)) return {};
    }
    return digest.take();
}

std::string profile_digest(const Profile& profile) {
    Sha256 digest;
    digest.add(fmt::format("device={}\nrole={}\n", profile.device, role_name(profile.role)));
    for (const ProfileItem& item : profile_items) {
        if (item.kind == ProfileItem::Kind::secret) continue;
        digest.add(fmt::format("{}={}\n", item.name, answer_text(profile, item)));
    }
    for (const auto& [name, hook] : profile.hooks) digest.add(fmt::format("hook {}\n", name));
    return digest.take();
}

}  // namespace l2tp::tester
