package sleeper.local.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.client.QueuesClient;
import sleeper.local.run.EmbeddedPorts;
import sleeper.local.run.HomeStores;
import sleeper.local.run.LocalHome;
import sleeper.local.run.OwnerLock;
import sleeper.local.run.WritableHome;
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

/** The instance of one home on this machine. Safe for use by many threads. */
final class EmbeddedInstance implements Instance {
    private final LocalHome home;
    private final OwnedStores stores;
    private final ExecutionStories stories;
    private final ExecutionBook book;
    private final ReachedClient<QueuesClient> queues;

    EmbeddedInstance(LocalHome home, Surroundings surroundings) {
        this.home = home;
        this.stores = HomeStores.open(home, surroundings);
        this.stories = new LiveStories(home, surroundings.clock());
        this.book = new ReachedBook(home);
        this.queues = new ReachedClient<>(home, QueuesClient::new);
    }

    /** Runs work on this machine. */
    private static final class ThisMachine implements RunSite {
        @Override
        public OptionalLong freeBytes() {
            return EmbeddedPorts.freeBytes();
        }

        @Override
        public boolean anySourceByDefault() {
            return EmbeddedPorts.ANY_SOURCE_BY_DEFAULT;
        }

        @Override
        public SparkSite spark() {
            return EmbeddedPorts.SPARK;
        }
    }

    @Override
    public String place() {
        return home.path().toString();
    }

    @Override
    public OwnedStores stores() {
        return stores;
    }

    @Override
    public Optional<String> folderOfBuckets() {
        return HomeStores.buckets(home).map(Path::toString);
    }

    @Override
    public PropertyStore properties() {
        return stores.properties();
    }

    @Override
    public ExecutionStories stories() {
        return stories;
    }

    @Override
    public ExecutionBook executionBook() {
        return book;
    }

    /** Engines ask the instance itself, by Iceberg's REST protocol. */
    @Override
    public ViewCatalog viewCatalog() {
        return ViewCatalog.NONE;
    }

    @Override
    public RunSite site() {
        return new ThisMachine();
    }

    @Override
    public void prepare() {
        WritableHome.expect(home.path());
        stores.prepare();
    }

    @Override
    public boolean isServed() {
        try {
            return OwnerLock.isServed(home.lock());
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of " + home.path() + " could not be looked at", e);
        }
    }

    @Override
    public OpenQueues openQueues() {
        try {
            return EmbeddedQueues.open(home);
        } catch (IOException e) {
            throw new UncheckedIOException("the queues of " + home.path() + " could not be opened", e);
        }
    }

    @Override
    public Map<JobQueue, Long> waitingMessages() {
        if (!home.hasQueues()) {
            return Map.of();
        }
        Optional<QueuesClient> served = isServed() ? queues.get() : Optional.empty();
        if (served.isPresent()) {
            return Reached.call(served.get()::waiting);
        }
        try (OpenQueues opened = openQueues()) {
            return opened.jobs().waiting();
        }
    }

    @Override
    public Services openServices() {
        try {
            return EmbeddedServices.open(home);
        } catch (IOException e) {
            throw new UncheckedIOException("the services of " + home.path() + " could not be opened", e);
        }
    }

    /** {@inheritDoc} A home is looked at by those who run on its machine. */
    @Override
    public List<Check> checks() {
        return List.of();
    }

    /** @return where the services of whoever owns the home are found */
    static LocalEndpoints running(LocalHome home) throws IOException {
        Optional<LocalEndpoints> endpoints = LocalEndpoints.read(home.localJson());
        if (endpoints.isEmpty() && !OwnerLock.isServed(home.lock())) {
            throw new UnreachableException(
                    "the queues at " + home.path(),
                    "another command that has them open",
                    "Try again when it has ended.",
                    null);
        }
        return endpoints.orElseThrow(() -> new UnreachableException(
                "the services at " + home.path(),
                "another command that runs them for itself",
                "Wait until it has ended, or run 'sleeper local' and keep that running.",
                null));
    }
}
