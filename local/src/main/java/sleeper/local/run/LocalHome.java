package sleeper.local.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sleeper.core.util.Require;

/**
 * Where the embedded services keep their things, besides what the instance's stores keep.
 *
 * @param path {@code $SLEEPER_HOME}
 */
public record LocalHome(Path path) {
    public LocalHome {
        Require.notNull("path", path);
        path = path.toAbsolutePath().normalize();
    }

    /** @return where a running instance says where it listens */
    public Path localJson() {
        return path.resolve("local.json");
    }

    /**
     * Takes away what an owner that was killed has left: it says where services listen that are gone, and whose ports another
     * program may have by now. Only for who holds the lock.
     */
    void forgetFormerOwner() throws IOException {
        Files.deleteIfExists(localJson());
    }

    /** @return held by the process that runs the services, or has the queues open alone */
    public Path lock() {
        return path.resolve("local.lock");
    }

    /** @return what the console's keys are made of; its owner's alone */
    public Path consoleKey() {
        return path.resolve("console.key");
    }

    /** @return where the console listened last */
    public Path consolePort() {
        return path.resolve("console.port");
    }

    /** @return a page that leads a browser to the console; its owner's alone, and there for a while only */
    public Path consolePage() {
        return path.resolve("console.html");
    }

    public Path mailbox() {
        return path.resolve("mailbox");
    }

    /** @return output of the child processes, a file each */
    public Path logs() {
        return path.resolve("logs");
    }

    public Path buckets() {
        return path.resolve("buckets");
    }

    /** @return what the server of the buckets keeps for itself */
    Path s3() {
        return path.resolve("s3");
    }

    /** @return records of the ingest task's containers, a file each */
    Path ecs() {
        return path.resolve("ecs");
    }

    /** @return records of clusters and steps of EMR, a file each */
    public Path emr() {
        return path.resolve("emr");
    }

    /** @return records of job runs of EMR Serverless, a file each */
    public Path emrServerless() {
        return path.resolve("emr-serverless");
    }

    /** @return objects of Kubernetes, a file each, and a folder for each pod */
    public Path kubernetes() {
        return path.resolve("kubernetes");
    }

    /** @return what executors of Spark write, a folder for each run */
    Path spark() {
        return path.resolve("spark");
    }

    /** @return variables that name the stores of the home where they lie elsewhere; not there where they are in the home */
    Path storesFile() {
        return path.resolve("stores.properties");
    }

    /** @return what is known of jobs */
    Path jobs() {
        return path.resolve("jobs");
    }

    public Path stepFunctions() {
        return path.resolve("stepfunctions");
    }

    Path queues() {
        return path.resolve("queues");
    }

    /** @return whether somebody has opened the queues before */
    public boolean hasQueues() {
        return Files.isDirectory(queues());
    }
}
