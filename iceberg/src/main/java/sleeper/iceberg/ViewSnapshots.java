package sleeper.iceberg;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import sleeper.statestore.util.Sha256;

/** What snapshots of a view are called, what they say of themselves, and how long they stay. */
final class ViewSnapshots {
    private static final String SLOT = "sleeper.slot";
    private static final String ATTEMPTS = "sleeper.attempts";
    private static final String COMMITTED_AT = "sleeper.committed-at-millis";
    private static final String PUBLISHED_AT = "sleeper.published-at-millis";

    private ViewSnapshots() {}

    /** @return the id of the snapshot of a slot, the same whenever it is made; 1 or more */
    static long idOf(String incarnation, long slot) {
        byte[] hash = Sha256.start().digest((incarnation + " " + slot).getBytes(StandardCharsets.UTF_8));
        return Math.max(1, ByteBuffer.wrap(hash).getLong() & Long.MAX_VALUE);
    }

    /** Says of a new snapshot where it comes from. */
    static void describe(AppendFiles append, SlotCommits slot, long nowMillis) {
        append.set(SLOT, Long.toString(slot.slot()));
        append.set(
                ATTEMPTS,
                slot.ofSlot().stream()
                        .map(added -> added.attempt().executionName())
                        .collect(Collectors.joining(",")));
        append.set(COMMITTED_AT, Long.toString(slot.atMillis()));
        append.set(PUBLISHED_AT, Long.toString(nowMillis));
    }

    /** @return the last slot that is published; 0 for none */
    static long cursor(TableMetadata metadata) {
        return Optional.ofNullable(metadata.currentSnapshot())
                .map(snapshot -> number(snapshot, SLOT))
                .orElse(0L);
    }

    /**
     * Whether all snapshots are those of this table's slots, up to the current one. Another engine that wrote to the view, or went back in
     * it, leaves others.
     */
    static boolean areOf(String incarnation, TableMetadata metadata) {
        long cursor = cursor(metadata);
        return metadata.snapshots().stream().allMatch(snapshot -> {
            long slot = number(snapshot, SLOT);
            return slot > 0 && slot <= cursor && snapshot.snapshotId() == idOf(incarnation, slot);
        });
    }

    /** @return when the newest snapshot was published, by the publisher's clock; 0 if there is none */
    static long publishedAtMillis(TableMetadata metadata) {
        return Optional.ofNullable(metadata.currentSnapshot())
                .map(snapshot -> number(snapshot, PUBLISHED_AT))
                .orElse(0L);
    }

    private static long number(Snapshot snapshot, String name) {
        try {
            return Long.parseLong(snapshot.summary().getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * A reader begins at the newest snapshot, so that one stays for as long after it was replaced.
     *
     * @return ids of the snapshots that were replaced that long ago
     */
    static Set<Long> expired(TableMetadata metadata, long nowMillis, Duration keep) {
        Set<Long> expired = new HashSet<>();
        for (Snapshot snapshot : metadata.snapshots()) {
            Snapshot before = parent(metadata, snapshot);
            if (before != null && number(snapshot, PUBLISHED_AT) + keep.toMillis() <= nowMillis) {
                expired.add(before.snapshotId());
            }
        }
        return expired;
    }

    private static Snapshot parent(TableMetadata metadata, Snapshot snapshot) {
        return snapshot.parentId() == null ? null : metadata.snapshot(snapshot.parentId());
    }
}
