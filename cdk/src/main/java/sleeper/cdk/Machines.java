package sleeper.cdk;

import java.util.EnumMap;
import java.util.Map;
import sleeper.core.deployment.InstanceNames;
import sleeper.statemachine.Deployment;
import sleeper.statemachine.StateMachineFile;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/** The state machines, of the files that the embedded run executes; nothing is rewritten here. */
final class Machines {
    private final Map<StateMachineFile, StateMachine> machines = new EnumMap<>(StateMachineFile.class);

    Machines(Construct parent, InstanceSpec spec, Roles roles, Map<String, String> substitutions) {
        Construct scope = new Construct(parent, "Machines");
        InstanceNames names = spec.names();
        Deployment deployment = new Deployment(spec.platforms(), substitutions);
        for (StateMachineFile file : StateMachineFile.all()) {
            String name = names.stateMachine(file.machineName());
            machines.put(
                    file,
                    StateMachine.Builder.create(scope, file.machineName())
                            .stateMachineName(name)
                            .stateMachineType(StateMachineType.STANDARD)
                            .definitionBody(DefinitionBody.fromString(file.prepare(deployment)))
                            .role(roles.of(file))
                            .tracingEnabled(true)
                            .logs(LogOptions.builder()
                                    .level(LogLevel.ALL)
                                    .includeExecutionData(false)
                                    // Names that begin so keep the resource policy of logs from growing too long.
                                    .destination(Logs.group(
                                            scope,
                                            file.machineName() + "-logs",
                                            "/aws/vendedlogs/states/" + name,
                                            spec))
                                    .build())
                            .build());
        }
    }

    StateMachine get(StateMachineFile file) {
        return machines.get(file);
    }
}
