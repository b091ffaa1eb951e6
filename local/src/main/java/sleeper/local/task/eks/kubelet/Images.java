package sleeper.local.task.eks.kubelet;

import java.util.concurrent.CompletableFuture;

/** The registry that images are pulled from. */
@FunctionalInterface
public interface Images {
    /** @return the image of a reference; fails, with what is wrong for people, if it cannot be had. Returns at once */
    CompletableFuture<SparkImage> pull(String reference);
}
