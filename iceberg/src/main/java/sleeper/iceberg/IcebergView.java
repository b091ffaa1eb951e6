package sleeper.iceberg;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.Require;
import sleeper.iceberg.ViewVersions.Newest;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.util.NameNumbers;
import sleeper.statestore.util.Surroundings;

/**
 * A table as a table of Apache Iceberg, for other engines to read: a projection of the table's log, which is the truth. It names the
 * files of the table and copies none. Losing it loses nothing. Safe for use by many threads and processes: whoever publishes writes
 * the next version of the metadata if there is none, or looks again.
 *
 * <p><b>Invariant.</b> Each version holds what the log holds up to a slot, which its newest snapshot names; each file of the table is in
 * a snapshot once. So publishing again, or at the same time, adds nothing, and so does beginning anew: ids come of the table's
 * incarnation and of slots.
 *
 * <p><b>Cost.</b> A look at each job that the log knows, the newest version, and a manifest for each slot that is new; no data file is
 * opened whose run told of it. Manifests are put together when there are a hundred small ones.
 */
public final class IcebergView {
    private static final Logger LOG = LoggerFactory.getLogger(IcebergView.class);
    private static final int MOST_TRIES = 20;
    private static final int MILLIS_DIGITS = 13;

    /** Files that are younger may be named yet. */
    private static final Duration LONGEST_PUBLICATION = Duration.ofMinutes(30);

    private static final Duration LEAST_WAIT = Duration.ofMillis(2);
    private static final Duration MOST_WAIT = Duration.ofMillis(500);

    private final TableLog log;
    private final Locations locations;
    private final Footers footers;
    private final Duration keep;
    private final Surroundings surroundings;
    private final ViewFiles files;
    private final ViewVersions versions;

    /**
     * @param keep how long a snapshot stays after it was replaced
     */
    public IcebergView(TableLog log, Locations locations, Footers footers, Duration keep) {
        this.log = log;
        this.locations = locations;
        this.footers = footers;
        this.keep = Require.notNull("keep", keep);
        this.surroundings = log.surroundings();
        String folder = locations.of(log.storage().location().metadata());
        this.files = new ViewFiles(log.storage().view(), folder);
        this.versions = new ViewVersions(log.storage().view(), files);
    }

    /**
     * What a view shows now.
     *
     * @param metadata  where the newest metadata is, for engines; empty if there is no table
     * @param version   its number; 0 if there is none
     * @param slot      the last slot of the log that added rows which it shows; 0 for none
     * @param snapshots how many were added by this call
     * @param files     how many files they added
     * @param table     the table that is shown; empty if there is none
     */
    public record Published(
            Optional<String> metadata, int version, long slot, int snapshots, long files, Optional<LiveTable> table) {
        static final Published NONE = new Published(Optional.empty(), 0, 0, 0, 0, Optional.empty());
    }

    /**
     * Catches up with the log. Of a table that was dropped the view is taken away.
     *
     * @throws TransientFailureException if the store failed, or others published all the time; the same may be tried again
     */
    public Published publish() {
        return publish(false);
    }

    /**
     * A view as a catalog gives it.
     *
     * @param location where its metadata is
     * @param json     what the metadata holds
     */
    public record Shown(String location, String json) {}

    /** Catches up as {@link #publish}, and reads the metadata. @return empty if there is no table */
    public Optional<Shown> show() {
        for (int tries = 1; ; tries++) {
            try {
                return publish().metadata().map(location -> new Shown(location, files.text(location)));
            } catch (NotFoundException e) {
                // The table was dropped after it was published.
                if (tries == MOST_TRIES) {
                    throw contended();
                }
            }
        }
    }

    /** Makes the view anew, whatever there is of it; as {@link #publish} otherwise. */
    public Published rebuild() {
        return publish(true);
    }

    /**
     * Takes away metadata that no reader needs any more. A view that has lost what it names, or is of another place or table, is made
     * anew.
     *
     * @param dryRun whether only to tell what would go; of a view that would be made anew that is nothing
     * @param grace  how long readers of a dropped table are given, from the drop on
     * @return names of the files that went, or would have
     */
    List<String> collect(boolean dryRun, Duration grace) {
        TableState state = log.state();
        long now = surroundings.clock().millis();
        Predicate<String> goes;
        if (state.table().isEmpty()) {
            boolean isOver = now - state.droppedAtMillis() >= grace.toMillis();
            goes = key -> ViewVersions.isBeginning(key) || (isOver && ViewGarbage.isOlder(key, now));
        } else {
            long longest = Math.max(keep.toMillis(), LONGEST_PUBLICATION.toMillis());
            goes = garbageOf(state.table().get(), now - longest, dryRun);
        }
        ViewLeftovers leftovers = new ViewLeftovers(log.storage(), dryRun);
        List<String> gone = leftovers.remove(goes);
        if (!dryRun && state.table().isEmpty() && log.state().table().isPresent()) {
            // One of the same name was made meanwhile, and what is gone may have been its.
            Published unused = rebuild();
        }
        return gone;
    }

    /** @return which files may go */
    private Predicate<String> garbageOf(LiveTable table, long olderThanMillis, boolean dryRun) {
        try {
            Newest newest = versions.newest();
            if (newest.metadata().filter(metadata -> !isOf(metadata, table)).isPresent()) {
                throw new TornViewException("it is of another place or table, or another engine wrote to it");
            }
            ViewGarbage garbage = new ViewGarbage(newest, versions, files, olderThanMillis);
            if (dryRun || garbage.isWhole(ViewLeftovers.lengths(log.storage()))) {
                return garbage::goes;
            }
            throw new TornViewException("manifests are missing or cut");
        } catch (TornViewException e) {
            LOG.warn("The view of {} is made anew: {}", log.table(), e.getMessage());
        }
        if (dryRun) {
            return key -> false;
        }
        Published unused = rebuild();
        return new ViewGarbage(versions.newest(), versions, files, olderThanMillis)::goes;
    }

    private boolean isOf(TableMetadata metadata, LiveTable table) {
        return ViewMetadata.isOf(metadata, table.incarnation(), root())
                && ViewSnapshots.areOf(table.incarnation(), metadata);
    }

    private Published publish(boolean anew) {
        boolean fromNothing = anew;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            TableState state = log.state();
            if (state.table().isEmpty()) {
                versions.retract();
                if (isStill(Published.NONE)) {
                    return Published.NONE;
                }
                // One of the same name was made meanwhile, and what was taken away may have been its view.
                continue;
            }
            try {
                Published published = publish(state, versions.newest(), fromNothing);
                if (isStill(published)) {
                    return published;
                }
            } catch (CommitFailedException e) {
                LOG.debug("Another published {} meanwhile", log.table());
                surroundings.backOff(tries, LEAST_WAIT, MOST_WAIT);
            } catch (SleeperException e) {
                throw e;
            } catch (RuntimeException e) {
                if (fromNothing && !isLoss(e)) {
                    throw e;
                }
                // The library refuses what was changed or torn, and what a clock ahead of this one wrote, in many ways.
                LOG.warn("The view of {} is made anew: {}", log.table(), e.toString());
                fromNothing = true;
            }
        }
        throw contended();
    }

    /** @return whether another took away what was being published, as whoever drops the table does */
    private static boolean isLoss(RuntimeException e) {
        return e instanceof TornViewException || e instanceof NotFoundException || e instanceof RuntimeIOException;
    }

    private TransientFailureException contended() {
        return new TransientFailureException(
                "The Iceberg view of table " + log.table() + " was not published.",
                List.of(Fault.of(
                        ErrorCode.COMMIT_CONTENTION,
                        files.location(""),
                        MOST_TRIES + " versions that others wrote first, or that could not be read",
                        "")));
    }

    /**
     * A table that was dropped meanwhile must not come back by its view.
     *
     * @return whether the log still has the table that was published, or still none
     */
    boolean isStill(Published published) {
        return log.state()
                .table()
                .map(LiveTable::incarnation)
                .equals(published.table().map(LiveTable::incarnation));
    }

    /** @return URI of the folder of the table's files */
    String root() {
        return locations.of(log.storage().location().root());
    }

    private Published publish(TableState state, Newest newest, boolean anew) {
        LiveTable table = state.table().orElseThrow();
        ViewSchema schema = ViewSchema.of(table.schema());
        String location = root();
        Optional<TableMetadata> found = newest.metadata().filter(metadata -> !anew && isOf(metadata, table));
        found.map(TableMetadata::currentSnapshot).ifPresent(last -> WholeSnapshots.expect(last, files));
        TableMetadata base = found.map(metadata -> ViewMetadata.withColumns(metadata, schema))
                .orElseGet(() -> ViewMetadata.empty(table.incarnation(), location, schema));
        long now = surroundings.clock().millis();
        List<SlotCommits> slots =
                SlotCommits.folded(SlotCommits.after(state, ViewSnapshots.cursor(base)), now - keep.toMillis());
        if (slots.isEmpty() && found.filter(metadata -> metadata.equals(base)).isPresent()) {
            versions.point(newest.number());
            return published(newest.number(), table, base, 0, 0);
        }
        int next = newest.last() + 1;
        ViewOperations operations = new ViewOperations(
                files, versions, next, base, filePrefix(now), ViewSnapshots.expired(base, now, keep));
        long added =
                new ViewAppender(log, locations, footers, schema).append(operations, table.incarnation(), slots, now);
        versions.point(next);
        return published(next, table, operations.current(), slots.size(), added);
    }

    /** Garbage is told by the time in its name, since stores do not tell when a file was written. */
    private static String filePrefix(long millis) {
        return NameNumbers.padded(millis, MILLIS_DIGITS) + "-";
    }

    private Published published(int number, LiveTable table, TableMetadata metadata, int snapshots, long added) {
        String location = files.location(ViewVersions.name(number));
        return new Published(
                Optional.of(location), number, ViewSnapshots.cursor(metadata), snapshots, added, Optional.of(table));
    }
}
