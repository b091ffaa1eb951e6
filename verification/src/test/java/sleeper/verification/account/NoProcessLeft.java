package sleeper.verification.account;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .toList();
        started.forEach(ProcessHandle::destroyForcibly);
        if (!left.isEmpty()) {
            throw new AssertionError("processes were left: " + String.join(", ", left));
        }
    }
}
