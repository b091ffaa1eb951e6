package sleeper.statestore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.file.SourcePath;
import sleeper.core.file.WritableFile;
import sleeper.core.source.LeftOut;
import sleeper.core.source.LeftOut.Reason;
import sleeper.core.source.SourceContents;
import sleeper.core.source.SourceSearch;
import sleeper.statestore.file.LocalFileStore.Links;

/** What is found below a path that others have filled, by the rules for sources, on a real file system. */
class ScanIT {
    @TempDir
    Path root;

    private Path bucket;

    @BeforeEach
    void setUp() throws IOException {
        bucket = Files.createDirectories(root.resolve("buckets/b"));
    }

    private Path file(String path) throws IOException {
        Path file = bucket.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, path);
    }

    private void folder(String path) throws IOException {
        Files.createDirectories(bucket.resolve(path));
    }

    /** @param target relative to the link's folder, or absolute */
    private void link(String path, String target) throws IOException {
        Path link = bucket.resolve(path);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }

    private SourceContents find(String source) throws IOException {
        return find(source, Links.INSIDE_BUCKETS);
    }

    private SourceContents find(String source, Links links) throws IOException {
        return new SourceSearch(new LocalFileStore(root.resolve("buckets"), links), Set.of())
                .find("files[0]", SourcePath.parse(source).orElseThrow());
    }

    private static List<String> keys(SourceContents contents) {
        return contents.files().stream().map(file -> file.path().key()).toList();
    }

    private static LeftOut leftOut(Reason reason, String... keys) {
        return new LeftOut(
                reason, keys.length, Stream.of(keys).map(key -> "b/" + key).toList());
    }

    @Test
    void shouldFindHiddenFilesAndEmptyFoldersAndAWholeBucket() throws IOException {
        file("a.parquet");
        file("in/.b.parquet");
        file("in/_temporary/0/c.parquet");
        file("in/d.PQ");
        folder("in/e/f");

        SourceContents contents = find("b");

        assertThat(keys(contents)).containsExactly("a.parquet", "in/d.PQ");
        assertThat(contents.leftOut())
                .containsExactly(
                        leftOut(Reason.EMPTY_FOLDER, "in/e/f"),
                        leftOut(Reason.HIDDEN, "in/.b.parquet", "in/_temporary/0/c.parquet"));
        assertThat(contents.faults()).isEmpty();
    }

    @Test
    void shouldCallAnEmptyFolderNoFilesAndWhatIsNotThereNotFound() throws IOException {
        folder("in");

        assertThat(find("b/in").faults()).extracting(Fault::code).containsExactly(ErrorCode.NO_FILES);
        assertThat(find("b/in/").faults()).extracting(Fault::code).containsExactly(ErrorCode.NO_FILES);
        assertThat(find("b/gone").faults()).extracting(Fault::code).containsExactly(ErrorCode.FILE_NOT_FOUND);
        assertThat(find("gone").faults()).extracting(Fault::code).containsExactly(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void shouldShowNothingOfWhatIsBeingWritten() throws IOException {
        LocalFileStore store = new LocalFileStore(root.resolve("buckets"));
        try (WritableFile file = store.create(new FilePath("b", "in/a.parquet"))) {
            file.write(ByteBuffer.allocate(1));
            SourceContents contents = find("b/in/");

            assertThat(contents.leftOut()).isEmpty();
            assertThat(contents.faults()).extracting(Fault::found).containsExactly("nothing under b/in/");
        }
    }

    @Test
    void shouldPassOverFoldersThatAPatternDoesNotMean() throws IOException {
        file("2026-11-01/a.parquet");
        file("2026-11-02/x/b.parquet");
        file("2026-12-01/c.parquet");
        folder("2026-12-02");
        folder("2026-11-03");
        link("2026-12-03", "gone");

        SourceContents contents = find("b/2026-11-*/");

        assertThat(keys(contents)).containsExactly("2026-11-01/a.parquet", "2026-11-02/x/b.parquet");
        assertThat(contents.leftOut()).containsExactly(leftOut(Reason.EMPTY_FOLDER, "2026-11-03"));
    }

    @ParameterizedTest
    @CsvSource({"b/in[[]1]/*, in[1]", "b/in[*]/[?]*, in*", "b/in{1}%2F#/, in{1}%2F#", "b/in\\/, in\\"})
    void shouldFindWhatHasOddNames(String source, String folder) throws IOException {
        file(folder + "/?.parquet");
        file("in/?.parquet");
        file("in1/?.parquet");

        assertThat(keys(find(source))).containsExactly(folder + "/?.parquet");
        assertThat(keys(find(SourcePath.escape("b/" + folder + "/?.parquet")))).containsExactly(folder + "/?.parquet");
    }

    @Test
    void shouldFollowALinkToAFolderElsewhereInTheBucket() throws IOException {
        file("in/a.parquet");
        file("other/b.parquet");
        file("other/x/c.parquet");
        link("in/0-linked", "../other");

        SourceContents contents = find("b/in/");

        assertThat(keys(contents)).containsExactly("in/0-linked/b.parquet", "in/0-linked/x/c.parquet", "in/a.parquet");
        assertThat(contents.leftOut()).isEmpty();
        assertThat(keys(find("b/in/0-linked/"))).containsExactly("in/0-linked/b.parquet", "in/0-linked/x/c.parquet");
    }

    @ParameterizedTest
    @CsvSource({
        "in/linked,           ../delta/year=2026,             b/in/",
        "in/linked,           ../delta/year=2026,             b/in/linked/",
        "in/linked,           ../delta/year=2026,             b/in/*/*",
        "in/linked.parquet,   ../delta/year=2026/a.parquet,   b/in/",
        "in/linked.parquet,   ../delta/year=2026/a.parquet,   b/in/*"
    })
    void shouldRefuseALinkIntoATableWhoseLogLiesAboveWhatItLeadsTo(String link, String target, String source)
            throws IOException {
        file("delta/_delta_log/00000000000000000000.json");
        file("delta/year=2026/a.parquet");
        link(link, target);

        SourceContents contents = find(source);

        assertThat(contents.files()).isEmpty();
        assertThat(contents.faults())
                .extracting(Fault::code, Fault::found)
                .containsExactly(tuple(
                        ErrorCode.TABLE_FORMAT_NOT_READ, "the Delta table b/delta/, whose log is b/delta/_delta_log/"));
    }

    @Test
    void shouldRefuseALinkToOneFileOfASleeperTable() throws IOException {
        file("copy/log/slots/00000000000000000001");
        file("copy/data/a.parquet");
        link("in/linked.parquet", "../copy/data/a.parquet");

        assertThat(find("b/in/linked.parquet").faults())
                .extracting(Fault::code)
                .containsExactly(ErrorCode.INSTANCE_BUCKET);
    }

    @Test
    void shouldReadNothingTwiceThatLinksLeadToAnyway() throws IOException {
        file("in/data/a.parquet");
        file("in/x/b.parquet");
        link("in/0-latest", "data");
        link("in/0.parquet", "data/a.parquet");
        link("in/x/deep", "../data");

        SourceContents contents = find("b/in/");

        assertThat(keys(contents)).containsExactly("in/data/a.parquet", "in/x/b.parquet");
        assertThat(contents.leftOut())
                .containsExactly(leftOut(Reason.LINK_TO_FOUND, "in/0-latest", "in/x/deep", "in/0.parquet"));
    }

    @Test
    void shouldReadOnceWhatTwoLinksLeadTo() throws IOException {
        file("other/x/a.parquet");
        file("other/b.parquet");
        file("single.parquet");
        link("in/1", "../other/x");
        link("in/2", "../other");
        link("in/3", "../other");
        link("in/4.parquet", "../single.parquet");
        link("in/5.parquet", "../single.parquet");
        link("in/6.parquet", "../other/b.parquet");

        SourceContents contents = find("b/in/");

        assertThat(keys(contents)).containsExactly("in/1/a.parquet", "in/2/b.parquet", "in/4.parquet");
        assertThat(contents.leftOut())
                .containsExactly(leftOut(Reason.LINK_TO_FOUND, "in/3", "in/5.parquet", "in/6.parquet"));
    }

    @Test
    void shouldFollowALinkToWhatIsSkippedByItsName() throws IOException {
        file("in/_v2/a.parquet");
        file("in/blob");
        link("in/current", "_v2");
        link("in/b.parquet", "blob");

        SourceContents contents = find("b/in/");

        assertThat(keys(contents)).containsExactly("in/b.parquet", "in/current/a.parquet");
        assertThat(contents.leftOut())
                .containsExactly(leftOut(Reason.HIDDEN, "in/_v2/a.parquet"), leftOut(Reason.OTHER_NAME, "in/blob"));
    }

    @Test
    void shouldNotFollowLinksOfHiddenNames() throws IOException {
        file("other/a.parquet");
        file("in/a.parquet");
        link("in/_linked", "../other");
        link("in/.a.parquet", "../other/a.parquet");
        link("in/a.txt", "../other/a.parquet");

        SourceContents contents = find("b/in/");

        assertThat(keys(contents)).containsExactly("in/a.parquet");
        assertThat(contents.leftOut())
                .containsExactly(
                        leftOut(Reason.HIDDEN, "in/_linked", "in/.a.parquet"), leftOut(Reason.OTHER_NAME, "in/a.txt"));
    }

    @Test
    void shouldNotLoseItsWayInCircles() throws IOException {
        file("in/a.parquet");
        file("other/b.parquet");
        link("in/up", "..");
        link("in/self", ".");
        link("in/other", "../other");
        link("other/back", "../in");
        link("other/up", "../../b");
        link("in/loop", "loop");

        SourceContents contents = find("b/in/");

        assertThat(keys(contents)).containsExactly("in/a.parquet", "in/other/b.parquet");
        assertThat(contents.leftOut())
                .containsExactly(
                        leftOut(Reason.LINK_TO_FOUND, "in/other/back"),
                        leftOut(Reason.LINK_UPWARDS, "in/self", "in/up", "in/other/up"),
                        leftOut(Reason.BROKEN_LINK, "in/loop"));
    }

    @Test
    void shouldEndWhereManyFoldersLinkToEachOther() throws IOException {
        for (int i = 0; i < 12; i++) {
            file("d" + i + "/a.parquet");
            for (int j = 0; j < 12; j++) {
                link("d" + i + "/l" + j, "../d" + j);
            }
        }
        link("in/all", "../d0");

        SourceContents contents = find("b/in/");

        assertThat(contents.files()).hasSize(12);
        assertThat(contents.leftOut())
                .extracting(LeftOut::reason, LeftOut::count)
                .hasSize(2);
    }

    @Test
    void shouldCountLinksThatLeadOutOfTheBucketOrNowhere() throws IOException {
        file("in/a.parquet");
        Path outside = Files.createDirectories(root.resolve("outside"));
        Files.writeString(outside.resolve("secret.parquet"), "secret");
        Files.createDirectories(root.resolve("buckets/b2"));
        Files.writeString(root.resolve("buckets/b2/c.parquet"), "of another bucket");
        link("in/out", outside.toString());
        link("in/out.parquet", outside.resolve("secret.parquet").toString());
        link("in/other-bucket", "../../b2");
        link("in/gone", "nowhere");

        SourceContents contents = find("b/in/");

        assertThat(keys(contents)).containsExactly("in/a.parquet");
        assertThat(contents.leftOut())
                .containsExactly(
                        leftOut(Reason.LINK_OUT, "in/other-bucket", "in/out", "in/out.parquet"),
                        leftOut(Reason.BROKEN_LINK, "in/gone"));
        assertThat(keys(find("b/in/", Links.ANYWHERE)))
                .containsExactly("in/a.parquet", "in/other-bucket/c.parquet", "in/out/secret.parquet");
    }

    @Test
    void shouldReadNothingTwiceWhereAPatternMeansALinkAndWhatItLeadsTo() throws IOException {
        file("a/x/f.parquet");
        file("a/g.parquet");
        link("l", "a");
        link("m", "a");

        assertThat(keys(find("b/?/x/"))).containsExactly("a/x/f.parquet");
        assertThat(keys(find("b/?/*.parquet"))).containsExactly("a/g.parquet");
        assertThat(keys(find("b/[l]/*.parquet".replace("[l]", "l*")))).containsExactly("l/g.parquet");
        assertThat(keys(find("b/?/"))).containsExactly("a/g.parquet", "a/x/f.parquet");
    }

    @Test
    void shouldCountWhatIsNoPlainFile() throws Exception {
        file("in/a.parquet");
        int ended = new ProcessBuilder(
                        "mkfifo", bucket.resolve("in/pipe.parquet").toString())
                .start()
                .waitFor();
        link("in/linked.parquet", "pipe.parquet");

        assertThat(ended).isZero();
        assertThat(find("b/in/").leftOut())
                .containsExactly(leftOut(Reason.NO_PLAIN_FILE, "in/linked.parquet", "in/pipe.parquet"));
    }

    @Test
    void shouldNameInEscapesWhatNoPathCanName() throws IOException {
        file("in/a.parquet");
        raw("in/b%FF%C3%BC.parquet");
        raw("in/c%0A.parquet");
        raw("in/_d%FE.parquet");
        raw("in/e%FE.csv");
        raw("in/%FE%5C%2520");

        SourceContents contents = find("b/in/");

        assertThat(contents.faults())
                .extracting(Fault::code, Fault::found, Fault::action)
                .containsExactly(
                        tuple(
                                ErrorCode.BAD_FILE_PATH,
                                "'b/in/b\\xff\u00FC.parquet', written here in escapes",
                                "Rename it."),
                        tuple(ErrorCode.BAD_FILE_PATH, "'b/in/c\\x0a.parquet', written here in escapes", "Rename it."));
        assertThat(contents.leftOut())
                .containsExactly(
                        leftOut(Reason.HIDDEN, "in/_d\\xfe.parquet"),
                        leftOut(Reason.OTHER_NAME, "in/e\\xfe.csv", "in/\\xfe\\%20"));
    }

    private void raw(String path) throws IOException {
        Files.writeString(Path.of(URI.create(bucket.toUri() + path)), path);
    }
}
