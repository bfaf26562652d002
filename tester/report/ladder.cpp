// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/ladder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "codec/requirements.hpp"
#include "tester/report/markup.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using Direction = ExchangedDatagram::Direction;
using Fate = ExchangedDatagram::Fate;

// All lengths are in the diagram's own units; the page scales it.
constexpr int width = 760;
constexpr int tester_x = 190;
constexpr int device_x = 570;
constexpr int middle_x = (tester_x + device_x) / 2;
constexpr int head_height = 34;
constexpr int row_height = 32;
constexpr int gap_height = 22;
constexpr int slant = 7;
constexpr std::size_t widest_label = 50;
constexpr codec::Time gap = std::chrono::milliseconds(900);

std::string cut(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return std::string(text);
    std::size_t length = limit - 3;
    while (length > 0 && (text[length] & 0xc0) == 0x80) --length;  // UTF-8 stays whole
    return std::string(text.substr(0, length)) + "...";
}

class Drawing {
  public:
    Drawing(const Exchange& exchange, std::string_view attempt) : exchange_(exchange), attempt_(attempt) {
        if (!exchange.datagrams.empty()) first_port_ = tester_port(exchange.datagrams.front());
    }

    std::string draw(const std::vector<std::size_t>& chosen) {
        std::size_t next = 0;
        for (const std::size_t position : chosen) {
            if (position > next) omission(position - next);
            datagram(position);
            next = position + 1;
        }
        if (next < exchange_.datagrams.size()) omission(exchange_.datagrams.size() - next);
        return finished();
    }

  private:
    static std::uint16_t tester_port(const ExchangedDatagram& datagram) noexcept {
        return datagram.direction == Direction::sent ? datagram.from.port : datagram.to.port;
    }

    // What the exchange itself left out lies behind its first datagrams.
    void omission(std::size_t count) {
        const std::uint64_t all = count + (left_out_told_ ? 0 : exchange_.left_out);
        left_out_told_ = true;
        note(fmt::format("{} more datagram(s)", all));
    }

    void note(std::string_view text) {
        out_ += fmt::format("<text class=\"gap\" x=\"{}\" y=\"{}\">{}</text>", middle_x, y_ + 14, text);
        y_ += gap_height;
    }

    void time_gap(const ExchangedDatagram& datagram) {
        if (drawn_any_ && datagram.time - last_time_ >= gap)
            note(fmt::format("{} later", seconds_text(datagram.time - last_time_)));
        last_time_ = datagram.time;
        drawn_any_ = true;
    }

    std::string label_of(const ExchangedDatagram& datagram) const {
        std::string label = datagram.line;
        if (tester_port(datagram) != first_port_)
            label = fmt::format("port {}: {}", tester_port(datagram), label);
        if (datagram.copy) label += "  (again)";
        return cut(label, widest_label);
    }

    static std::string title_of(const ExchangedDatagram& datagram) {
        std::string title = fmt::format("{} to {}: {}", format_endpoint(datagram.from),
                                        format_endpoint(datagram.to), datagram.line);
        if (datagram.fate == Fate::withheld) title += "; withheld from the device";
        for (const codec::RequirementId id : datagram.breaches)
            title += fmt::format("; breaks {}", codec::requirement_of(id).id);
        for (const std::string& row : datagram.rows) title += fmt::format("; row {}", row);
        return title;
    }

    void arrow(const ExchangedDatagram& datagram) {
        const bool sent = datagram.direction == Direction::sent;
        const bool lost = datagram.fate == Fate::withheld;
        const int from = sent ? tester_x : device_x;
        const int target = sent ? device_x : tester_x;
        const int end = lost ? middle_x + (sent ? 60 : -60) : target;
        const int top = y_ + 17;
        const int bottom = top + (lost ? slant / 2 : slant);
        const int sign = sent ? -1 : 1;
        out_ += fmt::format("<path class=\"l\" d=\"M{} {}L{} {}\"/>", from, top, end + (lost ? 0 : sign * 7),
                            bottom);
        if (lost) {
            out_ += fmt::format("<path class=\"x\" d=\"M{} {}l10 10m0 -10l-10 10\"/>", end - 5, bottom - 5);
        } else {
            out_ += fmt::format("<path class=\"h\" d=\"M{} {}l{} -4v8z\"/>", end, bottom, sign * 9);
        }
    }

    void datagram(std::size_t position) {
        const ExchangedDatagram& datagram = exchange_.datagrams[position];
        time_gap(datagram);
        state(datagram.tester_before, tester_state_, Side::tester, -12);
        state(datagram.device_before, device_state_, Side::device, -12);
        std::string classes = datagram.direction == Direction::sent ? "m tx" : "m rx";
        if (datagram.copy) classes += " copy";
        if (datagram.fate == Fate::withheld) classes += " lost";
        if (datagram.decided) classes += " decided";
        if (!datagram.breaches.empty()) classes += " breach";
        out_ += fmt::format(
            "<a href=\"#{}\" class=\"{}\"><title>{}</title><path class=\"z\" d=\"M{} {}h{}v{}h-{}z\"/>",
            decode_anchor(attempt_, position), classes, escaped(title_of(datagram)), tester_x - 6, y_ - 1,
            device_x - tester_x + 12, row_height - 2, device_x - tester_x + 12);
        arrow(datagram);
        out_ += fmt::format("<text x=\"{}\" y=\"{}\">{}{}</text>", middle_x, y_ + 13,
                            datagram.breaches.empty() ? "" : "&#9888; ", escaped(label_of(datagram)));
        out_ += fmt::format("</a><text class=\"t\" x=\"4\" y=\"{}\">{}</text>", y_ + 21,
                            seconds_text(datagram.time));
        state(datagram.tester_after, tester_state_, Side::tester, 0);
        state(datagram.device_after, device_state_, Side::device, 0);
        y_ += row_height;
    }

    enum class Side : std::uint8_t { tester, device };

    // state is written beside a lifeline where it changes.
    void state(const std::string& now, std::string& before, Side side, int rise) {
        if (now.empty() || now == before) return;
        before = now;
        const bool device = side == Side::device;
        out_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", device ? "s" : "s e",
                            device ? device_x + 9 : tester_x - 9, y_ + 25 + rise, escaped(cut(now, 30)));
        out_ += fmt::format("<circle class=\"c\" cx=\"{}\" cy=\"{}\" r=\"3.5\"/>",
                            device ? device_x : tester_x, y_ + 21 + rise);
    }

    std::string finished() {
        const int height = y_ + 10;
        return fmt::format(
            "<svg class=\"ladder\" viewBox=\"0 0 {0} {1}\" role=\"group\" aria-label=\"ladder diagram\">"
            "<path class=\"life\" d=\"M{2} {4}V{1}M{3} {4}V{1}\"/>"
            "<text class=\"end\" x=\"{2}\" y=\"18\">tester</text><text class=\"end\" x=\"{3}\" "
            "y=\"18\">device</text>"
            "{5}</svg>",
            width, height, tester_x, device_x, head_height - 8, out_);
    }

    const Exchange& exchange_;
    std::string_view attempt_;
    std::uint16_t first_port_ = 0;
    std::string out_;
    int y_ = head_height;
    codec::Time last_time_{};
    bool drawn_any_ = false;
    bool left_out_told_ = false;
    std::string tester_state_;
    std::string device_state_;
};

}  // namespace

std::vector<std::size_t> chosen_datagrams(const Exchange& exchange, std::size_t most) {
    const std::size_t count = exchange.datagrams.size();
    std::set<std::size_t> chosen;
    const std::size_t last = most / 4;
    for (std::size_t i = 0; i < count; ++i) {
        if (i < most - last || i + last >= count) chosen.insert(i);
    }
    std::size_t further = 0;
    for (std::size_t i = 0; i < count && further < most; ++i) {
        const ExchangedDatagram& datagram = exchange.datagrams[i];
        if (!datagram.decided && datagram.breaches.empty()) continue;
        for (std::size_t near = i - std::min<std::size_t>(i, 2); near <= i + 2 && near < count; ++near)
            further += chosen.insert(near).second ? 1 : 0;
    }
    return {chosen.begin(), chosen.end()};
}

std::string decode_anchor(std::string_view attempt, std::size_t datagram) {
    return fmt::format("d{}-{}", attempt, datagram);
}

std::string ladder_svg(const Exchange& exchange, const std::vector<std::size_t>& chosen,
                       std::string_view attempt) {
    return Drawing(exchange, attempt).draw(chosen);
}

}  // namespace l2tp::tester
