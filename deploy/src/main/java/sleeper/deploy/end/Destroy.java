package sleeper.deploy.end;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.json.StoredJson;
import sleeper.deploy.Talk;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.deploy.end.RunningJobs.Run;
import sleeper.deploy.end.StackEnd.Thing;
import sleeper.deploy.kubernetes.KubernetesAdmin;
import sleeper.deploy.kubernetes.KubernetesObjects;
import sleeper.deployed.eks.EksPlace;
import sleeper.deployed.eks.EksTokens;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;

/**
 * Removes an instance. Nothing but its id is needed of it, so that one that was deployed half way goes as well, also where its config
 * bucket was never made. What was begun is gone on with when it is asked for again.
 */
public final class Destroy {
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final InstanceNames names;
    private final DeployClients clients;
    private final AwsCalls calls;
    private final Surroundings surroundings;
    private final Talk talk;

    /** What is done with jobs that run. */
    public enum Jobs {
        /** Nothing, and the instance is not destroyed. */
        REFUSE,
        /** They are waited for. */
        DRAIN,
        /** They are ended, and messages that wait are thrown away. */
        ABORT
    }

    public Destroy(InstanceNames names, DeployClients clients, Surroundings surroundings, Talk talk) {
        this.names = names;
        this.clients = clients;
        this.calls = new AwsCalls(surroundings);
        this.surroundings = surroundings;
        this.talk = talk;
    }

    /**
     * @param limit     how long jobs are waited for
     * @param confirmed whether nobody is asked
     * @return whether the instance is gone, which it is not where the answer was no
     * @throws UnreachableException      if there is no instance; others as of {@link AwsCalls}
     * @throws InvalidRequestException   WRONG_STATUS with each job, if jobs run and are to be refused
     * @throws TransientFailureException TIMED_OUT if jobs still run when the time is over; the schedules are then stopped
     */
    public boolean run(Jobs jobs, Duration limit, boolean confirmed) {
        Account account = Account.of(clients, calls);
        StackEnd stack = new StackEnd(names.stack(), clients, calls, surroundings);
        expectStack(stack, account);
        RunningJobs running = new RunningJobs(names, account, clients, calls);
        if (jobs == Jobs.REFUSE) {
            expectNone(running);
        }
        List<Thing> stores = stack.stores();
        if (!confirmed && !talk.confirm(question(stores, account))) {
            talk.say("Nothing was changed.");
            return false;
        }
        int stopped = new Schedules(names, account, clients, calls).stop();
        talk.say("stopped " + stopped + " schedules");
        end(jobs, running, surroundings.clock().instant().plus(limit), limit);
        new Leftovers(names, account, clients, calls).end().forEach(ended -> talk.say("ended " + ended));
        endKubernetes();
        empty(stores);
        stack.delete(talk, () -> empty(stores));
        tell(stores);
        return true;
    }

    private void expectStack(StackEnd stack, Account account) {
        String status = stack.find()
                .map(found -> found.stackStatusAsString())
                .orElseThrow(() -> new UnreachableException(
                        "the instance " + names.id() + " in " + account.region() + " of account " + account.id(),
                        "no stack " + names.stack(),
                        "Correct the id or the region. If it was destroyed before, only what is kept of it is left: buckets and"
                                + " tables whose names begin with " + names.stack() + "-.",
                        null));
        if (status.endsWith("_IN_PROGRESS")
                && !Set.of("DELETE_IN_PROGRESS", "REVIEW_IN_PROGRESS").contains(status)) {
            throw new InvalidRequestException(
                    "The instance " + names.id() + " was not destroyed.",
                    List.of(new Fault(
                            ErrorCode.WRONG_STATUS,
                            "the stack " + names.stack(),
                            status,
                            "a stack at rest",
                            "Wait until the deployment has ended, or cancel it in the console.")));
        }
    }

    private void expectNone(RunningJobs running) {
        List<Fault> faults = new ArrayList<>();
        running.runs()
                .forEach(run -> faults.add(new Fault(
                        ErrorCode.WRONG_STATUS,
                        "execution " + run.name() + " of " + run.machine(),
                        "RUNNING",
                        "no job that runs",
                        "Wait for it with --drain, or end it with --abort.")));
        long waiting = running.waiting();
        if (waiting > 0) {
            faults.add(new Fault(
                    ErrorCode.WRONG_STATUS,
                    "the queues of " + names.id(),
                    waiting + " messages that wait",
                    "empty queues",
                    "Have them done with --drain, or throw them away with --abort."));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("The instance " + names.id() + " was not destroyed.", faults);
        }
    }

    private String question(List<Thing> stores, Account account) {
        List<String> lost = stores.stream()
                .filter(store -> !store.isKept())
                .map(Thing::name)
                .toList();
        return "Destroy the instance " + names.id() + " in " + account.region() + " of account " + account.id() + "? "
                + (lost.isEmpty()
                        ? "Its tables are kept."
                        : "With all data in " + String.join(", ", lost) + ", which cannot be had back.");
    }

    private void end(Jobs jobs, RunningJobs running, Instant end, Duration limit) {
        String told = "";
        while (true) {
            List<Run> runs = running.runs();
            long waiting = running.waiting();
            if (runs.isEmpty() && waiting == 0) {
                return;
            }
            String now = runs.size() + " executions run, " + waiting + " messages wait";
            if (!now.equals(told)) {
                talk.say(now);
                told = now;
            }
            if (!surroundings.clock().instant().isBefore(end)) {
                throw timedOut(runs, waiting, limit);
            }
            if (jobs == Jobs.ABORT) {
                running.purge();
                runs.stream().filter(run -> run.machine().equals("ingest-job")).forEach(running::stop);
            }
            surroundings.pause().sleep(PAUSE);
        }
    }

    private TransientFailureException timedOut(List<Run> runs, long waiting, Duration limit) {
        List<Fault> faults = new ArrayList<>();
        runs.forEach(run -> faults.add(new Fault(
                ErrorCode.TIMED_OUT,
                "execution " + run.name() + " of " + run.machine(),
                "RUNNING after " + limit.toMinutes() + " min",
                "",
                "Give it more --time, or end it with --abort.")));
        if (waiting > 0) {
            faults.add(new Fault(
                    ErrorCode.TIMED_OUT,
                    "the queues of " + names.id(),
                    waiting + " messages that wait after " + limit.toMinutes() + " min",
                    "",
                    "Give them more --time, or throw them away with --abort."));
        }
        return new TransientFailureException(
                "The instance " + names.id()
                        + " was not destroyed; its schedules are stopped until it is deployed again"
                        + " with a change to them.",
                faults,
                null);
    }

    /** The cluster goes with the stack; its pods on Fargate hold the network that goes, too. */
    private void endKubernetes() {
        Optional<Cluster> cluster = calls.askAbout(
                        "The EKS cluster was not looked at.",
                        "eks:DescribeCluster",
                        names.eksCluster(),
                        Set.of("ResourceNotFoundException"),
                        () -> clients.eks().describeCluster(request -> request.name(names.eksCluster())))
                .map(DescribeClusterResponse::cluster)
                .filter(found -> found.status() == ClusterStatus.ACTIVE);
        cluster.ifPresent(found -> {
            KubernetesObjects objects = new KubernetesObjects(names, admin(found));
            objects.endJobs();
            objects.delete();
            talk.say("deleted the namespace " + names.eksNamespace());
        });
    }

    private KubernetesAdmin admin(Cluster cluster) {
        EksPlace place = new EksPlace(
                cluster.name(),
                URI.create(cluster.endpoint()),
                cluster.certificateAuthority().data(),
                names.eksNamespace());
        return new KubernetesAdmin(
                place,
                new EksTokens(cluster.name(), clients.region(), clients.credentials(), surroundings.clock()),
                surroundings);
    }

    private void empty(List<Thing> stores) {
        Buckets buckets = new Buckets(clients, calls);
        stores.stream()
                .filter(store -> !store.isKept() && store.type().equals("AWS::S3::Bucket"))
                .forEach(store -> {
                    long deleted = buckets.empty(store.name());
                    talk.say("emptied s3://" + store.name() + " of " + deleted + " versions of objects");
                });
    }

    private void tell(List<Thing> stores) {
        List<String> kept =
                stores.stream().filter(Thing::isKept).map(Thing::name).toList();
        ObjectNode json = StoredJson.object().put("instance", names.id()).put("destroyed", true);
        json.set("kept", StoredJson.texts(kept));
        talk.result(
                json,
                "The instance " + names.id() + " is destroyed."
                        + (kept.isEmpty()
                                ? " Nothing of it is left."
                                : " Kept, and found again by another deployment of the id: " + String.join(", ", kept)
                                        + "."));
    }
}
