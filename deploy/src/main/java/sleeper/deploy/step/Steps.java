package sleeper.deploy.step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.deployment.DeploymentFolder;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.Platform;
import sleeper.deploy.Talk;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.deploy.kubernetes.KubernetesAdmin;
import sleeper.deploy.kubernetes.KubernetesObjects;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.eks.model.Cluster;

/**
 * What follows the stack. Each step has a name, and comes to the same when it is done again: a deployment that stops at one goes on when
 * it is started anew. That all are done the last one says, by the file {@code version}.
 */
public final class Steps {
    private final DeploymentFolder folder;
    private final List<Path> jars;
    private final DeployClients clients;
    private final AwsCalls calls;
    private final Surroundings surroundings;
    private final Talk talk;

    /** @param jars of the Spark job */
    public Steps(
            DeploymentFolder folder, List<Path> jars, DeployClients clients, Surroundings surroundings, Talk talk) {
        this.folder = folder;
        this.jars = List.copyOf(jars);
        this.clients = clients;
        this.calls = new AwsCalls(surroundings);
        this.surroundings = surroundings;
        this.talk = talk;
    }

    /** A step. */
    record Step(String name, Runnable work) {}

    /** Does all of them. Errors are those of the step that failed, which the last line that was said names. */
    public void run(Account account) {
        List<Step> steps = of(account);
        for (int i = 0; i < steps.size(); i++) {
            talk.say("step " + (i + 1) + " of " + steps.size() + ": "
                    + steps.get(i).name());
            steps.get(i).work().run();
        }
    }

    /** Properties come late: commands take an instance that has none for one that is deployed in part. */
    private List<Step> of(Account account) {
        ConfigFiles files = new ConfigFiles(folder, clients.s3(), surroundings);
        MadeProperties made = new MadeProperties(clients, calls);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("write commit-log-driver", files::writeDriver));
        steps.add(new Step("write properties of tables", files::writeTables));
        if (folder.hasSpark()) {
            steps.add(new Step("upload the Spark job's jars", this::uploadJars));
        }
        if (folder.platforms().contains(Platform.EKS)) {
            steps.add(new Step("make namespace, account and rights in the EKS cluster", () -> kubernetes(account)));
        }
        steps.add(new Step("write properties of the instance", () -> files.writeInstance(made.of(folder, account))));
        steps.add(new Step("write version", files::writeVersion));
        return steps;
    }

    private void uploadJars() {
        try {
            int uploaded = new SparkJars(folder.names(), clients.s3(), calls).upload(jars);
            talk.say(uploaded + " of " + jars.size() + " jars were uploaded; the others lie there");
        } catch (IOException e) {
            throw new UncheckedIOException("a jar of the Spark job was not read", e);
        }
    }

    private void kubernetes(Account account) {
        InstanceNames names = folder.names();
        Cluster cluster = calls.ask(
                        "The EKS cluster was not looked at.",
                        "eks:DescribeCluster",
                        names.eksCluster(),
                        () -> clients.eks().describeCluster(request -> request.name(names.eksCluster())))
                .cluster();
        new KubernetesObjects(
                        names, KubernetesAdmin.of(cluster, names, clients, KubernetesAdmin.PATIENCE, surroundings))
                .make(account.role(names.role("eks-spark")));
    }
}
