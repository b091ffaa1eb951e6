package sleeper.local.task.eks.kubelet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sleeper.local.task.spark.Megabytes;
import sleeper.run.spark.SparkCommand;

/**
 * What the entrypoint of Spark's image makes of a container's arguments: {@code driver} submits a job in client mode, {@code executor}
 * is an executor of one. Both are Java programs over Spark's jars, here as there.
 *
 * <p>Otherwise than in a cluster, processes and heaps are no larger than the node gives, a driver's own pages have a free port, and what
 * resolves to something in a cluster is put in its place: the API server's name, files of the image, and mounted folders.
 */
final class SparkEntrypoint {
    /** Spark's program that submits a job. */
    static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";

    private static final String API_SERVER = "https://kubernetes.default.svc";
    private static final String MASTER = "k8s://";
    private static final String BIND_ADDRESS = "spark.driver.bindAddress";
    private static final String DRIVER_MEMORY = "spark.driver.memory";
    private static final String JAVA_OPTION = "SPARK_JAVA_OPT_";
    private static final long USUAL_DRIVER_MEGABYTES = 1024;

    private final SparkImage image;
    private final NodeSize size;
    private final String apiServer;

    /** @param apiServer where the API server is on this machine */
    SparkEntrypoint(SparkImage image, NodeSize size, String apiServer) {
        this.image = image;
        this.size = size;
        this.apiServer = apiServer;
    }

    /** A container that the entrypoint ends at once. */
    static final class NotStartedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotStartedException(String message) {
            super(message);
        }
    }

    /** @param folder of the pod, which holds what the container writes */
    ContainerCommand command(ContainerSpec container, PodVolumes volumes, Path folder) throws NotStartedException {
        Map<String, String> environment = new LinkedHashMap<>();
        container.environment().forEach((name, value) -> environment.put(name, volumes.onThisMachine(value)));
        environment.put("SPARK_LOCAL_IP", Kubelet.ADDRESS);
        List<String> args =
                container.args().stream().map(volumes::onThisMachine).toList();
        String what = args.isEmpty() ? "nothing" : args.get(0);
        return switch (what) {
            case "driver" -> driver(args.subList(1, args.size()), environment, folder);
            case "executor" -> executor(environment, folder);
            default ->
                throw new NotStartedException("The container's first argument is '" + what
                        + "'. It must be driver or executor, which Spark's image runs.");
        };
    }

    private ContainerCommand driver(List<String> args, Map<String, String> environment, Path folder)
            throws NotStartedException {
        List<String> submitted = args.stream().map(this::onThisMachine).toList();
        String bindAddress = environment.getOrDefault("SPARK_DRIVER_BIND_ADDRESS", "");
        if (bindAddress.isEmpty() && conf(submitted, BIND_ADDRESS).isEmpty()) {
            throw new NotStartedException("Neither the variable SPARK_DRIVER_BIND_ADDRESS nor " + BIND_ADDRESS
                    + " is set: in a cluster, the driver would listen on its pod's loopback address, where no executor reaches it."
                    + " Set the variable from the field status.podIP.");
        }
        long asked = driverMegabytes(submitted);
        long given = Math.min(asked, size.megabytes());
        List<String> words = java(folder);
        words.add("-Xmx" + given + "m");
        words.addAll(SparkCommand.JAVA_OPTIONS);
        words.addAll(List.of("-cp", image.classPath(), SUBMIT));
        words.addAll(List.of("--conf", BIND_ADDRESS + "=" + bindAddress));
        words.addAll(List.of("--conf", "spark.ui.port=0"));
        // Spark would wait for four fifths of the executors, of which the node may have no room for that many.
        words.addAll(List.of("--conf", "spark.scheduler.maxRegisteredResourcesWaitingTime=5s"));
        words.addAll(List.of("--deploy-mode", "client"));
        words.addAll(submitted);
        return new ContainerCommand(
                new SparkCommand(words, environment, List.of(folder)),
                sizes(asked, given, OptionalInt.empty(), OptionalInt.empty()));
    }

    private ContainerCommand executor(Map<String, String> environment, Path folder) throws NotStartedException {
        long asked = megabytes("SPARK_EXECUTOR_MEMORY", required(environment, "SPARK_EXECUTOR_MEMORY"));
        long given = Math.min(asked, size.megabytes());
        int askedCores = Integer.parseInt(required(environment, "SPARK_EXECUTOR_CORES"));
        int cores = Math.min(askedCores, size.cores());
        List<String> words = java(folder);
        words.addAll(javaOptions(environment));
        words.add("-Xmx" + given + "m");
        words.addAll(
                List.of("-cp", image.classPath(), "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend"));
        words.addAll(List.of("--driver-url", required(environment, "SPARK_DRIVER_URL")));
        words.addAll(List.of("--executor-id", required(environment, "SPARK_EXECUTOR_ID")));
        words.addAll(List.of("--cores", Integer.toString(cores)));
        words.addAll(List.of("--app-id", required(environment, "SPARK_APPLICATION_ID")));
        words.addAll(List.of("--hostname", required(environment, "SPARK_EXECUTOR_POD_IP")));
        words.addAll(List.of("--resourceProfileId", required(environment, "SPARK_RESOURCE_PROFILE_ID")));
        words.addAll(List.of("--podName", required(environment, "SPARK_EXECUTOR_POD_NAME")));
        return new ContainerCommand(
                new SparkCommand(words, environment, List.of(folder)),
                sizes(asked, given, OptionalInt.of(askedCores), OptionalInt.of(cores)));
    }

    private static List<String> java(Path folder) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
        return words;
    }

    /** Options of the executor's JVM are numbered variables. */
    private static List<String> javaOptions(Map<String, String> environment) {
        long count = environment.keySet().stream()
                .filter(name -> name.startsWith(JAVA_OPTION))
                .count();
        return IntStream.range(0, (int) count)
                .mapToObj(number -> environment.getOrDefault(JAVA_OPTION + number, ""))
                .filter(option -> !option.isEmpty())
                .collect(Collectors.toList());
    }

    private static String required(Map<String, String> environment, String name) throws NotStartedException {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new NotStartedException("The variable " + name + " is not set, which an executor needs.");
        }
        return value;
    }

    private String onThisMachine(String arg) {
        return arg.startsWith(MASTER) ? arg.replace(API_SERVER, apiServer) : image.onThisMachine(arg);
    }

    /** @return the last value that {@code --conf} gives a property, empty if none does */
    private static String conf(List<String> args, String property) {
        String value = "";
        for (int i = 1; i < args.size(); i++) {
            if (args.get(i - 1).equals("--conf") && args.get(i).startsWith(property + "=")) {
                value = args.get(i).substring(property.length() + 1);
            }
        }
        return value;
    }

    /** The script {@code spark-submit} sets the driver's heap by these, since it is set before the driver runs. */
    private static long driverMegabytes(List<String> args) throws NotStartedException {
        int option = args.indexOf("--driver-memory");
        String text = option >= 0 && option + 1 < args.size() ? args.get(option + 1) : conf(args, DRIVER_MEMORY);
        return text.isEmpty() ? USUAL_DRIVER_MEGABYTES : megabytes(DRIVER_MEMORY, text);
    }

    private static long megabytes(String name, String size) throws NotStartedException {
        try {
            return Megabytes.parse(size);
        } catch (IllegalArgumentException e) {
            throw new NotStartedException(name + " is '" + size + "' and must be a size such as 4g.");
        }
    }

    private static String sizes(long asked, long given, OptionalInt askedCores, OptionalInt cores) {
        List<String> differences = new ArrayList<>();
        if (asked != given) {
            differences.add(asked + " MiB of heap, runs with " + given);
        }
        if (!askedCores.equals(cores)) {
            differences.add(askedCores.orElse(0) + " cores, runs with " + cores.orElse(0));
        }
        return differences.isEmpty() ? "" : "asked for " + String.join("; for ", differences);
    }
}
