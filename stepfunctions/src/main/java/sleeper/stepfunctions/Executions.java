package sleeper.stepfunctions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.engine.ExecutionHost;
import sleeper.stepfunctions.engine.ExecutionRun;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.parse.DefinitionParser;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.store.StateMachineRecord;
import sleeper.stepfunctions.store.StoredExecution;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.time.EventLoop;

/** The executions, open and closed. On the event loop. */
final class Executions implements ExecutionHost {

    private final ExecutionStore store;
    private final TaskIntegrations integrations;
    private final EventLoop loop;
    private final Chance chance;
    private final StatusReports reports;
    private final Redrivability redrivability;
    private final Redriving redriving;
    private final Resuming resuming;
    private final Map<String, StoredExecution> byArn = new LinkedHashMap<>();
    private final Map<String, ExecutionRun> open = new LinkedHashMap<>();
    private final Map<String, List<CompletableFuture<ExecutionDescription>>> awaited = new LinkedHashMap<>();
    private boolean closed;

    Executions(
            ExecutionStore store,
            TaskIntegrations integrations,
            EventLoop loop,
            Chance chance,
            ExecutionStatusListener listener,
            Redrivability redrivability) {
        this.store = store;
        this.integrations = integrations;
        this.loop = loop;
        this.chance = chance;
        this.redrivability = redrivability;
        this.redriving = new Redriving(this, store, redrivability);
        this.resuming = new Resuming(this, store);
        this.reports = new StatusReports(loop, listener, chance, this::reported);
        store.executions().forEach(execution -> byArn.put(execution.start().arn(), withoutWhatIsOver(execution)));
    }

    /** Where an execution ended needs no room once it cannot be redriven any more. */
    private StoredExecution withoutWhatIsOver(StoredExecution execution) {
        return redrivability.isOver(execution.state())
                ? new StoredExecution(execution.start(), execution.state().withoutPosition())
                : execution;
    }

    /** Takes up what was open, and reports what has ended without having been reported. */
    void resumeAll() {
        for (StoredExecution execution : List.copyOf(byArn.values())) {
            if (open.containsKey(execution.start().arn())) {
                continue;
            }
            if (!execution.state().status().isClosed()) {
                resume(execution);
            } else if (!execution.state().reported()) {
                report(execution.start(), execution.state());
            }
        }
    }

    private void resume(StoredExecution execution) {
        String arn = execution.start().arn();
        resuming.resume(execution).ifPresent(run -> {
            open.put(arn, run);
            forgetIfClosed(arn);
        });
    }

    StartOutcome start(StateMachineRecord machine, Optional<String> wantedName, String input) {
        String name = wantedName.orElseGet(() -> chance.uuids().get().toString());
        Names.check(name);
        Inputs.check(input);
        String arn = Arns.execution(machine.name(), name);
        StoredExecution existing = byArn.get(arn);
        if (existing != null) {
            boolean same = !existing.state().status().isClosed()
                    && existing.start().input().equals(input)
                    && existing.start().stateMachineArn().equals(machine.arn());
            return same
                    ? new StartOutcome.AlreadyRunning(arn, existing.start().startDate())
                    : new StartOutcome.AlreadyExists(arn, existing.start().startDate());
        }
        ExecutionStart start = new ExecutionStart(
                arn,
                name,
                machine.arn(),
                machine.name(),
                machine.roleArn(),
                machine.definition(),
                input,
                loop.clock().instant());
        open.put(arn, ExecutionRun.begin(this, start, DefinitionParser.parse(machine.definition())));
        forgetIfClosed(arn);
        return new StartOutcome.Started(arn, start.startDate());
    }

    ExecutionDescription describe(String arn) {
        return describe(get(arn));
    }

    private ExecutionDescription describe(StoredExecution execution) {
        ExecutionRun run = open.get(execution.start().arn());
        if (run == null || run.waiting().isEmpty()) {
            return describe(execution.start(), execution.state());
        }
        ExecutionState state = run.state().status() == ExecutionStatus.ABORTED ? run.state() : execution.state();
        return ExecutionDescription.of(
                execution.start(), state, run.waiting(), redrivability.refusal(execution.start(), state));
    }

    private ExecutionDescription describe(ExecutionStart start, ExecutionState state) {
        return ExecutionDescription.of(start, state, Optional.empty(), redrivability.refusal(start, state));
    }

    Instant redrive(String arn, Optional<String> token) {
        StoredExecution execution = get(arn);
        Instant now = loop.clock().instant();
        Optional<Instant> answered =
                token.flatMap(text -> execution.state().redrives().answered(text, now));
        if (answered.isPresent()) {
            return answered.get();
        }
        open.put(arn, redriving.redrive(execution, token, now));
        forgetIfClosed(arn);
        return now;
    }

    List<HistoryEvent> history(String arn) {
        StoredExecution execution = get(arn);
        ExecutionRun run = open.get(arn);
        return run == null ? store.history(execution.start()) : List.copyOf(run.history());
    }

    ExecutionDescription stop(String arn, Optional<String> error, Optional<String> cause) {
        get(arn);
        ExecutionRun run = open.get(arn);
        if (run != null) {
            run.abort(error, cause);
        }
        return describe(arn);
    }

    /** @param after ARN of the execution behind which the list begins, whatever its status is by now; empty for the newest */
    List<ExecutionDescription> list(String stateMachineArn, Optional<ExecutionStatus> status, Optional<String> after) {
        List<ExecutionDescription> all = newestFirst(stateMachineArn);
        int from = after.map(arn -> 1 + indexOf(arn, all)).orElse(0);
        return all.subList(from, all.size()).stream()
                .filter(execution -> status.map(execution.status()::equals).orElse(true))
                .toList();
    }

    private static int indexOf(String arn, List<ExecutionDescription> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).start().arn().equals(arn)) {
                return i;
            }
        }
        throw new StepFunctionsException(Code.INVALID_TOKEN, "Invalid Token: it continues behind '" + arn + "'");
    }

    private List<ExecutionDescription> newestFirst(String stateMachineArn) {
        List<ExecutionDescription> found = new ArrayList<>();
        for (StoredExecution execution : byArn.values()) {
            if (execution.start().stateMachineArn().equals(stateMachineArn)) {
                found.add(describe(execution));
            }
        }
        // Stable: of two that started at the same instant, the one that started later comes first.
        Collections.reverse(found);
        found.sort(Comparator.comparing(
                (ExecutionDescription execution) -> execution.start().startDate(), Comparator.reverseOrder()));
        return found;
    }

    CompletableFuture<ExecutionDescription> whenClosed(String arn) {
        ExecutionDescription now = describe(arn);
        if (now.status().isClosed()) {
            return CompletableFuture.completedFuture(now);
        }
        CompletableFuture<ExecutionDescription> future = new CompletableFuture<>();
        awaited.computeIfAbsent(arn, key -> new ArrayList<>()).add(future);
        return future;
    }

    /** Stops moving: tasks are cancelled, nothing more is saved. */
    void close() {
        closed = true;
        open.values().forEach(ExecutionRun::suspend);
        open.clear();
    }

    private StoredExecution get(String arn) {
        Arns.checkExecution(arn);
        StoredExecution execution = byArn.get(arn);
        if (execution == null) {
            throw new StepFunctionsException(Code.EXECUTION_DOES_NOT_EXIST, "Execution Does Not Exist: '" + arn + "'");
        }
        return execution;
    }

    private void forgetIfClosed(String arn) {
        if (byArn.get(arn).state().status().isClosed()) {
            open.remove(arn);
        }
    }

    private void report(ExecutionStart start, ExecutionState state) {
        reports.report(start, state, redrivability.refusal(start, state));
    }

    /** An end that was reported only after the execution had been redriven leaves no mark. */
    private void reported(StoredExecution ended) {
        ExecutionStart start = ended.start();
        StoredExecution execution = byArn.get(start.arn());
        if (execution != null
                && !closed
                && execution.state().eventCount() == ended.state().eventCount()) {
            save(start, execution.state().asReported(), List.of());
        }
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public TaskIntegrations integrations() {
        return integrations;
    }

    @Override
    public Chance chance() {
        return chance;
    }

    @Override
    public void save(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents) {
        if (byArn.containsKey(start.arn())) {
            store.advance(start, state, newEvents);
        } else {
            store.begin(start, state, newEvents);
        }
        byArn.put(start.arn(), new StoredExecution(start, state));
    }

    @Override
    public void closed(ExecutionStart start, ExecutionState state) {
        open.remove(start.arn());
        ExecutionDescription description = describe(start, state);
        List<CompletableFuture<ExecutionDescription>> waiting = awaited.remove(start.arn());
        if (waiting != null) {
            waiting.forEach(future -> future.complete(description));
        }
        report(start, state);
    }
}
