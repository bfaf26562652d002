// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/defects/defect.hpp"

#include <algorithm>
#include <vector>

#include "protocol/defects/planting.hpp"

namespace l2tp::protocol {

std::span<const Defect> defects() {
    static const std::vector<Defect> all = [] {
        using namespace planting;
        std::vector<Defect> joined;
        for (std::span<const Defect> area :
             {header_defects(), avp_defects(), reaction_defects(), hiding_defects(), authentication_defects(),
              channel_defects(), teardown_defects(), state_defects(), identifier_defects(), data_defects(),
              result_defects()}) {
            joined.insert(joined.end(), area.begin(), area.end());
        }
        return joined;
    }();
    return all;
}

const Defect* find_defect(std::string_view name) {
    const auto defect = std::ranges::find(defects(), name, &Defect::name);
    return defect != defects().end() ? &*defect : nullptr;
}

}  // namespace l2tp::protocol
