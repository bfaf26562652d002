// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/big_capture.hpp"

#include <chrono>
#include <random>
#include <set>
#include <vector>

#include "codec/attribute.hpp"
#include "codec/message.hpp"
#include "codec/message_table.hpp"
#include "tester/capture/recording.hpp"

namespace l2tp::bench {
namespace {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;

constexpr std::size_t tunnel_count = 100;
constexpr std::size_t sessions_per_tunnel = 50;
constexpr codec::Time between_packets = std::chrono::microseconds(10);

struct Session {
    std::array<std::uint16_t, 2> ids{};   // of LAC and LNS
    std::array<std::uint16_t, 2> next{};  // data Ns
    bool numbered = false;
};

struct Tunnel {
    std::array<codec::Endpoint, 2> at{};
    std::array<std::uint16_t, 2> ids{};
    std::array<std::uint16_t, 2> ns{};
    std::vector<Session> sessions;
};

constexpr std::size_t lac = 0, lns = 1;

class BigCapture {
  public:
    explicit BigCapture(const std::string& path) : recording_(path) {}

    void write(std::uint64_t packets) {
        for (std::size_t i = 0; i < tunnel_count; ++i) open_tunnel(i);
        const std::uint64_t closing = tunnel_count * (2 + 2 * sessions_per_tunnel);
        while (recording_.frames() + closing + 2 < packets) {
            // Now and then a HELLO and its acknowledgement, as on a tunnel that was silent.
            recording_.frames() % 1000 == 0 ? say_hello() : send_data();
        }
        while (recording_.frames() + closing < packets) send_data();
        for (Tunnel& tunnel : tunnels_) close_tunnel(tunnel);
        recording_.flush();
    }

  private:
    // Identifiers that nobody can guess (9.1).
    std::uint16_t fresh_id(std::set<std::uint16_t>& taken) {
        for (;;) {
            const auto id = static_cast<std::uint16_t>(random_() & 0xffff);
            if (id != 0 && taken.insert(id).second) return id;
        }
    }

    void put(const Tunnel& tunnel, std::size_t from, const codec::Message& message) {
        const codec::OctetString octets = codec::encode(message);
        codec::Datagram datagram;
        datagram.octets = octets;
        datagram.wire_length = octets.size();
        datagram.from = tunnel.at[from];
        datagram.to = tunnel.at[1 - from];
        datagram.time = now_ += between_packets;
        static_cast<void>(recording_.add(datagram));
    }

    void send(Tunnel& tunnel, std::size_t from, codec::Message message) {
        const bool zlb = message.avps.empty();
        message.tunnel_id = message.avps.size() > 1 && opens(message) ? 0 : tunnel.ids[1 - from];
        message.ns = tunnel.ns[from];
        message.nr = tunnel.ns[1 - from];
        if (!zlb) ++tunnel.ns[from];
        put(tunnel, from, message);
    }
    static bool opens(const codec::Message& message) {
        return codec::read_u16(message.avps.front().value, 0) == message_type::sccrq;
    }

    static codec::Message of_type(std::uint16_t type) {
        return codec::make_message(*codec::find_message(type));
    }
    static void set_id(codec::Message& message, codec::AvpKey key, std::uint16_t id) {
        codec::set_avp(message, codec::make_number_avp(key, id));
    }

    void open_tunnel(std::size_t number) {
        Tunnel& tunnel = tunnels_.emplace_back();
        tunnel.at[lac] = {
            codec::Endpoint::Family::ipv4, {10, 1, 0, static_cast<std::uint8_t>(number + 1)}, 1701};
        tunnel.at[lns] = {codec::Endpoint::Family::ipv4, {192, 0, 2, 1}, 1701};
        std::set<std::uint16_t> of_this_lac;
        tunnel.ids = {fresh_id(of_this_lac), fresh_id(lns_tunnel_ids_)};
        for (const auto& [from, type] :
             {std::pair{lac, message_type::sccrq}, std::pair{lns, message_type::sccrp},
              std::pair{lac, message_type::scccn}}) {
            codec::Message message = of_type(type);
            if (type != message_type::scccn) set_id(message, attribute::assigned_tunnel_id, tunnel.ids[from]);
            send(tunnel, from, std::move(message));
        }
        send(tunnel, lns, codec::make_zlb());
        std::set<std::uint16_t> lac_ids, lns_ids;
        for (std::size_t i = 0; i < sessions_per_tunnel; ++i) {
            tunnel.sessions.push_back({{fresh_id(lac_ids), fresh_id(lns_ids)}, {}, i % 4 == 0});
            open_session(tunnel, tunnel.sessions.back());
        }
    }

    void open_session(Tunnel& tunnel, const Session& session) {
        codec::Message icrq = of_type(message_type::icrq);
        set_id(icrq, attribute::assigned_session_id, session.ids[lac]);
        codec::set_avp(icrq, codec::make_number_avp(attribute::call_serial_number, ++serial_number_));
        send(tunnel, lac, std::move(icrq));
        codec::Message icrp = of_type(message_type::icrp);
        set_id(icrp, attribute::assigned_session_id, session.ids[lns]);
        icrp.session_id = session.ids[lac];
        send(tunnel, lns, std::move(icrp));
        codec::Message iccn = of_type(message_type::iccn);
        iccn.session_id = session.ids[lns];
        if (session.numbered) codec::set_avp(iccn, codec::make_avp(attribute::sequencing_required, {}));
        send(tunnel, lac, std::move(iccn));
        send(tunnel, lns, codec::make_zlb());
    }

    void send_data() {
        Tunnel& tunnel = tunnels_[random_() % tunnels_.size()];
        Session& session = tunnel.sessions[random_() % tunnel.sessions.size()];
        const std::size_t from = random_() % 2;
        codec::OctetString frame{0xff, 0x03, 0x00, 0x21};
        frame.resize(frame.size() + 40 + random_() % 120, 0x5a);
        codec::Message message = codec::make_data(std::move(frame));
        message.tunnel_id = tunnel.ids[1 - from];
        message.session_id = session.ids[1 - from];
        if (session.numbered) {
            constexpr std::uint16_t sequence_bit = 0x0800;
            message.flags |= sequence_bit;
            message.ns = session.next[from]++;
        }
        put(tunnel, from, message);
    }

    void say_hello() {
        Tunnel& tunnel = tunnels_[random_() % tunnels_.size()];
        const std::size_t from = random_() % 2;
        send(tunnel, from, of_type(message_type::hello));
        send(tunnel, 1 - from, codec::make_zlb());
    }

    void close_tunnel(Tunnel& tunnel) {
        for (const Session& session : tunnel.sessions) {
            codec::Message cdn = of_type(message_type::cdn);
            codec::set_avp(cdn, codec::make_number_avp(attribute::result_code, 3));
            set_id(cdn, attribute::assigned_session_id, session.ids[lac]);
            cdn.session_id = session.ids[lns];
            send(tunnel, lac, std::move(cdn));
            send(tunnel, lns, codec::make_zlb());
        }
        codec::Message stopccn = of_type(message_type::stopccn);
        set_id(stopccn, attribute::assigned_tunnel_id, tunnel.ids[lac]);
        send(tunnel, lac, std::move(stopccn));
        send(tunnel, lns, codec::make_zlb());
    }

    tester::Recording recording_;
    std::mt19937 random_{1};
    codec::Time now_ = std::chrono::seconds(946'684'800);
    std::uint32_t serial_number_ = 0;
    std::set<std::uint16_t> lns_tunnel_ids_;
    std::vector<Tunnel> tunnels_;
};

}  // namespace

void write_big_capture(const std::string& path, std::uint64_t packets) {
    BigCapture(path).write(packets);
}

}  // namespace l2tp::bench
