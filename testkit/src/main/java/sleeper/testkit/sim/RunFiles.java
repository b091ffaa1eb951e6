package sleeper.testkit.sim;

import java.io.IOException;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FilePath;
import sleeper.statestore.table.TableLog;

/** A process's way to files, as a run of a job has it: it writes its own, and takes them back. */
interface RunFiles {
    /** @throws TransientFailureException if the file is not there, nor will be */
    void write(FilePath path, byte[] content);

    void takeBack(FilePath path);

    /** @return those of a process */
    static RunFiles of(TableLog process) {
        return (RunFiles) process.storage().files();
    }

    /** @return a failure of a store of files, as callers who try again later know it */
    static TransientFailureException failed(IOException e) {
        return new TransientFailureException(
                "The store of files failed.", List.of(Fault.of(ErrorCode.UNAVAILABLE, "files", e.toString(), "")), e);
    }
}
