package sleeper.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.core.source.LeftOut.Reason.HIDDEN;
import static sleeper.core.source.LeftOut.Reason.MARKER;
import static sleeper.core.source.LeftOut.Reason.OTHER_NAME;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FilePages;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderScan;
import sleeper.core.file.FolderScan.Aside;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.SourcePath;

class SourceSearchTest {
    private static SourceContents find(FileStore store, String source) throws IOException {
        return new SourceSearch(store, Set.of("own"))
                .find("files[0]", SourcePath.parse(source).orElseThrow());
    }

    private static List<String> files(SourceContents contents) {
        return contents.files().stream().map(file -> file.path().toString()).toList();
    }

    @Nested
    class WhatIsRead {
        @ParameterizedTest
        @CsvSource({
            "b/in/,          b/in/a.parquet+b/in/x/b.pq",
            "b/in,           b/in/a.parquet+b/in/x/b.pq",
            "b,              b/in/a.parquet+b/in/x/b.pq+b/other.parquet",
            "s3a://b/,       b/in/a.parquet+b/in/x/b.pq+b/other.parquet",
            "b/in/_c.pq,     b/in/_c.pq",
            "b/in/notes.txt, b/in/notes.txt",
            "b/i?/*,         b/in/a.parquet+b/in/notes.txt+b/in/x/b.pq",
            "b/*/x/,         b/in/x/b.pq",
            "b/in/_*,        b/in/_c.pq",
            "b/*.parquet,    b/other.parquet"
        })
        void shouldReadWhatTheNameMeans(String source, String files) throws IOException {
            ListedFiles store = new ListedFiles(
                    "b/in/a.parquet", "b/in/x/b.pq", "b/in/_c.pq", "b/in/notes.txt", "b/other.parquet", "c/z.parquet");

            SourceContents contents = find(store, source);

            assertThat(files(contents)).containsExactly(files.split("\\+", -1));
            assertThat(contents.faults()).isEmpty();
        }

        @Test
        void shouldCountByReasonWhatItLeavesOut() throws IOException {
            SourceContents contents = find(
                    new ListedFiles(
                            "b/in/_SUCCESS",
                            "b/in/_c.pq",
                            "b/in/_d/e.parquet",
                            "b/in/a.parquet",
                            "b/in/notes.txt",
                            "b/in/x/.a.crc"),
                    "b/in/");

            assertThat(contents.leftOut())
                    .containsExactly(
                            new LeftOut(MARKER, 2, List.of("b/in/_SUCCESS", "b/in/x/.a.crc")),
                            new LeftOut(HIDDEN, 2, List.of("b/in/_c.pq", "b/in/_d/e.parquet")),
                            new LeftOut(OTHER_NAME, 1, List.of("b/in/notes.txt")));
        }

        @Test
        void shouldNameTheFirstTwentyOfWhatItLeavesOut() throws IOException {
            String[] paths =
                    IntStream.range(10, 35).mapToObj(i -> "b/in/" + i + ".csv").toArray(String[]::new);

            LeftOut leftOut = find(new ListedFiles(paths), "b/in/").leftOut().get(0);

            assertThat(leftOut.count()).isEqualTo(25);
            assertThat(leftOut.names()).hasSize(20).startsWith("b/in/10.csv").endsWith("b/in/29.csv");
            assertThat(leftOut.words())
                    .startsWith("25 files whose names do not end in .parquet, .parq or .pq: b/in/10.csv, b/in/11.csv")
                    .endsWith("b/in/29.csv, and 5 more");
        }

        @Test
        void shouldSortWhatAStoreFindsBehindLinksAmongTheRest() throws IOException {
            FileStore unsorted = new ForwardingFileStore(new ListedFiles()) {
                @Override
                public FilePages scan(FileFolder folder, FolderScan scan) {
                    return FilePages.of(
                            List.of(
                                    ListedFiles.info(ListedFiles.path("b/in/z.pq")),
                                    ListedFiles.info(ListedFiles.path("b/in/a/z.pq"))),
                            1);
                }
            };

            assertThat(files(find(unsorted, "b/in/"))).containsExactly("b/in/a/z.pq", "b/in/z.pq");
        }
    }

    @Nested
    class NothingToRead {
        private static final String ALLOWED = "a file that ends in .parquet, .parq or .pq";
        private static final String BY_PATTERN = ", or a pattern, which takes files of any name: ";

        @ParameterizedTest
        @CsvSource({
            "b/gone,          FILE_NOT_FOUND, nothing at b/gone",
            "b/gone[*]/a,     FILE_NOT_FOUND, nothing at b/gone[*]/a",
            "b/gone/,         NO_FILES,       nothing under b/gone/",
            "b/in/a.csv/,     NO_FILES,       nothing under b/in/a.csv/",
            "b/x-*/,          NO_FILES,       nothing that matches b/x-*/",
            "b/in/*.csv/,     NO_FILES,       nothing that matches b/in/*.csv/",
            "b/in/?/x*,       NO_FILES,       nothing that matches b/in/?/x*",
            "gone,            FILE_NOT_FOUND, nothing at gone",
            "gone/,           NO_FILES,       nothing under gone/"
        })
        void shouldSayThatNothingIsThere(String source, ErrorCode code, String found) throws IOException {
            SourceContents contents = find(new ListedFiles("b/in/a.csv"), source);

            assertThat(contents.files()).isEmpty();
            assertThat(contents.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.code()).isEqualTo(code);
                assertThat(fault.where()).isEqualTo("files[0]");
                assertThat(fault.found()).isEqualTo(found);
                assertThat(fault.location().file())
                        .isEqualTo(SourcePath.parse(source).orElseThrow().toString());
            });
        }

        @ParameterizedTest
        @CsvSource({"b/in/, b/in/*", "b/in, b/in/*", "b, b/[[]1]/*", "b/i*/, b/in/*", "b/[[]1], b/[[]1]/*"})
        void shouldSayWhatItLeftOutAndThatAPatternTakesEveryName(String source, String pattern) throws IOException {
            ListedFiles store = new ListedFiles("b/in/000000_0", "b/in/_SUCCESS", "b/[1]/0", "b/[1]/_SUCCESS");

            Fault fault = find(store, source).faults().get(0);

            assertThat(fault.code()).isEqualTo(ErrorCode.NO_FILES);
            assertThat(fault.found())
                    .startsWith(
                            "no file to read under " + SourcePath.parse(source).orElseThrow() + "; left out: ")
                    .contains("without rows: b/")
                    .contains("not end in .parquet, .parq or .pq: b/");
            assertThat(fault.allowed()).isEqualTo(ALLOWED + BY_PATTERN + pattern);
            assertThat(find(store, pattern).files()).isNotEmpty();
        }

        @Test
        void shouldCallAnEmptyFolderNoFiles() throws IOException {
            FileStore empty = telling(new ListedFiles(), Aside.EMPTY_FOLDER, "in");

            SourceContents contents = find(empty, "b/in");

            assertThat(contents.faults()).extracting(Fault::code).containsExactly(ErrorCode.NO_FILES);
            assertThat(contents.faults().get(0).found())
                    .isEqualTo("no file to read under b/in; left out: 1 empty folder: b/in");
            assertThat(contents.faults().get(0).allowed()).isEqualTo(ALLOWED);
        }
    }

    @Nested
    class TablesWithALogOfTheirOwn {
        @ParameterizedTest
        @CsvSource({
            "b/t/,            b/t/_delta_log/0.json,                    the Delta table b/t/; whose log is b/t/_delta_log/",
            "b/t,             b/t/.hoodie/hoodie.properties,            the Hudi table b/t/; whose log is b/t/.hoodie/",
            "b/t/,            b/t/metadata/v1.metadata.json,            the Iceberg table b/t/; whose log is b/t/metadata/",
            "b/t/,            b/t/metadata/00001-u.gz.metadata.json,    the Iceberg table b/t/; whose log is b/t/metadata/",
            "b/t/,            b/t/metadata/v1.metadata.json.gz,         the Iceberg table b/t/; whose log is b/t/metadata/",
            "b,               b/t/_delta_log/0.json,                    the Delta table b/t/; whose log is b/t/_delta_log/",
            "b,               b/_delta_log/0.json,                      the Delta table b/; whose log is b/_delta_log/",
            "b/t/x/y/,        b/t/_delta_log/0.json,                    the Delta table b/t/; whose log is b/t/_delta_log/",
            "b/t/x/y/,        b/t/metadata/v1.metadata.json,            the Iceberg table b/t/; whose log is b/t/metadata/",
            "b/t/x/y/,        b/.hoodie/hoodie.properties,              the Hudi table b/; whose log is b/.hoodie/",
            "b/t/*.parquet,   b/t/_delta_log/0.json,                    the Delta table b/t/; whose log is b/t/_delta_log/",
            "b/*/a.parquet,   b/t/_delta_log/0.json,                    the Delta table b/t/; whose log is b/t/_delta_log/",
            "b/*/x/*,         b/t/metadata/v1.metadata.json,            the Iceberg table b/t/; whose log is b/t/metadata/",
            "b/t/*/y/,        b/t/_delta_log/0.json,                    the Delta table b/t/; whose log is b/t/_delta_log/"
        })
        void shouldRefuseATablesFolderWhereverItsLogLies(String source, String log, String found) throws IOException {
            ListedFiles store = new ListedFiles("b/t/a.parquet", "b/t/x/y/b.parquet", log);

            SourceContents contents = find(store, source);

            assertThat(contents.files()).isEmpty();
            assertThat(contents.faults())
                    .containsExactly(Fault.of(
                                    ErrorCode.TABLE_FORMAT_NOT_READ,
                                    "files[0]",
                                    found.replace(';', ','),
                                    "folders of files that are all live")
                            .at(FaultLocation.ofFile(
                                    SourcePath.parse(source).orElseThrow().toString())));
        }

        @Test
        void shouldRefuseTheLogItself() throws IOException {
            ListedFiles store = new ListedFiles("b/t/_delta_log/0.json", "b/t/_delta_log/0.checkpoint.parquet");

            assertThat(find(store, "b/t/_delta_log/").faults())
                    .extracting(Fault::code)
                    .containsExactly(ErrorCode.TABLE_FORMAT_NOT_READ);
        }

        @Test
        void shouldNameEachOfSeveralTables() throws IOException {
            ListedFiles store = new ListedFiles(
                    "b/in/s/_delta_log/0.json",
                    "b/in/s/a.parquet",
                    "b/in/t/.hoodie/hoodie.properties",
                    "b/in/t/a.parquet",
                    "b/in/u/a.parquet");

            assertThat(find(store, "b/in/").faults())
                    .extracting(Fault::found)
                    .containsExactly(
                            "the Delta table b/in/s/, whose log is b/in/s/_delta_log/",
                            "the Hudi table b/in/t/, whose log is b/in/t/.hoodie/");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "b/t/_delta_log_old/0.json",
                    "b/t/metadata/notes.json",
                    "b/t/metadata/x/v1.metadata.json",
                    "b/t/v1.metadata.json",
                    "b/t/hoodie/hoodie.properties",
                    "b/other/_delta_log/0.json",
                    "b/t/x/_tmp/_delta_log/0.json",
                    "b/t/_delta_log"
                })
        void shouldTakeForNoTableWhatHasNoLogAboveAFileThatIsRead(String path) throws IOException {
            SourceContents contents = find(new ListedFiles("b/t/a.parquet", path), "b/t/");

            assertThat(contents.faults()).isEmpty();
            assertThat(files(contents)).containsExactly("b/t/a.parquet");
        }

        @Test
        void shouldTakeAFileThatIsNamedItself() throws IOException {
            ListedFiles store = new ListedFiles("b/t/a.parquet", "b/t/_delta_log/0.json");

            assertThat(files(find(store, "b/t/a.parquet"))).containsExactly("b/t/a.parquet");
        }

        @Test
        void shouldTakeAFolderWhoseSurroundingsMayNotBeListed() throws IOException {
            ListedFiles store = new ListedFiles("b/t/x/a.parquet")
                    .forbid("b/_delta_log/")
                    .forbid("b/t/metadata/")
                    .forbid("b/t/.hoodie/");

            assertThat(files(find(store, "b/t/x/"))).containsExactly("b/t/x/a.parquet");
            assertThatThrownBy(() -> find(store.forbid("b/t/x/"), "b/t/x/")).isInstanceOf(AccessDeniedException.class);
        }

        @Test
        void shouldLookOnceAroundFoldersThatLieBesideEachOther() throws IOException {
            ListedFiles store = new ListedFiles("b/t/x/a.parquet", "b/t/y/a.parquet", "b/t/z.parquet");
            SourceSearch search = new SourceSearch(store, Set.of());

            for (String source : List.of("b/t/x/", "b/t/y/", "b/t/z.parquet")) {
                assertThat(search.find("files", SourcePath.parse(source).orElseThrow())
                                .faults())
                        .isEmpty();
            }

            assertThat(store.listed()).doesNotHaveDuplicates();
        }
    }

    @Nested
    class WhatIsTheInstancesOwn {
        @ParameterizedTest
        @ValueSource(strings = {"own", "own/", "s3a://own/t/data/", "own/t/data/a.parquet", "own/*/data/", "own/gone"})
        void shouldRefuseTheInstancesBuckets(String source) throws IOException {
            SourceContents contents = find(new ListedFiles("own/t/data/a.parquet"), source);

            SourcePath path = SourcePath.parse(source).orElseThrow();
            assertThat(contents)
                    .isEqualTo(new SourceContents(
                            List.of(),
                            List.of(),
                            List.of(Fault.of(
                                            ErrorCode.INSTANCE_BUCKET,
                                            "files[0]",
                                            path + ", in a bucket that is the instance's own",
                                            "files of other buckets")
                                    .at(FaultLocation.ofFile(path.toString())))));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"b", "b/home/", "b/home/t/data/", "b/home/t/data/x/a.parquet", "b/*/t/data/x/*", "b/home/*/"
                })
        void shouldRefuseATableOfAnInstanceWhateverItsBucketIsCalledHere(String source) throws IOException {
            ListedFiles store = new ListedFiles("b/home/t/data/x/a.parquet", "b/home/t/log/slots/00000000000000000001");

            assertThat(find(store, source).faults()).singleElement().satisfies(fault -> {
                assertThat(fault.code()).isEqualTo(ErrorCode.INSTANCE_BUCKET);
                assertThat(fault.found())
                        .isEqualTo(SourcePath.parse(source).orElseThrow()
                                + ", in the Sleeper table b/home/t/, whose log is b/home/t/log/slots/");
            });
        }
    }

    @Test
    void shouldShowNamesAsPeopleKnowThem() throws IOException {
        ListedFiles store =
                new ListedFiles("b/in/a", "b/t/a.parquet", "b/t/.hoodie/x", "b/own/log/slots/" + "0".repeat(20));
        SourceSearch search = new SourceSearch(store, Set.of(), text -> "/home/" + text);

        List<Fault> faults = new ArrayList<>();
        for (String source : List.of("b/in/", "b/t/", "b/own/", "b/gone")) {
            faults.addAll(
                    search.find("it", SourcePath.parse(source).orElseThrow()).faults());
        }
        assertThat(faults)
                .extracting(Fault::found)
                .containsExactly(
                        "no file to read under /home/b/in/; left out: 1 file whose name does not end in .parquet, .parq or .pq:"
                                + " /home/b/in/a",
                        "the Hudi table /home/b/t/, whose log is /home/b/t/.hoodie/",
                        "/home/b/own/, in the Sleeper table /home/b/own/, whose log is /home/b/own/log/slots/",
                        "nothing at /home/b/gone");
        assertThat(search.tableAround("it", SourcePath.parse("b/t/x/").orElseThrow()))
                .map(Fault::code)
                .contains(ErrorCode.TABLE_FORMAT_NOT_READ);
        assertThat(search.tableAround("it", SourcePath.parse("b/in/").orElseThrow()))
                .isEmpty();
    }

    @Nested
    class NamesThatAreNoText {
        @Test
        void shouldListAllThatWouldBeRead() throws IOException {
            FileStore store = telling(
                    new ListedFiles("b/in/b.parquet"),
                    Aside.UNNAMEABLE_FILE,
                    "in/a\\xff.parquet",
                    "in/c\\x0a.pq",
                    "in/_d\\xff.pq",
                    "in/e\\xff.csv");

            SourceContents contents = find(store, "b/in/");

            assertThat(contents.faults()).containsExactly(renamed("b/in/a\\xff.parquet"), renamed("b/in/c\\x0a.pq"));
            assertThat(contents.leftOut())
                    .containsExactly(
                            new LeftOut(HIDDEN, 1, List.of("b/in/_d\\xff.pq")),
                            new LeftOut(OTHER_NAME, 1, List.of("b/in/e\\xff.csv")));
        }

        @Test
        void shouldListFolders() throws IOException {
            FileStore store =
                    telling(new ListedFiles("b/in/b.parquet"), Aside.UNNAMEABLE_FOLDER, "in/x\\xff", "in/.y\\xff");

            SourceContents contents = find(store, "b/in/");

            assertThat(contents.faults()).containsExactly(renamed("b/in/x\\xff"));
            assertThat(contents.leftOut()).containsExactly(new LeftOut(HIDDEN, 1, List.of("b/in/.y\\xff")));
        }

        private Fault renamed(String name) {
            return new Fault(
                            ErrorCode.BAD_FILE_PATH,
                            "files[0]",
                            "'" + name + "', written here in escapes",
                            "names in UTF-8 without control characters, and between slashes none that is blank, . or ..",
                            "Rename it.")
                    .at(FaultLocation.ofFile(name));
        }
    }

    /** A store whose folders hold something that is no file. */
    private static FileStore telling(FileStore files, Aside what, String... keys) {
        return new ForwardingFileStore(files) {
            @Override
            public FilePages scan(FileFolder folder, FolderScan scan) throws IOException {
                for (String key : keys) {
                    scan.aside(what, key);
                }
                return super.scan(folder, scan);
            }
        };
    }
}
