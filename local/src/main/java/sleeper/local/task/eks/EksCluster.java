package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.eks.api.Accounts;
import sleeper.local.task.eks.api.Admission;
import sleeper.local.task.eks.api.Api;
import sleeper.local.task.eks.api.ApiCertificate;
import sleeper.local.task.eks.api.ApiEndpoint;
import sleeper.local.task.eks.api.CallLog;
import sleeper.local.task.eks.job.JobController;
import sleeper.local.task.eks.job.JobRoom;
import sleeper.local.task.eks.kubelet.ApiAccess;
import sleeper.local.task.eks.kubelet.Kubelet;
import sleeper.local.task.eks.kubelet.Node;
import sleeper.local.task.eks.objects.Deletion;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.eks.objects.ObjectStore;
import sleeper.stepfunctions.time.EventLoop;

/**
 * The one Kubernetes cluster there is: API server, controllers and node. What it knows survives the process: a driver that was lost with
 * an earlier process runs again in its pod, one that has outlived it is ended first, and executors are made anew by their driver.
 */
public final class EksCluster implements AutoCloseable {
    /** Where in its folder a cluster keeps its objects. */
    static final String OBJECTS = "objects";

    private static final Logger LOG = LoggerFactory.getLogger(EksCluster.class);

    private final EksSetup setup;
    private final ObjectStore store;
    private final Accounts accounts;
    private final Deletion deletion;
    private final Api api;
    private final ApiCertificate certificate;
    private final ApiEndpoint endpoint;
    private final Kubelet kubelet;
    private final JobController jobs;
    private final EksFaults faults = new EksFaults();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Map<ObjectKey, String> interrupted = new ConcurrentHashMap<>();

    private EksCluster(EksSetup setup) throws IOException {
        this.setup = setup;
        EventLoop loop = setup.loop();
        this.certificate = setup.certificate().get();
        this.store = ObjectStore.open(setup.folder().resolve(OBJECTS), loop.clock(), setup.ids());
        this.accounts = new Accounts(setup.secrets());
        this.deletion = new Deletion(store);
        this.kubelet = new Kubelet(new Node(
                store,
                setup.images(),
                setup.processes(),
                setup.size(),
                setup.pace(),
                loop,
                setup.folder().resolve("pods"),
                setup.logs(),
                new ApiAccess(() -> address().toString(), certificate.pem(), accounts::token),
                faults::doExecutorsHang));
        this.api = new Api(store, deletion, new Admission(this::hasNamespace), kubelet);
        this.jobs = new JobController(
                store, api, deletion, loop, new JobRoom(setup.turns(), setup.weight(), loop), setup.images());
        this.endpoint = ApiEndpoint.listen(api, accounts, certificate, faults::isAway);
    }

    /** Opens the cluster with what is kept of it, and lets it go on. */
    public static EksCluster open(EksSetup setup) throws IOException {
        EksCluster cluster = new EksCluster(setup);
        cluster.addNamespace();
        cluster.kubelet.takeOver();
        cluster.store
                .list(ObjectKind.JOB, "", job -> true)
                .forEach(job -> cluster.interrupted.put(
                        new ObjectKey(ObjectKind.JOB, Meta.namespace(job), Meta.name(job)), Meta.uid(job)));
        KubeConfig.write(setup.folder(), cluster);
        cluster.store.onChange(cluster::reconcileSoon);
        cluster.reconcileSoon();
        return cluster;
    }

    private void addNamespace() {
        addUnlessThere(ObjectKind.NAMESPACE, DriverRole.object(ObjectKind.NAMESPACE, setup.namespace()));
        addUnlessThere(
                ObjectKind.SERVICE_ACCOUNT, DriverRole.object(ObjectKind.SERVICE_ACCOUNT, setup.serviceAccount()));
        addUnlessThere(ObjectKind.ROLE, DriverRole.role());
        addUnlessThere(ObjectKind.ROLE_BINDING, DriverRole.binding(setup.namespace(), setup.serviceAccount()));
    }

    private boolean hasNamespace(String name) {
        return store.find(new ObjectKey(ObjectKind.NAMESPACE, "", name)).isPresent();
    }

    private void addUnlessThere(ObjectKind kind, ObjectNode object) {
        String namespace = kind.isNamespaced() ? setup.namespace() : "";
        String name = object.at("/metadata/name").asText();
        if (store.find(new ObjectKey(kind, namespace, name)).isEmpty()) {
            api.create(kind, namespace, object);
        }
    }

    /** Many changes at once are looked at together. */
    private void reconcileSoon() {
        if (asked.compareAndSet(false, true)) {
            setup.loop().execute(() -> {
                asked.set(false);
                deletion.collect();
                jobs.reconcile();
                kubelet.reconcile();
            });
        }
    }

    /** @return a Job that an earlier process has left, to the first that asks for it */
    Optional<ObjectNode> takeInterrupted(ObjectKey key) {
        return Optional.ofNullable(interrupted.remove(key))
                .flatMap(uid -> store.find(key).filter(job -> Meta.uid(job).equals(uid)));
    }

    /** @return where the API server listens */
    public URI address() {
        return endpoint.address();
    }

    /** @return by which clients know the API server */
    public ApiCertificate certificate() {
        return certificate;
    }

    /** @return what lets a client do anything */
    public String administratorToken() {
        return accounts.token(Accounts.ADMINISTRATOR);
    }

    /** @return what a pod of a service account of the namespace has */
    public String serviceAccountToken(String account) {
        return accounts.token(Accounts.serviceAccount(setup.namespace(), account));
    }

    /** @return what somebody has who is of a group, and nothing else */
    public String memberToken(String group) {
        return accounts.token(Accounts.memberOf(group));
    }

    /** @return what Step Functions finds it by */
    public String name() {
        return setup.name();
    }

    public String namespace() {
        return setup.namespace();
    }

    /** @return what was asked of the API server */
    public CallLog calls() {
        return api.calls();
    }

    /** @return what can be made to happen to pods */
    public Kubelet kubelet() {
        return kubelet;
    }

    public EksFaults faults() {
        return faults;
    }

    Api api() {
        return api;
    }

    EventLoop loop() {
        return setup.loop();
    }

    ObjectStore store() {
        return store;
    }

    /**
     * Lets nothing go on any more, ends the containers' processes, and stops listening; in this order, since drivers that end say so to
     * the API server, and how containers end now is not how pods end.
     */
    @Override
    public void close() {
        kubelet.close();
        setup.processes().endAll();
        endpoint.close();
        try {
            KubeConfig.delete(setup.folder());
        } catch (IOException e) {
            LOG.warn("The file that leads clients to the cluster, which is gone, was not deleted", e);
        }
    }
}
