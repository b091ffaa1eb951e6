package sleeper.api.job;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;

/** Faults of an attempt, file by file. */
public final class FileFaults {
    private FileFaults() {}

    /** @return the first fault of a file, which names row group and column if it has them */
    public static Optional<Fault> first(FilePath file, List<Fault> faults) {
        return faults.stream().filter(fault -> isAbout(file.toString(), fault)).findFirst();
    }

    /** A fault that was stored before faults had their place as fields begins its words with the file. */
    private static boolean isAbout(String file, Fault fault) {
        return fault.location().isNone()
                ? fault.where().equals(file)
                        || fault.where().startsWith(file + ", ")
                        || fault.where().equals("file " + file)
                : fault.location().file().equals(file);
    }
}
