package sleeper.api.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.file.SourcePath;
import sleeper.core.source.LeftOut;
import sleeper.core.source.SourceContents;
import sleeper.core.source.SourceSearch;
import sleeper.core.util.FailureWords;
import sleeper.statestore.instance.InstanceStores;

/**
 * Parquet files that somebody named, as jobs do ({@code bucket/key}) or by a path of the machine. What a directory gives is the same as in a job.
 *
 * @param store   where they lie
 * @param files   one or more, in the order of their keys
 * @param leftOut what lies below the name and is not among them
 */
public record SourceFiles(FileStore store, List<FileInfo> files, List<LeftOut> leftOut) {
    public SourceFiles {
        files = List.copyOf(files);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * @param name    {@code bucket/key} of a file, a directory or a pattern
     * @param stores  the instance, in whose buckets it is looked for
     * @param summary what could not be done if nothing is found; a whole sentence
     * @throws InvalidRequestException FILE_FORBIDDEN, and what {@link SourceSearch#find} gives
     */
    public static SourceFiles inBuckets(String name, InstanceStores stores, String summary) {
        try {
            return search(name, stores, summary);
        } catch (IOException e) {
            throw notReadable(name, e, summary);
        }
    }

    /** @return what to say if a path cannot be read */
    public static InvalidRequestException notReadable(String name, IOException error, String summary) {
        return refused(
                summary, Fault.of(ErrorCode.FILE_FORBIDDEN, name, FailureWords.of(error), "a file that can be read"));
    }

    private static SourceFiles search(String name, InstanceStores stores, String summary) throws IOException {
        List<Fault> faults = new ArrayList<>();
        Optional<SourcePath> source = SourcePath.parse(name, Fault.place(name, "the file's name"), faults);
        if (source.isEmpty() || !source.get().isInBucket()) {
            String shown = SourcePath.withoutUserInfo(name);
            throw refused(
                    summary,
                    Fault.of(
                            ErrorCode.FILE_NOT_FOUND,
                            Fault.place(shown, "the file's name"),
                            "nothing",
                            "a file's path, or bucket/key"));
        }
        SourceSearch search = new SourceSearch(stores.files(), stores.ownBuckets());
        return of(stores.files(), search.find(name, source.get()), summary);
    }

    /** @throws InvalidRequestException if the contents cannot be read */
    public static SourceFiles of(FileStore store, SourceContents contents, String summary) {
        if (!contents.faults().isEmpty()) {
            throw new InvalidRequestException(summary, contents.faults());
        }
        return new SourceFiles(store, contents.files(), contents.leftOut());
    }

    private static InvalidRequestException refused(String summary, Fault fault) {
        return new InvalidRequestException(summary, List.of(fault.at(FaultLocation.ofFile(fault.where()))));
    }
}
