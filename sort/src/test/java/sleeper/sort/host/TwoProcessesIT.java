package sleeper.sort.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.key.Region;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.core.table.WrittenFile;
import sleeper.sort.PartitionedSort;
import sleeper.sort.SortRequest;
import sleeper.sort.SortSettings;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.extent.Extent;
import sleeper.sort.extent.ExtentCodec;
import sleeper.sort.memory.UnreliableMemory;
import sleeper.sort.output.LeafOutput;
import sleeper.sort.output.LeafOutputs;
import sleeper.sort.output.LeafSettings;
import sleeper.sort.output.OutputTarget;
import sleeper.sort.read.FileVerifier;
import sleeper.sort.read.TableScan;
import sleeper.sort.reference.ReferenceSort;
import sleeper.sort.spill.BlockStore;
import sleeper.sort.spill.SpillFile;

/** The kernel as a host with a shuffle runs it: one process makes extents, another makes files of them. */
class TwoProcessesIT {
    private static final int LONGEST_SECONDS = 120;

    @TempDir
    Path root;

    private RandomJob job;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("sleeper.host.seeds", 12));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheRowsThatOneProcessGives(long seed) throws Exception {
        // Given a random job
        job = new RandomJob(seed, root);
        job.makeInputs();
        // When one process sorts it, and two do with memory that is refused and called back at random
        List<DataFile> ofOne = inOneProcess();
        UnreliableMemory memory = new UnreliableMemory(seed);
        List<DataFile> ofTwo = reduce(memory, extentsOfAnotherProcess(seed));
        // Then each leaf has the same keys in the same order, and the same rows
        FileVerifier verifier = new FileVerifier(job.store(), RandomJob.TABLE, job.schema());
        for (DataFile file : ofTwo) {
            assertThat(verifier.verify(file)).isEmpty();
        }
        for (Partition leaf : job.tree().leaves()) {
            List<Map<String, Object>> expected = rows(ofOne, leaf);
            List<Map<String, Object>> found = rows(ofTwo, leaf);
            assertThat(keys(found)).isEqualTo(keys(expected));
            assertThat(ReferenceSort.asMultiset(found)).isEqualTo(ReferenceSort.asMultiset(expected));
        }
        // And nothing is held or left behind
        assertThat(memory.lentBytes()).isZero();
        assertThat(root.resolve("spill").toFile().list()).isEmpty();
    }

    private List<DataFile> inOneProcess() throws IOException {
        Path spill = Files.createDirectories(root.resolve("spill"));
        return WrittenFile.files(PartitionedSort.run(new SortRequest(
                job.schema(),
                job.tree(),
                job.inputs(),
                job.store(),
                RandomJob.TABLE,
                RandomJob.ATTEMPT,
                "one",
                new SortSettings(WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 2, spill))));
    }

    /** @return the extents as bytes */
    private Path extentsOfAnotherProcess(long seed) throws Exception {
        Path sent = root.resolve("sent");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MapMain.class.getName(),
                        String.valueOf(seed),
                        root.toString(),
                        sent.toString())
                .inheritIO()
                .start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end");
        }
        assertThat(process.exitValue()).isZero();
        return sent;
    }

    private List<DataFile> reduce(UnreliableMemory memory, Path sent) throws IOException {
        Path spill = root.resolve("spill");
        List<Partition> leaves = job.tree().leaves();
        List<DataFile> files = new ArrayList<>();
        OutputTarget target = new OutputTarget(job.layout(), job.store(), RandomJob.TABLE, RandomJob.ATTEMPT, "two");
        LeafSettings settings = new LeafSettings(WriteSettings.DEFAULT, 1 << 20, 500, spill);
        try (BlockStore store = new BlockStore(leaves.size(), memory, new SpillFile(spill));
                LeafOutputs outputs = new LeafOutputs(target, settings, memory, () -> {})) {
            receive(sent, store);
            for (int leaf = 0; leaf < leaves.size(); leaf++) {
                try (LeafOutput output = outputs.begin(leaves.get(leaf), store.leafBytes(leaf), 0)) {
                    BlockStore.Extents extents = store.extents(leaf);
                    while (extents.hasNext()) {
                        output.add(extents.next());
                    }
                    files.addAll(WrittenFile.files(output.finish()));
                }
            }
        }
        return files;
    }

    private void receive(Path sent, BlockStore store) throws IOException {
        ExtentCodec codec = new ExtentCodec(job.layout());
        try (InputStream from = new BufferedInputStream(Files.newInputStream(sent))) {
            for (Optional<Extent> next = codec.read(from); next.isPresent(); next = codec.read(from)) {
                store.add(next.get());
            }
        }
    }

    private List<Map<String, Object>> rows(List<DataFile> files, Partition leaf) {
        List<DataFile> ofLeaf = files.stream()
                .filter(file -> file.cutFor().equals(leaf.region()))
                .toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        Region all = Region.all(job.tree().dimensions());
        try (TableScan scan = new TableScan(job.store(), RandomJob.TABLE, job.schema(), ofLeaf, all)) {
            scan.forEachRemaining(rows::add);
        }
        return rows;
    }

    private List<String> keys(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> job.schema().keyFields().stream()
                        .map(field -> ReferenceSort.describe(row.get(field.name())))
                        .toList()
                        .toString())
                .toList();
    }
}
