package sleeper.statestore.job;

import java.util.List;
import sleeper.core.job.JobId;
import sleeper.core.util.Require;

/**
 * That a job reads files into a table.
 *
 * @param job   the job
 * @param files hash of each file's path and version, in hexadecimal digits
 */
record Registration(JobId job, List<String> files) {
    Registration {
        Require.notNull("job", job);
        files = List.copyOf(files);
    }
}
