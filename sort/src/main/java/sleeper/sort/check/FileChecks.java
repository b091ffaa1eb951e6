package sleeper.sort.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sleeper.core.file.FileInfo;
import sleeper.core.schema.Schema;
import sleeper.sort.check.FileCheck.Finding;
import sleeper.sort.schema.ColumnRules;

/** Checks many files, several at a time: a check waits for its store most of the time. */
public final class FileChecks {
    /** So few that their footers, at most 64 MiB each, fit into the memory of a function. */
    private static final int IN_FUNCTION = 4;

    /** A driver has memory for more, and may be given more files. */
    private static final int IN_DRIVER = 16;

    private final FileCheck check;
    private final int mostAtOnce;

    private FileChecks(FileCheck check, int mostAtOnce) {
        this.check = check;
        this.mostAtOnce = mostAtOnce;
    }

    public static FileChecks inFunction(FileCheck check) {
        return new FileChecks(check, IN_FUNCTION);
    }

    public static FileChecks inDriver(FileCheck check) {
        return new FileChecks(check, IN_DRIVER);
    }

    /**
     * @return what was found, in the order of the files
     * @throws sleeper.core.error.TransientFailureException if the store failed, so that nothing can be said of a file
     */
    public List<Finding> checkAll(List<FileInfo> files, Schema schema, ColumnRules rules) {
        if (files.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(mostAtOnce, files.size()), FileChecks::daemon);
        try {
            List<Future<Finding>> running = files.stream()
                    .map(file -> threads.submit(() -> check.check(file, schema, rules)))
                    .toList();
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> each : running) {
                findings.add(resultOf(each));
            }
            return findings;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Finding resultOf(Future<Finding> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while files were checked", e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "file-check");
        thread.setDaemon(true);
        return thread;
    }
}
