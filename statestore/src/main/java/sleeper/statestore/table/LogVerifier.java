package sleeper.statestore.table;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileFaults;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.ReadableFile;
import sleeper.core.table.DataFile;
import sleeper.core.util.FailureWords;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.transaction.Request;
import sleeper.statestore.transaction.json.TransactionJson;
import sleeper.statestore.util.Sha256;

/**
 * Recomputes everything that a log's hashes cover: each slot, the chain between slots, bodies, snapshots against what the
 * entries say, and the table's files. Gathers all faults instead of stopping at the first. Reads only; beside writers it checks
 * the log up to the head it met. What a later version wrote is no damage: it is told apart, and what hangs on it is not looked
 * at.
 */
final class LogVerifier {
    /** How often it looks at a log that is worked on, before it tells what it finds missing. */
    private static final int MOST_LOOKS = 3;

    private static final int READ_BYTES = 1 << 20;

    private final TableStorage storage;
    private final Rules rules;
    private final Bodies bodies;
    private final Snapshots snapshots;
    private final Inbox inbox;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> newer = new ArrayList<>();
    private final Map<Snapshots.Named, Optional<TableState>> bySnapshotName = new LinkedHashMap<>();
    private SlotScan scan;

    private LogVerifier(TableStorage storage, Rules rules, Bodies bodies, Snapshots snapshots, Inbox inbox) {
        this.storage = storage;
        this.rules = rules;
        this.bodies = bodies;
        this.snapshots = snapshots;
        this.inbox = inbox;
    }

    /**
     * Looks again when something is missing that a collector, at work meanwhile, may have taken away rightly.
     *
     * @param readFiles whether the content of each file is read and hashed, and not its size alone looked at
     */
    static VerifyReport verify(
            TableStorage storage, Rules rules, Bodies bodies, Snapshots snapshots, Inbox inbox, boolean readFiles) {
        for (int looks = 1; ; looks++) {
            LogVerifier look = new LogVerifier(storage, rules, bodies, snapshots, inbox);
            VerifyReport report = look.verify(readFiles);
            if (report.faults().isEmpty() || looks == MOST_LOOKS || !look.isOutdated()) {
                return report;
            }
        }
    }

    /** Snapshots are read before the log, so that each is of a slot that the log has by then. */
    private VerifyReport verify(boolean readFiles) {
        snapshots.list().forEach(this::read);
        scan = SlotScan.of(storage.log());
        faults.addAll(scan.faults());
        newer.addAll(scan.newer());
        Map<Long, TableState> bySnapshot = goodSnapshots();
        Optional<TableState> state = replay(scan.records(), scan.retired(), bySnapshot);
        List<DataFile> files =
                scan.newer().isEmpty() ? state.map(TableState::files).orElse(List.of()) : List.of();
        for (DataFile file : files) {
            check(file, readFiles);
        }
        inbox.unreadable().forEach(this::tellOfRequest);
        return new VerifyReport(scan.hashes().size(), scan.retired(), bySnapshot.size(), files.size(), faults, newer);
    }

    private void read(Snapshots.Named snapshot) {
        try {
            bySnapshotName.put(snapshot, snapshots.read(snapshot));
        } catch (VersionTooOldException e) {
            newer.addAll(e.faults());
        }
    }

    private void tellOfRequest(String id, RuntimeException problem) {
        if (problem instanceof VersionTooOldException e) {
            e.faults()
                    .forEach(fault ->
                            newer.add(Fault.of(fault.code(), Inbox.keyOf(id), fault.found(), fault.allowed())));
        } else {
            faults.add(Fault.of(
                    ErrorCode.LOG_CORRUPT, Inbox.keyOf(id), "what is no request", "a request as it was written"));
        }
    }

    /** @return whether the log went on, or a part of it was collected, while it was looked at */
    private boolean isOutdated() {
        return scan.isFilled(scan.head() + 1)
                || scan.firstEntry()
                        .filter(entry -> scan.isRetired(entry.slot()))
                        .isPresent()
                || !snapshots.list().containsAll(bySnapshotName.keySet());
    }

    private Map<Long, TableState> goodSnapshots() {
        Map<Long, TableState> good = new HashMap<>();
        bySnapshotName.forEach((snapshot, state) -> {
            if (!scan.newer().isEmpty() && snapshot.slot() > scan.head()) {
                // Of a part of the log that was not read.
                return;
            }
            if (state.isEmpty()) {
                faults.add(Fault.of(
                        ErrorCode.LOG_CORRUPT, snapshot.key(), "content of another hash", "the snapshot as written"));
            } else if (!state.get().hash().equals(scan.hashes().get(snapshot.slot()))) {
                faults.add(Fault.of(
                        ErrorCode.LOG_CORRUPT,
                        snapshot.key(),
                        "the state after an entry of hash " + state.get().hash(),
                        "the state after slot " + snapshot.slot() + ", of hash "
                                + scan.hashes().get(snapshot.slot())));
            } else {
                good.put(snapshot.slot(), state.get());
            }
        });
        return good;
    }

    /** @return the state at the head, unless the log cannot be replayed as far as that */
    private Optional<TableState> replay(List<LogRecord> records, long retired, Map<Long, TableState> bySnapshot) {
        Optional<TableState> start = retired == 0
                ? Optional.of(TableState.EMPTY)
                : bySnapshot.values().stream()
                        .filter(state -> state.slot() >= retired)
                        .min(Comparator.comparing(TableState::slot));
        if (start.isEmpty() && newer.isEmpty()) {
            faults.add(Fault.of(ErrorCode.LOG_CORRUPT, "snapshots", "no good one", "one at or after slot " + retired));
        }
        Optional<TableState> state = start;
        String previous = Sha256.ZERO;
        long expected = 1;
        for (LogRecord record : records) {
            if (record instanceof LogEntry entry) {
                if (entry.slot() == expected && !entry.previousHash().equals(previous)) {
                    faults.add(Fault.of(
                            ErrorCode.LOG_CORRUPT,
                            "slot " + entry.slot(),
                            "previous hash " + entry.previousHash(),
                            previous));
                }
                state = step(entry, state);
            }
            compare(record.slot(), state, bySnapshot);
            previous = record.hash();
            expected = record.slot() + 1;
        }
        return state;
    }

    private Optional<TableState> step(LogEntry entry, Optional<TableState> before) {
        try {
            Optional<byte[]> payload = bodies.read(entry);
            if (payload.isEmpty()) {
                faults.add(Fault.of(
                        ErrorCode.LOG_CORRUPT,
                        Bodies.keyOf(entry),
                        "nothing",
                        entry.payloadBytes() + " bytes of hash " + entry.payloadHash()));
                return Optional.empty();
            }
            List<Request> requests = TransactionJson.decodeAll(payload.get());
            if (before.isEmpty() || before.get().slot() >= entry.slot()) {
                return before;
            }
            return Optional.of(rules.apply(before.get(), entry, requests).state());
        } catch (CorruptDataException e) {
            faults.addAll(e.faults());
        } catch (VersionTooOldException e) {
            e.faults()
                    .forEach(fault ->
                            newer.add(Fault.of(fault.code(), "slot " + entry.slot(), fault.found(), fault.allowed())));
        } catch (IllegalArgumentException e) {
            faults.add(Fault.of(ErrorCode.LOG_CORRUPT, "slot " + entry.slot(), FailureWords.of(e), ""));
        }
        return Optional.empty();
    }

    private void compare(long slot, Optional<TableState> state, Map<Long, TableState> bySnapshot) {
        TableState snapshot = bySnapshot.get(slot);
        if (snapshot != null
                && state.isPresent()
                && state.get().slot() == slot
                && !state.get().equals(snapshot)) {
            faults.add(Fault.of(
                    ErrorCode.LOG_CORRUPT,
                    "snapshot of slot " + slot,
                    "another state than the entries give",
                    "the state that the entries give"));
        }
    }

    private void check(DataFile file, boolean readFile) {
        FilePath path = storage.location().file(file.path());
        FaultLocation place = FaultLocation.ofFile(path.toString());
        try {
            Optional<FileInfo> found = storage.files().find(path);
            if (found.isEmpty()) {
                faults.add(Fault.of(ErrorCode.DATA_CORRUPT, path.toString(), "nothing", file.sizeBytes() + " bytes")
                        .at(place));
            } else if (found.get().version().lengthBytes() != file.sizeBytes()) {
                faults.add(Fault.of(
                                ErrorCode.DATA_CORRUPT,
                                path.toString(),
                                found.get().version().lengthBytes() + " bytes",
                                file.sizeBytes() + " bytes")
                        .at(place));
            } else if (readFile) {
                String hash = hashOf(found.get());
                if (!hash.equals(file.sha256())) {
                    faults.add(
                            Fault.of(ErrorCode.DATA_CORRUPT, path.toString(), "content of hash " + hash, file.sha256())
                                    .at(place));
                }
            }
        } catch (NoSuchFileException | EOFException | FileChangedException e) {
            faults.add(
                    Fault.of(ErrorCode.DATA_CORRUPT, path.toString(), FailureWords.of(e), "the file that was committed")
                            .at(place));
        } catch (IOException e) {
            // What a store did not let anyone look at is not known to be damaged.
            faults.add(FileFaults.of(path.toString(), "read", e, "a file that can be read")
                    .at(place));
        }
    }

    private String hashOf(FileInfo info) throws IOException {
        MessageDigest digest = Sha256.start();
        try (ReadableFile file = storage.files().open(info.path(), info.version())) {
            long length = info.version().lengthBytes();
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, Math.max(length, 1)));
            for (long at = 0; at < length; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), length - at));
                file.readFully(at, buffer);
                digest.update(buffer.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
