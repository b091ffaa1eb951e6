package sleeper.bulkimport.job.runner;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import sleeper.run.StopSignal;

/** The machine's files as those of HDFS, at whose first use a run is asked to stop. One test at a time has it. */
public final class StoppingFileSystem extends RawLocalFileSystem {
    private static final AtomicInteger OPENS = new AtomicInteger();
    private static volatile StopSignal stop = new StopSignal();

    /** @return what is raised when a file is opened */
    static StopSignal begin() {
        OPENS.set(0);
        stop = new StopSignal();
        return stop;
    }

    /** @return files that were opened since */
    static int opens() {
        return OPENS.get();
    }

    @Override
    public URI getUri() {
        return URI.create("hdfs:///");
    }

    @Override
    public String getScheme() {
        return "hdfs";
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        OPENS.incrementAndGet();
        stop.raise();
        return super.open(path, bufferSize);
    }
}
