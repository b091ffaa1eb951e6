package sleeper.verification.account;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests that leaves a process which it started, and ends that process; also if a test failed, or what was to be done
 * before all tests. For a class whose tests run alone.
 */
final class NoProcessLeft implements BeforeAllCallback, AfterAllCallback {
    /** What is ending anyway may take so long, on a machine that is busy. */
    private static final long SECONDS_TO_END = 10;

    private static final int LONGEST_ARGUMENT = 200;

    private final long secondsToEnd;
    private Set<ProcessHandle> before = Set.of();

    NoProcessLeft() {
        this(SECONDS_TO_END);
    }

    /** @param secondsToEnd how long what is left has to end by itself */
    NoProcessLeft(long secondsToEnd) {
        this.secondsToEnd = secondsToEnd;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        begin();
    }

    void begin() {
        before = ProcessHandle.current().descendants().collect(Collectors.toSet());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end();
    }

    void end() {
        List<ProcessHandle> started = ProcessHandle.current()
                .descendants()
                .filter(process -> !before.contains(process))
                .toList();
        CompletableFuture<Void> ended = CompletableFuture.allOf(
                started.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        var unused =
                ended.completeOnTimeout(null, secondsToEnd, TimeUnit.SECONDS).join();
        List<String> left = started.stream()
                .filter(ProcessHandle::isAlive)
                .map(NoProcessLeft::words)
                .toList();
        started.forEach(ProcessHandle::destroyForcibly);
        if (!left.isEmpty()) {
            throw new AssertionError("processes were left: " + String.join(", ", left));
        }
    }

    /** Without class paths, behind which nobody would find the main class. */
    private static String words(ProcessHandle process) {
        Stream<String> arguments = Stream.of(process.info().arguments().orElse(new String[0]))
                .filter(argument -> argument.length() <= LONGEST_ARGUMENT);
        return Stream.concat(
                        Stream.of(process.pid() + " " + process.info().command().orElse("")), arguments)
                .collect(Collectors.joining(" "));
    }
}
