package sleeper.statestore.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.FailureWords;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.RecordFormat;
import sleeper.statestore.log.Tombstone;
import sleeper.statestore.util.NameNumbers;

/**
 * A commit log as one file a slot, named by the slot's number in 20 digits. Safe for use by many threads and processes on one
 * machine. The folder is made with the first entry.
 */
public final class FileCommitLog implements CommitLog {
    private static final int SLOT_DIGITS = 20;

    private final Path folder;

    public FileCommitLog(Path folder) {
        this.folder = folder;
    }

    @Override
    public AppendResult append(LogEntry entry) {
        long slot = entry.slot();
        try {
            if (DurableFiles.create(fileOf(slot), entry.encoded())) {
                return new AppendResult.Won();
            }
            return new AppendResult.Occupied(
                    find(slot).orElseThrow(() -> new IOException("slot " + slot + " is taken, and cannot be read")));
        } catch (DurableFiles.MayHaveHappenedException e) {
            return new AppendResult.Unknown(FailureWords.of(e.getCause()));
        } catch (IOException e) {
            throw failed("written", slot, e);
        }
    }

    /**
     * Another's entry can be read before its directory was synced, so it is synced here before anyone builds on what was
     * read.
     */
    @Override
    public List<LogRecord> read(long from, long toInclusive) {
        List<LogRecord> records = new ArrayList<>();
        long slot = from;
        try {
            Optional<LogRecord> found = find(slot);
            while (found.isPresent()) {
                records.add(found.get());
                slot++;
                found = slot <= toInclusive ? find(slot) : Optional.empty();
            }
            if (!records.isEmpty()) {
                DurableFiles.syncDirectory(folder);
            }
        } catch (IOException e) {
            throw failed("read", slot, e);
        }
        return records;
    }

    @Override
    public void retire(long upTo) {
        long slot = Tombstone.firstSlotBehind(upTo, this::read);
        try {
            for (; slot <= upTo; slot++) {
                Optional<LogRecord> found = find(slot);
                if (found.isPresent() && found.get() instanceof LogEntry entry) {
                    DurableFiles.replace(fileOf(slot), Tombstone.of(entry).encoded());
                }
            }
        } catch (IOException e) {
            throw failed("retired", slot, e);
        }
    }

    private Optional<LogRecord> read(long slot) {
        try {
            return find(slot);
        } catch (IOException e) {
            throw failed("read", slot, e);
        }
    }

    private Optional<LogRecord> find(long slot) throws IOException {
        Path file = fileOf(slot);
        try {
            return Optional.of(RecordFormat.decode(slot, Files.readAllBytes(file), file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path fileOf(long slot) {
        return folder.resolve(NameNumbers.padded(slot, SLOT_DIGITS));
    }

    private TransientFailureException failed(String what, long slot, IOException cause) {
        return new TransientFailureException(
                "Slot " + slot + " of a table's log could not be " + what + ".",
                List.of(Fault.of(DiskSpace.codeOf(cause), fileOf(slot).toString(), FailureWords.of(cause), "")),
                cause);
    }
}
