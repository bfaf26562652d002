# SPDX-License-Identifier: GPL-2.0-or-later
# L2TP_UNITY_BUILD: several files are compiled at once, which takes less than half the time where nothing was compiled
# before. Only what is built once, in CI, is built so: a change of one file compiles its whole batch again.
if(L2TP_UNITY_BUILD)
    set(CMAKE_UNITY_BUILD ON)
    set(CMAKE_UNITY_BUILD_BATCH_SIZE 8)
endif()

# l2tp_compile_alone(TARGET FILE...): files of a target that have names of their own which others of it have, too.
function(l2tp_compile_alone target)
    if(TARGET ${target})
        set_source_files_properties(${ARGN} TARGET_DIRECTORY ${target} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
endfunction()

# l2tp_settle_unity_build(): what is not like the rest; called when all targets are there.
function(l2tp_settle_unity_build)
    if(NOT L2TP_UNITY_BUILD)
        return()
    endif()
    if(TARGET l2tp_tester)
        set_target_properties(l2tp_tester PROPERTIES UNITY_BUILD_BATCH_SIZE 12)
    endif()
    if(TARGET l2tpspec)
        set_target_properties(l2tpspec PROPERTIES UNITY_BUILD_BATCH_SIZE 4)
    endif()
    # Nearly every file of these has the same names for its own tables or handles.
    foreach(target l2tp_samples l2tp_state_docs l2tpv2)
        if(TARGET ${target})
            set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
        endif()
    endforeach()
    set(root "${PROJECT_SOURCE_DIR}")
    foreach(kind avp channel data header hiding identifier reaction result state teardown)
        l2tp_compile_alone(l2tp_protocol "${root}/protocol/defects/${kind}_defects.cpp")
    endforeach()
    l2tp_compile_alone(l2tp_protocol "${root}/protocol/session.cpp" "${root}/protocol/state_table.cpp")
    l2tp_compile_alone(l2tp_counted "${root}/protocol/session.cpp" "${root}/protocol/state_table.cpp")
    foreach(file audit/audit_words capture/recording suite/baseline suite/cleanup suite/impairment run/tester_tunnel
            suite/profile_review suite/profile_schema suite/scenario_measure virtual/selftest_text)
        l2tp_compile_alone(l2tp_tester "${root}/tester/${file}.cpp")
    endforeach()
    set(tests "${root}/tests")
    l2tp_compile_alone(defects_test "${tests}/protocol/defects/state_provocations.cpp"
        "${tests}/protocol/defects/life_provocations.cpp")
    l2tp_compile_alone(control_channel_test "${tests}/protocol/channel_retransmission_test.cpp"
        "${tests}/protocol/channel_window_test.cpp")
    l2tp_compile_alone(endpoint_test "${tests}/protocol/endpoint/refusal_test.cpp")
    l2tp_compile_alone(l2tp_traces "${tests}/protocol/judge/trace_check.cpp")
    l2tp_compile_alone(tester_test "${tests}/tester/ip_packet_test.cpp" "${tests}/tester/suite/schedule_test.cpp")
    l2tp_compile_alone(tester_scenario_test "${tests}/tester/scenario/scenario_parser_test.cpp")
endfunction()
