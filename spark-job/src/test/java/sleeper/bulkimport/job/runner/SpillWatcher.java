package sleeper.bulkimport.job.runner;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Sees what an application in this process spills: by Spark's metrics, and the files in Spark's local directories. Spark makes it. */
public final class SpillWatcher extends SparkListener {
    private static volatile SpillWatcher last;

    private final WatchService directories;
    private long reduceMemoryBytes;
    private long reduceDiskBytes;

    public SpillWatcher() throws IOException {
        directories = FileSystems.getDefault().newWatchService();
        last = this;
    }

    /** @return that of the last application */
    static SpillWatcher last() {
        return last;
    }

    @Override
    public void onApplicationStart(SparkListenerApplicationStart start) {
        try {
            for (File directory :
                    SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
                directory.toPath().register(directories, StandardWatchEventKinds.ENTRY_CREATE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        // Spark's own sorter of a map task spills too.
        if ("ResultTask".equals(end.taskType())) {
            TaskMetrics metrics = end.taskMetrics();
            reduceMemoryBytes += metrics.memoryBytesSpilled();
            reduceDiskBytes += metrics.diskBytesSpilled();
        }
    }

    /** @return bytes of memory that the reduce tasks have spilled */
    synchronized long reduceMemoryBytes() {
        return reduceMemoryBytes;
    }

    /** @return bytes that the reduce tasks have spilled to disk */
    synchronized long reduceDiskBytes() {
        return reduceDiskBytes;
    }

    /** @return names of the kernel's files that were made in Spark's directories, and may be gone; to be asked once */
    List<String> filesMade() throws IOException {
        List<String> names = new ArrayList<>();
        for (WatchKey key = directories.poll(); key != null; key = directories.poll()) {
            key.pollEvents().forEach(event -> names.add(String.valueOf(event.context())));
        }
        directories.close();
        return names.stream().filter(name -> name.endsWith(".spill")).toList();
    }
}
