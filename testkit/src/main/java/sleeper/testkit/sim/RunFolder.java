package sleeper.testkit.sim;

import java.util.List;
import sleeper.core.job.AttemptId;
import sleeper.core.job.TableLocation;
import sleeper.core.table.DataFile;

/**
 * Where one run of an attempt writes its files, and takes them back.
 *
 * @param runId the run's own; its tasks, if it has any, write under ids that begin so
 */
record RunFolder(World world, AttemptId attempt, String runId) {
    private static final String SHA = "00".repeat(32);
    private static final long FILE_BYTES = 10;

    /**
     * Writes a file.
     *
     * @param writer   run id in the file's name
     * @param sequence numbers the files of the writer
     */
    DataFile write(String writer, int sequence, SimJob.Share share) {
        String path = TableLocation.dataFile(share.leaf().id(), attempt, writer, sequence);
        world.enter();
        world.maybeRefuse(path);
        world.runOracle.writes(path, this, share);
        world.files.put(World.LOCATION.file(path), FILE_BYTES);
        world.leave();
        return new DataFile(path, share.leaf().region(), share.rows().size(), FILE_BYTES, SHA);
    }

    /** Takes back files of the run. */
    void takeBack(List<DataFile> files) {
        for (DataFile file : files) {
            takeBack(file.path());
        }
    }

    /** Takes back whatever there is of the attempt, as nobody may. */
    void takeBackAllOfTheAttempt() {
        world.runOracle.writtenBy(attempt).forEach(this::takeBack);
    }

    private void takeBack(String path) {
        world.enter();
        world.runOracle.takesBack(path, this);
        world.files.takeBack(World.LOCATION.file(path));
    }
}
