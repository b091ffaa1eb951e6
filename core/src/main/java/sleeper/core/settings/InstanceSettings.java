package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.between;
import static sleeper.core.settings.SettingBuilder.ofInstance;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;

/** What an instance consists of, whom it tells, and where its queues are. */
public final class InstanceSettings {
    private static final long TIB = 1L << 40;

    /** The stack that publishes tables for other engines; it is no platform's. */
    public static final String ICEBERG_STACK = "IcebergStack";

    /** A bucket that an instance keeps tables, settings, input, jobs or logs in; of any instance, since none is to lose them. */
    private static final String OWN_BUCKET = "sleeper-(tables|.*-(config|data|input|jobs|logs))";

    public static final Setting<String> ID = ofInstance("sleeper.id", SettingType.STRING)
            .matching("1 to 20 characters of a-z 0-9 -", "[a-z0-9-]{1,20}")
            .defaultValue("local")
            .readBy(SettingReader.DEPLOYMENT, SettingReader.NOTIFICATION)
            .meaning("Names the instance; part of the name of whatever it owns.");

    public static final Setting<List<String>> OPTIONAL_STACKS = ofInstance("sleeper.optional.stacks", SettingType.LIST)
            .range(
                    stackNames().collect(Collectors.joining(", ")),
                    stacks -> stackNames().toList().containsAll(stacks))
            .defaultValue(List.of("IngestStack"))
            .readBy(SettingReader.DEPLOYMENT, SettingReader.VALIDATION, SettingReader.ICEBERG_VIEW)
            .meaning("The stacks that are deployed: one for each platform, a job for another platform is refused; and "
                    + ICEBERG_STACK
                    + ", which publishes tables as tables of Apache Iceberg after each commit and lists them in"
                    + " the Glue Data Catalog.");

    /** Where the commit logs of tables lie on AWS. */
    public static final Setting<String> COMMIT_LOG_DRIVER = ofInstance("sleeper.commit.log.driver", SettingType.STRING)
            .matching("dynamodb or s3", "dynamodb|s3")
            .defaultValue("dynamodb")
            .readBy(SettingReader.DEPLOYMENT)
            .meaning(
                    "Where a deployed instance keeps the commit logs of its tables and the small records of jobs: in DynamoDB, or"
                            + " in S3 alone, which takes longer. The embedded run keeps them in files. Not to be changed once there is a"
                            + " table.");

    public static final Setting<String> ERRORS_EMAIL = ofInstance("sleeper.errors.email", SettingType.STRING)
            .matching("an e-mail address", "[^@\\s,;<>]{1,64}@[^@\\s,;<>]{1,190}")
            .readBy(SettingReader.DEPLOYMENT, SettingReader.NOTIFICATION)
            .meaning(
                    "Where mails about jobs that failed, and alarms about jobs that could not be submitted, are sent.");

    public static final Setting<Boolean> NOTIFY_SUCCESS = ofInstance("sleeper.notify.success", SettingType.BOOLEAN)
            .defaultValue(false)
            .readBy(SettingReader.NOTIFICATION)
            .meaning("Whether the topic is told of jobs that committed, too.");

    public static final Setting<String> SMTP_HOST = ofInstance("sleeper.notify.smtp.host", SettingType.STRING)
            .matching("a host name or address", "[A-Za-z0-9.:_-]{1,253}")
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning(
                    "The mail server that the embedded run hands mails to; without it they only lie in the mailbox folder.");

    public static final Setting<Integer> SMTP_PORT = between(
                    ofInstance("sleeper.notify.smtp.port", SettingType.INT), 1, 65_535)
            .defaultValue(25)
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning("The mail server's port.");

    public static final Setting<Boolean> SMTP_STARTTLS = ofInstance("sleeper.notify.smtp.starttls", SettingType.BOOLEAN)
            .defaultValue(false)
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning("Whether the connection to the mail server is encrypted before anything is sent.");

    public static final Setting<String> SMTP_USER = ofInstance("sleeper.notify.smtp.user", SettingType.STRING)
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning("The user name for the mail server, if it asks for one.");

    public static final Setting<String> SMTP_PASSWORD = ofInstance("sleeper.notify.smtp.password", SettingType.STRING)
            .secret()
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning("The password for the mail server, if it asks for one.");

    public static final Setting<String> SMTP_FROM = ofInstance("sleeper.notify.smtp.from", SettingType.STRING)
            .matching("an e-mail address", "[^@\\s,;<>]{1,64}@[^@\\s,;<>]{1,190}")
            .defaultValue("sleeper@localhost")
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning("The sender that mails of the embedded run name.");

    public static final Setting<String> UPLOAD_BUCKET = ofInstance("sleeper.upload.bucket", SettingType.STRING)
            .matching(
                    "the name of a bucket in which an instance keeps nothing else",
                    "(?!" + OWN_BUCKET + "$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
            .readBy(SettingReader.VALIDATION, SettingReader.COMMAND, SettingReader.DEPLOYMENT)
            .meaning(
                    "Where clients put the files of jobs that they make themselves, below the job's id; without one they"
                            + " cannot. A deployment makes sleeper-ID-uploads and sets it, if it is not set. A job may read what lies below its own id there, and no other's."
                            + " Everything in this bucket is deleted, whoever put it there: what lies below a job's id"
                            + " once the job has committed, and all else once no job has run for it for 7 days. So it must"
                            + " be a bucket of its own.");

    public static final Setting<List<String>> LOCAL_HOSTS = ofInstance("sleeper.local.hosts", SettingType.LIST)
            .range(
                    "names or addresses of this machine, each with a port or without one",
                    hosts -> hosts.stream().allMatch(InstanceSettings::isHost))
            .defaultValue(List.of())
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning("Names beside localhost under which programs may call the services of the embedded run, such as"
                    + " host.docker.internal; a name without a port stands for the port of the service. Requests under"
                    + " any other name are refused, since web pages can send them. Read when the services start.");

    public static final Setting<Integer> LOCAL_MAX_TASKS = between(
                    ofInstance("sleeper.local.max.tasks", SettingType.INT), 0, 1_000)
            .unit("tasks")
            .defaultValue(0)
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning(
                    "How many tasks the embedded run has running at once; the others wait for their turn. 0 for as many as the"
                            + " machine has processors and memory for. Read when the services start.");

    public static final Setting<Integer> LOCAL_SPARK_EXECUTORS = between(
                    ofInstance("sleeper.local.spark.executors", SettingType.INT), 0, 1_000)
            .unit("executors")
            .defaultValue(0)
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning(
                    "The most executors that a run of Spark has on the embedded run, whatever its platform is asked for. 0 for one"
                            + " for each processor of the machine, and 4 at the most. Read when the services start.");

    public static final Setting<Integer> LOCAL_SPARK_CORES = between(
                    ofInstance("sleeper.local.spark.cores", SettingType.INT), 0, 1_000)
            .unit("cores")
            .defaultValue(0)
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning("The most cores that each executor has on the embedded run. 0 to share out the processors of the"
                    + " machine. Read when the services start.");

    public static final Setting<Long> LOCAL_SPARK_MEMORY = between(
                    ofInstance("sleeper.local.spark.memory", SettingType.BYTES), 0, TIB)
            .unit("bytes")
            .defaultValue(0L)
            .readBy(SettingReader.EMBEDDED_RUN)
            .meaning(
                    "The most heap that the driver, and each executor, has on the embedded run; 512 MiB at the least. 0 for a share"
                            + " of half of the machine's memory, and 2 GiB at the most. Read when the services start.");

    public static final Setting<String> INGEST_ROLE_ARN = ofInstance("IngestContainerRoleARN", SettingType.STRING)
            .setByDeployment()
            .readBy(SettingReader.COMMAND)
            .meaning(
                    "The role that reads input files; exported from CloudFormation as <sleeper.id>-IngestContainerRoleARN,"
                            + " so that other stacks can grant it their data.");

    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]{0,252}|\\[[0-9A-Fa-f:]{2,39}])(:[1-9][0-9]{0,4})?");

    private InstanceSettings() {}

    private static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** @return the setting that holds a queue's URL */
    public static Setting<String> queueUrl(JobQueue queue) {
        return ofInstance(queue.urlProperty(), SettingType.STRING)
                .matching("a URL", "https?://\\S+")
                .setByDeployment()
                .readBy(SettingReader.COMMAND)
                .meaning("URL of the queue '" + queue.word() + "': "
                        + queue.platform()
                                .map(platform -> "jobs for the platform " + platform.word() + ".")
                                .orElse("the suite chooses the platform and says why."));
    }

    /** @return the platforms whose stacks are deployed */
    public static Set<Platform> deployedPlatforms(List<String> stacks) {
        return Arrays.stream(Platform.values())
                .filter(platform -> stacks.contains(platform.description().stack()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Platform.class)));
    }

    /** @return whether views of tables are published by themselves where these stacks are deployed */
    public static boolean publishesViews(List<String> stacks) {
        return stacks.contains(ICEBERG_STACK);
    }

    /** @return all stacks that can be deployed: those of the platforms, and {@link #ICEBERG_STACK} */
    public static List<String> allStacks() {
        return stackNames().toList();
    }

    private static Stream<String> stackNames() {
        return Stream.concat(
                Arrays.stream(Platform.values())
                        .map(platform -> platform.description().stack()),
                Stream.of(ICEBERG_STACK));
    }

    static SettingGroup group() {
        return new SettingGroup(
                "Instance and notifications",
                List.of(
                        ID,
                        OPTIONAL_STACKS,
                        COMMIT_LOG_DRIVER,
                        ERRORS_EMAIL,
                        NOTIFY_SUCCESS,
                        SMTP_HOST,
                        SMTP_PORT,
                        SMTP_STARTTLS,
                        SMTP_USER,
                        SMTP_PASSWORD,
                        SMTP_FROM,
                        UPLOAD_BUCKET,
                        LOCAL_HOSTS,
                        LOCAL_MAX_TASKS,
                        LOCAL_SPARK_EXECUTORS,
                        LOCAL_SPARK_CORES,
                        LOCAL_SPARK_MEMORY,
                        INGEST_ROLE_ARN));
    }
}
