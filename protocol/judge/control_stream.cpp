// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge/control_stream.hpp"

#include <algorithm>
#include <utility>

#include "codec/message_table.hpp"

namespace l2tp::protocol {

void ControlStream::begin(std::uint64_t start) noexcept {
    known_ = true;
    start_ = applied_ = end_ = start;
    remembered_.clear();
}

std::uint64_t ControlStream::index_of(std::uint16_t ns) const noexcept {
    const auto distance = static_cast<std::int16_t>(static_cast<std::uint16_t>(ns - end_));
    return end_ + static_cast<std::uint64_t>(static_cast<std::int64_t>(distance));
}

SentMessage* ControlStream::find(std::uint64_t index) noexcept {
    return const_cast<SentMessage*>(std::as_const(*this).find(index));
}

const SentMessage* ControlStream::find(std::uint64_t index) const noexcept {
    if (index >= end_ || remembered_.empty()) return nullptr;
    // As a rule none is missing among them.
    const std::uint64_t place = index - remembered_.front().index;
    if (place < remembered_.size() && remembered_[place].index == index) return &remembered_[place];
    const auto found = std::ranges::lower_bound(remembered_, index, {}, &SentMessage::index);
    return found != remembered_.end() && found->index == index ? &*found : nullptr;
}

SentMessage& ControlStream::add(const SentMessage& message) {
    if (remembered_.size() >= max_remembered) remembered_.erase(remembered_.begin());
    end_ = std::max(end_, message.index + 1);
    closes = closes || message.type == codec::message_type::stopccn;
    kept_back = kept_back || !message.delivered;
    if (remembered_.empty() || remembered_.back().index < message.index)
        return remembered_.emplace_back(message);
    const auto place = std::ranges::lower_bound(remembered_, message.index, {}, &SentMessage::index);
    return *remembered_.insert(place, message);
}

SentMessage* ControlStream::next_to_apply() noexcept {
    return find(applied_);
}

void ControlStream::applied(SentMessage& message) noexcept {
    message.applied = true;
    applied_ = message.index + 1;
}

void ControlStream::skip_missing() noexcept {
    for (const SentMessage& message : remembered_) {
        if (message.index < applied_) continue;
        applied_ = lost_end_ = message.index;
        return;
    }
    applied_ = lost_end_ = end_;
}

void ControlStream::release() noexcept {
    remembered_.clear();
    remembered_.shrink_to_fit();
}

}  // namespace l2tp::protocol
