package sleeper.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import sleeper.api.table.SourceFiles;
import sleeper.cli.frame.MachineSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderScan;
import sleeper.core.file.FolderValues;
import sleeper.core.file.SourcePath;
import sleeper.core.file.WritableFile;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.source.LeftOut;
import sleeper.core.source.SourceRules;
import sleeper.core.table.TableName;
import sleeper.sort.check.InputCheck;
import sleeper.sort.check.TimestampUnits;
import sleeper.sort.demo.DemoData;
import sleeper.sort.format.Footer;
import sleeper.sort.format.ParquetNode;
import sleeper.sort.input.FolderFields;
import sleeper.sort.sample.PartitionsFromSample;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.sort.schema.SchemaOfParquet.NamedSchema;
import sleeper.statestore.file.OwnerOnly;
import sleeper.statestore.instance.Instance;

/**
 * What the demo loads: Parquet files in the instance's bucket for input, and the table made for them.
 *
 * @param sources    what the job names: the files' directory in the bucket, or the files one by one where not all of their names are
 *                   such as are read from a directory
 * @param leftOut    what lies below the user's directory and is not among the files
 * @param schema     the table's schema
 * @param partitions the table's partitions
 * @param ownPaths   the files as the user knows them
 */
record DemoInput(
        List<String> sources, List<LeftOut> leftOut, Schema schema, PartitionTree partitions, OwnPaths ownPaths) {
    private static final int COPIED_AT_ONCE = 1 << 20;
    private static final String NOT_RUN = "The demo was not run.";

    DemoInput {
        sources = List.copyOf(sources);
        leftOut = List.copyOf(leftOut);
    }

    /** @return where the files of the demo of a table lie */
    static FilePath directory(Instance instance, TableName table) {
        return new FilePath(instance.stores().inputBucket(), table.value());
    }

    /** Takes the files of a demo away that was not run, hidden ones too. */
    static void remove(FileStore store, FilePath directory) throws IOException {
        store.scan(new FileFolder(directory.bucket(), directory.key()), FolderScan.ALL_FILES)
                .forEach(file -> store.delete(file.path()));
    }

    /**
     * Makes the demo's own data.
     *
     * @param progress told how many files are there
     */
    static DemoInput made(
            FileStore store, FilePath directory, long rows, int partitions, long seed, IntConsumer progress)
            throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        List<FilePath> unused = new DemoData(rows, seed).write(store, directory, threads, progress);
        return new DemoInput(
                List.of(directory.toString()),
                List.of(),
                DemoData.SCHEMA,
                DemoData.partitions(partitions),
                new OwnPaths(Map.of()));
    }

    /**
     * Brings a user's files into the bucket (as hard links where that can be, as copies otherwise) and reads the schema and a
     * sample of the keys from them.
     *
     * @param buckets the folder whose folders are the buckets, if they are on this machine
     * @param told receives a clause for each choice that the files left open
     * @throws SleeperException if the files are refused, by the paths that the user knows them by
     */
    static DemoInput taken(
            FileStore store,
            Optional<Path> buckets,
            FilePath directory,
            Path from,
            DemoColumns columns,
            int leaves,
            Consumer<String> told)
            throws IOException {
        MachineSource source = MachineSource.find(from).orElseThrow(() -> nothingAt(from));
        SourceFiles found = source.files(from.toString(), NOT_RUN);
        Path target = foldersWithAValue(source.folder(), Path.of(directory.key()));
        List<FileInfo> infos = new ArrayList<>();
        Map<String, String> own = new HashMap<>();
        for (FileInfo file : found.files()) {
            Path below = source.folder().relativize(source.pathOf(file.path()));
            FilePath brought =
                    new FilePath(directory.bucket(), target.resolve(below).toString());
            if (buckets.isPresent()) {
                link(source.pathOf(file.path()), buckets.get().resolve(brought.toString()));
            } else {
                copy(source.pathOf(file.path()), store, brought);
            }
            infos.add(store.find(brought).orElseThrow(() -> new NoSuchFileException(brought.toString())));
            own.put(brought.toString(), source.pathOf(file.path()).toString());
        }
        OwnPaths ownPaths = new OwnPaths(own);
        try {
            Schema schema = schema(store, infos, columns, told);
            return new DemoInput(
                    sources(directory, infos),
                    found.leftOut(),
                    schema,
                    PartitionsFromSample.of(store, infos, schema, leaves),
                    ownPaths);
        } catch (SleeperException e) {
            throw ownPaths.of(e);
        }
    }

    private static Schema schema(FileStore store, List<FileInfo> files, DemoColumns columns, Consumer<String> told) {
        List<Footer> footers =
                files.stream().map(file -> InputCheck.readFooter(store, file)).toList();
        return TimestampUnits.refined(store, files, footers, inferred(files, footers, columns, told));
    }

    private static Schema inferred(
            List<FileInfo> files, List<Footer> footers, DemoColumns columns, Consumer<String> told) {
        List<NamedSchema> schemas = new ArrayList<>();
        Set<String> ofFiles = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>();
        for (int i = 0; i < files.size(); i++) {
            FileInfo info = files.get(i);
            ParquetNode root = footers.get(i).root();
            root.children().forEach(column -> ofFiles.add(column.name()));
            known.addAll(FolderValues.fields(info.path()));
            schemas.add(new NamedSchema(info.path().toString(), columns.of(root)));
        }
        known.addAll(ofFiles);
        List<Fault> faults = columns.unknown(known);
        List<Field> ofFolders = FolderFields.infer(
                files.stream().map(FileInfo::path).toList(),
                name -> !ofFiles.contains(name) && columns.keeps(name),
                columns::isKey,
                faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(NOT_RUN, faults);
        }
        Schema schema = SchemaOfParquet.infer(schemas, ofFolders, columns.rowKeys(), columns.sortKeys());
        SchemaOfParquet.untypedColumns(schemas)
                .forEach(column -> told.accept("column '" + column
                        + "' has no type in any file, since all its values are null; the table's field is a nullable"
                        + " string"));
        return schema;
    }

    /** @return the target below as many folders as give what is in a folder a value from above */
    private static Path foldersWithAValue(Path folder, Path target) {
        Path below = target;
        for (Path name : folder) {
            below = FolderValues.isNamedSo(name.toString()) ? below.resolve(name.toString()) : below;
        }
        return below;
    }

    private static List<String> sources(FilePath directory, List<FileInfo> files) {
        SourceRules rules =
                SourceRules.of(new SourcePath(SourcePath.BUCKET_SCHEME, directory.bucket(), directory.key(), true));
        return files.stream().allMatch(file -> rules.reads(file.path().key()))
                ? List.of(directory.toString())
                : files.stream()
                        .map(file -> SourcePath.escape(file.path().toString()))
                        .toList();
    }

    private static InvalidRequestException nothingAt(Path from) {
        return new InvalidRequestException(
                NOT_RUN,
                List.of(Fault.of(
                        ErrorCode.FILE_NOT_FOUND,
                        from.toString(),
                        "nothing",
                        "a Parquet file, a directory of them, or a pattern")));
    }

    private static void copy(Path file, FileStore store, FilePath target) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(COPIED_AT_ONCE);
        try (SeekableByteChannel from = Files.newByteChannel(file);
                WritableFile to = store.create(target)) {
            while (from.read(some.clear()) >= 0) {
                to.write(some.flip());
            }
            FileInfo unused = to.commit();
        }
    }

    private static void link(Path file, Path target) throws IOException {
        OwnerOnly.createDirectories(Optional.ofNullable(target.getParent()).orElseThrow());
        try {
            Files.createLink(target, file.toRealPath());
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(file, target);
        }
    }
}
