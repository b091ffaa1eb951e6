package sleeper.stepfunctions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.parse.DefinitionFault;
import sleeper.stepfunctions.parse.DefinitionParser;
import sleeper.stepfunctions.parse.InvalidDefinitionException;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.store.StateMachineRecord;
import sleeper.stepfunctions.task.TaskIntegrations;

/** The state machines. On the event loop, apart from {@link #validate}. */
final class StateMachines {
    private final ExecutionStore store;
    private final TaskIntegrations integrations;
    private final InstantSource clock;
    private final Chance chance;
    private final Map<String, StateMachineRecord> byArn = new LinkedHashMap<>();

    StateMachines(ExecutionStore store, TaskIntegrations integrations, InstantSource clock, Chance chance) {
        this.store = store;
        this.integrations = integrations;
        this.clock = clock;
        this.chance = chance;
        store.stateMachines().forEach(machine -> byArn.put(machine.arn(), machine));
    }

    StateMachineRecord create(String name, String definition, String roleArn, Map<String, String> tags) {
        Names.check(name);
        refuseFaults(definition);
        String arn = Arns.stateMachine(name);
        StateMachineRecord existing = byArn.get(arn);
        if (existing == null) {
            StateMachineRecord created =
                    new StateMachineRecord(arn, name, definition, roleArn, clock.instant(), Optional.empty(), tags);
            return put(created);
        }
        if (existing.definition().equals(definition)) {
            return existing;
        }
        throw new StepFunctionsException(
                Code.STATE_MACHINE_ALREADY_EXISTS, "State Machine Already Exists: '" + arn + "'");
    }

    StateMachineRecord update(String arn, Optional<String> definition, Optional<String> roleArn) {
        StateMachineRecord old = get(arn);
        definition.ifPresent(this::refuseFaults);
        return put(new StateMachineRecord(
                old.arn(),
                old.name(),
                definition.orElse(old.definition()),
                roleArn.orElse(old.roleArn()),
                old.creationDate(),
                Optional.of(chance.uuids().get().toString()),
                old.tags()));
    }

    void delete(String arn) {
        Arns.checkStateMachine(arn);
        byArn.remove(arn);
        store.deleteStateMachine(arn);
    }

    StateMachineRecord get(String arn) {
        Arns.checkStateMachine(arn);
        StateMachineRecord machine = byArn.get(arn);
        if (machine == null) {
            throw new StepFunctionsException(
                    Code.STATE_MACHINE_DOES_NOT_EXIST, "State Machine Does Not Exist: '" + arn + "'");
        }
        return machine;
    }

    boolean exists(String arn) {
        return byArn.containsKey(arn);
    }

    List<StateMachineRecord> list() {
        return byArn.values().stream()
                .sorted(Comparator.comparing(StateMachineRecord::name))
                .toList();
    }

    void tag(String arn, Map<String, String> set, List<String> remove) {
        StateMachineRecord old = get(arn);
        Map<String, String> tags = new LinkedHashMap<>(old.tags());
        tags.putAll(set);
        remove.forEach(tags::remove);
        put(new StateMachineRecord(
                old.arn(), old.name(), old.definition(), old.roleArn(), old.creationDate(), old.revisionId(), tags));
    }

    /** What is wrong with a definition, unknown resources included. */
    List<DefinitionFault> validate(String definition) {
        try {
            return UnknownResources.in(DefinitionParser.parse(definition), integrations);
        } catch (InvalidDefinitionException e) {
            return e.faults();
        }
    }

    private void refuseFaults(String definition) {
        List<DefinitionFault> faults = new ArrayList<>(validate(definition));
        if (!faults.isEmpty()) {
            throw new StepFunctionsException(
                    Code.INVALID_DEFINITION, new InvalidDefinitionException(faults).getMessage());
        }
    }

    private StateMachineRecord put(StateMachineRecord machine) {
        store.putStateMachine(machine);
        byArn.put(machine.arn(), machine);
        return machine;
    }
}
