package sleeper.local.task.eks.kubelet;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import sleeper.local.task.eks.objects.ObjectStore;
import sleeper.stepfunctions.time.EventLoop;

/**
 * What pods run on.
 *
 * @param store         has the pods
 * @param images        that are pulled
 * @param processes     starts containers
 * @param loop          the time, and the one thread that decides
 * @param folder        has a folder for each pod
 * @param logs          has a file for what each pod writes
 * @param access        to the API server
 * @param executorsHang whether executors' containers do nothing
 */
public record Node(
        ObjectStore store,
        Images images,
        ContainerProcesses processes,
        NodeSize size,
        NodePace pace,
        EventLoop loop,
        Path folder,
        Path logs,
        ApiAccess access,
        BooleanSupplier executorsHang) {
    Instant now() {
        return loop.clock().instant();
    }
}
