package sleeper.local.instance;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.local.client.AwsJsonClient.NoAnswerException;
import sleeper.local.client.ExecutionsClient;
import sleeper.local.run.LocalHome;
import sleeper.local.run.StoredStories;
import sleeper.statestore.instance.ExecutionBook;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.UnreachableException;
import sleeper.stepfunctions.store.FileExecutionStore;
import sleeper.stepfunctions.store.StoredExecution;

/** Executions of the services that run at a home, wherever these listen by now. Safe for use by many threads. */
final class ReachedBook implements ExecutionBook {
    private static final Pattern EXECUTION = Pattern.compile("arn:[^:]+:states:[^:]+:[^:]+:execution:([^:]+):([^:]+)");

    private final LocalHome home;
    private final ReachedClient<ExecutionsClient> client;

    ReachedBook(LocalHome home) {
        this.home = home;
        this.client = new ReachedClient<>(home, ExecutionsClient::new);
    }

    /** What is asked of the services. */
    private interface Question<T> {
        T of(ExecutionsClient client);
    }

    private <T> T ask(Question<T> question) {
        try {
            return question.of(client.get().orElseThrow(() -> unreachable(null)));
        } catch (NoAnswerException e) {
            throw unreachable(e);
        }
    }

    private UnreachableException unreachable(Exception cause) {
        return new UnreachableException("the services at " + home.path(), "no answer", "Run 'sleeper local'.", cause);
    }

    @Override
    public List<Machine> machines() {
        return ask(ExecutionsClient::machines);
    }

    @Override
    public List<Entry> list(String machine, Optional<Status> status, Optional<String> after, int most) {
        return ask(client -> client.list(machine, status, after, most));
    }

    @Override
    public Optional<Whole> find(String arn) {
        return ask(client -> client.find(arn));
    }

    /** From the home, which has it whole: the protocol's pages are many, and each is cut from all of it. */
    @Override
    public List<ExecutionEvent> history(String arn) {
        return stored(arn).stream()
                .flatMap(execution -> store().history(execution.start()).stream())
                .map(StoredStories::told)
                .toList();
    }

    /** Events are numbered from 1 on, so that as many stand before the part as its predecessor's id says. */
    @Override
    public List<ExecutionEvent> events(String arn, long after, int most) {
        return stored(arn).stream()
                .flatMap(execution -> store().history(execution.start(), after, most).stream())
                .map(StoredStories::told)
                .toList();
    }

    private Optional<StoredExecution> stored(String arn) {
        Matcher execution = EXECUTION.matcher(arn);
        return execution.matches() && Files.isDirectory(home.stepFunctions())
                ? store().find(execution.group(1), execution.group(2))
                : Optional.empty();
    }

    private FileExecutionStore store() {
        return new FileExecutionStore(home.stepFunctions());
    }

    @Override
    public void redrive(String arn) {
        String unused = ask(client -> Reached.once(ExecutionBook::unknown, () -> {
            client.redrive(arn);
            return arn;
        }));
    }
}
