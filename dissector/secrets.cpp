// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/secrets.hpp"

#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

namespace l2tp::dissector {

namespace {

// What Wireshark keeps for one row of the table.
struct SecretRow {
    char* address;
    char* secret;
};

// What is looked up, made from the rows whenever they change. Only the address of the endpoint counts.
struct KnownSecret {
    codec::Endpoint peer;
    codec::Octets secret;  // of the row, which stays until the next change
};

SecretRow* rows = nullptr;
guint row_count = 0;
const char* secret_for_all = "";

std::vector<KnownSecret>& known_secrets() {
    static std::vector<KnownSecret> secrets;
    return secrets;
}

codec::Octets octets_of(const char* text) {
    if (text == nullptr) return {};
    return {reinterpret_cast<const std::uint8_t*>(text), std::strlen(text)};
}

std::optional<codec::Endpoint> parse_address(const char* text) {
    codec::Endpoint endpoint;
    ws_in4_addr ipv4 = 0;
    ws_in6_addr ipv6{};
    if (text != nullptr && ws_inet_pton4(text, &ipv4)) {
        endpoint.family = codec::Endpoint::Family::ipv4;
        std::memcpy(endpoint.address.data(), &ipv4, sizeof ipv4);
        return endpoint;
    }
    if (text == nullptr || !ws_inet_pton6(text, &ipv6)) return std::nullopt;
    endpoint.family = codec::Endpoint::Family::ipv6;
    std::memcpy(endpoint.address.data(), &ipv6, sizeof ipv6);
    return endpoint;
}

extern "C" {

static void* copy_row(void* to, const void* from, size_t) {
    const auto* source = static_cast<const SecretRow*>(from);
    auto* copy = static_cast<SecretRow*>(to);
    copy->address = g_strdup(source->address);
    copy->secret = g_strdup(source->secret);
    return copy;
}

static void free_row(void* row) {
    g_free(static_cast<SecretRow*>(row)->address);
    g_free(static_cast<SecretRow*>(row)->secret);
}

static void rows_changed() {
    try {
        known_secrets().clear();
        for (guint i = 0; i < row_count; ++i) {
            const std::optional<codec::Endpoint> peer = parse_address(rows[i].address);
            if (peer) known_secrets().push_back({*peer, octets_of(rows[i].secret)});
        }
    } catch (...) {  // out of memory: the secrets that fitted in remain
    }
}
}

// The type of the result is bool or gboolean, as this Wireshark has it.
template <typename Bool>
Bool check_address(void*, const char* text, guint length, const void*, const void*, char** error) {
    char* address = g_strndup(text, length);
    const bool good = parse_address(address).has_value();
    g_free(address);
    *error = good ? nullptr : g_strdup("not an IPv4 or IPv6 address");
    return static_cast<Bool>(good);
}

UAT_CSTRING_CB_DEF(secrets, address, SecretRow)
UAT_CSTRING_CB_DEF(secrets, secret, SecretRow)

constexpr uat_fld_chk_cb_t address_check = &check_address;

uat_field_t table_fields[] = {
    UAT_FLD_CSTRING_OTHER(secrets, address, "Peer", address_check, "The IPv4 or IPv6 address of either end"),
    UAT_FLD_CSTRING(secrets, secret, "Secret", "The secret that both ends share"), UAT_END_FIELDS};

bool is_host(const codec::Endpoint& host, const codec::Endpoint& endpoint) noexcept {
    return host.family == endpoint.family && host.address == endpoint.address;
}

}  // namespace

void register_secrets(module_t* preferences) {
    prefs_register_string_preference(
        preferences, "secret", "Shared secret",
        "Un-hides AVPs and checks Challenge Responses of all peers that the table of secrets does not name",
        &secret_for_all);
    uat_t* table = uat_new("L2TPv2 Secrets", sizeof(SecretRow), "l2tpv2_secrets", TRUE, &rows, &row_count,
                           UAT_AFFECTS_DISSECTION, nullptr, &copy_row, nullptr, &free_row, &rows_changed,
                           nullptr, table_fields);
    prefs_register_uat_preference(preferences, "secrets", "Shared secrets by peer",
                                  "The secrets of peers, by the address of either end", table);
}

codec::Octets secret_for(const codec::Endpoint& from, const codec::Endpoint& to) noexcept {
    for (const KnownSecret& known : known_secrets()) {
        if (is_host(known.peer, from) || is_host(known.peer, to)) return known.secret;
    }
    return octets_of(secret_for_all);
}

}  // namespace l2tp::dissector
