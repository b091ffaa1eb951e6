package sleeper.local.task.eks.kubelet;

import java.util.concurrent.CompletableFuture;

/** The registry that images are pulled from. */
@FunctionalInterface
public interface Images {
    /** @return the image of a reference; fails, with what is wrong for people, if it cannot be had. Returns at once */
    CompletableFuture<SparkImage> pull(String reference);

    /**
     * Makes an image that a registry would have. That may take longer than a pod may take to start: nobody who waits for a pod is to
     * wait for it.
     *
     * @return completes, and never fails, once nothing is left to be made, or it cannot be. Returns at once
     */
    default CompletableFuture<Void> make(String reference) {
        return CompletableFuture.completedFuture(null);
    }
}
