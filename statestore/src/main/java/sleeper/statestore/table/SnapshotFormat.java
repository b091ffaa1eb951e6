package sleeper.statestore.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.SleeperException;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.job.JobStatus;
import sleeper.core.json.StoredJson;
import sleeper.core.key.Region;
import sleeper.core.key.json.KeyJson;
import sleeper.core.partition.json.PartitionTreeJson;
import sleeper.core.schema.Schema;
import sleeper.core.schema.json.SchemaJson;
import sleeper.core.table.DataFile;
import sleeper.core.util.Require;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.JobState.Exclusion;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.transaction.Transaction.Reason;
import sleeper.statestore.util.PersistentMap;
import sleeper.statestore.util.Sha256;

/**
 * A state as bytes. Version 2: eight bytes of {@link #MAGIC}, the deflated body, and the SHA-256 of all that. The body holds
 * one column after another (all paths, then all row counts and so on), jobs sorted by id, so that equal states give equal
 * bytes. Texts in sorted columns are written as the length of the prefix shared with the one before and the rest. Version 1 lacks the ids of the schema's fields.
 */
final class SnapshotFormat {
    static final byte[] MAGIC = "SLPSNAP2".getBytes(StandardCharsets.US_ASCII);

    /** Where the version stands, one character; before it and at the end all versions are alike. */
    private static final int VERSION_AT = MAGIC.length - 1;

    /** The first version that has the ids of fields. */
    private static final char WITH_FIELD_IDS = '2';

    private static final int HASH_BYTES = 32;
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final JsonMapper MAPPER = new JsonMapper();

    private SnapshotFormat() {}

    static byte[] encode(TableState state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (ColumnOutput body = new ColumnOutput(new DeflaterOutputStream(out, fast, BUFFER_BYTES))) {
            write(state, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        out.writeBytes(digest(out.toByteArray(), out.size()));
        return out.toByteArray();
    }

    private static byte[] digest(byte[] bytes, int length) {
        MessageDigest digest = Sha256.start();
        digest.update(bytes, 0, length);
        return digest.digest();
    }

    /** @return whether the bytes are a snapshot as it was written, by whatever version */
    static boolean isWhole(byte[] bytes) {
        int sealed = bytes.length - HASH_BYTES;
        return sealed > MAGIC.length
                && Arrays.equals(bytes, 0, VERSION_AT, MAGIC, 0, VERSION_AT)
                && Arrays.equals(digest(bytes, sealed), Arrays.copyOfRange(bytes, sealed, bytes.length));
    }

    /**
     * @param bytes of a whole snapshot
     * @throws IllegalArgumentException if they are none
     * @throws VersionTooOldException   if a later version wrote them
     */
    static TableState decode(byte[] bytes) {
        if (bytes[VERSION_AT] > MAGIC[VERSION_AT]) {
            throw VersionTooOldException.of(
                    "a snapshot", "version " + (char) bytes[VERSION_AT], "version " + (char) MAGIC[VERSION_AT]);
        }
        int from = MAGIC.length;
        int length = bytes.length - HASH_BYTES - from;
        Require.that(length > 0, "too short for a snapshot: " + bytes.length + " bytes");
        try (ColumnInput body =
                new ColumnInput(new InflaterInputStream(new ByteArrayInputStream(bytes, from, length)))) {
            return read(body, bytes[VERSION_AT] >= WITH_FIELD_IDS);
        } catch (VersionTooOldException e) {
            throw e;
        } catch (IOException | IndexOutOfBoundsException | SleeperException e) {
            throw new IllegalArgumentException("not a snapshot: " + e, e);
        }
    }

    private static void write(TableState state, ColumnOutput out) throws IOException {
        out.number(state.slot());
        out.text(state.hash());
        out.number(state.droppedAtMillis());
        out.flag(state.table().isPresent());
        if (state.table().isPresent()) {
            LiveTable table = state.table().get();
            out.text(table.incarnation());
            out.text(SchemaJson.write(table.schema()));
            out.text(SchemaJson.idsToJson(table.schema().ids()).toString());
            out.text(PartitionTreeJson.write(table.partitions()));
        }
        List<String> ids = state.jobs().keys();
        ids.sort(null);
        List<JobState> jobs =
                ids.stream().map(id -> state.jobs().get(id).orElseThrow()).toList();
        out.sortedTexts(ids);
        out.texts(jobs, JobState::digest);
        writeCommits(jobs, out);
        writeExclusions(jobs, out);
        writeFiles(state, ids, out);
    }

    private static void writeCommits(List<JobState> jobs, ColumnOutput out) throws IOException {
        out.numbers(jobs, job -> job.committed().isPresent() ? 1 : 0);
        List<Commit> commits =
                jobs.stream().flatMap(job -> job.committed().stream()).toList();
        out.numbers(commits, Commit::attempt);
        out.texts(commits, Commit::manifestHash);
        out.texts(commits, Commit::incarnation);
        out.numbers(commits, Commit::slot);
        out.numbers(commits, Commit::atMillis);
        out.numbers(commits, Commit::fileCount);
        out.numbers(commits, Commit::rowCount);
    }

    private static void writeExclusions(List<JobState> jobs, ColumnOutput out) throws IOException {
        out.numbers(jobs, job -> job.exclusions().size());
        List<Exclusion> exclusions =
                jobs.stream().flatMap(job -> job.exclusions().stream()).toList();
        out.numbers(exclusions, Exclusion::attempt);
        out.texts(exclusions, exclusion -> exclusion.reason().status().name());
        out.texts(exclusions, exclusion -> exclusion.reason().code().name());
        out.texts(exclusions, exclusion -> exclusion.reason().text());
        out.numbers(exclusions, Exclusion::slot);
        out.numbers(exclusions, Exclusion::atMillis);
    }

    private static void writeFiles(TableState state, List<String> ids, ColumnOutput out) throws IOException {
        List<List<DataFile>> byJob = ids.stream()
                .map(id -> state.filesByJob().get(id).orElse(List.of()))
                .toList();
        out.numbers(byJob, List::size);
        Map<Region, Integer> regions = new LinkedHashMap<>();
        List<DataFile> files = new ArrayList<>();
        for (List<DataFile> ofJob : byJob) {
            for (DataFile file : ofJob) {
                regions.putIfAbsent(file.cutFor(), regions.size());
                files.add(file);
            }
        }
        out.texts(
                List.copyOf(regions.keySet()), region -> KeyJson.toJson(region).toString());
        out.sortedTexts(files.stream().map(DataFile::path).toList());
        out.numbers(files, file -> regions.get(file.cutFor()));
        out.numbers(files, DataFile::rowCount);
        out.numbers(files, DataFile::sizeBytes);
        out.texts(files, DataFile::sha256);
    }

    private static TableState read(ColumnInput in, boolean withFieldIds) throws IOException {
        long slot = in.number();
        String hash = in.text();
        long droppedAt = in.number();
        Optional<LiveTable> table = in.flag()
                ? Optional.of(new LiveTable(in.text(), readSchema(in, withFieldIds), PartitionTreeJson.read(in.text())))
                : Optional.empty();
        List<String> ids = in.sortedTexts();
        List<String> digests = in.texts();
        List<Optional<Commit>> commits = readCommits(in);
        List<List<Exclusion>> exclusions = readExclusions(in);
        PersistentMap<String, JobState> jobs = PersistentMap.empty();
        for (int i = 0; i < ids.size(); i++) {
            jobs = jobs.put(ids.get(i), new JobState(digests.get(i), commits.get(i), exclusions.get(i)));
        }
        return new TableState(slot, hash, table, jobs, readFiles(ids, in), droppedAt);
    }

    private static Schema readSchema(ColumnInput in, boolean withFieldIds) throws IOException {
        Schema schema = SchemaJson.parseStored(in.text());
        return withFieldIds ? SchemaJson.withIds(schema, json(in.text())) : schema;
    }

    private static List<Optional<Commit>> readCommits(ColumnInput in) throws IOException {
        long[] present = in.numbers();
        long[] attempts = in.numbers();
        List<String> manifests = in.texts();
        List<String> incarnations = in.texts();
        long[] slots = in.numbers();
        long[] times = in.numbers();
        long[] files = in.numbers();
        long[] rows = in.numbers();
        List<Optional<Commit>> commits = new ArrayList<>(present.length);
        int next = 0;
        for (long flag : present) {
            if (flag == 0) {
                commits.add(Optional.empty());
            } else {
                commits.add(Optional.of(new Commit(
                        (int) attempts[next],
                        manifests.get(next),
                        incarnations.get(next),
                        slots[next],
                        times[next],
                        (int) files[next],
                        rows[next])));
                next++;
            }
        }
        return commits;
    }

    private static List<List<Exclusion>> readExclusions(ColumnInput in) throws IOException {
        long[] counts = in.numbers();
        long[] attempts = in.numbers();
        List<String> statuses = in.texts();
        List<String> codes = in.texts();
        List<String> texts = in.texts();
        long[] slots = in.numbers();
        long[] times = in.numbers();
        List<List<Exclusion>> exclusions = new ArrayList<>(counts.length);
        int next = 0;
        for (long count : counts) {
            List<Exclusion> ofJob = new ArrayList<>();
            for (long i = 0; i < count; i++, next++) {
                Reason reason = new Reason(
                        StoredJson.word("a snapshot", statuses.get(next), JobStatus.class),
                        StoredJson.word("a snapshot", codes.get(next), ErrorCode.class),
                        texts.get(next));
                ofJob.add(new Exclusion((int) attempts[next], reason, slots[next], times[next]));
            }
            exclusions.add(ofJob);
        }
        return exclusions;
    }

    private static PersistentMap<String, List<DataFile>> readFiles(List<String> ids, ColumnInput in)
            throws IOException {
        long[] counts = in.numbers();
        List<Region> regions = new ArrayList<>();
        for (String text : in.texts()) {
            regions.add(KeyJson.regionFromJson(json(text)));
        }
        List<String> paths = in.sortedTexts();
        long[] regionOf = in.numbers();
        long[] rows = in.numbers();
        long[] sizes = in.numbers();
        List<String> hashes = in.texts();
        PersistentMap<String, List<DataFile>> files = PersistentMap.empty();
        int next = 0;
        for (int job = 0; job < counts.length; job++) {
            List<DataFile> ofJob = new ArrayList<>();
            for (long i = 0; i < counts[job]; i++, next++) {
                ofJob.add(new DataFile(
                        paths.get(next), regions.get((int) regionOf[next]), rows[next], sizes[next], hashes.get(next)));
            }
            if (!ofJob.isEmpty()) {
                files = files.put(ids.get(job), List.copyOf(ofJob));
            }
        }
        return files;
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
