package sleeper.bulkimport.job.runner;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Hears which task attempts have begun and which have ended, those that do not count too. Safe for use by many threads. */
final class RunningTasks extends SparkListener {
    private final Set<Long> running = new HashSet<>();
    private boolean anyInVain;

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart started) {
        running.add(started.taskInfo().taskId());
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd ended) {
        running.remove(ended.taskInfo().taskId());
        anyInVain |= !ended.taskInfo().successful() || ended.taskInfo().speculative();
    }

    /** @return whether Spark may not have counted an attempt: it did not end well, or was one of two at a task */
    synchronized boolean isAnyInVain() {
        return anyInVain;
    }

    synchronized boolean isNone() {
        return running.isEmpty();
    }
}
