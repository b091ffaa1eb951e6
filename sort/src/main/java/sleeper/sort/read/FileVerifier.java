package sleeper.sort.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.TableLocation;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.util.FailureWords;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Vector;
import sleeper.sort.decode.InputReader;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.order.RowComparator;
import sleeper.sort.schema.FileMapping;
import sleeper.sort.schema.TableLayout;

/** Proves that a table's file is what was committed: its bytes, its rows' number and order, and that they lie in its region. */
public final class FileVerifier {
    private static final int READ_BYTES = 1 << 20;
    private static final int BATCH_ROWS = 64 << 10;
    private static final long BATCH_BYTES = 16 << 20;

    private final FileStore store;
    private final TableLocation location;
    private final TableLayout keys;

    public FileVerifier(FileStore store, TableLocation location, Schema schema) {
        this.store = store;
        this.location = location;
        this.keys = new TableLayout(new Schema(schema.rowKeyFields(), schema.sortKeyFields(), List.of()));
    }

    /**
     * @return {@code DATA_CORRUPT} for each thing that is wrong; empty if the file is what was committed
     * @throws TransientFailureException if the store failed, so that nothing can be said of the file
     */
    public List<Fault> verify(DataFile file) {
        FilePath path = location.file(file.path());
        List<Fault> faults = new ArrayList<>();
        try {
            Optional<FileInfo> found = store.find(path);
            if (found.isEmpty()) {
                faults.add(fault(path, "no such file", "the file that was committed"));
                return faults;
            }
            try (ReadableFile open = store.open(path, found.get().version())) {
                verifyBytes(open, file, faults);
                verifyRows(open, file, faults);
            }
        } catch (IOException e) {
            throw transientFailure(path, e);
        }
        return faults;
    }

    private static SleeperException transientFailure(FilePath path, IOException e) {
        Fault fault = Fault.of(ErrorCode.UNAVAILABLE, path.toString(), FailureWords.of(e), "")
                .at(FaultLocation.ofFile(path.toString()));
        return new TransientFailureException("File " + path + " was not verified.", List.of(fault), e);
    }

    private static Fault fault(FilePath path, String found, String allowed) {
        return Fault.of(ErrorCode.DATA_CORRUPT, path.toString(), found, allowed)
                .at(FaultLocation.ofFile(path.toString()));
    }

    private static void verifyBytes(ReadableFile open, DataFile file, List<Fault> faults) throws IOException {
        FilePath path = open.info().path();
        long length = open.info().version().lengthBytes();
        if (length != file.sizeBytes()) {
            faults.add(fault(path, length + " bytes", file.sizeBytes() + " bytes"));
        }
        String hash = hash(open, length);
        if (!hash.equals(file.sha256())) {
            faults.add(fault(path, "content with hash " + hash, file.sha256()));
        }
    }

    private static String hash(ReadableFile open, long length) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        for (long at = 0; at < length; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(READ_BYTES, length - at));
            open.readFully(at, buffer);
            digest.update(buffer.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void verifyRows(ReadableFile open, DataFile file, List<Fault> faults) throws IOException {
        FilePath path = open.info().path();
        try (PageDecompressor decompressor = new PageDecompressor()) {
            Footer footer = FooterReader.read(open);
            if (footer.rowCount() != file.rowCount()) {
                faults.add(fault(path, footer.rowCount() + " rows", file.rowCount() + " rows"));
            }
            KeyWalk walk = new KeyWalk(path, file, faults);
            for (int group = 0; group < footer.rowGroups().size(); group++) {
                InputReader reader = new InputReader(
                        open, footer, group, FileMapping.of(keys, footer.root()), decompressor, READ_BYTES);
                boolean more = true;
                while (more && faults.isEmpty()) {
                    Batch batch = walk.next();
                    more = reader.read(batch, BATCH_ROWS, BATCH_BYTES);
                    walk.check(batch);
                }
            }
        } catch (TransientFailureException e) {
            throw e;
        } catch (IOException e) {
            throw e;
        } catch (RuntimeException e) {
            SleeperException explained = InputFaults.explain(path, path.toString(), e);
            explained
                    .faults()
                    .forEach(
                            found -> faults.add(fault(path, found.message(), "").at(found.location())));
        }
    }

    /** Looks at keys front to back; stops at the first fault. */
    private final class KeyWalk {
        private final FilePath path;
        private final DataFile file;
        private final List<Fault> faults;
        private Batch present = keys.newBatch();
        private Batch before = keys.newBatch();
        private long row;

        KeyWalk(FilePath path, DataFile file, List<Fault> faults) {
            this.path = path;
            this.file = file;
            this.faults = faults;
        }

        /** @return an empty batch; the one given before stays as it is until the next call */
        Batch next() {
            Batch swap = before;
            before = present;
            present = swap;
            present.clear();
            return present;
        }

        void check(Batch batch) {
            int rows = batch.rows();
            if (rows == 0) {
                return;
            }
            int keyCount = keys.keyCount();
            if (before.rows() > 0
                    && new RowComparator(before.columns(), batch.columns(), keyCount).compare(before.rows() - 1, 0)
                            > 0) {
                addUnsorted(row);
                return;
            }
            RowComparator comparator = new RowComparator(batch.columns(), batch.columns(), keyCount);
            for (int i = 1; i < rows; i++) {
                if (comparator.compare(i - 1, i) > 0) {
                    addUnsorted(row + i);
                    return;
                }
            }
            checkRegion(batch);
            row += rows;
        }

        private void addUnsorted(long at) {
            faults.add(
                    fault(path, "row " + at + " with a key below the row's before", "rows in the order of their keys")
                            .at(FaultLocation.ofFile(path.toString()).atRow(at)));
        }

        /** A region is a box, so that the least and greatest value of each key tell for all. */
        private void checkRegion(Batch batch) {
            List<Range> ranges = file.cutFor().ranges();
            for (int i = 0; i < ranges.size(); i++) {
                Vector column = batch.column(i);
                int min = 0;
                int max = 0;
                for (int at = 1; at < batch.rows(); at++) {
                    min = RowComparator.compare(column, at, column, min) < 0 ? at : min;
                    max = RowComparator.compare(column, at, column, max) > 0 ? at : max;
                }
                for (int at : new int[] {min, max}) {
                    if (!KeyFilter.contains(ranges.get(i), column, at)) {
                        KeyValue value =
                                KeyValues.at(column, keys.schema().rowKeyTypes().get(i), at);
                        faults.add(fault(path, "row " + (row + at) + " with key " + value, "keys in " + ranges.get(i))
                                .at(FaultLocation.ofFile(path.toString()).atRow(row + at)));
                    }
                }
            }
        }
    }
}
