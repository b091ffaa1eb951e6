package sleeper.deploy.end;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import sleeper.deploy.aws.StackOwner;
import sleeper.deploy.end.StackResources.Store;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * Removes an instance. Nothing but its id is needed of it, so that one that was deployed half way goes as well, also where its config
 * bucket was never made. What was begun is gone on with when it is asked for again.
 */
public final class Destroy {
    private final InstanceNames names;
    private final DeployClients clients;
    private final AwsCalls calls;
    private final Surroundings surroundings;
    private final Talk talk;

    /** What is done with jobs that run. */
    public enum Jobs {
        /** Nothing, and the instance is not destroyed. What comes once it is being destroyed is waited for. */
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
     * @throws InvalidRequestException   WRONG_STATUS with each job, if jobs run and are to be refused, or with how many dead letters there are
     * @throws TransientFailureException TIMED_OUT if jobs still run when the time is over, or what they have started does not end; the
     *                                   schedules are then stopped. WRONG_STATUS with CloudFormation's reasons, if the stack was not
     *                                   deleted at the second try
     */
    public boolean run(Jobs jobs, Duration limit, boolean confirmed) {
        Account account = Account.of(clients, calls);
        StackEnd stack = new StackEnd(names.stack(), clients, calls, surroundings);
        expectStack(stack, account);
        JobsEnd ends = new JobsEnd(names, new RunningJobs(names, account, clients, calls), surroundings, talk);
        ends.expectAllowed(jobs);
        List<Store> stores = stack.resources().stores();
        if (!confirmed && !talk.confirm(question(stores, account))) {
            talk.say("Nothing was changed.");
            return false;
        }
        int stopped = new Schedules(names, account, clients, calls).stop();
        talk.say("stopped " + stopped + " schedules");
        ends.await(jobs, limit);
        new Leftovers(platforms(account, stack.resources()), surroundings, talk).end();
        new EksEnd(names, clients, calls, surroundings, talk).end();
        empty(stores);
        stack.delete(talk, () -> clear(stores, stack.resources()));
        tell(stores);
        return true;
    }

    private void expectStack(StackEnd stack, Account account) {
        Stack found = stack.find()
                .orElseThrow(() -> new UnreachableException(
                        "the instance " + names.id() + " in " + account.region() + " of account " + account.id(),
                        "no stack " + names.stack(),
                        "Correct the id or the region. If it was destroyed before, only what is kept of it is left: buckets and"
                                + " tables whose names begin with " + names.stack() + "-.",
                        null));
        if (!new StackOwner(clients, calls).isInstance(found, names)) {
            throw refused("a stack that is no instance", "Correct the id.");
        }
        String status = found.stackStatusAsString();
        if (status.endsWith("_IN_PROGRESS")
                && !Set.of("DELETE_IN_PROGRESS", "REVIEW_IN_PROGRESS").contains(status)) {
            throw refused(status, "Wait until the deployment has ended, or cancel it in the console.");
        }
    }

    private InvalidRequestException refused(String found, String action) {
        return new InvalidRequestException(
                "The instance " + names.id() + " was not destroyed.",
                List.of(new Fault(
                        ErrorCode.WRONG_STATUS,
                        "the stack " + names.stack(),
                        found,
                        "an instance's stack at rest",
                        action)));
    }

    private String question(List<Store> stores, Account account) {
        List<String> lost = stores.stream()
                .filter(store -> !store.isKept())
                .map(Store::name)
                .toList();
        String question =
                "Destroy the instance " + names.id() + " in " + account.region() + " of account " + account.id() + "? ";
        if (!lost.isEmpty()) {
            return question + "With all data in " + String.join(", ", lost) + ", which cannot be had back.";
        }
        return question + (stores.isEmpty() ? "It has no data." : "Its data are kept.");
    }

    /** EMR Serverless is asked only where the instance had it: there are regions without it. */
    private List<Remains> platforms(Account account, StackResources resources) {
        List<Remains> platforms = new ArrayList<>();
        platforms.add(new EcsTasks(names, account, clients, calls));
        platforms.add(new EmrClusters(names, clients, calls));
        if (resources.hasHad(StackResources.SERVERLESS)) {
            platforms.add(new ServerlessRuns(names, clients, calls));
        }
        return platforms;
    }

    private void empty(List<Store> stores) {
        Buckets buckets = new Buckets(clients, calls);
        stores.stream().filter(Store::isEmptied).forEach(store -> {
            long deleted = buckets.empty(store.name());
            talk.say("emptied s3://" + store.name() + " of " + deleted + " versions of objects");
        });
    }

    /** Takes away what nothing of the stack owns, and the stack could not be deleted for. */
    private void clear(List<Store> stores, StackResources resources) {
        empty(stores);
        EmrGroups groups = new EmrGroups(clients, calls);
        for (String vpc : resources.ids(StackResources.VPC)) {
            groups.delete(vpc).forEach(group -> talk.say("deleted EMR's security group " + group + " of " + vpc));
        }
    }

    private void tell(List<Store> stores) {
        List<String> kept =
                stores.stream().filter(Store::isKept).map(Store::name).toList();
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
