// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/endpoint_context.hpp"

namespace l2tp::protocol {

void EndpointContext::transmit(codec::Message message, const codec::Endpoint& from,
                               const codec::Endpoint& to) {
    if (settings.filters.outgoing_message) settings.filters.outgoing_message(message);
    OutgoingDatagram datagram{codec::encode(message, settings.secret), from, to};
    Handling handling = Handling::pass;
    if (settings.filters.outgoing_datagram) {
        handling = settings.filters.outgoing_datagram(datagram.octets, datagram.from, datagram.to);
    }
    if (handling == Handling::drop) return;
    if (handling == Handling::duplicate) outgoing.push_back(datagram);
    outgoing.push_back(std::move(datagram));
}

}  // namespace l2tp::protocol
