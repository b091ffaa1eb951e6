package sleeper.cli.demo;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderValues;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.sort.check.InputCheck;
import sleeper.sort.check.TimestampUnits;
import sleeper.sort.demo.DemoData;
import sleeper.sort.format.ParquetNode;
import sleeper.sort.input.FolderFields;
import sleeper.sort.sample.PartitionsFromSample;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.sort.schema.SchemaOfParquet.NamedSchema;
import sleeper.statestore.file.OwnerOnly;

/**
 * What the demo loads: Parquet files in the bucket {@code demo}, and the table made for them.
 *
 * @param directory  the files' directory in the bucket
 * @param schema     the table's schema
 * @param partitions the table's partitions
 */
record DemoInput(FilePath directory, Schema schema, PartitionTree partitions) {
    private static final String BUCKET = "demo";
    private static final String SUFFIX = ".parquet";

    /** @return where the files of the demo of a table lie */
    static FilePath directory(TableName table) {
        return new FilePath(BUCKET, table.value());
    }

    /** Takes the files of a demo away that was not run. */
    static void remove(FileStore store, TableName table) throws IOException {
        store.list(directory(table)).forEach(file -> store.delete(file.path()));
    }

    /**
     * Makes the demo's own data.
     *
     * @param progress told how many files are there
     */
    static DemoInput made(FileStore store, TableName table, long rows, int partitions, long seed, IntConsumer progress)
            throws IOException {
        FilePath directory = directory(table);
        int threads = Runtime.getRuntime().availableProcessors();
        List<FilePath> unused = new DemoData(rows, seed).write(store, directory, threads, progress);
        return new DemoInput(directory, DemoData.SCHEMA, DemoData.partitions(partitions));
    }

    /**
     * Brings a user's files into the bucket (as hard links where that can be, as copies otherwise) and reads the schema and a
     * sample of the keys from them.
     *
     * @param told receives a clause for each choice that the files left open
     */
    static DemoInput taken(
            FileStore store,
            Path buckets,
            TableName table,
            Path from,
            DemoColumns columns,
            int leaves,
            Consumer<String> told)
            throws IOException {
        FilePath directory = directory(table);
        Path target =
                foldersWithAValue(from, buckets.resolve(directory.bucket()).resolve(directory.key()));
        List<Path> files = parquetFiles(from);
        for (Path file : files) {
            String name = (Files.isDirectory(from) ? from.relativize(file) : file.getFileName()).toString();
            // A file that was named itself may be called anything; a job takes what is called .parquet from a
            // directory.
            bring(file, target.resolve(name.endsWith(SUFFIX) ? name : name + SUFFIX));
        }
        List<FileInfo> infos = store.list(directory).toList();
        Schema schema = TimestampUnits.refined(store, infos, schema(store, infos, columns, told));
        return new DemoInput(directory, schema, PartitionsFromSample.of(store, infos, schema, leaves));
    }

    private static Schema schema(FileStore store, List<FileInfo> files, DemoColumns columns, Consumer<String> told) {
        List<NamedSchema> schemas = new ArrayList<>();
        Set<String> ofFiles = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>();
        for (FileInfo info : files) {
            ParquetNode root = InputCheck.readFooter(store, info).root();
            root.children().forEach(column -> ofFiles.add(column.name()));
            known.addAll(FolderValues.fields(info.path()));
            schemas.add(new NamedSchema(info.path().toString(), columns.of(root)));
        }
        known.addAll(ofFiles);
        List<Fault> faults = columns.unknown(known);
        List<Field> ofFolders = FolderFields.infer(
                files.stream().map(FileInfo::path).toList(),
                name -> !ofFiles.contains(name) && columns.keeps(name),
                name -> columns.rowKeys().contains(name) || columns.sortKeys().contains(name),
                faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("The demo was not run.", faults);
        }
        Schema schema = SchemaOfParquet.infer(schemas, ofFolders, columns.rowKeys(), columns.sortKeys());
        SchemaOfParquet.untypedColumns(schemas)
                .forEach(column -> told.accept("column '" + column
                        + "' has no type in any file, since all its values are null; the table's field is a nullable"
                        + " string"));
        return schema;
    }

    /** @return the target below as many folders as give what is in {@code from} a value from above */
    private static Path foldersWithAValue(Path from, Path target) {
        Path folder = Files.isDirectory(from) ? from : from.getParent();
        Path below = target;
        for (Path name : Optional.ofNullable(folder).orElse(from)) {
            below = FolderValues.isNamedSo(name.toString()) ? below.resolve(name.toString()) : below;
        }
        return below;
    }

    private static List<Path> parquetFiles(Path from) throws IOException {
        if (!Files.exists(from)) {
            throw refused(ErrorCode.FILE_NOT_FOUND, from, "nothing");
        }
        if (!Files.isDirectory(from)) {
            return List.of(from);
        }
        try (Stream<Path> all = Files.walk(from)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw refused(ErrorCode.NO_FILES, from, "no " + SUFFIX + " file below it");
            }
            return files;
        }
    }

    private static InvalidRequestException refused(ErrorCode code, Path from, String found) {
        return new InvalidRequestException(
                "The demo was not run.",
                List.of(Fault.of(code, from.toString(), found, "a Parquet file or a directory of them")));
    }

    private static void bring(Path file, Path target) throws IOException {
        OwnerOnly.createDirectories(Optional.ofNullable(target.getParent()).orElseThrow());
        try {
            Files.createLink(target, file.toRealPath());
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(file, target);
        }
    }
}
