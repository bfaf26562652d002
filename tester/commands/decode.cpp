// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec decode: every message as one JSON line.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>
#include <map>
#include <memory>

#include "codec/decode.hpp"
#include "tester/capture/capture_reader.hpp"
#include "tester/capture/l2tp_flows.hpp"
#include "tester/commands/commands.hpp"
#include "tester/suite/profile.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/json_decode.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

struct DecodeOptions {
    std::vector<std::string> captures;
    std::string hex;
    std::string secret_env;
    bool count = false;
};

// Counts is what --count prints.
struct Counts {
    std::uint64_t frames = 0;
    std::uint64_t messages = 0;
    std::uint64_t findings = 0;
    std::map<std::string, std::uint64_t> by_name;
};

class Decoder {
  public:
    Decoder(const DecodeOptions& options, Secret secret) : options_(options), secret_(std::move(secret)) {}

    void decode(const codec::Datagram& datagram) {
        codec::decode_into(message_, datagram, secret_.octets());
        if (!options_.count) {
            std::cout << json_line(message_json(message_, datagram)) << '\n';
            return;
        }
        ++counts_.messages;
        counts_.findings += message_.findings.size() + message_.findings_left_out;
        ++counts_.by_name[message_.kind == codec::MessageKind::data ? "data" : message_name(message_)];
    }

    void decode_file(const std::string& path) {
        CaptureReader reader(path);
        L2tpFlows flows;
        while (const auto datagram = reader.next()) {
            if (flows.contains(*datagram)) decode(*datagram);
        }
        counts_.frames += reader.frames();
    }

    void finish() const {
        if (options_.count) {
            std::cout << json_line({{"frames", counts_.frames},
                                    {"messages", counts_.messages},
                                    {"findings", counts_.findings},
                                    {"by_message", counts_.by_name}})
                      << '\n';
        }
        std::cout << std::flush;
        if (!std::cout) throw OutputError("standard output could not be written");
    }

  private:
    const DecodeOptions& options_;
    Secret secret_;
    codec::DecodedMessage message_;
    Counts counts_;
};

int decode(const DecodeOptions& options) {
    if (options.captures.empty() == options.hex.empty())
        throw UsageError("decode takes captures, or --hex OCTETS");
    Decoder decoder(options,
                    options.secret_env.empty() ? Secret() : secret_from_environment(options.secret_env));
    if (!options.hex.empty()) {
        const auto octets = parse_hex(options.hex);
        if (!octets) throw UsageError("--hex takes pairs of hexadecimal digits");
        codec::Datagram datagram;
        datagram.octets = *octets;
        datagram.wire_length = octets->size();
        decoder.decode(datagram);
    }
    int status = 0;
    for (const std::string& path : options.captures) {
        try {
            decoder.decode_file(path);
        } catch (const InputError& error) {  // what could be read was printed; the other files may be sound
            fmt::print(stderr, "l2tpspec: {}\n", error.what());
            status = 2;
        }
    }
    decoder.finish();
    return status;
}

}  // namespace

void add_decode_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<DecodeOptions>();
    CLI::App* command = app.add_subcommand("decode", "Every message as one JSON line");
    command->add_option("capture", options->captures, "pcap or pcapng files");
    command->add_option("--hex", options->hex, "The octets of one UDP payload instead");
    command->add_option("--secret-env", options->secret_env,
                        "Environment variable that holds the secret of hidden AVPs");
    command->add_flag("--count", options->count, "Decode everything, print counts only");
    command->callback([options, &context] { context.exit_status = decode(*options); });
}

}  // namespace l2tp::tester
