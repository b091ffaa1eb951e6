package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.file.FilePath;
import sleeper.core.table.TableName;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.file.LocalFileStore;

/** Files as people have them, in each command that takes them. */
class SourcesIT {
    private static final int ROWS_A_FILE = 5;

    @TempDir
    private static Path made;

    @TempDir
    Path folder;

    private Cli cli;
    private Path mine;
    private int files;

    @BeforeAll
    static void makeFiles() throws IOException {
        var unused = new DemoData(10 * ROWS_A_FILE, 1).write(new LocalFileStore(made), new FilePath("b", "seed"), 1);
    }

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
        var unused = cli.instance().tables().log(new TableName("seed")).create(DemoData.SCHEMA, DemoData.partitions(1));
        mine = folder.resolve("mine");
    }

    private Path put(Path target) throws IOException {
        Files.createDirectories(target.getParent());
        return Files.copy(made.resolve("b/seed/part-" + files++ + ".parquet"), target);
    }

    private Path bucket() {
        return cli.home().resolve("buckets/b");
    }

    private Cli.Result demo(String from, String name) {
        return cli.run("demo", "--files", from, "--row-keys", "key", "--partitions", "1", "--name", name, "--json");
    }

    private List<String> brought(String name) throws IOException {
        Path demo = cli.home().resolve("buckets/demo").resolve(name);
        try (Stream<Path> all = Files.walk(demo)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> demo.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** @return reason and names of what is left out */
    private static List<String> leftOut(JsonNode json) {
        return json.findParents("reason").stream()
                .map(some -> some.get("reason").textValue() + " " + some.get("count") + " " + some.get("names"))
                .toList();
    }

    @Test
    void shouldBringAUsersFilesUnderTheirOwnNamesAndTellWhatIsLeftOut() throws IOException {
        // Given
        put(mine.resolve("a.PARQUET"));
        put(mine.resolve("x/b.parq"));
        put(mine.resolve("x/c.parquet.snappy"));
        put(mine.resolve("_temporary/0/d.parquet"));
        put(mine.resolve(".e.parquet"));
        put(mine.resolve("000000_0"));
        put(folder.resolve("elsewhere/f.pq"));
        Files.createSymbolicLink(mine.resolve("linked"), folder.resolve("elsewhere"));
        Files.createFile(mine.resolve("_SUCCESS"));
        Files.createDirectories(mine.resolve("empty"));
        // When
        Cli.Result loaded = demo("mine", "t");
        // Then
        assertThat(loaded.exitCode()).as(loaded.err()).isZero();
        assertThat(loaded.json().get("rows").intValue()).isEqualTo(4 * ROWS_A_FILE);
        assertThat(brought("t")).containsExactly("a.PARQUET", "linked/f.pq", "x/b.parq", "x/c.parquet.snappy");
        Path real = mine.toRealPath();
        assertThat(leftOut(loaded.json()))
                .containsExactly(
                        "MARKER 1 [\"" + real.resolve("_SUCCESS") + "\"]",
                        "EMPTY_FOLDER 1 [\"" + real.resolve("empty") + "\"]",
                        "HIDDEN 2 [\"" + real.resolve(".e.parquet") + "\",\"" + real.resolve("_temporary/0/d.parquet")
                                + "\"]",
                        "OTHER_NAME 1 [\"" + real.resolve("000000_0") + "\"]");
        assertThat(loaded.err())
                .contains(
                        "warning: not read: 2 files whose names, or a folder's on the way to them, begin with '_' or '.': ",
                        "warning: not read: 1 file whose name does not end in .parquet, .parq or .pq: ")
                .doesNotContain("_SUCCESS", "empty");
    }

    @ParameterizedTest
    @CsvSource({"mine/*, 2", "mine/_odd, 1", "mine/.[1], 1"})
    void shouldTakeFilesOfAnyNameThatAreNamedOrMatched(String from, int taken) throws IOException {
        // Given
        put(mine.resolve("000000_0"));
        put(mine.resolve("000000_1"));
        put(mine.resolve("_odd"));
        put(mine.resolve(".[1]"));
        // When
        Cli.Result loaded = demo(from, "t");
        // Then
        assertThat(loaded.exitCode()).as(loaded.out()).isZero();
        assertThat(loaded.json().get("rows").intValue()).isEqualTo(taken * ROWS_A_FILE);
    }

    @ParameterizedTest
    @CsvSource({
        "lake/t,           lake/t/_delta_log/0.json,                TABLE_FORMAT_NOT_READ",
        "lake,             lake/t/_delta_log/0.json,                TABLE_FORMAT_NOT_READ",
        "lake/t/x/y,       lake/t/_delta_log/0.json,                TABLE_FORMAT_NOT_READ",
        "lake/t/x/y,       lake/.hoodie/hoodie.properties,          TABLE_FORMAT_NOT_READ",
        "lake/t/x,         lake/t/metadata/v1.metadata.json,        TABLE_FORMAT_NOT_READ",
        "lake/t/x/y/*,     lake/t/metadata/v1.metadata.json,        TABLE_FORMAT_NOT_READ",
        "lake/t/x/y,       lake/t/log/slots/00000000000000000001,   INSTANCE_BUCKET",
        "lake/t/x/gone/*,  lake/other,                              FILE_NOT_FOUND",
        "lake/t/x/y/z*,    lake/other,                              NO_FILES",
        "lake/empty,       lake/other,                              NO_FILES",
        "lake/gone,        lake/other,                              FILE_NOT_FOUND"
    })
    void shouldRefuseAUsersFolderThatIsNoSource(String from, String file, String code) throws IOException {
        // Given
        put(folder.resolve("lake/t/x/y/a.parquet"));
        Files.createDirectories(folder.resolve("lake/empty"));
        Files.createDirectories(folder.resolve(file).getParent());
        Files.createFile(folder.resolve(file));
        // When
        Cli.Result refused = demo(from, "t");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.faultCodes()).containsExactly(code);
        assertThat(cli.home().resolve("buckets/demo/t")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"mine/linked,           lake/t/x/y", "mine/linked.parquet,   lake/t/x/y/a.parquet"})
    void shouldRefuseALinkOfTheUserIntoATableElsewhere(String link, String target) throws IOException {
        // Given
        put(folder.resolve("lake/t/x/y/a.parquet"));
        Files.createDirectories(folder.resolve("lake/t/_delta_log"));
        Files.createFile(folder.resolve("lake/t/_delta_log/0.json"));
        Files.createDirectories(folder.resolve("mine"));
        Files.createSymbolicLink(folder.resolve(link), folder.resolve(target));
        // When
        Cli.Result refused = demo("mine", "t");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.faultCodes()).containsExactly("TABLE_FORMAT_NOT_READ");
        assertThat(cli.home().resolve("buckets/demo/t")).doesNotExist();
    }

    @Test
    void shouldCountInPlanAndJobWhatIsLeftOut() throws IOException {
        // Given
        put(bucket().resolve("in/a.parquet"));
        put(bucket().resolve("in/.b.parquet"));
        put(bucket().resolve("in/c.data"));
        put(bucket().resolve("other/d.parquet"));
        Files.createFile(bucket().resolve("in/_SUCCESS"));
        Files.createSymbolicLink(bucket().resolve("in/linked"), Path.of("../other"));
        Files.createSymbolicLink(bucket().resolve("in/again"), Path.of("linked"));
        String job = job("j", "b/in/");
        List<String> expected = List.of(
                "MARKER 1 [\"b/in/_SUCCESS\"]",
                "HIDDEN 1 [\"b/in/.b.parquet\"]",
                "OTHER_NAME 1 [\"b/in/c.data\"]",
                "LINK_TO_FOUND 1 [\"b/in/linked\"]");
        String hidden =
                "not read: 1 file whose name, or a folder's on the way to it, begins with '_' or '.': b/in/.b.parquet";
        String other = "not read: 1 file whose name does not end in .parquet, .parq or .pq: b/in/c.data";
        // When
        JsonNode plan = cli.run("plan", job, "--json").done().json();
        String planInWords = cli.run("plan", job).done().out();
        JsonNode loaded = cli.run("submit", job, "--wait", "--json").json();
        String jobInWords = cli.run("jobs", "j").done().out();
        // Then
        assertThat(plan.get("inputFiles").intValue()).isEqualTo(2);
        assertThat(leftOut(plan)).isEqualTo(expected);
        assertThat(plan.get("warnings")).extracting(JsonNode::textValue).containsExactly(hidden, other);
        assertThat(loaded.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(loaded.at("/attempts/0/inputs").findValuesAsText("file"))
                .containsExactly("b/in/a.parquet", "b/in/again/d.parquet");
        assertThat(leftOut(loaded)).isEqualTo(expected);
        assertThat(loaded.at("/attempts/0/warnings"))
                .extracting(JsonNode::textValue)
                .containsExactly(hidden, other);
        assertThat(List.of(planInWords, jobInWords))
                .allSatisfy(words -> assertThat(words)
                        .contains(
                                "1 marker without rows: b/in/_SUCCESS",
                                "1 link to what is read anyway: b/in/linked",
                                "warning: " + hidden,
                                "warning: " + other));
    }

    @ParameterizedTest
    @CsvSource({
        "b,                        3",
        "b/,                       3",
        "s3://b/,                  3",
        "b/2026-11-*/,             2",
        "b/2026-1?-0?/*,           3",
        "b/2026-11-01/a[*][[]1]#{x}%2F.parquet, 1"
    })
    void shouldLoadAWholeBucketAndWhatAPatternMeans(String source, int taken) throws IOException {
        // Given
        put(bucket().resolve("2026-11-01/a*[1]#{x}%2F.parquet"));
        put(bucket().resolve("2026-11-02/b.parquet"));
        put(bucket().resolve("2026-12-03/c.parquet"));
        // When
        JsonNode plan = cli.run("plan", job("j", source), "--json").done().json();
        // Then
        assertThat(plan.get("inputRows").intValue()).isEqualTo(taken * ROWS_A_FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleeper-tables",
                "sleeper-tables/seed/data/",
                "sleeper-tables/*/data/",
                "alias",
                "alias/seed/data",
                "alias/seed/data/p/j/a.parquet"
            })
    void shouldRefuseTheInstancesOwnFiles(String source) throws IOException {
        // Given
        Path tables = cli.home().resolve("buckets/sleeper-tables");
        put(tables.resolve("seed/data/p/j/a.parquet"));
        Files.createSymbolicLink(cli.home().resolve("buckets/alias"), tables);
        // When
        Cli.Result refused = cli.run("plan", job("j", source), "--json");
        // Then
        assertThat(refused.faultCodes()).isNotEmpty().containsOnly("INSTANCE_BUCKET");
    }

    @Test
    void shouldCheckAndSampleADirectoryByTheSameRules() throws IOException {
        // Given
        put(mine.resolve("a.PQ"));
        put(mine.resolve("_b.parquet"));
        // When
        JsonNode checked =
                cli.run("check", "mine", "--table", "seed", "--json").done().json();
        String inWords = cli.run("check", "mine", "--table", "seed").done().out();
        // Then
        assertThat(checked.get("rows").intValue()).isEqualTo(ROWS_A_FILE);
        assertThat(leftOut(checked))
                .containsExactly("HIDDEN 1 [\"" + mine.toRealPath().resolve("_b.parquet") + "\"]");
        assertThat(inWords).contains("Left out: 1 file whose name, or a folder's");
    }

    private String job(String id, String... files) throws IOException {
        return cli.file(
                id + ".json",
                new ObjectMapper()
                        .writeValueAsString(Map.of("id", id, "tableName", "seed", "files", Arrays.asList(files))));
    }
}
