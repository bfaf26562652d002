// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "codec/requirements.hpp"
#include "tests/protocol/judge/trace.hpp"
#include "tests/protocol/judge/trace_words.hpp"

namespace l2tp::protocol::traces {
namespace {

using Words = std::vector<std::string>;

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw Mistake{"cannot read " + path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// Reader builds the trace of one variant from a file's statements.
class Reader {
  public:
    Reader(std::string name, std::string variant, std::string folder)
        : variant_(std::move(variant)), folder_(std::move(folder)) {
        trace_.name = variant_.empty() ? std::move(name) : name + '/' + variant_;
    }

    void read(const std::vector<Statement>& statements) {
        for (const Statement& statement : statements) {
            const auto& only = statement.variants;
            if (!only.empty() && std::ranges::find(only, variant_) == only.end()) continue;
            line_ = statement.line;
            try {
                take(statement.words);
            } catch (const Mistake& mistake) {
                throw Mistake{"line " + std::to_string(statement.line) + ": " + mistake.what};
            }
        }
    }

    Trace result() && { return std::move(trace_); }

  private:
    void take(const Words& words) {
        const std::string& first = words.front();
        if (first == "title" || first == "variants") return;
        if (first == "include") return include(words);
        if (first == "let") return name_octets(words);
        if (first == "at") return take_datagram(words);
        if (first == "finish") return take_finish(words);
        if (first == "finds") return take_finding(words);
        if (first == "fate" || first == "total") {
            trace_.endings.push_back({line_, words});
        } else if (!take_setting(words)) {
            last_step().expectations.push_back({line_, words});
        }
    }

    const std::string& word(const Words& words, std::size_t at) const {
        if (at >= words.size()) throw Mistake{"'" + words.front() + "' lacks a word"};
        return words[at];
    }

    Step& last_step() {
        if (trace_.steps.empty()) throw Mistake{"nothing was sent yet"};
        return trace_.steps.back();
    }

    const Host& host(const std::string& name) const {
        const Host* found = trace_.host(name);
        if (found == nullptr) throw Mistake{"no host " + name};
        return *found;
    }

    void include(const Words& words) {
        const std::size_t line = line_;
        const std::string& file = word(words, 1);
        try {
            read(split_statements(read_file(folder_ + '/' + file)));
        } catch (const Mistake& mistake) {
            throw Mistake{"in " + file + ", " + mistake.what};
        }
        line_ = line;
    }

    void name_octets(const Words& words) {
        const std::string& name = word(words, 1);
        if (name.front() < 'A' || name.front() > 'Z') throw Mistake{"a name starts with a capital: " + name};
        names_[name] = Words(words.begin() + 2, words.end());
    }

    bool take_setting(const Words& words) {
        const std::string& first = words.front();
        JudgeSettings& settings = trace_.settings;
        if (first == "host") {
            trace_.hosts.push_back({word(words, 1), parse_endpoint(word(words, 2))});
        } else if (first == "secret") {
            trace_.secret = parse_octets({word(words, 1)}, names_);
        } else if (first == "port") {
            settings.port = static_cast<std::uint16_t>(parse_number(word(words, 1)));
        } else if (first == "judged") {
            for (std::size_t i = 1; i < words.size(); ++i) settings.judged.push_back(host(words[i]).at);
        } else if (first == "leave-out") {
            const auto id = codec::find_requirement(word(words, 1));
            if (!id) throw Mistake{"no requirement " + words[1]};
            settings.left_out.push_back(*id);
        } else if (first == "vantage") {
            take_vantage(words);
        } else if (first == "tolerance") {
            take_tolerance(word(words, 1), word(words, 2));
        } else {
            return false;
        }
        return true;
    }

    // vantage HOST, vantage nothing, vantage after-some: the last two speak of hosts elsewhere
    void take_vantage(const Words& words) {
        const std::string& which = word(words, 1);
        Vantage& vantage = trace_.settings.vantage;
        if (which == "nothing") {
            vantage.elsewhere = Absence::nothing;
        } else if (which == "after-some") {
            vantage.elsewhere = Absence::after_some;
        } else {
            vantage.hosts = {address_of(host(which).at)};
        }
    }

    void take_tolerance(const std::string& which, const std::string& value) {
        Tolerances& tolerances = trace_.settings.tolerances;
        if (which == "ack-within") {
            tolerances.ack_within = parse_time(value);
        } else if (which == "round-trip") {
            tolerances.round_trip = parse_time(value);
        } else if (which == "spacing") {
            tolerances.spacing = parse_time(value);
        } else {
            throw Mistake{"no tolerance " + which};
        }
    }

    // at TIME FROM>TO [as LABEL] [deviates|not-delivered] [checksum XXXX] [cut N] : OCTETS
    void take_datagram(const Words& words) {
        Step step;
        step.line = line_;
        step.time = parse_time(word(words, 1));
        const std::string& way = word(words, 2);
        const auto arrow = way.find('>');
        if (arrow == std::string::npos) throw Mistake{"not FROM>TO: " + way};
        step.from = host(way.substr(0, arrow));
        step.to = host(way.substr(arrow + 1));
        step.reference = trace_.steps.size() + 1;
        const auto colon = std::ranges::find(words, ":");
        if (colon == words.end()) throw Mistake{"no ':' before the octets"};
        step.octets = parse_octets(Words(colon + 1, words.end()), names_);
        step.wire_length = step.octets.size();
        take_options(step, Words(words.begin() + 3, colon));
        trace_.steps.push_back(std::move(step));
    }

    void take_options(Step& step, const Words& options) {
        for (std::size_t i = 0; i < options.size(); ++i) {
            if (options[i] == "deviates") {
                step.conduct = Conduct::deviates;
            } else if (options[i] == "not-delivered") {
                step.conduct = Conduct::not_delivered;
            } else if (options[i] == "as") {
                step.label = word(options, ++i);
            } else if (options[i] == "checksum") {
                step.udp_checksum = static_cast<std::uint16_t>(parse_number("0x" + word(options, ++i)));
            } else if (options[i] == "cut") {
                step.octets.resize(parse_number(word(options, ++i)));
            } else {
                throw Mistake{"no option " + options[i]};
            }
        }
    }

    void take_finish(const Words& words) {
        Step step;
        step.kind = Step::Kind::finish;
        step.line = line_;
        step.time = parse_time(word(words, 1));
        trace_.steps.push_back(std::move(step));
    }

    // finds REQUIREMENT by HOST VERDICT [about LABEL]
    void take_finding(const Words& words) {
        constexpr std::array<std::string_view, 4> verdicts{"pass", "warn", "fail", "inconclusive"};
        if (word(words, 2) != "by" || std::ranges::find(verdicts, word(words, 4)) == verdicts.end()) {
            throw Mistake{"not 'finds REQUIREMENT by HOST VERDICT'"};
        }
        if (!codec::find_requirement(words[1])) throw Mistake{"no requirement " + words[1]};
        ExpectedBreach breach{words[1], host(words[3]).name, words[4], {}};
        if (words.size() > 5) breach.about = word(words, 6);
        last_step().breaches.push_back(std::move(breach));
    }

    Trace trace_;
    NamedOctets names_;
    std::string variant_;
    std::string folder_;
    std::size_t line_ = 0;
};

Words variants_of(const std::vector<Statement>& statements) {
    for (const Statement& statement : statements) {
        if (statement.words.front() != "variants") continue;
        return Words(statement.words.begin() + 1, statement.words.end());
    }
    return {""};
}

}  // namespace

const Host* Trace::host(std::string_view wanted) const {
    const auto found = std::ranges::find(hosts, wanted, &Host::name);
    return found != hosts.end() ? &*found : nullptr;
}

const Step* Trace::step(std::string_view label) const {
    const auto found = std::ranges::find(steps, label, &Step::label);
    return found != steps.end() ? &*found : nullptr;
}

std::vector<Trace> read_traces_text(const std::string& name, const std::string& text,
                                    const std::string& folder) {
    try {
        const std::vector<Statement> statements = split_statements(text);
        const Words variants = variants_of(statements);
        for (const Statement& statement : statements) {
            for (const std::string& only : statement.variants) {
                if (std::ranges::find(variants, only) != variants.end()) continue;
                throw Mistake{"line " + std::to_string(statement.line) + ": no variant " + only};
            }
        }
        std::vector<Trace> traces;
        for (const std::string& variant : variants) {
            Reader reader(name, variant, folder);
            reader.read(statements);
            traces.push_back(std::move(reader).result());
        }
        return traces;
    } catch (const Mistake& mistake) {
        throw std::runtime_error(name + ", " + mistake.what);
    }
}

std::vector<Trace> read_traces(const std::string& path) {
    const std::filesystem::path file(path);
    return read_traces_text(file.stem().string(), read_file(path), file.parent_path().string());
}

const std::vector<Trace>& all_traces() {
    static const std::vector<Trace> all = [] {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(L2TP_TRACES_DIR)) {
            if (entry.path().extension() == ".trace") files.push_back(entry.path());
        }
        std::ranges::sort(files);
        std::vector<Trace> traces;
        for (const auto& file : files) {
            for (Trace& trace : read_traces(file.string())) traces.push_back(std::move(trace));
        }
        return traces;
    }();
    return all;
}

}  // namespace l2tp::protocol::traces
