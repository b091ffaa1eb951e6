package sleeper.local.task.eks.kubelet;

import java.nio.file.Path;
import java.util.Map;

/**
 * What is in a Spark image, as far as containers need it.
 *
 * @param classPath of Spark's own jars
 * @param files     other files, by their path in the image
 */
public record SparkImage(String classPath, Map<String, Path> files) {
    public SparkImage {
        files = Map.copyOf(files);
    }
}
