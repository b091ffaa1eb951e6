package sleeper.statestore.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileFaults;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.statestore.table.GcReport.Kind;
import sleeper.statestore.table.GcReport.Removed;

/**
 * What a collection takes away. What cannot be taken away, or looked at, is noted and left for the next collection: it keeps nothing
 * else from its turn.
 */
final class Removals {
    /** As many files as a store takes away by one request. */
    private static final int BATCH = 1_000;

    /** So many are named; of more, the number. */
    private static final int MOST_FAULTS = 20;

    private final FileStore files;
    private final boolean dryRun;
    private final Map<FilePath, String> doomed = new LinkedHashMap<>();
    private final List<Removed> removed = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int left;
    /** The cause of the first of them. */
    private Optional<Exception> first = Optional.empty();
    /** What no other try mends, such as a log that is damaged. */
    private Optional<SleeperException> lasting = Optional.empty();

    /** @param dryRun whether nothing is taken away, and all counts as if it were */
    Removals(FileStore files, boolean dryRun) {
        this.files = files;
        this.dryRun = dryRun;
    }

    /** Looks at things, or takes one away. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /**
     * Goes through things of one kind.
     *
     * @param what the things, as people name them
     */
    void look(String what, Work work) {
        tried(what, "read", work);
    }

    /** @param path as the report has it */
    void file(String path, FilePath file) {
        doomed.put(file, path);
        if (doomed.size() == BATCH) {
            flush();
        }
    }

    /** Takes away the files that were named last. */
    void flush() {
        Map<FilePath, IOException> failed = dryRun ? Map.of() : files.deleteAll(List.copyOf(doomed.keySet()));
        doomed.forEach((file, path) -> {
            IOException failure = failed.get(file);
            if (failure == null) {
                removed.add(new Removed(Kind.DATA, path));
            } else {
                note(FileFaults.of(file.toString(), "delete", failure, ""), failure);
            }
        });
        doomed.clear();
    }

    void thing(Kind kind, String what, Work removal) {
        if (dryRun || tried(what, "delete", removal)) {
            removed.add(new Removed(kind, what));
        }
    }

    private boolean tried(String what, String right, Work work) {
        try {
            work.run();
            return true;
        } catch (IOException e) {
            note(FileFaults.of(what, right, e, ""), e);
        } catch (TransientFailureException e) {
            e.faults().forEach(fault -> note(fault, e));
        } catch (SleeperException e) {
            if (lasting.isEmpty()) {
                lasting = Optional.of(e);
            } else {
                lasting.get().addSuppressed(e);
            }
        }
        return false;
    }

    private void note(Fault fault, Exception cause) {
        left++;
        first = first.or(() -> Optional.of(cause));
        if (faults.size() < MOST_FAULTS) {
            faults.add(fault);
        }
    }

    List<Removed> removed() {
        return removed;
    }

    /**
     * @param whose things these were, for people
     * @throws TransientFailureException if something was noted
     * @throws SleeperException what no other try mends, if something was of that kind
     */
    void expectAll(String whose) {
        if (lasting.isPresent()) {
            throw lasting.get();
        }
        if (left > 0) {
            throw new TransientFailureException(
                    "Garbage of " + whose + " was not all " + (dryRun ? "found: " : "collected: ") + removed.size()
                            + (dryRun ? " to be removed, " : " removed, ") + left
                            + (left == 1 ? " failure." : " failures."),
                    faults,
                    first.orElse(null));
        }
    }
}
