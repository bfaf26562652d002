// SPDX-License-Identifier: GPL-2.0-or-later
// BuiltInDevice: the reference endpoint as a device under test that carries out its hooks by itself.
// Sans-I/O.
#pragma once

#include <memory>
#include <sstream>
#include <string>

#include "protocol/defects/defect.hpp"
#include "tester/reference/reference_party.hpp"
#include "tester/run/hooks.hpp"
#include "tester/virtual/built_in_profile.hpp"

namespace l2tp::tester {

struct DeviceSettings {
    Profile profile;                               // in its own configuration
    const Configuration* configuration = nullptr;  // the one to begin with; null: the profile's own
    const protocol::Defect* defect = nullptr;      // null: none is planted
    codec::Endpoint address;
    codec::Endpoint tester;  // where it dials to
    std::uint64_t seed = 0;
};

class BuiltInDevice final : public protocol::Party {
  public:
    BuiltInDevice(DeviceSettings settings, codec::Time now);

    void on_datagram(const codec::Datagram& datagram) override { party_->on_datagram(datagram); }
    void on_timeout(codec::Time now) override { party_->on_timeout(now); }
    [[nodiscard]] std::optional<codec::Time> next_deadline() const override {
        return party_->next_deadline();
    }
    [[nodiscard]] std::vector<protocol::OutgoingDatagram> take_outgoing(codec::Time now) override {
        return party_->take_outgoing(now);
    }

    // carry_out does at once what a hook asks for. What it brings about goes out with the next take_outgoing.
    [[nodiscard]] HookEnd carry_out(const HookCall& call, codec::Time now);

    // log is what happened since the last mark.
    [[nodiscard]] std::string log() const { return log_text_.str(); }
    [[nodiscard]] const protocol::Endpoint& endpoint() const noexcept { return party_->endpoint(); }

  private:
    struct HookAction;
    [[nodiscard]] static std::span<const HookAction> hook_actions();
    // start makes the endpoint anew: it has forgotten everything.
    void start();
    int reconfigure(const HookCall& call);
    int mark(const HookCall& call, codec::Time now);

    DeviceSettings settings_;
    std::uint64_t starts_ = 0;
    std::ostringstream log_text_;
    ServeLog log_;
    std::unique_ptr<ReferenceParty> party_;
};

}  // namespace l2tp::tester
