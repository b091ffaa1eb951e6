package sleeper.local.task.eks;

import java.util.Map;
import java.util.concurrent.Executor;
import sleeper.stepfunctions.task.TaskIntegration;

/** What state machines ask of EKS. */
public final class EksIntegrations {
    /** Runs a Job and waits for its end. */
    public static final String RUN_JOB = "eks:runJob.sync";

    /** Calls the API server. */
    public static final String CALL = "eks:call";

    private EksIntegrations() {}

    /** @return the integrations with a cluster, by service and action */
    public static Map<String, TaskIntegration> of(EksCluster cluster, Executor threads) {
        EksCall call = new EksCall(cluster);
        return Map.of(
                RUN_JOB,
                new EksRunJob(cluster),
                CALL,
                TaskIntegration.calling(threads, (request, progress) -> call.run(request.parameters())));
    }
}
