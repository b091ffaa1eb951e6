package sleeper.local.task.eks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import sleeper.local.task.eks.kubelet.Images;
import sleeper.local.task.eks.kubelet.SparkImage;
import sleeper.local.task.spark.SparkParts;
import sleeper.local.task.spark.SparkRuntime;
import sleeper.local.task.spark.SparkVersion;

/** The images that are built from {@code spark-job/docker}, here made of Spark's own jars and the jar of this project. */
public final class SparkImages implements Images {
    private final Map<String, SparkVersion> versions;
    private final SparkParts parts;
    private final Executor threads;

    /**
     * @param versions of Spark, by the references of the images that there are
     * @param parts    what they are made of; made when an image is first asked for
     * @param threads  where that is waited for
     */
    public SparkImages(Map<String, SparkVersion> versions, SparkParts parts, Executor threads) {
        this.versions = Map.copyOf(versions);
        this.parts = parts;
        this.threads = threads;
    }

    @Override
    public CompletableFuture<SparkImage> pull(String reference) {
        SparkVersion version = versions.get(reference);
        if (version == null) {
            return CompletableFuture.failedFuture(new IOException("failed to pull and unpack image \"" + reference
                    + "\": not found. The embedded run has " + names(versions.keySet()) + "."));
        }
        return CompletableFuture.supplyAsync(() -> image(version), threads);
    }

    @Override
    public CompletableFuture<Void> make(String reference) {
        return versions.containsKey(reference)
                ? pull(reference).handle((image, failure) -> null)
                : CompletableFuture.completedFuture(null);
    }

    private static String names(Set<String> references) {
        return String.join(", ", references.stream().sorted().toList());
    }

    private SparkImage image(SparkVersion version) {
        try {
            SparkRuntime runtime = parts.of(version);
            Pattern places = Pattern.compile("/opt/sleeper/[^/]*-spark" + version.major() + "\\.jar");
            return new SparkImage(runtime.home().classPath(), places, runtime.jar());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
