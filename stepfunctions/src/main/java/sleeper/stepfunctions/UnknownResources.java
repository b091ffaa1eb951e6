package sleeper.stepfunctions;

import java.util.ArrayList;
import java.util.List;
import sleeper.stepfunctions.definition.MapState;
import sleeper.stepfunctions.definition.ParallelState;
import sleeper.stepfunctions.definition.State;
import sleeper.stepfunctions.definition.StateGraph;
import sleeper.stepfunctions.definition.StateMachineDefinition;
import sleeper.stepfunctions.definition.TaskState;
import sleeper.stepfunctions.parse.DefinitionFault;
import sleeper.stepfunctions.task.TaskIntegrations;

/** Finds the Resources of a definition for which there is no integration. */
final class UnknownResources {
    private final TaskIntegrations integrations;
    private final List<DefinitionFault> faults = new ArrayList<>();

    private UnknownResources(TaskIntegrations integrations) {
        this.integrations = integrations;
    }

    static List<DefinitionFault> in(StateMachineDefinition definition, TaskIntegrations integrations) {
        UnknownResources search = new UnknownResources(integrations);
        search.look(definition.graph(), "");
        return List.copyOf(search.faults);
    }

    private void look(StateGraph graph, String pointer) {
        graph.states()
                .forEach((name, state) -> look(
                        state, pointer + "/States/" + name.replace("~", "~0").replace("/", "~1")));
    }

    private void look(State state, String pointer) {
        if (state instanceof TaskState task
                && integrations.find(task.resource()).isEmpty()) {
            faults.add(new DefinitionFault(
                    "SCHEMA_VALIDATION_FAILED",
                    "The resource provided " + task.resource()
                            + " is not recognized. The value is not a valid resource ARN, or the resource is not available"
                            + " in this region",
                    pointer + "/Resource"));
        } else if (state instanceof ParallelState parallel) {
            for (int i = 0; i < parallel.branches().size(); i++) {
                look(parallel.branches().get(i), pointer + "/Branches/" + i);
            }
        } else if (state instanceof MapState map) {
            look(map.processor(), pointer + "/ItemProcessor");
        }
    }
}
