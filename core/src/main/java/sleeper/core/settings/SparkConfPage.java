package sleeper.core.settings;

import java.util.stream.Collectors;

/** Makes the reference page of the Spark properties that a job may set. */
public final class SparkConfPage {
    /** Where the page lies, from the project's root. */
    public static final String PATH = "docs/reference/spark-conf.md";

    private static final String INTRODUCTION = """
            # Spark properties of a job

            <!-- Made from SparkProperty: change that, then run mvn -pl core verify -Dpages.write -->

            A job's `sparkConf` may hold these, with these values. They win over what settings of the job's platform set.

            | property | values |
            |---|---|
            """;

    private static final String RULES = """

            - Names and words are compared letter for letter. No white space is taken off.
            - Another property is refused with `SPARK_CONF_NOT_ALLOWED`, unless the operator allows it in
              `sleeper.bulk.import.spark.conf.allowed`. Its value may then be
              VALUES_OF_OTHERS.
            - What a run sets itself, such as `spark.master` or `spark.kubernetes.driver.pod.name`, is refused even then, and so is
              what means nothing on the job's platform, such as `spark.yarn.*` on `eks`.
            - A value outside its range is refused with `VALUE_OUT_OF_RANGE`, and so are two that do not go together: the heartbeat
              interval is less than the network timeout, and the least number of executors at most the most.
            - A heap has a unit because Spark takes one without for MiB and Java takes it for bytes.
            - `spark.storage.level` is no property of Spark's: the DataFrame algorithm keeps by it the rows that it reads
              twice.

            What becomes of each property that Spark 3.5.6 and 4.0.2 know is in `spark-job/src/test/resources/spark-conf`.
            """;

    private SparkConfPage() {}

    /** @return the page in Markdown */
    public static String render() {
        return INTRODUCTION
                + SparkProperty.all().stream().map(SparkConfPage::row).collect(Collectors.joining())
                + RULES.replace("VALUES_OF_OTHERS", SparkValue.PLAIN.allowed());
    }

    private static String row(SparkProperty property) {
        return "| `" + property.key() + "` | " + SparkConfAllowList.verdict(property.key()) + " |\n";
    }
}
