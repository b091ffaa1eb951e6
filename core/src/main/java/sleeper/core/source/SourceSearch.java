package sleeper.core.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.SourcePath;

/** Finds the files that named paths hold, by the rules of {@link SourceRules}. Remembers what it has looked at; for one thread. */
public final class SourceSearch {
    private static final List<TableFormat> ALL = List.of(TableFormat.values());
    private static final List<TableFormat> OWN = List.of(TableFormat.SLEEPER);

    private final FileStore store;
    private final Set<String> ownBuckets;
    private final UnaryOperator<String> shown;
    private final TablesAbove above;

    /** @param ownBuckets names of the buckets that the instance keeps its own data in: they are no source */
    public SourceSearch(FileStore store, Set<String> ownBuckets) {
        this(store, ownBuckets, UnaryOperator.identity());
    }

    /** @param shown how people know what is {@code bucket/key} in the store */
    public SourceSearch(FileStore store, Set<String> ownBuckets, UnaryOperator<String> shown) {
        this.store = store;
        this.ownBuckets = Set.copyOf(ownBuckets);
        this.shown = shown;
        this.above = new TablesAbove(store);
    }

    /**
     * @param where  the place of the name, for faults
     * @param source in what the store reaches
     * @return what it holds; where that cannot be loaded, the faults are those of NO_FILES, FILE_NOT_FOUND, BAD_FILE_PATH,
     *         INSTANCE_BUCKET and TABLE_FORMAT_NOT_READ
     * @throws IOException as the methods of {@link FileStore} do
     */
    public SourceContents find(String where, SourcePath source) throws IOException {
        if (ownBuckets.contains(source.folder().bucket())) {
            return refused(ownBucket(where, source, "a bucket that is the instance's own"));
        }
        Optional<FileInfo> file = source.mayBeFile() ? store.find(source.path()) : Optional.empty();
        return file.isPresent() ? named(where, source, file.get()) : below(where, source);
    }

    /**
     * @param where  the place of what is named in the folder, for the fault
     * @param source a folder, and no pattern
     * @return the fault that it is a table's with a log of its own, or lies in such a one
     */
    public Optional<Fault> tableAround(String where, SourcePath source) throws IOException {
        return above.find(source.folder(), ALL).map(table -> table(where, source, table));
    }

    /** As {@link FileStore#identity}. */
    public String identity(FilePath file) throws IOException {
        return store.identity(file);
    }

    /** A file that is named itself is taken, from a table's folder too; from one of an instance's tables it is not. */
    private SourceContents named(String where, SourcePath source, FileInfo file) throws IOException {
        FileFolder folder = folderOf(store.withoutLinks(file.path()));
        return above.find(folder, OWN)
                .map(table -> refused(ownBucket(where, source, describe(folder.bucket(), table))))
                .orElseGet(() -> new SourceContents(List.of(file), List.of(), List.of()));
    }

    private SourceContents below(String where, SourcePath source) throws IOException {
        SourceScan scan = new SourceScan(source, shown);
        FilePages pages = store.scan(source.folder(), scan);
        for (List<FileInfo> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            page.forEach(scan::file);
        }
        List<FileInfo> files = scan.files().stream()
                .sorted(Comparator.comparing(FileInfo::path))
                .toList();
        List<Fault> faults = new ArrayList<>();
        Map<String, TableFormat.Found> tables = tables(source, scan, files);
        for (TableFormat.Found table : tables.values()) {
            faults.add(table(where, source, table));
        }
        scan.unnameable().forEach(name -> faults.add(unnameable(where, name)));
        if (files.isEmpty() && faults.isEmpty()) {
            faults.add(nothing(where, source, scan));
        }
        return new SourceContents(tables.isEmpty() ? files : List.of(), scan.leftOut(), faults);
    }

    private static FileFolder folderOf(FilePath file) {
        return new FileFolder(
                file.bucket(), file.key().substring(0, Math.max(file.key().lastIndexOf('/'), 0)));
    }

    /**
     * Those of the tables found that files to read lie in, those that they are linked from, and that which the folder lies in, by their
     * roots.
     */
    private Map<String, TableFormat.Found> tables(SourcePath source, SourceScan scan, List<FileInfo> files)
            throws IOException {
        Map<String, TableFormat.Found> tables = new TreeMap<>();
        if (scan.foundAnything()) {
            above.find(source.folder(), ALL).ifPresent(table -> tables.put(table.root(), table));
        }
        scan.tables().stream()
                .filter(table ->
                        files.stream().anyMatch(file -> table.holds(file.path().key())))
                .forEach(table -> tables.putIfAbsent(table.root(), table));
        for (FileInfo file : files) {
            FilePath real = store.withoutLinks(file.path());
            if (!real.equals(file.path())
                    && tables.values().stream()
                            .noneMatch(table -> table.holds(file.path().key()))) {
                above.find(folderOf(real), ALL).ifPresent(table -> tables.putIfAbsent(table.root(), table));
            }
        }
        return tables;
    }

    private String describe(String bucket, TableFormat.Found table) {
        FileFolder root = new FileFolder(bucket, table.root());
        return "the " + table.format().words() + " " + shown.apply(root.toString()) + ", whose log is "
                + shown.apply(table.format().logOf(root).toString());
    }

    private static SourceContents refused(Fault fault) {
        return new SourceContents(List.of(), List.of(), List.of(fault));
    }

    private Fault ownBucket(String where, SourcePath source, String what) {
        return fault(
                ErrorCode.INSTANCE_BUCKET, where, source, shown(source) + ", in " + what, "files of other buckets");
    }

    private Fault table(String where, SourcePath source, TableFormat.Found table) {
        String found = describe(source.folder().bucket(), table);
        return table.format() == TableFormat.SLEEPER
                ? ownBucket(where, source, found)
                : fault(ErrorCode.TABLE_FORMAT_NOT_READ, where, source, found, "folders of files that are all live");
    }

    private Fault unnameable(String where, String name) {
        return new Fault(
                        ErrorCode.BAD_FILE_PATH,
                        where,
                        "'" + name + "', written here in escapes",
                        "names in UTF-8 without control characters, and between slashes none that is blank, . or ..",
                        "Rename it.")
                .at(FaultLocation.ofFile(name));
    }

    private Fault nothing(String where, SourcePath source, SourceScan scan) {
        if (!scan.foundAnything()) {
            if (source.pattern().isEmpty() && !source.directory()) {
                return fault(
                        ErrorCode.FILE_NOT_FOUND,
                        where,
                        source,
                        "nothing at " + shown(source),
                        "a file, or a directory of files");
            }
            String missing = source.pattern().isEmpty()
                    ? "nothing under " + shown(source)
                    : "nothing that matches " + shown(source);
            return fault(ErrorCode.NO_FILES, where, source, missing, "one file or more");
        }
        String leftOut = scan.leftOut().stream().map(LeftOut::words).collect(Collectors.joining("; "));
        String found = Stream.of("no file to read under " + shown(source), leftOut)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; left out: "));
        return fault(
                ErrorCode.NO_FILES,
                where,
                source,
                found,
                "a file that ends in " + SourceRules.SUFFIXES + byPattern(scan));
    }

    /** @return how the first of those files is named that are left out for their suffix alone */
    private String byPattern(SourceScan scan) {
        return scan.leftOut().stream()
                .filter(some -> some.reason() == LeftOut.Reason.OTHER_NAME)
                .map(some -> some.names().get(0))
                .map(name -> ", or a pattern, which takes files of any name: "
                        + SourcePath.escape(name.substring(0, name.lastIndexOf('/') + 1)) + "*")
                .findFirst()
                .orElse("");
    }

    private String shown(SourcePath source) {
        return shown.apply(source.toString());
    }

    private Fault fault(ErrorCode code, String where, SourcePath source, String found, String allowed) {
        return Fault.of(code, where, found, allowed).at(FaultLocation.ofFile(shown(source)));
    }
}
