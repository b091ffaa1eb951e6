package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.between;
import static sleeper.core.settings.SettingBuilder.ofInstance;

import java.util.List;

/** What only a deployment on AWS has: its network, its container, and what is kept of it. */
public final class DeploymentSettings {
    private static final long GIB = 1L << 30;
    private static final int LEAST_SUBNETS = 2;
    private static final int MOST_SUBNETS = 16;

    /** How what runs in the network reaches services that have no gateway there. */
    public enum Egress {
        ENDPOINTS,
        NAT
    }

    public static final Setting<Boolean> RETAIN_DATA = ofInstance("sleeper.retain.data", SettingType.BOOLEAN)
            .defaultValue(true)
            .readBy(SettingReader.DEPLOYMENT, SettingReader.COMMAND)
            .meaning("Whether tables, their logs and the job store are kept when the instance is destroyed; another"
                    + " deployment of the same id finds them again. If not, they are deleted with it.");

    public static final Setting<String> VPC = ofInstance("sleeper.vpc.id", SettingType.STRING)
            .matching("a VPC such as vpc-0123456789abcdef0", "vpc-[0-9a-f]{8,17}")
            .readBy(SettingReader.DEPLOYMENT)
            .meaning(
                    "The VPC that tasks and clusters run in; without it the deployment makes one. Its routes and endpoints"
                            + " are its owner's to make.");

    public static final Setting<List<String>> SUBNETS = ofInstance("sleeper.subnets", SettingType.LIST)
            .range(
                    LEAST_SUBNETS + " to " + MOST_SUBNETS
                            + " subnets such as subnet-0123456789abcdef0, parted by commas, in two zones or more",
                    DeploymentSettings::areSubnets)
            .readBy(SettingReader.DEPLOYMENT)
            .meaning("The private subnets of sleeper.vpc.id that tasks and clusters run in.");

    public static final Setting<Egress> EGRESS = ofInstance("sleeper.network.egress", SettingType.ofEnum(Egress.class))
            .defaultValue(Egress.ENDPOINTS)
            .readBy(SettingReader.DEPLOYMENT)
            .meaning(
                    "How the VPC that the deployment makes reaches services of AWS: by endpoints of its own, or by a NAT gateway,"
                            + " through which all of the internet can be reached. S3 and DynamoDB are reached by gateway endpoints,"
                            + " which cost nothing, either way.");

    public static final Setting<Long> TASK_DISK = between(
                    ofInstance("sleeper.ingest.task.disk", SettingType.BYTES), 21 * GIB, 200 * GIB)
            .unit("bytes")
            .defaultValue(100 * GIB)
            .readBy(SettingReader.DEPLOYMENT, SettingReader.VALIDATION)
            .meaning("The disk of an ingest task, which takes what its memory does not hold.");

    public static final Setting<Integer> STARTER_CONCURRENCY = between(
                    ofInstance("sleeper.starter.concurrency", SettingType.INT), 2, 1_000)
            .unit("calls")
            .defaultValue(10)
            .readBy(SettingReader.DEPLOYMENT)
            .meaning("The most calls of the starter that take messages of one queue at a time.");

    public static final Setting<Integer> LOG_RETENTION = ofInstance("sleeper.log.retention", SettingType.INT)
            .unit("days")
            .range("1, 3, 5, 7, 14, 30, 60, 90, 180, 365 or 3653", DeploymentSettings::isRetention)
            .defaultValue(30)
            .readBy(SettingReader.DEPLOYMENT)
            .meaning("How long log lines of functions, state machines, tasks and clusters are kept.");

    private DeploymentSettings() {}

    private static boolean areSubnets(List<String> subnets) {
        return subnets.size() >= LEAST_SUBNETS
                && subnets.size() <= MOST_SUBNETS
                && subnets.stream().distinct().count() == subnets.size()
                && subnets.stream().allMatch(subnet -> subnet.matches("subnet-[0-9a-f]{8,17}"));
    }

    /** What CloudWatch Logs takes (API reference, "PutRetentionPolicy"), as far as it is of use here. */
    private static boolean isRetention(int days) {
        return List.of(1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 3_653).contains(days);
    }

    static SettingGroup group() {
        return new SettingGroup(
                "Deployment",
                List.of(RETAIN_DATA, VPC, SUBNETS, EGRESS, TASK_DISK, STARTER_CONCURRENCY, LOG_RETENTION));
    }
}
