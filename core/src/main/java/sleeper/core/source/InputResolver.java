package sleeper.core.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.Faults;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.SourcePath;

/**
 * Finds the files that a job names, directories expanded, and everything wrong with how it names them. What this process cannot
 * reach is left to the run: its driver lists it, checks it and pins it before it writes anything. For one job.
 */
public final class InputResolver {
    private final SourceSearch search;
    private final Predicate<SourcePath> reaches;
    private final SourceRule allowed;
    private final Faults faults;
    private final Map<FilePath, FileInfo> found = new LinkedHashMap<>();
    /** Where each file was named first, by its identity. */
    private final Map<String, String> namedAt = new HashMap<>();

    private final Map<SourcePath, String> leftToRun = new LinkedHashMap<>();
    private final LeftOutTally leftOut = new LeftOutTally();

    /** Says which sources a job may name. */
    @FunctionalInterface
    public interface SourceRule {
        /**
         * @param where the source's place in the job
         * @return why it may not be read, if it may not
         */
        Optional<Fault> check(String where, SourcePath source);
    }

    /**
     * @param reaches whether the search's store has a source; those that it has not are left to the run
     * @param faults  receives what is wrong
     */
    public InputResolver(SourceSearch search, Predicate<SourcePath> reaches, SourceRule allowed, Faults faults) {
        this.search = search;
        this.reaches = reaches;
        this.allowed = allowed;
        this.faults = faults;
    }

    /**
     * @param names as the job has them
     * @return the files, in the order named, those of a directory in the order of their keys
     * @throws TransientFailureException if the store failed
     */
    public List<FileInfo> resolve(List<String> names) {
        if (names.isEmpty()) {
            faults.add(ErrorCode.NO_FILES, "files", "an empty list", "one file or directory, or more");
        }
        for (int i = 0; i < names.size(); i++) {
            resolve("files[" + i + "]", names.get(i));
        }
        return found();
    }

    /** @return the files of all names so far, as {@link #resolve(List)} has them */
    public List<FileInfo> found() {
        return List.copyOf(found.values());
    }

    /**
     * Finds the files of one name.
     *
     * @param where its place, for faults
     * @throws TransientFailureException if the store failed
     */
    public void resolve(String where, String name) {
        List<Fault> bad = new ArrayList<>();
        Optional<SourcePath> source = SourcePath.parse(name, where, bad);
        source.flatMap(path -> allowed.check(where, path)).ifPresent(bad::add);
        if (!bad.isEmpty()) {
            faults.addAll(bad);
            return;
        }
        try {
            expand(where, source.orElseThrow());
        } catch (AccessDeniedException e) {
            faults.add(forbidden(where, source.orElseThrow(), e));
        } catch (NoSuchFileException e) {
            addFault(
                    ErrorCode.FILE_NOT_FOUND,
                    where,
                    source.orElseThrow().toString(),
                    source.orElseThrow() + " (" + e.getFile() + ": " + e.getReason() + ")",
                    "");
        } catch (IOException e) {
            throw new TransientFailureException(
                    "The job's files could not be looked up.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, where, source.orElseThrow() + ": " + e, "")
                            .at(FaultLocation.ofFile(source.orElseThrow().toString()))),
                    e);
        }
    }

    /** Where the store says why, it is not for want of a right. */
    private static Fault forbidden(String where, SourcePath source, AccessDeniedException refusal) {
        String found = source + ", which may not be read";
        if (refusal instanceof ActionDeniedException denied) {
            return new Fault(
                            ErrorCode.FILE_FORBIDDEN,
                            where,
                            found + " (" + denied.getReason() + ")",
                            "",
                            denied.advice())
                    .at(FaultLocation.ofFile(source.toString()));
        }
        Fault fault = refusal.getReason() == null
                ? Fault.of(ErrorCode.FILE_FORBIDDEN, where, found, "")
                : new Fault(
                        ErrorCode.FILE_FORBIDDEN,
                        where,
                        found + " (" + refusal.getFile() + ": " + refusal.getReason() + ")",
                        "",
                        "Put the files themselves into the bucket.");
        return fault.at(FaultLocation.ofFile(source.toString()));
    }

    /** @return what {@link #resolve} has left to the run */
    public List<String> leftToRun() {
        return leftToRun.keySet().stream().map(SourcePath::uri).toList();
    }

    /** @return what lies below the names that {@link #resolve} has read, and is not read */
    public List<LeftOut> leftOut() {
        return leftOut.toList();
    }

    private void expand(String where, SourcePath source) throws IOException {
        if (!reaches.test(source)) {
            String first = leftToRun.putIfAbsent(source, where);
            if (first != null) {
                addDuplicate(where, source.toString(), first);
            }
            return;
        }
        SourceContents contents = search.find(where, source);
        for (FileInfo file : contents.files()) {
            add(where, file);
        }
        contents.leftOut().forEach(leftOut::add);
        faults.addAll(contents.faults());
    }

    private void add(String where, FileInfo file) throws IOException {
        String first = namedAt.putIfAbsent(search.identity(file.path()), where);
        if (first == null) {
            found.put(file.path(), file);
        } else {
            addDuplicate(where, file.path().toString(), first);
        }
    }

    private void addDuplicate(String where, String file, String first) {
        addFault(ErrorCode.DUPLICATE_FILE, where, file, file + ", which " + first + " names too", "");
    }

    private void addFault(ErrorCode code, String where, String file, String what, String wanted) {
        faults.add(Fault.of(code, where, what, wanted).at(FaultLocation.ofFile(file)));
    }
}
