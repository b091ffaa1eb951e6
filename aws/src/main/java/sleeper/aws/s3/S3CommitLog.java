package sleeper.aws.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import sleeper.aws.request.InFlight;
import sleeper.aws.s3.S3Objects.Outcome;
import sleeper.aws.s3.S3Objects.Stored;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.RecordFormat;
import sleeper.statestore.log.Tombstone;
import sleeper.statestore.object.ObjectKeys;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.NameNumbers;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A commit log as one object a slot, named by the slot's number in 20 digits. A slot is filled by a put under
 * {@code If-None-Match: *}, and retired by one under {@code If-Match}. Safe for use by many threads and processes.
 */
public final class S3CommitLog implements CommitLog {
    private static final int SLOT_DIGITS = 20;
    /** Slots that are read at once; a span is begun with one, since most reads find nothing new. */
    private static final int MOST_AT_ONCE = 64;

    private static final int MOST_TRIES = 4;

    private final S3Objects objects;
    private final String folder;

    /**
     * @param client sends each request once
     * @param prefix a folder of the bucket, without a final slash
     */
    public S3CommitLog(S3Client client, String bucket, String prefix, Surroundings surroundings) {
        this(client, bucket, prefix, new InFlight(), surroundings);
    }

    S3CommitLog(S3Client client, String bucket, String prefix, InFlight inFlight, Surroundings surroundings) {
        this.objects = new S3Objects(client, bucket, inFlight, surroundings);
        this.folder = ObjectKeys.check(prefix) + "/";
    }

    @Override
    public AppendResult append(LogEntry entry) {
        long slot = entry.slot();
        Outcome outcome = objects.putIfAbsent(keyOf(slot), entry.encoded());
        return switch (outcome.result()) {
            case STORED -> new AppendResult.Won();
            case REFUSED ->
                new AppendResult.Occupied(find(slot)
                        .orElseThrow(() -> failed(slot, "the store refused it as taken, and has nothing there")));
            case UNKNOWN -> new AppendResult.Unknown(outcome.cause());
        };
    }

    @Override
    public List<LogRecord> read(long from, long toInclusive) {
        List<LogRecord> records = new ArrayList<>();
        int atOnce = 1;
        for (long slot = from; slot <= toInclusive; ) {
            long end = Math.min(toInclusive, slot + atOnce - 1);
            for (Optional<Stored> found : objects.getAll(
                    LongStream.rangeClosed(slot, end).mapToObj(this::keyOf).toList())) {
                if (found.isEmpty()) {
                    return records;
                }
                records.add(decoded(slot, found.get()));
                slot++;
            }
            atOnce = Math.min(MOST_AT_ONCE, atOnce * 4);
        }
        return records;
    }

    @Override
    public void retire(long upTo) {
        for (long slot = Tombstone.firstSlotBehind(upTo, this::find); slot <= upTo; slot++) {
            retireOne(slot);
        }
    }

    /**
     * A tombstone is sent again where it is not known whether it came: one that is refused was retired meanwhile, by another or by a
     * try before, since nothing else replaces an entry.
     */
    private void retireOne(long slot) {
        Optional<Stored> found = objects.get(keyOf(slot));
        if (found.isPresent() && decoded(slot, found.get()) instanceof LogEntry entry) {
            byte[] tombstone = Tombstone.of(entry).encoded();
            Outcome outcome = objects.putIfMatch(keyOf(slot), found.get().tag(), tombstone);
            for (int tries = 1; outcome.result() == PutResult.UNKNOWN && tries < MOST_TRIES; tries++) {
                outcome = objects.putIfMatch(keyOf(slot), found.get().tag(), tombstone);
            }
            if (outcome.result() == PutResult.UNKNOWN) {
                throw failed(slot, outcome.cause());
            }
        }
    }

    private Optional<LogRecord> find(long slot) {
        return objects.get(keyOf(slot)).map(found -> decoded(slot, found));
    }

    private LogRecord decoded(long slot, Stored found) {
        return RecordFormat.decode(slot, found.bytes(), objects.where(keyOf(slot)));
    }

    private String keyOf(long slot) {
        return folder + NameNumbers.padded(slot, SLOT_DIGITS);
    }

    private TransientFailureException failed(long slot, String found) {
        return new TransientFailureException(
                "Slot " + slot + " of a table's log could not be written.",
                List.of(Fault.of(ErrorCode.UNAVAILABLE, objects.where(keyOf(slot)), found, "")));
    }
}
