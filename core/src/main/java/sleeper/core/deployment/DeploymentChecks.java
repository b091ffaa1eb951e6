package sleeper.core.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.DeploymentSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyChecks;
import sleeper.core.settings.Setting;
import sleeper.core.settings.Settings;
import sleeper.core.settings.SettingsCatalogue;

/**
 * Holds an instance's properties against what can be deployed, before anything is made: beside what {@link PropertyChecks} looks at,
 * properties that contradict or need each other.
 */
public final class DeploymentChecks {
    /** What is named from an id begins and ends with it in some service; and S3 has endings of its own. */
    private static final String ID_FORM = "[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?";

    private final String source;
    private final Map<String, String> properties;
    private final List<Fault> faults = new ArrayList<>();

    private DeploymentChecks(String source, Map<String, String> properties) {
        this.source = source;
        this.properties = properties;
    }

    /**
     * @param source what holds the properties, such as {@code instance.properties}
     * @return everything wrong with them, each with its property
     */
    public static List<Fault> of(String source, Map<String, String> properties) {
        DeploymentChecks checks = new DeploymentChecks(source, properties);
        checks.faults.addAll(PropertyChecks.instance(source, properties));
        if (checks.faults.isEmpty()) {
            checks.checkTogether(Settings.ofInstance(properties));
        }
        return List.copyOf(checks.faults);
    }

    private void checkTogether(Settings settings) {
        checkId(settings);
        checkOwn();
        checkNetwork(settings);
        Set<Platform> platforms = InstanceSettings.deployedPlatforms(settings.get(InstanceSettings.OPTIONAL_STACKS));
        checkPlatforms(platforms);
        checkClusters(settings);
        try {
            Schedule.in(properties).forEach(schedule -> checkQueue(schedule, platforms));
        } catch (InvalidRequestException e) {
            faults.addAll(e.faults());
        }
    }

    private void checkId(Settings settings) {
        Optional<String> id = Optional.ofNullable(properties.get(InstanceSettings.ID.name()));
        if (id.isEmpty()) {
            add(
                    ErrorCode.MISSING_FIELD,
                    InstanceSettings.ID,
                    "nothing",
                    "an id such as prod",
                    "Set it: it names all that the instance owns.");
        } else if (!settings.get(InstanceSettings.ID).matches(ID_FORM)) {
            add(
                    ErrorCode.BAD_ID,
                    InstanceSettings.ID,
                    "'" + id.get() + "'",
                    "an id that begins and ends with a letter or digit",
                    "Choose another: buckets, roles and queues are named by it.");
        }
    }

    private void checkOwn() {
        properties
                .keySet()
                .forEach(name -> SettingsCatalogue.ofInstance(name)
                        .filter(Setting::isSetByDeployment)
                        .ifPresent(setting -> add(
                                ErrorCode.VALUE_OUT_OF_RANGE,
                                setting,
                                "'" + properties.get(name) + "'",
                                "what the deployment sets",
                                "Remove it: the deployment writes it.")));
    }

    private void checkNetwork(Settings settings) {
        boolean vpc = settings.find(DeploymentSettings.VPC).isPresent();
        if (vpc != settings.find(DeploymentSettings.SUBNETS).isPresent()) {
            add(
                    ErrorCode.MISSING_FIELD,
                    vpc ? DeploymentSettings.SUBNETS : DeploymentSettings.VPC,
                    "nothing",
                    vpc ? DeploymentSettings.SUBNETS.allowed() : DeploymentSettings.VPC.allowed(),
                    "Set both, or neither: then a VPC is made.");
        }
        if (vpc && properties.containsKey(DeploymentSettings.EGRESS.name())) {
            add(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    DeploymentSettings.EGRESS,
                    "'" + properties.get(DeploymentSettings.EGRESS.name()) + "'",
                    "nothing beside " + DeploymentSettings.VPC.name(),
                    "Remove it: endpoints and gateways of a VPC of one's own are its owner's to make.");
        }
    }

    /** What is set for a platform that is not deployed has no effect, and was meant to have one. */
    private void checkPlatforms(Set<Platform> deployed) {
        properties.keySet().forEach(name -> {
            Set<Platform> meant = PlatformProperties.of(name);
            if (!meant.isEmpty() && meant.stream().noneMatch(deployed::contains)) {
                faults.add(new Fault(
                        ErrorCode.PLATFORM_NOT_DEPLOYED,
                        where(name),
                        "'" + properties.get(name) + "'",
                        "a property of a stack that is deployed",
                        "Add " + PlatformProperties.stacks(meant) + " to " + InstanceSettings.OPTIONAL_STACKS.name()
                                + ", or remove the property."));
            }
        });
    }

    private void checkClusters(Settings settings) {
        int least = settings.get(BulkImportSettings.PERSISTENT_MIN_INSTANCES);
        int most = settings.get(BulkImportSettings.PERSISTENT_MAX_INSTANCES);
        if (settings.get(BulkImportSettings.PERSISTENT_MANAGED_SCALING) && least > most) {
            add(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    BulkImportSettings.PERSISTENT_MIN_INSTANCES,
                    Integer.toString(least),
                    "at most " + BulkImportSettings.PERSISTENT_MAX_INSTANCES.name() + ", which is " + most,
                    "Lower the one or raise the other.");
        }
    }

    private void checkQueue(Schedule schedule, Set<Platform> deployed) {
        JobQueue queue = schedule.queue();
        queue.platform()
                .filter(platform -> !deployed.contains(platform))
                .ifPresent(platform -> faults.add(new Fault(
                        ErrorCode.PLATFORM_NOT_DEPLOYED,
                        where("sleeper.schedule." + schedule.name() + ".queue"),
                        "'" + queue.word() + "'",
                        "a queue that is deployed",
                        "Add " + platform.description().stack() + " to " + InstanceSettings.OPTIONAL_STACKS.name()
                                + ", or send to another queue.")));
    }

    private void add(ErrorCode code, Setting<?> setting, String found, String allowed, String action) {
        faults.add(new Fault(code, where(setting.name()), found, allowed, action));
    }

    private String where(String property) {
        return source + " (" + property + ")";
    }
}
