package sleeper.sort.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.PartitionedSort;
import sleeper.sort.SortRequest;
import sleeper.sort.SortSettings;
import sleeper.sort.check.InputCheck;
import sleeper.sort.check.PageChecksums;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.read.TableScan;
import sleeper.sort.reference.ReferenceSort;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.statestore.file.LocalFileStore;

/** Loads a file with some bits flipped in both ways there are: by a job into the file's table, and into a table inferred from it. */
final class MutantLoad {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));
    private static final List<ErrorCode> EXPECTED = List.of(
            ErrorCode.CORRUPT_FILE,
            ErrorCode.NOT_PARQUET,
            ErrorCode.LIMIT_EXCEEDED,
            ErrorCode.SCHEMA_MISMATCH,
            ErrorCode.BAD_SCHEMA,
            ErrorCode.NULL_VALUE,
            ErrorCode.VALUE_OUT_OF_RANGE,
            ErrorCode.COMPRESSION_NOT_READ);
    /** No file here has so many pages that a reader that goes on needs more. */
    private static final int MOST_READS = 10_000;

    private static final int MOST_BYTES = 64 << 20;

    private final Path root;
    private final MutantFile file;
    private final boolean checksums;
    private final byte[] bytes;
    private final FileRegions regions;
    private final List<String> rows;
    private final Schema inferred;
    private int runs;

    /** @param root an empty folder */
    MutantLoad(Path root, MutantFile file, boolean checksums) throws IOException {
        this.root = root;
        this.file = file;
        this.checksums = checksums;
        Files.createDirectories(root.resolve("in"));
        Path whole = root.resolve("in/whole.parquet");
        file.write(whole, checksums);
        this.bytes = Files.readAllBytes(whole);
        this.regions = new FileRegions(bytes);
        this.rows = ReferenceSort.asMultiset(file.rows());
        FileStore store = new LocalFileStore(root);
        FileInfo info = store.find(new FilePath("in", "whole.parquet")).orElseThrow();
        this.inferred = infer(store, info);
        boolean same = rows.equals(load(store, info, file.schema()))
                && load(store, info, inferred).size() == rows.size();
        boolean asWanted = PageChecksums.of(store, info) == (checksums ? PageChecksums.PRESENT : PageChecksums.ABSENT);
        if (!same || !asWanted) {
            throw new IllegalStateException("the whole file is not what its mutants are held against");
        }
    }

    byte[] bytes() {
        return bytes;
    }

    FileRegions regions() {
        return regions;
    }

    /**
     * What became of a mutant.
     *
     * @param kind     {@code same}, {@code refused.CODE}, what was altered unseen, or how it is broken
     * @param detail   for people
     * @param isBroken whether it may never be
     */
    record Outcome(String kind, String detail, boolean isBroken) {}

    /** @return two outcomes: of a job, and of a table that is inferred */
    List<Outcome> of(Set<Integer> bits) throws IOException {
        byte[] changed = bytes.clone();
        bits.forEach(bit -> changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE)));
        Files.write(root.resolve("in/mutant.parquet"), changed);
        FileStore local = new LocalFileStore(root);
        FileInfo info = local.find(new FilePath("in", "mutant.parquet")).orElseThrow();
        CountedReads store = new CountedReads(local, MOST_READS, MOST_BYTES);
        Outcome byJob = attempt("job", store, () -> byJob(store, info, bits));
        Outcome byInference = attempt("inferred", store, () -> byInference(store, info));
        return List.of(byJob, byInference);
    }

    private interface Attempt {
        Outcome run() throws IOException;
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever else is thrown is the failure that is looked for.
    private static Outcome attempt(String way, CountedReads store, Attempt attempt) {
        Outcome outcome;
        try {
            outcome = attempt.run();
        } catch (SleeperException e) {
            boolean told = EXPECTED.contains(e.code()) && e.getMessage().contains("mutant.parquet");
            outcome = new Outcome(way + ".refused." + e.code(), e.getMessage(), !told);
        } catch (Exception e) {
            outcome = new Outcome(way + ".crashed", e.toString(), true);
        }
        return store.isExceeded() ? new Outcome(way + ".read-without-end", outcome.detail(), true) : outcome;
    }

    private Outcome byJob(FileStore store, FileInfo info, Set<Integer> bits) throws IOException {
        if (load(store, info, file.schema()).equals(rows)) {
            return new Outcome("job.same", "", false);
        }
        String place = regions.of(bits).name().toLowerCase(Locale.ROOT);
        return new Outcome("job.altered.by-" + place, "other rows", checksums);
    }

    private Outcome byInference(FileStore store, FileInfo info) throws IOException {
        Schema found = infer(store, info);
        if (found.equals(inferred)) {
            return new Outcome("inferred.same", "", false);
        }
        if (!FieldNames.areEqual(found, inferred)) {
            return new Outcome("inferred.renamed", found.toString(), true);
        }
        String what = FieldNames.areTypesEqual(found, inferred) ? "nullability" : "type";
        return new Outcome("inferred.other-" + what, load(store, info, found).size() + " rows", false);
    }

    private static Schema infer(FileStore store, FileInfo info) {
        return SchemaOfParquet.infer(
                List.of(new SchemaOfParquet.NamedSchema(
                        info.path().toString(),
                        InputCheck.readFooter(store, info).root())),
                List.of("key"),
                List.of("time"));
    }

    private List<String> load(FileStore store, FileInfo info, Schema schema) throws IOException {
        InputCheck.Result check = InputCheck.check(store, info, schema);
        if (!check.isAccepted()) {
            throw new InvalidRequestException("The file was refused.", check.faults());
        }
        SortSettings settings =
                new SortSettings(WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, root);
        int dimensions = schema.rowKeyFields().size();
        List<DataFile> files = WrittenFile.files(PartitionedSort.run(new SortRequest(
                schema,
                PartitionTree.single(dimensions),
                List.of(check.input()),
                store,
                TABLE,
                new AttemptId(new JobId("j"), 1),
                "r" + runs++,
                settings)));
        List<Map<String, Object>> loaded = new ArrayList<>();
        try (TableScan scan = new TableScan(store, TABLE, schema, files, Region.all(dimensions))) {
            scan.forEachRemaining(loaded::add);
        }
        for (DataFile written : files) {
            store.delete(TABLE.file(written.path()));
        }
        return ReferenceSort.asMultiset(loaded);
    }
}
