package sleeper.testkit.sim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import sleeper.core.file.FilePath;
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
    private static final int FILE_BYTES = 10;

    /**
     * Writes a file.
     *
     * @param files    the way to them of the process that writes
     * @param writer   run id in the file's name
     * @param sequence numbers the files of the writer
     */
    DataFile write(RunFiles files, String writer, int sequence, SimJob.Share share) {
        String path = TableLocation.dataFile(share.leaf().id(), attempt, writer, sequence);
        FilePath file = World.LOCATION.file(path);
        world.runOracle.writes(path, this, share);
        files.write(file, contentOf(file));
        return new DataFile(path, share.leaf().region(), share.rows().size(), FILE_BYTES, SHA);
    }

    /** @return what is written to a path: no two have the same */
    static byte[] contentOf(FilePath path) {
        ByteBuffer content = ByteBuffer.allocate(FILE_BYTES);
        return content.putInt(path.hashCode())
                .put("a file".getBytes(StandardCharsets.UTF_8))
                .array();
    }

    /** Takes back files of the run. */
    void takeBack(RunFiles by, List<DataFile> files) {
        for (DataFile file : files) {
            takeBack(by, file.path());
        }
    }

    /** Takes back whatever there is of the attempt, as nobody may. */
    void takeBackAllOfTheAttempt(RunFiles by) {
        world.runOracle.writtenBy(attempt).forEach(path -> takeBack(by, path));
    }

    private void takeBack(RunFiles by, String path) {
        world.enter();
        world.runOracle.takesBack(path, this);
        by.takeBack(World.LOCATION.file(path));
    }
}
