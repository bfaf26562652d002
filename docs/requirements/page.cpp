// SPDX-License-Identifier: GPL-2.0-or-later
#include "docs/requirements/page.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

#include "codec/requirements.hpp"

namespace l2tp::codec::docs {
namespace {

constexpr std::array treatments{Treatment::decoding, Treatment::in_context, Treatment::by_scenario,
                                Treatment::implied, Treatment::not_testable};

// Place is where a requirement stands among the others: RFCs first, by section and line. Letters follow
// numbers.
struct Place {
    int kind;
    std::string_view document;
    std::vector<int> section;
    std::uint16_t line;

    friend auto operator<=>(const Place&, const Place&) = default;
};

Place place_of(const Requirement& row) {
    Place place{row.document().starts_with("rfc") ? 0 : 1, row.document(), {}, row.line};
    std::string_view rest = row.section();
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('.'), rest.size());
        int number = 1000 + rest.front();
        std::from_chars(rest.data(), rest.data() + end, number);
        place.section.push_back(number);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return place;
}

std::vector<const Requirement*> rows_in_order() {
    std::vector<const Requirement*> rows;
    for (const Requirement& row : requirements()) rows.push_back(&row);
    std::ranges::stable_sort(rows, {}, [](const Requirement* row) { return place_of(*row); });
    return rows;
}

std::string code(std::string_view text) {
    return "`" + std::string(text) + "`";
}

std::string treatment_in_words(const Requirement& row) {
    std::string words(treatment_name(row.treatment));
    if (row.treatment == Treatment::not_testable) return words + ": " + std::string(row.because);
    std::string_view link = " by ";
    for (const std::string_view id : implied_by(row)) {
        words.append(link).append(code(id));
        link = ", ";
    }
    return words;
}

std::string heading(const Requirement& row) {
    const std::string_view document = row.document();
    if (!document.starts_with("rfc")) return "Not of an RFC: " + std::string(row.section());
    const char first = row.section().front();
    const std::string_view kind = first >= 'A' && first <= 'Z' ? "appendix " : "";
    return "RFC " + std::string(document.substr(3)) + ", " + std::string(kind) + std::string(row.section());
}

std::string line_of(const Requirement& row) {
    return row.line == 0 ? "" : std::to_string(row.line);
}

std::string totals() {
    std::string text = "| treatment | RFC 2661 | others | all |\n| --- | --- | --- | --- |\n";
    std::array<std::size_t, 2> sums{};
    const auto print = [&](std::string_view name, std::size_t base, std::size_t later) {
        text += "| " + std::string(name) + " | " + std::to_string(base) + " | " + std::to_string(later) +
                " | " + std::to_string(base + later) + " |\n";
    };
    for (const Treatment treatment : treatments) {
        std::array<std::size_t, 2> count{};
        for (const Requirement& row : requirements()) {
            if (row.treatment == treatment) ++count[row.document() == "rfc2661" ? 0 : 1];
        }
        print(treatment_name(treatment), count[0], count[1]);
        sums[0] += count[0];
        sums[1] += count[1];
    }
    print("all", sums[0], sums[1]);
    return text;
}

constexpr std::string_view introduction = R"(# The requirements

Every statement of RFC 2661 that a LAC or LNS has to obey, in our own words, with the line of the RFC's text and how a
breach would come to light; and what follows from the AVPs and messages of later documents. Written by the target
requirement-docs from the rows in `codec/requirement_rows/`, the AVP table and the message table. `l2tpspec show ID`
prints one, with the scenarios that test it, and `l2tpspec coverage` all.

- **found by decoding**: one datagram shows it. The decoder names the requirement.
- **judged in context**: the conversation shows it, whatever else is said in it.
- **driven by scenarios**: it takes a stimulus, or a peer that is known, to show it.
- **implied**: whatever breaks it breaks one of the requirements that are named.
- **not testable**: not from outside, for the reason that is given.

A format, a table and a row of a state table are a MUST. "must" in lower case counts as MUST only where a format, a
table or a statement in capitals makes it binding, else as SHOULD; "should" and "recommended" count as SHOULD, "may" as
MAY. What a MAY allows to one side, the other has to cope with. Where the RFC is unclear a reading (A-nn) decides.

)";

}  // namespace

std::string requirements_page() {
    std::string text(introduction);
    text += totals();
    std::string last;
    for (const Requirement* row : rows_in_order()) {
        if (std::string now = heading(*row); now != last) {
            text += "\n## " + now +
                    "\n\n| line | requirement | level | who | what | reading | treatment |\n"
                    "| --- | --- | --- | --- | --- | --- | --- |\n";
            last = std::move(now);
        }
        text += "| " + line_of(*row) + " | " + code(row->id) + " | " + std::string(level_name(row->level)) +
                " | " + std::string(party_name(row->party)) + " | " + std::string(row->text) + " | " +
                std::string(row->reading) + " | " + treatment_in_words(*row) + " |\n";
    }
    return text;
}

}  // namespace l2tp::codec::docs
