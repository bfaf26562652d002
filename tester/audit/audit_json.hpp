// SPDX-License-Identifier: GPL-2.0-or-later
// The JSON report of an audit: one list each of captures, tunnels, sessions and findings, whose members name
// their capture.
#pragma once

#include <nlohmann/json.hpp>

#include "tester/audit/audit.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

class AuditReport {
  public:
    AuditReport(std::string version, std::string command_line);

    void add(const CaptureAudit& audit);
    [[nodiscard]] Json json(Verdict verdict) &&;

  private:
    void add_tunnels(const CaptureAudit& audit, const std::string& capture);
    void add_sessions(const CaptureAudit& audit, const std::string& capture);
    void add_findings(const CaptureAudit& audit, const std::string& capture);

    std::string version_;
    std::string command_line_;
    Json captures_ = Json::array();
    Json tunnels_ = Json::array();
    Json sessions_ = Json::array();
    Json findings_ = Json::array();
};

}  // namespace l2tp::tester
