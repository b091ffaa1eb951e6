package sleeper.local.task.eks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import sleeper.local.task.Turns;
import sleeper.local.task.eks.api.ApiCertificate;
import sleeper.local.task.eks.kubelet.ContainerProcesses;
import sleeper.local.task.eks.kubelet.Images;
import sleeper.local.task.eks.kubelet.NodePace;
import sleeper.local.task.eks.kubelet.NodeSize;
import sleeper.stepfunctions.time.EventLoop;

/**
 * What a cluster is made of.
 *
 * @param name           what Step Functions finds it by
 * @param folder         keeps its objects, and has a folder for each pod
 * @param logs           has a file for what each pod writes
 * @param certificate    makes or reads the certificate of the API server
 * @param namespace      the one that there is from the start
 * @param serviceAccount of the drivers, which may do what Spark's scheduler does
 * @param images         that can be pulled
 * @param processes      starts containers
 * @param size           what the node gives to pods
 * @param turns          the room that Jobs share with all else that runs here
 * @param weight         of a driver with its executors, in places of that
 * @param pace           how long the node takes
 * @param loop           its time, and the thread that it decides on
 * @param ids            makes uids and the ends of names
 * @param secrets        makes tokens that nobody guesses
 */
public record EksSetup(
        String name,
        Path folder,
        Path logs,
        Certificate certificate,
        String namespace,
        String serviceAccount,
        Images images,
        ContainerProcesses processes,
        NodeSize size,
        Turns turns,
        int weight,
        NodePace pace,
        EventLoop loop,
        Supplier<UUID> ids,
        Supplier<String> secrets) {
    /** Where the API server's certificate comes from. */
    @FunctionalInterface
    public interface Certificate {
        ApiCertificate get() throws IOException;
    }
}
