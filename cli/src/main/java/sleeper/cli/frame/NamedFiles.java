package sleeper.cli.frame;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import sleeper.api.table.SourceFiles;
import sleeper.core.error.InvalidRequestException;
import sleeper.statestore.instance.InstanceStores;

/** Parquet files that the user named on the command line: as a path or pattern of this machine, or as jobs do. */
public final class NamedFiles {
    private NamedFiles() {}

    /**
     * @param name    a file, a directory or a pattern
     * @param path    the name as a path of this machine; it is taken if something is there
     * @param stores  the instance, in whose buckets it is looked for otherwise
     * @param summary what could not be done if nothing is found; a whole sentence
     * @throws InvalidRequestException as {@link SourceFiles#inBuckets}
     */
    public static SourceFiles find(String name, Path path, InstanceStores stores, String summary) {
        try {
            Optional<MachineSource> onThisMachine = MachineSource.find(path);
            return onThisMachine.isPresent()
                    ? onThisMachine.get().files(name, summary)
                    : SourceFiles.inBuckets(name, stores, summary);
        } catch (IOException e) {
            throw SourceFiles.notReadable(name, e, summary);
        }
    }
}
