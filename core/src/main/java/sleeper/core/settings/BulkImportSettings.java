package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.between;
import static sleeper.core.settings.SettingBuilder.ofInstance;
import static sleeper.core.settings.SettingBuilder.ofTable;

import java.util.Arrays;
import java.util.List;
import sleeper.core.platform.JobSettings;
import sleeper.core.platform.SparkRelease;

/** Bulk import by Spark: what jobs may ask for, and the clusters they run on. */
public final class BulkImportSettings {
    static final String RELEASE = "emr-7.13.0";
    private static final String TYPE_FORM = "[a-z0-9-]+\\.[a-z0-9-]+";

    /** Of a fleet that is asked for by the API. */
    private static final int MOST_TYPES = 30;

    /** The algorithms that are shipped, by class name, as jobs name them; the default first. */
    public static final List<String> CLASS_NAMES = List.of(
            "sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner",
            "sleeper.bulkimport.job.runner.dataframe.BulkImportJobDataframeRunner",
            "sleeper.bulkimport.job.runner.rdd.BulkImportJobRDDRunner");

    public static final Setting<String> CLASS_NAME = ofInstance("sleeper.bulk.import.class.name", SettingType.STRING)
            .range(String.join(", ", CLASS_NAMES), CLASS_NAMES::contains)
            .defaultValue(CLASS_NAMES.get(0))
            .readBy(SettingReader.VALIDATION)
            .meaning("The algorithm of jobs that name none.");

    public static final Setting<Integer> MIN_LEAF_PARTITIONS = between(
                    ofTable("bulk.import.min.leaf.partitions", SettingType.INT), 1, 100_000)
            .unit("leaves")
            .defaultValue(256)
            .readBy(SettingReader.VALIDATION, SettingReader.SPARK_JOB)
            .meaning("Leaves that a table needs before a bulk import.");

    public static final Setting<Boolean> PRESPLIT = ofTable("bulk.import.presplit", SettingType.BOOLEAN)
            .defaultValue(true)
            .readBy(SettingReader.VALIDATION, SettingReader.SPARK_JOB)
            .meaning(
                    "Whether a table with too few leaves is split from a sample of the input; if not, the job is refused.");

    public static final Setting<List<String>> ALLOWED_SCHEMES = ofInstance(
                    "sleeper.bulk.import.allowed.schemes", SettingType.LIST)
            .range(
                    "schemes such as s3, s3a, hdfs, abfss",
                    schemes -> schemes.stream().allMatch(scheme -> scheme.matches("[a-z][a-z0-9+.-]{0,19}")))
            .defaultValue(List.of("s3", "s3a"))
            .readBy(SettingReader.VALIDATION)
            .meaning(
                    "URI schemes that input files of Spark jobs may have; a path without a scheme is always in a bucket. Forms:"
                            + " hdfs://host:port/path, hdfs:///path, abfss://container@host/path, file:///path; hosts in lower case.");

    public static final Setting<List<String>> SPARK_CONF_ALLOWED = ofInstance(
                    "sleeper.bulk.import.spark.conf.allowed", SettingType.LIST)
            .range(
                    "Spark properties; * only as a last component",
                    keys -> keys.stream().allMatch(SparkConfAllowList::isPattern))
            .defaultValue(List.of())
            .readBy(SettingReader.VALIDATION)
            .meaning(
                    "Spark properties that jobs may set beside those that are always allowed. Some run code of the sender's"
                            + " choice on the cluster: widen with care.");

    public static final Setting<String> EMR_RELEASE_LABEL = ofTable("bulk.import.emr.release.label", SettingType.STRING)
            .range(SparkRelease.ALLOWED, SparkRelease::isLabel)
            .ofJobs(JobSettings.EMR_CLUSTER)
            .defaultValue(RELEASE)
            .readBy(SettingReader.VALIDATION)
            .meaning("The EMR release of a job's cluster.");

    public static final Setting<String> EMR_MASTER_TYPE = ofTable(
                    "bulk.import.emr.master.instance.type", SettingType.STRING)
            .matching("an EC2 instance type", TYPE_FORM)
            .ofJobs(JobSettings.EMR_CLUSTER)
            .defaultValue("m5.xlarge")
            .readBy(SettingReader.VALIDATION)
            .meaning("The EC2 instance type of the cluster's master node.");

    public static final Setting<String> EMR_EXECUTOR_TYPE = ofTable(
                    "bulk.import.emr.executor.instance.type", SettingType.STRING)
            .matching("an EC2 instance type", TYPE_FORM)
            .ofJobs(JobSettings.EMR_CLUSTER)
            .defaultValue("m5.4xlarge")
            .readBy(SettingReader.VALIDATION)
            .meaning("The EC2 instance type of the cluster's executor nodes.");

    public static final Setting<Integer> EMR_INITIAL_INSTANCES = between(
                    ofTable("bulk.import.emr.executor.initial.instances", SettingType.INT), 1, 1_000)
            .unit("instances")
            .ofJobs(JobSettings.EMR_CLUSTER)
            .defaultValue(2)
            .readBy(SettingReader.VALIDATION)
            .meaning("EC2 instances that the cluster starts with as executors; no more than its most.");

    public static final Setting<Integer> EMR_MAX_INSTANCES = between(
                    ofTable("bulk.import.emr.executor.max.instances", SettingType.INT), 1, 1_000)
            .unit("instances")
            .ofJobs(JobSettings.EMR_CLUSTER)
            .defaultValue(10)
            .readBy(SettingReader.VALIDATION)
            .meaning("Most EC2 instances that the cluster grows to as executors.");

    public static final Setting<List<String>> EMR_EXECUTOR_TYPES = ofTable(
                    "bulk.import.emr.executor.instance.types", SettingType.LIST)
            .range(
                    "EC2 instance types parted by commas, at most " + MOST_TYPES + " between two semicolons",
                    BulkImportSettings::areTypes)
            .ofJobs(JobSettings.EMR_CLUSTER)
            .defaultValue(List.of())
            .readBy(SettingReader.VALIDATION)
            .meaning(
                    "EC2 instance types for the cluster's executor nodes, in place of the one type: EMR takes those that there are"
                            + " of a list. Semicolons part lists; the next list is asked for where there are none of one, such as"
                            + " m5.4xlarge,m5a.4xlarge;m6i.4xlarge.");

    /** How EC2 instances are paid for. */
    public enum Market {
        ON_DEMAND,
        SPOT
    }

    public static final Setting<Market> EMR_EXECUTOR_MARKET = ofTable(
                    "bulk.import.emr.executor.market.type", SettingType.ofEnum(Market.class))
            .ofJobs(JobSettings.EMR_CLUSTER)
            .defaultValue(Market.ON_DEMAND)
            .readBy(SettingReader.VALIDATION)
            .meaning(
                    "How the cluster's executor nodes are paid for. Spot instances cost less and may be taken away, and Spark"
                            + " does their work again; where there are none, instances on demand are taken. The master node is always on demand.");

    public static final Setting<String> PERSISTENT_RELEASE_LABEL = ofInstance(
                    "sleeper.bulk.import.persistent.emr.release.label", SettingType.STRING)
            .range(SparkRelease.ALLOWED, SparkRelease::isLabel)
            .defaultValue(RELEASE)
            .readBy(SettingReader.DEPLOYMENT)
            .meaning("The EMR release of the permanent cluster.");

    public static final Setting<String> PERSISTENT_MASTER_TYPE = ofInstance(
                    "sleeper.bulk.import.persistent.emr.master.instance.type", SettingType.STRING)
            .matching("an EC2 instance type", TYPE_FORM)
            .defaultValue("m5.xlarge")
            .readBy(SettingReader.DEPLOYMENT)
            .meaning("The EC2 instance type of the permanent cluster's master node.");

    public static final Setting<String> PERSISTENT_CORE_TYPE = ofInstance(
                    "sleeper.bulk.import.persistent.emr.core.instance.type", SettingType.STRING)
            .matching("an EC2 instance type", TYPE_FORM)
            .defaultValue("m5.4xlarge")
            .readBy(SettingReader.VALIDATION, SettingReader.DEPLOYMENT)
            .meaning("The EC2 instance type of the permanent cluster's core nodes.");

    public static final Setting<Boolean> PERSISTENT_MANAGED_SCALING = ofInstance(
                    "sleeper.bulk.import.persistent.emr.use.managed.scaling", SettingType.BOOLEAN)
            .defaultValue(true)
            .readBy(SettingReader.VALIDATION, SettingReader.DEPLOYMENT)
            .meaning(
                    "Whether the permanent cluster grows and shrinks between its least and most instances; if not, it has the"
                            + " least.");

    public static final Setting<Integer> PERSISTENT_MIN_INSTANCES = between(
                    ofInstance("sleeper.bulk.import.persistent.emr.min.instances", SettingType.INT), 1, 1_000)
            .unit("instances")
            .defaultValue(1)
            .readBy(SettingReader.VALIDATION, SettingReader.DEPLOYMENT)
            .meaning("Least core instances of the permanent cluster.");

    public static final Setting<Integer> PERSISTENT_MAX_INSTANCES = between(
                    ofInstance("sleeper.bulk.import.persistent.emr.max.instances", SettingType.INT), 1, 1_000)
            .unit("instances")
            .defaultValue(10)
            .readBy(SettingReader.VALIDATION, SettingReader.DEPLOYMENT)
            .meaning("Most core instances of the permanent cluster.");

    public static final Setting<Integer> PERSISTENT_STEP_CONCURRENCY = between(
                    ofInstance("sleeper.bulk.import.persistent.emr.step.concurrency.level", SettingType.INT), 1, 256)
            .unit("steps")
            .defaultValue(2)
            .readBy(SettingReader.VALIDATION, SettingReader.DEPLOYMENT)
            .meaning("Steps, and so jobs, that the permanent cluster runs at a time.");

    public static final Setting<String> KEY_PAIR = ofInstance(
                    "sleeper.bulk.import.emr.keypair.name", SettingType.STRING)
            .matching("an EC2 key pair's name", "[A-Za-z0-9 ._+=@-]{1,255}")
            .readBy(SettingReader.DEPLOYMENT)
            .meaning(
                    "An EC2 key pair for the clusters' nodes, so that one can log in to them and reach the Spark and YARN"
                            + " pages; without it nobody can.");

    public static final Setting<String> SECURITY_GROUP = ofInstance(
                    "sleeper.bulk.import.emr.master.additional.security.group", SettingType.STRING)
            .matching("an EC2 security group", "[A-Za-z0-9._-]{1,255}")
            .readBy(SettingReader.DEPLOYMENT)
            .meaning("An EC2 security group that is added to those that may reach the clusters' master node.");

    private BulkImportSettings() {}

    /** @return the lists of instance types of {@link #EMR_EXECUTOR_TYPES}, in the order in which they are tried */
    public static List<List<String>> typeLists(List<String> types) {
        return types.isEmpty()
                ? List.of()
                : Arrays.stream(String.join(",", types).split(";", -1))
                        .map(list -> Arrays.stream(list.split(",", -1))
                                .map(String::trim)
                                .toList())
                        .toList();
    }

    private static boolean areTypes(List<String> types) {
        return typeLists(types).stream()
                .allMatch(list -> list.size() <= MOST_TYPES
                        && list.stream().distinct().count() == list.size()
                        && list.stream().allMatch(type -> type.matches(TYPE_FORM)));
    }

    static List<SettingGroup> groups() {
        return List.of(
                new SettingGroup(
                        "Bulk import",
                        List.of(CLASS_NAME, MIN_LEAF_PARTITIONS, PRESPLIT, ALLOWED_SCHEMES, SPARK_CONF_ALLOWED)),
                new SettingGroup(
                        "EMR, a cluster for each job",
                        List.of(
                                EMR_RELEASE_LABEL,
                                EMR_MASTER_TYPE,
                                EMR_EXECUTOR_TYPE,
                                EMR_EXECUTOR_TYPES,
                                EMR_EXECUTOR_MARKET,
                                EMR_INITIAL_INSTANCES,
                                EMR_MAX_INSTANCES)),
                new SettingGroup(
                        "The permanent EMR cluster",
                        List.of(
                                PERSISTENT_RELEASE_LABEL,
                                PERSISTENT_MASTER_TYPE,
                                PERSISTENT_CORE_TYPE,
                                PERSISTENT_MANAGED_SCALING,
                                PERSISTENT_MIN_INSTANCES,
                                PERSISTENT_MAX_INSTANCES,
                                PERSISTENT_STEP_CONCURRENCY)),
                new SettingGroup("Access to EMR clusters", List.of(KEY_PAIR, SECURITY_GROUP)));
    }
}
