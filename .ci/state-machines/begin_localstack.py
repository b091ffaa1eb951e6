"""Start LocalStack so that Tasks end as they ended in our interpreter, and no time is spent on waiting.

Usage: begin_localstack.py TURNS

Tasks end as its mocked service integrations say (SFN_MOCK_CONFIG), and these end at once. Which of two branches ends first matters, so
TURNS is a JSON file that has of each machine, test case and state, for each time that its Task is tried, how many Tasks of the
execution must have begun before it ends, or null where it does not end by itself.

How it interprets a definition is left as it is. What is changed besides stands in interpreters.template.md.
"""

import json
import pathlib
import runpy
import sys
import time
import types

from localstack.services.stepfunctions.asl.component.common.error_name.custom_error_name import CustomErrorName
from localstack.services.stepfunctions.asl.component.common.error_name.states_error_name import StatesErrorName
from localstack.services.stepfunctions.asl.component.common.retry import retrier_decl
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task import local_mock_eval_utils
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_unsupported,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service.resource import (
    ResourceCondition,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service.state_task_service_callback import (  # noqa: E501
    StateTaskServiceCallback,
)
from localstack.services.stepfunctions.asl.component.state.state_wait.wait_function.wait_function import WaitFunction
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.backend import execution_worker

LOOK_SECONDS = 0.005
MOST_SECONDS = 30
TURNS = json.loads(pathlib.Path(sys.argv[1]).read_text())

response_of = Environment.get_current_local_mocked_response
execution_data = execution_worker.ExecutionData
patterns = state_task_service_unsupported._SUPPORTED_INTEGRATION_PATTERNS


def response_in_turn(environment):
    response = response_of(environment)
    case, state = environment.local_mock_test_case, environment.next_state_name
    begun = environment.next_local_mock_invocation_number
    turn = TURNS[case.state_machine_name][case.test_case_name][state][begun[state] - 1]
    until = time.monotonic() + MOST_SECONDS
    while environment.is_running() and (turn is None or sum(begun.values()) < turn):
        if time.monotonic() > until:
            raise RuntimeError(f"'{state}' did not come to its end in {case.test_case_name}")
        time.sleep(LOOK_SECONDS)
    return response


def execution_data_with_redrive_count(**fields):
    return execution_data(**fields, RedriveCount=0)


def error_name(error_name):
    return StatesErrorName.from_name(error_name) if error_name.startswith("States.") else CustomErrorName(error_name)


def leave(*_, **__):
    pass


# What is added is not there by itself, or need no longer be added.
assert "RedriveCount" not in execution_data.__annotations__, "LocalStack has the context object's RedriveCount now"
assert ResourceCondition.Sync not in patterns, "LocalStack lets Tasks of other services end with their jobs now"

Environment.get_current_local_mocked_response = response_in_turn
WaitFunction._wait_interval = lambda function, env, wait_seconds: None
retrier_decl.time = types.SimpleNamespace(sleep=lambda seconds: None)
execution_worker.ExecutionData = execution_data_with_redrive_count
local_mock_eval_utils.CustomErrorName = error_name
patterns.add(ResourceCondition.Sync)
state_task_service_unsupported.StateTaskServiceUnsupported._normalise_parameters = leave
state_task_service_unsupported.StateTaskServiceUnsupported._normalise_response = leave
StateTaskServiceCallback._eval_integration_pattern = leave

runpy.run_path(str(pathlib.Path(__file__).parents[1] / "servers" / "begin_localstack.py"), run_name="__main__")
