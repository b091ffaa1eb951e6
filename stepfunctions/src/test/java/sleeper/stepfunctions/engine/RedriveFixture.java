package sleeper.stepfunctions.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskRequest;

/** A service in virtual time whose executions are run to their end and redriven. Definitions have single quotes for double ones. */
abstract class RedriveFixture {
    static final String TASK = "'Type':'Task','Resource':'" + ScriptedIntegration.RESOURCE + "'";
    static final String TASK_TO_END = graph("T", TASK + ",'End':true");

    final ScriptedIntegration integration = new ScriptedIntegration();
    final InMemoryExecutionStore store = new InMemoryExecutionStore();
    VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store);

    @AfterEach
    void close() {
        service.close();
    }

    static String graph(String name, String state) {
        return "{'StartAt':'" + name + "','States':{'" + name + "':{" + state + "}}}";
    }

    final String start(String definition, String input) {
        String machine = service.functions().createStateMachine("m", definition.replace('\'', '"'));
        String arn = service.functions()
                .startExecution(machine, "e", input.replace('\'', '"'))
                .executionArn();
        service.loop().runUntilIdle();
        return arn;
    }

    final ExecutionDescription run(String definition, String input) {
        return service.functions().awaitClosed(start(definition, input));
    }

    final Instant redrive(ExecutionDescription execution) {
        return service.functions().redrive(execution.start().arn(), Optional.empty());
    }

    final ExecutionDescription redriven(ExecutionDescription execution) {
        redrive(execution);
        return service.functions().awaitClosed(execution.start().arn());
    }

    final List<String> typesAfterRedrive(ExecutionDescription execution) {
        List<String> types = service.eventTypes(execution);
        return types.subList(types.lastIndexOf("ExecutionRedriven"), types.size());
    }

    final List<Object> calls() {
        return integration.requests().stream()
                .map(TaskRequest::parameters)
                .map(parameters -> (Object) Json.write(parameters))
                .toList();
    }
}
