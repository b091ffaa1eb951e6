package sleeper.cli.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.Tool;
import sleeper.cli.frame.Words;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyChecks;
import sleeper.core.settings.Settings;
import sleeper.core.util.FailureWords;
import sleeper.core.util.FileWords;
import sleeper.statestore.file.HardLinks;
import sleeper.statestore.instance.Check;
import sleeper.statestore.instance.HomeFolder;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.UnreachableException;

/** Looks at what commands need, here or in a deployed instance. */
public final class Checkup {
    private static final int LEAST_JAVA = 17;
    private static final long LITTLE_DISK_BYTES = 5L << 30;
    private static final List<String> CREDENTIALS = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_PROFILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");

    private final Surrounding surrounding;
    private final Supplier<Instance> instance;
    private final Consumer<String> progress;

    /**
     * @param surrounding names the instance
     * @param instance  asked for once the place is known to be possible
     * @param progress    is told what is being made ready
     */
    public Checkup(Surrounding surrounding, Supplier<Instance> instance, Consumer<String> progress) {
        this.surrounding = surrounding;
        this.instance = instance;
        this.progress = progress;
    }

    /** @return a check for each thing */
    public List<Check> look() {
        return surrounding.deployedInstance().isPresent() ? ofDeployed() : ofThisMachine(false);
    }

    /** As {@link #look} on this machine, once what the first use of Spark or S3 would wait for is there. */
    List<Check> prepare() {
        return ofThisMachine(true);
    }

    /** @return whether nothing will make commands fail */
    public static boolean isOk(List<Check> checks) {
        return checks.stream().noneMatch(check -> check.state() == Check.State.PROBLEM);
    }

    private List<Check> ofDeployed() {
        List<Check> checks = programs();
        checks.add(Check.ok("credentials", credentialsFrom()));
        try {
            List<Check> ofInstance = instance.get().checks();
            checks.addAll(ofInstance);
            boolean isThere = ofInstance.stream()
                    .noneMatch(check -> check.name().equals("instance") && check.state() == Check.State.PROBLEM);
            if (isThere) {
                checks.add(settings());
                checks.add(platforms());
                checks.add(new ViewsCheck(instance.get()).look());
            }
        } catch (UnreachableException e) {
            checks.add(unreachable("instance", e));
        }
        return checks;
    }

    private static Check unreachable(String name, UnreachableException e) {
        Fault fault = e.faults().get(0);
        return Check.problem(name, fault.where() + ": " + fault.found(), fault.action());
    }

    private List<Check> programs() {
        return new ArrayList<>(List.of(
                java(),
                tool("Maven", "mvn", "-version", "Install Maven 3.8 or later; ./sleeper builds itself with it."),
                tool(
                        "Node",
                        "node",
                        "--version",
                        "Install Node if you want to run 'mvn verify' or to deploy; no other command needs it.")));
    }

    private List<Check> ofThisMachine(boolean prepare) {
        SparkCheck spark = new SparkCheck(progress);
        List<Check> prepared = prepare ? spark.prepare() : spark.look();
        S3Check s3 = new S3Check(progress);
        Check server = prepare ? s3.prepare() : s3.look();
        List<Check> checks = programs();
        Check home = home();
        checks.add(home);
        if (home.state() != Check.State.PROBLEM) {
            checks.add(disk(surrounding.home()));
            checks.add(settings());
            checks.add(platforms());
            checks.add(new ViewsCheck(instance.get()).look());
        }
        checks.addAll(prepared);
        checks.add(server);
        checks.add(
                Check.ok("credentials", credentialsFrom() + "; an instance on this machine needs none and uses none"));
        checks.add(Check.ok(
                "quotas", "none apply to an instance on this machine; those of AWS are a deployed instance's"));
        return checks;
    }

    private static Check java() {
        int feature = Runtime.version().feature();
        String found = Runtime.version() + " at " + System.getProperty("java.home");
        return feature >= LEAST_JAVA
                ? Check.ok("Java", found)
                : Check.problem("Java", found, "Install a JDK " + LEAST_JAVA + " or later, and set JAVA_HOME to it.");
    }

    private Check tool(String name, String program, String option, String advice) {
        return Tool.version(surrounding.environment(), program, option)
                .map(version -> Check.ok(name, version))
                .orElseGet(() -> Check.warning(name, "no program '" + program + "' that answers", advice));
    }

    private Check home() {
        String advice = "Set SLEEPER_HOME to a folder that can be written, on a file system with hard links.";
        try {
            Path home = surrounding.home();
            HomeFolder.expectPossible(home);
            if (!Files.exists(home)) {
                return Check.ok("home", home + ", not made yet");
            }
            HardLinks.probe(home);
            return Check.ok("home", home + ", writable, with hard links");
        } catch (UnreachableException e) {
            Fault fault = e.faults().get(0);
            return Check.problem("home", fault.where() + ": " + fault.found(), advice);
        } catch (IOException e) {
            return Check.problem("home", surrounding.home() + ": " + FileWords.of(e), advice);
        }
    }

    private static Path existingParent(Path home) {
        Path folder = home;
        while (!Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static Check disk(Path home) {
        try {
            long free = Files.getFileStore(existingParent(home)).getUsableSpace();
            String found = Words.bytes(free) + " free";
            return free >= LITTLE_DISK_BYTES
                    ? Check.ok("disk", found)
                    : Check.warning(
                            "disk",
                            found,
                            "Free space: input, spill and table may need several times the input's size.");
        } catch (IOException e) {
            return Check.warning("disk", FailureWords.of(e), "Look at the file system of the home.");
        }
    }

    private Check settings() {
        List<Fault> faults = new ArrayList<>();
        try {
            faults.addAll(PropertyChecks.instance(
                    "instance.properties", instance.get().properties().ofInstance()));
            instance.get()
                    .stores()
                    .tables()
                    .list()
                    .forEach(table -> faults.addAll(PropertyChecks.table(
                            "tables/" + table + ".properties",
                            instance.get().properties().ofTable(table))));
        } catch (SleeperException e) {
            faults.addAll(e.faults());
        } catch (UnreachableException e) {
            return unreachable("settings", e);
        }
        return faults.isEmpty()
                ? Check.ok("settings", "every property that is set is known and in its range")
                : Check.problem(
                        "settings",
                        faults.stream().map(Fault::message).collect(Collectors.joining(" ")),
                        "Mend the property files.");
    }

    private Check platforms() {
        Map<String, String> properties;
        try {
            properties = instance.get().properties().ofInstance();
            String deployed = InstanceSettings.deployedPlatforms(Settings.ofInstance(
                                    properties, instance.get().stores().defaultProperties())
                            .get(InstanceSettings.OPTIONAL_STACKS))
                    .stream()
                    .map(Platform::word)
                    .collect(Collectors.joining(", "));
            return Check.ok("platforms", deployed);
        } catch (SleeperException | IllegalArgumentException e) {
            return Check.problem(
                    "platforms",
                    String.valueOf(e.getMessage()),
                    "Mend " + InstanceSettings.OPTIONAL_STACKS.name() + ".");
        }
    }

    /** Names of variables only, never their values. */
    private String credentialsFrom() {
        Map<String, String> environment = surrounding.environment();
        String set = CREDENTIALS.stream().filter(environment::containsKey).collect(Collectors.joining(", "));
        Optional<Path> file = Stream.of(environment.get("HOME"))
                .flatMap(Stream::ofNullable)
                .map(user -> Path.of(user, ".aws", "credentials"))
                .filter(Files::exists)
                .findFirst();
        String found = Stream.of(set, file.map(Path::toString).orElse(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "none" : "from " + found;
    }

    /** @return {@code {"ok","checks":[{"name","state","found","advice"}]}} */
    public static ObjectNode json(List<Check> checks) {
        ObjectNode json = StoredJson.object().put("ok", isOk(checks));
        json.set(
                "checks",
                StoredJson.array(
                        checks,
                        check -> StoredJson.object()
                                .put("name", check.name())
                                .put("state", word(check))
                                .put("found", check.found())
                                .put("advice", check.advice())));
        return json;
    }

    static String word(Check check) {
        return check.state().name().toLowerCase(Locale.ROOT);
    }
}
