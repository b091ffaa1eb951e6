package sleeper.local.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.Fault;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.reap.SweepHandler;
import sleeper.lambda.start.ReceivedTooOften;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.client.QueuesClient;
import sleeper.local.iceberg.CatalogServer;
import sleeper.local.mail.Mailbox;
import sleeper.local.mail.SmtpSettings;
import sleeper.local.sqs.LocalQueues;
import sleeper.local.sqs.QueueGate;
import sleeper.local.sqs.QueuePoller;
import sleeper.local.sqs.Room;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.local.task.lambda.LambdaFunctions;
import sleeper.run.RealSurroundings;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.file.OwnerOnly;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.util.BackgroundThread;
import sleeper.statestore.util.Surroundings;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StartOutcome;
import sleeper.stepfunctions.StepFunctionsServer;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.http.HttpEndpoint;
import sleeper.stepfunctions.http.PortTakenException;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.FileExecutionStore;
import sleeper.stepfunctions.time.RealEventLoop;

/**
 * The embedded services of one home, all in this process: queues, the starter that takes from them, Step Functions with the
 * deployed machines, handlers, tasks as child processes, the mailbox, and the hourly sweep. What they hold is kept in the home,
 * so that closing loses nothing: executions go on from the last state entered when the services are started again.
 */
public final class EmbeddedRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRun.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int BATCH_SIZE = 10;
    private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);
    private static final Duration MAINTENANCE_INTERVAL = Duration.ofHours(1);
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuuMMddHH").withZone(ZoneOffset.UTC);
    private static final Duration DEAD_LETTER_INTERVAL = Duration.ofSeconds(5);

    /** For a snapshot that is being written; one that is abandoned is written after another commit. */
    private static final Duration LONGEST_WAIT_FOR_LATER = Duration.ofSeconds(10);

    private final LocalHome home;
    private final OwnedStores instance;
    private final Mailbox mailbox;
    private final LocalQueues queues;
    private final LocalStepFunctions stepFunctions;
    private final StepFunctionsServer server;
    private final Optional<BucketsByS3> s3;
    private final CatalogServer catalog;
    private final LambdaPorts ports;
    private final RealEventLoop loop;
    private final ExecutorService threads;
    private final Deque<AutoCloseable> toClose;
    private final List<QueuePoller> pollers;

    private EmbeddedRun(LocalHome home, LocalPorts localPorts, boolean withS3, Deque<AutoCloseable> toClose)
            throws IOException {
        this.home = home;
        this.toClose = toClose;
        // Before anything runs that would have to be stopped if a port is taken.
        HttpEndpoint stepFunctionsEndpoint = closedWithUs(localPorts.listen(StepFunctionsServer.NAME, 0));
        HttpEndpoint queuesEndpoint = closedWithUs(localPorts.listen(LocalQueues.NAME, 1));
        this.s3 = withS3 ? BucketsByS3.listen(home, localPorts) : Optional.empty();
        s3.ifPresent(toClose::push);
        HttpEndpoint catalogEndpoint = closedWithUs(localPorts.listen(CatalogServer.NAME, 3));
        BackgroundThread later = closedWithUs(new BackgroundThread("later", LONGEST_WAIT_FOR_LATER));
        Surroundings surroundings = RealSurroundings.get().withLater(later);
        this.instance = HomeStores.open(home, surroundings);
        instance.prepare();
        OwnerOnly.createDirectories(home.buckets());
        Settings settings = settings(instance);
        Set<String> hosts = Set.copyOf(settings.get(InstanceSettings.LOCAL_HOSTS));
        if (s3.isPresent()) {
            s3.get().start(home, instance.ownBuckets(), hosts);
        }
        this.mailbox = mailbox(home, settings, surroundings);
        this.loop = closedWithUs(new RealEventLoop(surroundings.clock()));
        this.threads = Executors.newCachedThreadPool(EmbeddedRun::daemon);
        toClose.push(threads::shutdownNow);
        Room room = Room.of(home.path());
        this.queues = closedWithUs(LocalQueues.open(home.queues(), queuesEndpoint, hosts, room));
        int tasks = TaskBound.of(settings, Runtime.getRuntime().availableProcessors(), TaskBound.memoryOfMachine());
        LOG.info("At most {} run at once", tasks == 1 ? "1 task" : tasks + " tasks");
        ChildJvm children = closedWithUs(new ChildJvm(
                TaskJvm.options(settings.get(IngestSettings.MEMORY_BUDGET)),
                InstanceStores.alone(instance.variables())));
        StandIns standIns = closedWithUs(
                StandIns.ofHome(home, new StandIns.World(settings, children, new Turns(tasks), loop, threads)));
        EmbeddedMachines machines = closedWithUs(EmbeddedMachines.open(
                new EmbeddedMachines.World(
                        loop,
                        new FileExecutionStore(home.stepFunctions()),
                        Chance.unforeseeable(),
                        threads,
                        closedWithUs(new BackgroundThread("views", LONGEST_WAIT_FOR_LATER)),
                        UnaryOperator.identity()),
                instance,
                mailbox,
                standIns,
                EmbeddedPorts.deadLetters(queues)));
        this.ports = machines.ports();
        this.stepFunctions = machines.stepFunctions();
        this.server = closedWithUs(StepFunctionsServer.start(stepFunctions, stepFunctionsEndpoint, hosts));
        this.catalog = closedWithUs(CatalogServer.start(instance, catalogEndpoint, hosts));
        this.pollers = poll(machines.functions(), new StarterGate(room, home));
        toClose.push(() -> {
            // Each ends with its long poll; asked at once, they end together.
            stopReceiving();
            pollers.forEach(QueuePoller::close);
        });
        closedWithUs(SuspendedWithTheProcess.suspended(machines));
        DeadLetterWatch watch = new DeadLetterWatch(new QueuesClient(endpoints()), new ReceivedTooOften(ports));
        new Repeated(
                        loop,
                        DEAD_LETTER_INTERVAL,
                        threads,
                        watch::look,
                        failure ->
                                LOG.debug("The dead letters could not be looked at and are looked at again", failure))
                .start();
    }

    /** Has the starter take from every queue. */
    private List<QueuePoller> poll(LambdaFunctions functions, QueueGate gate) {
        List<QueuePoller> started = new ArrayList<>();
        for (JobQueue queue : JobQueue.values()) {
            String name = EmbeddedPorts.queueName(queue);
            queues.create(name, EmbeddedPorts.VISIBILITY_TIMEOUT);
            started.add(QueuePoller.start(
                    queues,
                    name,
                    BATCH_SIZE,
                    RETRY_AFTER,
                    gate,
                    event -> functions.call(
                            EmbeddedDeployment.STARTER, event, UUID.randomUUID().toString())));
        }
        return List.copyOf(started);
    }

    /** As the other, on ports that are free, over the stores that the home has, and without S3. */
    public static Optional<EmbeddedRun> tryStart(LocalHome home) throws IOException {
        return tryStart(home, LocalPorts.FREE, false, Optional.empty());
    }

    /**
     * Starts the services of a home for others, who are given its buckets by S3 as well, if they lie in the home. Waits a few seconds
     * while another has its queues open alone, or runs its services and does not say in {@code local.json} where they listen.
     *
     * @param stores where its stores are to be from now on; empty for those that it has
     * @return the services, or empty if another process runs them, or has the queues open for longer
     * @throws IOException        if the home cannot be written
     * @throws PortTakenException if a service cannot listen where it should; nothing runs then
     */
    public static Optional<EmbeddedRun> tryStart(LocalHome home, LocalPorts localPorts, Optional<StoresChoice> stores)
            throws IOException {
        return tryStart(home, localPorts, true, stores);
    }

    private static Optional<EmbeddedRun> tryStart(
            LocalHome home, LocalPorts localPorts, boolean withS3, Optional<StoresChoice> stores) throws IOException {
        Optional<OwnerLock> lock = OwnerLock.acquire(home, OwnerLock.Use.SERVICES, RealSurroundings.get());
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        Deque<AutoCloseable> started = new ArrayDeque<>(List.of(lock.get()));
        try {
            home.forgetFormerOwner();
            stores.ifPresent(chosen -> chosen.keepIn(home, RealSurroundings.get()));
            return Optional.of(new EmbeddedRun(home, localPorts, withS3, started));
        } catch (IOException | RuntimeException e) {
            closeAll(started);
            throw e;
        }
    }

    /** Faulty properties do not keep the services from starting: each job is refused with what is wrong, and told. */
    private static Settings settings(OwnedStores instance) {
        List<Fault> faults = new ArrayList<>();
        Settings settings = new CheckedSettings(instance).ofInstance(faults);
        faults.forEach(fault -> LOG.warn("The instance's properties count as empty: {}", fault.message()));
        return settings;
    }

    private static Mailbox mailbox(LocalHome home, Settings settings, Surroundings surroundings) throws IOException {
        return new Mailbox(
                home.mailbox(),
                settings.get(InstanceSettings.SMTP_FROM),
                settings.find(InstanceSettings.ERRORS_EMAIL).orElse("operator@localhost"),
                SmtpSettings.of(settings),
                surroundings.clock());
    }

    /** Starts what is done every hour, now for the first time: the sweep over attempts, and the maintenance of the tables. */
    public void startSchedules() {
        startSweeping();
        startMaintaining();
    }

    /** One execution an hour, whoever starts the services how often: its name says which. */
    private void startMaintaining() {
        new Repeated(
                        loop,
                        MAINTENANCE_INTERVAL,
                        ForkJoinPool.commonPool(),
                        () -> {
                            StartOutcome unused = stepFunctions.startExecution(
                                    EmbeddedDeployment.stateMachineArn(StateMachineFile.MAINTAIN_TABLE),
                                    "maintain-" + HOUR.format(loop.clock().instant()),
                                    "{\"after\":\"\"}");
                        },
                        failure -> LOG.warn(
                                "Tables were not maintained, which is tried again in {}",
                                MAINTENANCE_INTERVAL,
                                failure))
                .start();
    }

    /** Starts the sweep over attempts whose execution closed unreaped. */
    private void startSweeping() {
        SweepHandler sweep = new SweepHandler(ports);
        new Repeated(
                        loop,
                        SWEEP_INTERVAL,
                        ForkJoinPool.commonPool(),
                        () -> sweep.handleRequest(Map.of(), null),
                        failure -> LOG.warn("The sweep failed and is tried again in {}", SWEEP_INTERVAL, failure))
                .start();
    }

    public OwnedStores instance() {
        return instance;
    }

    public LocalQueues queues() {
        return queues;
    }

    public LocalStepFunctions stepFunctions() {
        return stepFunctions;
    }

    /** @return what the handlers reach, for commands that ask the same use cases */
    public LambdaPorts ports() {
        return ports;
    }

    /** Sends a job. @return the message's id */
    public String send(JobQueue queue, String body) {
        return queues.send(EmbeddedPorts.queueName(queue), body);
    }

    /** Has the starter take no more messages, once it is done with those that it has; returns at once. */
    public void stopReceiving() {
        pollers.forEach(QueuePoller::stop);
    }

    /** @return where everything is found */
    public LocalEndpoints endpoints() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("stepfunctions", server.endpoint().toString());
        values.put("sqs", queues.endpoint().toString());
        s3.ifPresent(served -> values.putAll(served.endpoints()));
        values.put(CatalogServer.NAME, catalog.endpoint().toString());
        for (StateMachineFile file : StateMachineFile.all()) {
            values.put("state-machine." + file.machineName(), EmbeddedDeployment.stateMachineArn(file));
        }
        values.put("mailbox", home.mailbox().toString());
        values.put("buckets", HomeStores.placeOfBuckets(home));
        for (JobQueue queue : JobQueue.values()) {
            values.put("queue." + queue.word(), queues.url(EmbeddedPorts.queueName(queue)));
        }
        return new LocalEndpoints(values);
    }

    /** Waits until no execution is open, or the patience is over. @return whether none is */
    public boolean settle(Duration patience) {
        Instant deadline = loop.clock().instant().plus(patience);
        for (StateMachineFile file : StateMachineFile.all()) {
            String machine = EmbeddedDeployment.stateMachineArn(file);
            for (var open : stepFunctions.list(machine, Optional.of(ExecutionStatus.RUNNING))) {
                if (!closedBy(open.start().arn(), deadline)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean closedBy(String executionArn, Instant deadline) {
        long millis = Duration.between(loop.clock().instant(), deadline).toMillis();
        try {
            var unused = stepFunctions.whenClosed(executionArn).get(Math.max(millis, 0), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T extends AutoCloseable> T closedWithUs(T service) {
        toClose.push(service);
        return service;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "embedded-task");
        thread.setDaemon(true);
        return thread;
    }

    /** Stops the services, the last started first. */
    @Override
    public void close() {
        closeAll(toClose);
    }

    private static void closeAll(Deque<AutoCloseable> services) {
        while (!services.isEmpty()) {
            AutoCloseable service = services.pop();
            try {
                service.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly", service.getClass().getSimpleName(), e);
            }
        }
    }
}
