package sleeper.cli.job;

import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.core.platform.JobQueue;

/** The document of a job and the queue that it is for, as {@code submit} and {@code plan} take them. */
final class JobArguments {
    @Parameters(paramLabel = "JOB.json", description = "The job document.")
    private String file;

    /** For shells that complete command lines. */
    private static final class QueueWords implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(JobQueue.values()).map(JobQueue::word).iterator();
        }
    }

    @Option(
            names = "--queue",
            paramLabel = "WORD",
            defaultValue = "standard",
            completionCandidates = QueueWords.class,
            description = "standard (default), emr, persistent-emr, emr-serverless, eks or auto.")
    private String word;

    /** @return the document's path as it was typed */
    String file() {
        return file;
    }

    /** @return the queue's word as it was typed */
    String word() {
        return word;
    }
}
