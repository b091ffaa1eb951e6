package sleeper.deployed.instance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sleeper.aws.AwsInstance;
import sleeper.aws.AwsPlace;
import sleeper.aws.client.AwsClients;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.core.util.SuiteVersion;
import sleeper.deployed.GlueViewCatalog;
import sleeper.deployed.SfnExecutions;
import sleeper.statestore.instance.Check;
import sleeper.statestore.instance.ExecutionBook;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.instance.PropertyStore;
import sleeper.statestore.instance.RunSite;
import sleeper.statestore.instance.Services;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.regions.Region;

/**
 * An instance that is deployed on AWS, as commands use it. All of it is found from its id: the buckets by their names, the queues by the
 * properties that the deployment wrote, the rest by ARNs that are composed. Its services always run, and nothing here ends them. Safe for
 * use by many threads.
 *
 * <p>Whoever asks for a part first looks, once, whether the instance is there: {@link UnreachableException} if it is not, or nobody
 * answers.
 */
final class DeployedInstance implements Instance {
    private final AwsPlace place;
    private final AwsInstance stores;
    private final CommandClients clients;
    private final CommandRequests requests;
    private final Surroundings surroundings;
    private final Presence presence;
    private DeployedQueues queues;
    private SfnStories stories;

    DeployedInstance(AwsPlace place, AwsInstance stores, CommandClients clients, Surroundings surroundings) {
        this.place = place;
        this.stores = stores;
        this.clients = clients;
        this.requests = new CommandRequests(place.id(), surroundings);
        this.surroundings = surroundings;
        this.presence = new Presence(place, stores, requests);
    }

    /**
     * @param environment names the instance, its region, and servers in place of those of AWS
     * @throws InvalidRequestException if the id can be none, or a server's address is none
     * @throws UnreachableException    if no region is named
     */
    static DeployedInstance open(Map<String, String> environment, Surroundings surroundings) {
        AwsPlace place = Presence.place(environment);
        AwsClients clients = new AwsClients(environment::get, List.of()).in(Region.of(place.region()));
        return new DeployedInstance(
                place,
                AwsInstance.open(place, surroundings),
                new CommandClients(clients, environment, Optional.empty()),
                surroundings);
    }

    /** Runs work on AWS. The room of their disks is the functions' to know, and they are asked before a job runs. */
    private final class Aws implements RunSite {
        @Override
        public OptionalLong freeBytes() {
            return OptionalLong.empty();
        }

        @Override
        public boolean anySourceByDefault() {
            return false;
        }

        @Override
        public SparkSite spark() {
            return new SparkSite(
                    new InstanceNames(place.id()).sparkJars(presence.version().orElse(SuiteVersion.CURRENT)),
                    place.driverVariables());
        }
    }

    @Override
    public String place() {
        return presence.place();
    }

    @Override
    public OwnedStores stores() {
        presence.expect();
        return stores;
    }

    @Override
    public Optional<String> folderOfBuckets() {
        return Optional.empty();
    }

    @Override
    public PropertyStore properties() {
        presence.expect();
        return stores.properties();
    }

    @Override
    public ExecutionStories stories() {
        return sfnStories();
    }

    @Override
    public ExecutionBook executionBook() {
        return new SfnExecutionBook(clients.sfn(), this::arns, sfnStories(), requests);
    }

    private synchronized SfnStories sfnStories() {
        if (stories == null) {
            stories = new SfnStories(clients.sfn(), () -> arns().stateMachine("ingest-job"), requests);
        }
        return stories;
    }

    @Override
    public ViewCatalog viewCatalog() {
        return hasCatalog()
                ? new ReachedCatalog(
                        new GlueViewCatalog(clients.glue(), new InstanceNames(place.id()).viewDatabase(), surroundings))
                : ViewCatalog.NONE;
    }

    private boolean hasCatalog() {
        return InstanceSettings.publishesViews(
                Settings.ofInstance(properties().ofInstance()).get(InstanceSettings.OPTIONAL_STACKS));
    }

    @Override
    public RunSite site() {
        return new Aws();
    }

    /** {@inheritDoc} It is looked at alone: what the stores can do is known of AWS itself, and a trial would cost rights and requests. */
    @Override
    public void prepare() {
        presence.expect();
    }

    @Override
    public boolean isServed() {
        return true;
    }

    @Override
    public OpenQueues openQueues() {
        return new ReachedQueues(sqs());
    }

    @Override
    public Map<JobQueue, Long> waitingMessages() {
        return sqs().waiting();
    }

    @Override
    public Services openServices() {
        DeployedArns arns = arns();
        return new ReachedServices(
                sqs(),
                new ReachedExecutions(new SfnExecutions(
                        clients.sfn(), arns.stateMachine("ingest-job"), arns.stateMachine("reap-job"), surroundings)));
    }

    @Override
    public List<Check> checks() {
        return new DeployedChecks(
                        place, presence, this::queues, clients, requests, surroundings.clock(), this::hasCatalog)
                .all();
    }

    private SqsQueues sqs() {
        return new SqsQueues(clients.sqs(), queues(), arns(), requests, surroundings.clock());
    }

    private DeployedArns arns() {
        return presence.arns(queues());
    }

    private synchronized DeployedQueues queues() {
        if (queues == null) {
            queues = DeployedQueues.of(properties().ofInstance());
        }
        return queues;
    }
}
