package sleeper.core.deployment;

import java.nio.file.Path;
import java.util.List;

/**
 * What is shipped to an account, in a folder.
 *
 * @param folder of all of it
 */
public record DeploymentParts(Path folder) {
    /** @return what the functions run */
    public Path functionsZip() {
        return folder.resolve("functions.zip");
    }

    /** @return folder with the Dockerfile of the ingest task's image, and all that it copies */
    public Path ingestImage() {
        return folder.resolve("ingest-image");
    }

    /** @return likewise, of the image that Spark's pods run; it is there where such pods are deployed */
    public Path sparkImage() {
        return folder.resolve("spark-image");
    }

    /** @return the Spark job, a jar for each version of Spark; they are there where a platform of Spark is deployed */
    public List<Path> sparkJars() {
        return List.of(folder.resolve("sleeper-spark-job-spark3.jar"), folder.resolve("sleeper-spark-job-spark4.jar"));
    }
}
