package sleeper.deploy.end;

import java.time.Duration;
import java.util.Set;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.Talk;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.deploy.kubernetes.KubernetesAdmin;
import sleeper.deploy.kubernetes.KubernetesObjects;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;

/**
 * Ends what is within the EKS cluster. The cluster goes with the stack, and its pods on Fargate with their profile (EKS user guide,
 * "Delete a Fargate profile"): so a cluster that lets nobody in does not stop the removal of the rest.
 */
final class EksEnd {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Others have no API server, or will soon have none. */
    private static final Set<ClusterStatus> ANSWERING = Set.of(ClusterStatus.ACTIVE, ClusterStatus.UPDATING);

    private final InstanceNames names;
    private final DeployClients clients;
    private final AwsCalls calls;
    private final Surroundings surroundings;
    private final Talk talk;

    EksEnd(InstanceNames names, DeployClients clients, AwsCalls calls, Surroundings surroundings, Talk talk) {
        this.names = names;
        this.clients = clients;
        this.calls = calls;
        this.surroundings = surroundings;
        this.talk = talk;
    }

    /** Deletes the Jobs and the namespace, if there is a cluster; says so where it could not. Errors as of {@link AwsCalls}. */
    void end() {
        calls.askAbout(
                        "The EKS cluster was not looked at.",
                        "eks:DescribeCluster",
                        names.eksCluster(),
                        Set.of("ResourceNotFoundException"),
                        () -> clients.eks().describeCluster(request -> request.name(names.eksCluster())))
                .map(DescribeClusterResponse::cluster)
                .filter(found -> ANSWERING.contains(found.status()))
                .ifPresent(this::end);
    }

    private void end(Cluster cluster) {
        KubernetesObjects objects =
                new KubernetesObjects(names, KubernetesAdmin.of(cluster, names, clients, PATIENCE, surroundings));
        try {
            objects.endJobs();
            objects.delete();
            talk.say("deleted the namespace " + names.eksNamespace());
        } catch (TransientFailureException e) {
            talk.say("the namespace " + names.eksNamespace() + " is left to CloudFormation, which deletes the cluster: "
                    + e.getMessage());
        }
    }
}
