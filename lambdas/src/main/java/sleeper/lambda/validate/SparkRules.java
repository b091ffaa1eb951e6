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

    static List<Fault> check(JobDocument document, PlatformChoice choice, Settings settings) {
        return choice.platform().isSpark()
                ? onSpark(document, choice, settings)
                : withoutSpark(document, choice.platform());
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

    private static List<Fault> onSpark(JobDocument document, PlatformChoice choice, Settings settings) {
        SparkConfAllowList allowList = new SparkConfAllowList(settings.get(BulkImportSettings.SPARK_CONF_ALLOWED));
        List<Fault> faults = new ArrayList<>(allowList.check(document.sparkConf(), choice.platform()));
        if (faults.isEmpty()) {
            faults.addAll(SparkConfAllowList.checkTogether(sparkConf(document, choice, settings)));
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
        int least = settings.get(BulkImportSettings.MIN_LEAF_PARTITIONS);
        int found = partitions.leaves().size();
        return platform.isSpark() && found < least && !settings.get(BulkImportSettings.PRESPLIT)
                ? Optional.of(Fault.of(
                        ErrorCode.TOO_FEW_PARTITIONS, "the table", found + " leaf partitions", "at least " + least))
                : Optional.empty();
    }

    /** @return the run's Spark properties: the instance's by which it is sized, the job's over them */
    static Map<String, String> sparkConf(JobDocument document, PlatformChoice choice, Settings settings) {
        Map<String, String> conf = new TreeMap<>();
        if (choice.sized()) {
            for (SparkSetting setting :
                    SparkSettings.of(choice.platform().description().sizing())) {
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
