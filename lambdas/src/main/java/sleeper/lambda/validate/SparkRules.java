package sleeper.lambda.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.JobDocument;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;
import sleeper.core.settings.SparkConfAllowList;
import sleeper.core.settings.SparkSetting;
import sleeper.core.settings.SparkSettings;

/** What a job may say about Spark, on a platform that has it and on one that has not. */
final class SparkRules {
    private SparkRules() {}

    /** @param sized whether the instance sizes the run */
    static List<Fault> check(JobDocument document, Platform platform, boolean sized, Settings settings) {
        return platform.isSpark() ? onSpark(document, platform, sized, settings) : withoutSpark(document, platform);
    }

    private static List<Fault> withoutSpark(JobDocument document, Platform platform) {
        List<Fault> faults = new ArrayList<>();
        if (!document.sparkConf().isEmpty()) {
            faults.add(new Fault(
                    ErrorCode.SPARK_CONF_NOT_ALLOWED,
                    "sparkConf",
                    String.join(", ", document.sparkConf().keySet()),
                    "none on the platform " + platform.word(),
                    "Remove sparkConf, or send the job to a queue whose platform runs Spark."));
        }
        document.className()
                .ifPresent(name -> faults.add(new Fault(
                        ErrorCode.CLASS_NOT_ALLOWED,
                        "className",
                        "'" + name + "'",
                        "none on the platform " + platform.word(),
                        "Remove className, or send the job to a queue whose platform runs Spark.")));
        return faults;
    }

    /** @return whether it is a fault of what a document says of Spark */
    static boolean isAboutSpark(Fault fault) {
        return fault.code() == ErrorCode.SPARK_CONF_NOT_ALLOWED || fault.code() == ErrorCode.CLASS_NOT_ALLOWED;
    }

    private static List<Fault> onSpark(JobDocument document, Platform platform, boolean sized, Settings settings) {
        SparkConfAllowList allowList = new SparkConfAllowList(settings.get(BulkImportSettings.SPARK_CONF_ALLOWED));
        List<Fault> faults = new ArrayList<>(allowList.check(document.sparkConf(), platform));
        if (faults.isEmpty()) {
            faults.addAll(SparkConfAllowList.checkTogether(sparkConf(document, platform, sized, settings)));
        }
        document.className()
                .filter(name -> !BulkImportSettings.CLASS_NAMES.contains(name))
                .ifPresent(name -> faults.add(Fault.of(
                        ErrorCode.CLASS_NOT_ALLOWED,
                        "className",
                        "'" + name + "'",
                        String.join(", ", BulkImportSettings.CLASS_NAMES))));
        return faults;
    }

    /** @return TOO_FEW_PARTITIONS for a bulk import into a table that has too few leaves and may not be split */
    static Optional<Fault> checkLeaves(Platform platform, PartitionTree partitions, Settings settings) {
        return platform.isSpark() && hasTooFewLeaves(partitions, settings)
                ? Optional.of(Fault.of(
                        ErrorCode.TOO_FEW_PARTITIONS,
                        "the table",
                        partitions.leaves().size() + " leaf partitions",
                        "at least " + settings.get(BulkImportSettings.MIN_LEAF_PARTITIONS)))
                : Optional.empty();
    }

    /** @return whether no bulk import can load the table as it is */
    static boolean hasTooFewLeaves(PartitionTree partitions, Settings settings) {
        return partitions.leaves().size() < settings.get(BulkImportSettings.MIN_LEAF_PARTITIONS)
                && !settings.get(BulkImportSettings.PRESPLIT);
    }

    /**
     * @param sized whether the instance sizes the run
     * @return the run's Spark properties: the instance's where they size the run, the job's over them
     */
    static Map<String, String> sparkConf(JobDocument document, Platform platform, boolean sized, Settings settings) {
        Map<String, String> conf = new TreeMap<>();
        if (sized) {
            for (SparkSetting setting : SparkSettings.of(platform.description().sizing())) {
                conf.put(setting.sparkKey(), settings.get(setting.setting()));
            }
        }
        conf.putAll(document.sparkConf());
        return conf;
    }

    static Optional<String> className(JobDocument document, Platform platform, Settings settings) {
        return platform.isSpark()
                ? document.className().or(() -> Optional.of(settings.get(BulkImportSettings.CLASS_NAME)))
                : Optional.empty();
    }
}
