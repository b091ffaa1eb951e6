package sleeper.sort;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import sleeper.core.job.InputFile;

/**
 * The row groups of all inputs, handed out to several threads. The threads that read also open: each opens the next file, outside
 * the lock, while fewer row groups are ready or to come than there are threads. So threads that wait for a distant store wait for
 * as many files at a time, and a file is open before the one ahead of it has been read.
 *
 * <p>Bound: files that are open or being opened are at most twice as many as threads.
 */
final class RowGroupQueue implements Closeable {
    private final Opener opener;
    private final int threads;
    private final Workers workers;
    private final Queue<InputFile> unopened;
    private final Queue<Task> ready = new ArrayDeque<>();
    private int opening;

    /** A row group to be read; afterwards its input is to be told. */
    record Task(OpenInput input, int rowGroup) {}

    /** Opens and checks a file; called by several threads. */
    interface Opener {
        OpenInput open(InputFile input) throws IOException;
    }

    RowGroupQueue(Collection<InputFile> inputs, Opener opener, int threads, Workers workers) {
        this.unopened = new ArrayDeque<>(inputs);
        this.opener = opener;
        this.threads = threads;
        this.workers = workers;
    }

    /** @return the next row group, or null if all have been handed out */
    Task next() throws IOException, InterruptedException {
        while (true) {
            workers.check();
            InputFile toOpen;
            synchronized (this) {
                boolean enough = ready.size() + opening >= threads || unopened.isEmpty();
                if (enough && !ready.isEmpty()) {
                    return ready.remove();
                }
                if (unopened.isEmpty() && opening == 0) {
                    return null;
                }
                if (unopened.isEmpty()) {
                    wait();
                    continue;
                }
                toOpen = unopened.remove();
                opening++;
            }
            open(toOpen);
        }
    }

    private void open(InputFile input) throws IOException {
        OpenInput opened = null;
        try {
            opened = opener.open(input);
        } finally {
            opened(opened);
        }
    }

    /** @param input null if it could not be opened */
    private synchronized void opened(OpenInput input) {
        opening--;
        if (input != null) {
            for (int i = 0; i < input.rowGroups(); i++) {
                ready.add(new Task(input, i));
            }
        }
        // Threads that wait also have to see that there is nothing to wait for, or that the run has failed.
        notifyAll();
    }

    /** Closes the files of the row groups that were not handed out. To be called when no thread takes any more. */
    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        for (Task task : ready) {
            try {
                task.input().rowGroupDone();
            } catch (IOException e) {
                failure = e;
            }
        }
        ready.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
