package sleeper.bulkimport.job.runner;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import sleeper.core.util.FailureWords;

/** Asks a cluster for a reason. It always gives words, within a time: what is told must not hang on whether the cluster answers. */
final class ReasonAsked implements Supplier<String> {
    private static final String NO_ANSWER = "Kubernetes did not say why: ";

    private final Callable<String> question;
    private final Duration longest;

    /**
     * @param question may throw anything, and may never return
     * @param longest  that is waited for it
     */
    ReasonAsked(Callable<String> question, Duration longest) {
        this.question = question;
        this.longest = longest;
    }

    @Override
    public String get() {
        FutureTask<String> answer = new FutureTask<>(question);
        Thread thread = new Thread(answer, "reason-asked");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            return NO_ANSWER + FailureWords.of(e.getCause());
        } catch (TimeoutException e) {
            return NO_ANSWER + "no answer within " + longest.toSeconds() + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NO_ANSWER + "the driver was interrupted";
        } finally {
            answer.cancel(true);
        }
    }
}
