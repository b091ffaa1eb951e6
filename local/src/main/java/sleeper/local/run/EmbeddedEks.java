package sleeper.local.run;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import sleeper.local.task.eks.EksSetup;
import sleeper.local.task.eks.EksStandIn;
import sleeper.local.task.eks.SparkImages;
import sleeper.local.task.eks.api.ApiCertificate;
import sleeper.local.task.eks.kubelet.ChildContainers;
import sleeper.local.task.eks.kubelet.NodePace;
import sleeper.local.task.eks.kubelet.NodeSize;
import sleeper.local.task.spark.BuiltSparkParts;
import sleeper.local.task.spark.SparkBound;
import sleeper.local.task.spark.SparkVersion;

/** The Kubernetes cluster of the embedded run: what its deployment names, within the bound on Spark. */
final class EmbeddedEks {
    private EmbeddedEks() {}

    static EksStandIn open(LocalHome home, StandIns.World world, SparkBound bound) throws IOException {
        return EksStandIn.open(new EksSetup(
                EmbeddedDeployment.EKS_CLUSTER,
                home.kubernetes(),
                home.logs(),
                () -> ApiCertificate.of(home.kubernetes()),
                EmbeddedDeployment.EKS_NAMESPACE,
                EmbeddedDeployment.EKS_SERVICE_ACCOUNT,
                new SparkImages(
                        Map.of(EmbeddedDeployment.SPARK_IMAGE, SparkVersion.SPARK_3),
                        BuiltSparkParts.whenNeeded(),
                        world.threads()),
                new ChildContainers(world.children(), world.loop()),
                new NodeSize(
                        bound.most().executors(),
                        bound.most().cores(),
                        Math.toIntExact(bound.most().megabytes())),
                world.turns(),
                bound.weight(bound.most()),
                NodePace.QUICK,
                world.loop(),
                UUID::randomUUID,
                () -> UUID.randomUUID().toString()));
    }
}
